internal import Synchronization

/// A number that rises and falls; callers keep it and set it without a lock.
package final class Gauge: MetricInstrument {
    /// The bits of a `Double`, because `Atomic` takes integers only.
    private let bits = Atomic<UInt64>(0)

    init() {}

    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    package func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    package func set(_ value: Int) { set(Double(value)) }

    package func samples(named name: String, labels: [String]) -> String {
        name + labels.rendered + " \(value.sample)\n"
    }
}
