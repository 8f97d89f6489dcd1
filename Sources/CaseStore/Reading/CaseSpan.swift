package import HazardCore
internal import SQLite

/// Selects the cases that may count in the figures of a period; the caller decides on each.
package struct CaseSpan: Hashable, Sendable {
    package var from: Instant
    /// The first instant after it.
    package var to: Instant
    package var district: String?
    /// A category's code.
    package var category: String?
    /// One that has a task in the case.
    package var department: String?

    package init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }
}

/// One page of a span's cases, in the order in which they were opened.
package struct CaseSpanPage: Sendable {
    package var cases: [StoredCase]
    /// Where the next page begins; nil after the last page.
    package var next: Int64?
}

extension StoreReader {
    /// Returns up to `limit` cases of a span, after the mark of the page before.
    ///
    /// The span contains every case that was opened before its end and was open, opened, due or ended after its start; so it
    /// contains every case to which something happened in the span. Each page is a separate read, so that a long query does not
    /// block checkpoints; changes between two pages may be included or not.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func page(of span: CaseSpan, after mark: Int64?, limit: Int) throws(StoreFault) -> CaseSpanPage {
        let found = try query(Self.sql(span)) { row throws(SQLiteError) in
            row.bind(mark ?? 0, at: 1)
            row.bind(limit, at: 2)
            row.bind(span.from.milliseconds, at: 3)
            row.bind(span.to.milliseconds, at: 4)
            for (index, text) in [span.district, span.category, span.department].compactMap(\.self).enumerated() {
                row.bind(text, at: 5 + index)
            }
            return try row.all { ($0.int64(0), $0.string(1), CheckedBody($0, checksum: 2, body: 3)) }
        }
        var cases: [StoredCase] = []
        for (_, id, body) in found { cases.append(StoredCase(id: id, body: try intact(body, id))) }
        return CaseSpanPage(cases: cases, next: found.count == limit ? found.last?.0 : nil)
    }

    /// Uses no separate index, which would cost time for every report: the rows of `cases` are short and ordered by day, and
    /// bodies are read only for the selected cases.
    static func sql(_ span: CaseSpan) -> String {
        var conditions = [
            "c.case_key > ?1", "c.opened_at < ?4",
            "(c.closed_at IS NULL OR c.closed_at >= ?3 OR c.opened_at >= ?3 OR c.due_at >= ?3)",
        ]
        var next = 5
        if span.district != nil {
            conditions.append("c.district = ?\(next)")
            next += 1
        }
        if span.category != nil {
            conditions.append("c.category = ?\(next)")
            next += 1
        }
        if span.department != nil {
            conditions.append(
                "EXISTS (SELECT 1 FROM task_rows t WHERE t.case_key = c.case_key AND t.department = ?\(next))")
        }
        return """
            SELECT c.case_key, c.case_id, b.checksum, b.body FROM cases c CROSS JOIN bodies b USING (case_key)
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY c.case_key LIMIT ?2
            """
    }
}
