/// How often answers of a given probability are right, counted on rows that the model was not trained on.
package struct Calibration: Hashable, Sendable {
    /// One part of the table: the mean probability that the model gave, and the share of right answers.
    package struct Point: Hashable, Sendable {
        /// From 0 to 1.
        package var given: Double
        /// From 0 to 1; never lower than that of the point before.
        package var observed: Double
        /// The number of rows.
        package var rows: Int

        package init(given: Double, observed: Double, rows: Int) {
            self.given = given
            self.observed = observed
            self.rows = rows
        }
    }

    /// In the order of `given`; empty: probabilities stay as the model gives them.
    package let points: [Point]

    /// The number of parts of about equal numbers of rows.
    private static let parts = 20

    package init(points: [Point]) {
        self.points = points
    }

    /// Counts answers. Neighbouring parts are joined until a higher probability is never right less often (pool
    /// adjacent violators).
    package init(counting answers: [(given: Double, isRight: Bool)]) {
        let sorted = answers.sorted { ($0.given, $0.isRight ? 1 : 0) < ($1.given, $1.isRight ? 1 : 0) }
        var pools: [(given: Double, right: Int, rows: Int)] = []
        let parts = min(Self.parts, sorted.count)
        for part in 0..<parts {
            let slice = sorted[part * sorted.count / parts..<(part + 1) * sorted.count / parts]
            pools.append((slice.reduce(0) { $0 + $1.given }, slice.count(where: \.isRight), slice.count))
            while pools.count > 1 {
                let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
                guard before.right * last.rows >= last.right * before.rows else { break }
                pools.removeLast()
                pools[pools.count - 1] = (
                    before.given + last.given, before.right + last.right, before.rows + last.rows
                )
            }
        }
        // One right and one wrong answer are added to each part, so that no part claims to be always right.
        points = pools.map {
            Point(
                given: Self.rounded($0.given / Double($0.rows)),
                observed: Self.rounded(Double($0.right + 1) / Double($0.rows + 2)), rows: $0.rows)
        }.reduce(into: []) { points, point in
            let least = points.last?.observed ?? 0
            points.append(Point(given: point.given, observed: max(point.observed, least), rows: point.rows))
        }
    }

    /// The share of right answers to expect at this probability, on straight lines between the points.
    package func observed(_ given: Double) -> Double {
        guard let first = points.first, let last = points.last else { return given }
        if given <= first.given { return first.observed * given / max(first.given, 1e-9) }
        // Nothing was counted above the last point, so nothing more is claimed.
        if given >= last.given { return last.observed }
        let above = points.firstIndex { $0.given > given } ?? points.count - 1
        let (low, high) = (points[above - 1], points[above])
        let part = (given - low.given) / max(high.given - low.given, 1e-9)
        return low.observed + (high.observed - low.observed) * part
    }

    /// Six decimal places, as a model file stores them.
    static func rounded(_ value: Double) -> Double { (value * 1_000_000).rounded() / 1_000_000 }
}
