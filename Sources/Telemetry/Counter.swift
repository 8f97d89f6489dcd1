internal import Synchronization

/// A number that only rises; callers keep it and add without a lock.
package final class Counter: MetricInstrument {
    private let total = Atomic<Int>(0)

    init() {}

    /// The total since the process started.
    package var value: Int { total.load(ordering: .relaxed) }

    /// Adds `amount`; a negative amount adds nothing, because a counter never falls.
    package func add(_ amount: Int = 1) {
        total.wrappingAdd(max(0, amount), ordering: .relaxed)
    }

    package func samples(named name: String, labels: [String]) -> String {
        name + labels.rendered + " \(value)\n"
    }
}
