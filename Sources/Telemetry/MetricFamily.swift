internal import Synchronization

/// All series of one metric name, distinguished by the values of its labels.
///
/// The number of series is bounded: beyond `limit`, values go to one series whose labels are all `other`, so that input can
/// never fill the memory of this process or of its collector.
package final class MetricFamily<Instrument: MetricInstrument>: Sendable {
    /// The largest number of separate series.
    package static var limit: Int { 256 }

    private let labels: [String]
    private let make: @Sendable () -> Instrument
    private let series = Mutex<[[String]: Instrument]>([:])

    init(labels: [String], make: @escaping @Sendable () -> Instrument) {
        self.labels = labels
        self.make = make
    }

    /// The series with these label values, in the order of the declared labels; created at first use.
    ///
    /// Callers that use a series often keep it. A missing value is empty, which Prometheus treats as absent; an extra value is
    /// ignored.
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
        // Copied under the lock, rendered outside it.
        let current = series.withLock { Array($0) }
        return current.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { values, instrument in
                let pairs = zip(labels, values).map { label, value in "\(label)=\"\(value.escapedLabel)\"" }
                return instrument.samples(named: name, labels: pairs)
            }
            .joined()
    }
}
