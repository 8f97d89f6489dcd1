internal import Synchronization

/// Counts observations in fixed buckets, in the base unit that ends the metric's name.
package final class Histogram: MetricInstrument {
    /// Upper bounds for commits and requests, in seconds: half a millisecond to ten seconds.
    package static let seconds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// Upper bounds for the way of a record, in seconds: a millisecond to an hour, for records may wait while a service is away.
    package static let stages: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600,
    ]

    /// Upper bounds for batch sizes, in records.
    package static let records: [Double] = [1, 10, 50, 100, 500, 1_000, 2_500, 5_000, 10_000, 20_000]

    private struct State {
        /// One more than there are bounds; the last one counts values above all bounds.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: [Int](repeating: 0, count: bounds.count + 1)))
    }

    /// The number of observations and their sum.
    package var total: (count: Int, sum: Double) {
        state.withLock { ($0.counts.reduce(0, +), $0.sum) }
    }

    /// Counts one value in the first bucket whose upper bound is not below it; NaN is ignored.
    package func observe(_ value: Double) { observe(value, times: 1) }

    /// Counts a value that so many records share.
    package func observe(_ value: Double, times: Int) {
        guard !value.isNaN, times > 0 else { return }
        let bucket = bucket(of: value)
        state.withLock { state in
            state.counts[bucket] += times
            state.sum += value * Double(times)
        }
    }

    /// Counts many values under one lock.
    package func observe(each values: some Sequence<Double>) {
        state.withLock { state in
            for value in values where !value.isNaN {
                state.counts[bucket(of: value)] += 1
                state.sum += value
            }
        }
    }

    private func bucket(of value: Double) -> Int { bounds.firstIndex { value <= $0 } ?? bounds.count }

    package func samples(named name: String, labels: [String]) -> String {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var text = ""
        var cumulated = 0
        for (bound, count) in zip(bounds + [.infinity], counts) {
            cumulated += count
            text += name + "_bucket" + (labels + ["le=\"\(bound.sample)\""]).rendered + " \(cumulated)\n"
        }
        text += name + "_sum" + labels.rendered + " \(sum.sample)\n"
        text += name + "_count" + labels.rendered + " \(cumulated)\n"
        return text
    }
}
