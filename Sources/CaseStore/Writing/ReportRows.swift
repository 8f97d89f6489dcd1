internal import HazardCore
internal import SQLite

/// Writes the new and changed reports of a case, and removes those that a split has moved to another case.
struct ReportRows {
    private let read: Statement
    private let write: Statement
    private let remove: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        read = try connection.prepare("SELECT report_id, role, content_hash FROM report_rows WHERE case_key = ?1")
        write = try connection.prepare(
            """
            INSERT INTO report_rows (case_key, report_id, role, content_hash, received_at, merge_time)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET role = excluded.role, content_hash = excluded.content_hash,
                received_at = excluded.received_at, merge_time = excluded.merge_time
            """)
        remove = try connection.prepare("DELETE FROM report_rows WHERE case_key = ?1 AND report_id = ?2")
    }

    /// Returns by how many the number of rows has grown.
    func put(_ value: Case, key: Int64, isNew: Bool) throws(SQLiteError) -> Int {
        var stored: [String: Row] = [:]
        if !isNew {
            read.bind(key, at: 1)
            while try read.step() {
                stored[read.string(0)] = Row(role: read.string(1), contentHash: read.string(2))
            }
        }
        var added = 0
        for report in value.reports {
            let before = stored.removeValue(forKey: report.reportID)
            guard Row(role: report.role.rawValue, contentHash: report.contentHash) != before else { continue }
            try put(report, in: key)
            if before == nil { added += 1 }
        }
        for reportID in stored.keys {
            remove.bind(key, at: 1)
            remove.bind(reportID, at: 2)
            try remove.run()
        }
        return added - stored.count
    }

    private func put(_ report: CaseReport, in key: Int64) throws(SQLiteError) {
        write.bind(key, at: 1)
        write.bind(report.reportID, at: 2)
        write.bind(report.role.rawValue, at: 3)
        write.bind(report.contentHash, at: 4)
        write.bind(report.receivedAt.milliseconds, at: 5)
        write.bind(report.mergeTime.milliseconds, at: 6)
        try write.run()
    }
}

extension ReportRows {
    /// The columns that can change; the time of receipt never changes.
    private struct Row: Hashable {
        var role: String
        var contentHash: String
    }
}
