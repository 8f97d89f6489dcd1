package import ChineseText
package import HazardCore
internal import SQLite

/// How often people decided in a time what a model had said.
package struct AgreementCount: Hashable, Sendable {
    package var subject: LinearModel.Subject
    package var agreed = 0
    package var decided = 0

    package init(_ subject: LinearModel.Subject) { self.subject = subject }
}

extension StoreReader {
    /// Counts the decisions from `from` until before `to`, by question, without reading a case.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func agreements(from: Instant, to: Instant) throws(StoreFault) -> [AgreementCount] {
        let found = try query(
            "SELECT subject, sum(agreed), count(*) FROM agreements WHERE at >= ?1 AND at < ?2 GROUP BY subject"
        ) { row throws(SQLiteError) in
            row.bind(from.milliseconds, at: 1)
            row.bind(to.milliseconds, at: 2)
            return try row.all { ($0.string(0), $0.int(1), $0.int(2)) }
        }
        return try found.map { subject, agreed, decided throws(StoreFault) in
            var count = AgreementCount(try name(subject))
            count.agreed = agreed
            count.decided = decided
            return count
        }
    }
}
