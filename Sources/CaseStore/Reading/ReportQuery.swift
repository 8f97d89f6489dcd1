package import HazardCore
internal import SQLite

/// Which reports to list; a nil or empty field does not filter.
package struct ReportFilter: Hashable, Sendable {
    /// The report's id begins with one of these; nil allows every id.
    package var prefixes: [String]?
    /// The codes of the case's category, its earlier codes included.
    package var categories: [String] = []
    package var programme: String?
    /// Whether the case has ended.
    package var isEnded: Bool?
    /// The first and the last time of receipt.
    package var received: ClosedRange<Instant>

    package init(received: ClosedRange<Instant>) { self.received = received }
}

/// A report with the case that has it.
package struct ListedReport: Hashable, Sendable {
    package var reportID: String
    package var caseID: CaseID
    package var receivedAt: Instant
    /// The state of the case.
    package var state: CaseState

    package init(reportID: String, caseID: CaseID, receivedAt: Instant, state: CaseState) {
        self.reportID = reportID
        self.caseID = caseID
        self.receivedAt = receivedAt
        self.state = state
    }
}

extension StoreReader {
    /// Up to `limit` reports, the newest first. A report of two cases is listed with the one that was not merged.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func reports(_ filter: ReportFilter, limit: Int) throws(StoreFault) -> [ListedReport] {
        if filter.prefixes?.isEmpty == true { return [] }
        let prefixes = filter.prefixes ?? []
        let found = try query(Self.listReports(prefixes: prefixes.count)) { row throws(SQLiteError) in
            row.bind(filter.received.lowerBound.milliseconds, at: 1)
            row.bind(filter.received.upperBound.milliseconds, at: 2)
            row.bind(Self.list(filter.categories), at: 3)
            row.bind(filter.programme ?? "", at: 4)
            row.bind(filter.isEnded.map { $0 ? 1 : 0 } ?? -1, at: 5)
            row.bind(limit, at: 6)
            for (index, prefix) in prefixes.enumerated() {
                row.bind(prefix, at: 7 + 2 * index)
                // No id has a character as high as this one.
                row.bind(prefix + "\u{10FFFF}", at: 8 + 2 * index)
            }
            return try row.all { ($0.string(0), $0.string(1), $0.int64(2), $0.string(3)) }
        }
        var reports: [ListedReport] = []
        for (report, id, at, state) in found {
            guard let id = CaseID(id) else { continue }
            reports.append(
                ListedReport(
                    reportID: report, caseID: id, receivedAt: Instant(milliseconds: at), state: try name(state)))
        }
        return reports
    }

    /// The text depends on the number of prefixes only, so that few statements are compiled.
    private static func listReports(prefixes: Int) -> String {
        let ranges = (0..<prefixes).map { "(r.report_id >= ?\(7 + 2 * $0) AND r.report_id < ?\(8 + 2 * $0))" }
        let ended = CaseState.allCases.filter(\.isEnded).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return """
            SELECT r.report_id, c.case_id, r.received_at, c.state FROM report_rows r JOIN cases c USING (case_key)
            WHERE r.received_at BETWEEN ?1 AND ?2
            AND (?3 = '[]' OR c.category IN (SELECT value FROM json_each(?3)))
            AND (?4 = '' OR c.programme = ?4)
            AND (?5 = -1 OR (c.state IN (\(ended))) = ?5)
            AND (c.state <> 'merged' OR NOT EXISTS (
                SELECT 1 FROM report_rows o JOIN cases p USING (case_key)
                WHERE o.report_id = r.report_id AND p.state <> 'merged'))
            \(ranges.isEmpty ? "" : "AND (\(ranges.joined(separator: " OR ")))")
            ORDER BY r.received_at DESC, r.report_id LIMIT ?6
            """
    }

    /// A JSON list of codes, which have no character that JSON escapes.
    private static func list(_ codes: [String]) -> String {
        "[" + codes.map { "\"\($0.filter { $0 != "\"" && $0 != "\\" })\"" }.joined(separator: ",") + "]"
    }
}
