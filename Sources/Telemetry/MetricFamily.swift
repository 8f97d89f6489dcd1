internal import Synchronization

/// All series of one metric name, told apart by the values of its labels.
///
/// The number of series is bounded: past `limit` everything goes to one series whose labels all say `other`, so that a
/// value from outside can never fill the memory of this process or of its collector.
package final class MetricFamily<Instrument: MetricInstrument>: Sendable {
    /// The most series a family keeps apart.
    package static var limit: Int { 256 }

    private let labels: [String]
    private let make: @Sendable () -> Instrument
    private let series = Mutex<[[String]: Instrument]>([:])

    init(labels: [String], make: @escaping @Sendable () -> Instrument) {
        self.labels = labels
        self.make = make
    }

    /// The series with these label values, in the order in which the labels were declared; made at first use.
    ///
    /// Keep what is returned where it is used often. A value not given is empty, which Prometheus takes for absent; one
    /// too many is ignored.
    package func series(_ values: String...) -> Instrument {
        let missing = [String](repeating: "", count: max(0, labels.count - values.count))
        let key = Array(values.prefix(labels.count)) + missing
        return series.withLock { series in
            if let known = series[key] { return known }
            let bounded = series.count < Self.limit ? key : labels.map { _ in "other" }
            if let known = series[bounded] { return known }
            let new = make()
            series[bounded] = new
            return new
        }
    }

    func samples(named name: String) -> String {
        // Taken under the lock, rendered outside it.
        let current = series.withLock { Array($0) }
        return current.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { values, instrument in
                let pairs = zip(labels, values).map { label, value in "\(label)=\"\(value.escapedLabel)\"" }
                return instrument.samples(named: name, labels: pairs)
            }
            .joined()
    }
}
