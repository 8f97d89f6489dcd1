internal import CaseStore
internal import Foundation
package import HazardCore
internal import HazardWire
internal import MessageLog
internal import SQLite
internal import Testing

/// Compares the files of stopped lanes, column by column, with the last record of each case on `hazard.cases`.
package struct StoreAudit {
    package let bench: LaneBench

    package init(bench: LaneBench) { self.bench = bench }

    package func run() throws {
        let cases = try bench.cases()
        for shard in 0..<bench.shards {
            let mine = cases.values.filter { $0.value.id.shard == shard }.sorted { $0.value.id.text < $1.value.id.text }
            let path = "\(bench.storeDirectory)/shard-\(shard).db"
            let reader = try StoreReader(path: path, shard: shard)
            #expect(
                try reader.cases(order: .id, limit: 100_000)
                    == mine.map { StoredCase(id: $0.value.id.text, position: .id($0.value.id), body: $0.body) },
                "bodies of shard \(shard)")
            let rows = try ShardRows(path: path)
            let expected = mine.map(\.value)
            #expect(try rows.cases() == expected.map(ShardRows.row))
            #expect(try rows.tasks() == expected.flatMap(ShardRows.taskRows).sorted(by: ShardRows.order))
            #expect(try rows.reports() == expected.flatMap(ShardRows.reportRows).sorted(by: ShardRows.order))
            #expect(try rows.history() == expected.flatMap(ShardRows.historyRows))
            try checkLedger(reader, shard)
        }
    }

    /// The stored bytes of the ledger equal those of its topic.
    private func checkLedger(_ reader: StoreReader, _ shard: Int) throws {
        var latest: [String: [UInt8]] = [:]
        for record in try bench.read(bench.topics.rewards) where record.partition == shard {
            latest[String(decoding: record.key ?? [], as: UTF8.self)] = record.value
        }
        let funds = latest.filter { $0.key.hasSuffix("/fund") }.sorted { $0.key < $1.key }.map(\.value)
        #expect(try reader.funds() == funds, "funds of shard \(shard)")
        var entries: [String: [UInt8]] = [:]
        for entry in try reader.rewards(RewardFilter(), limit: 100_000) {
            entries[entry.programme + "/" + entry.id] = entry.body
        }
        #expect(entries == latest.filter { !$0.key.hasSuffix("/fund") }, "entries of shard \(shard)")
    }
}

/// The tables of a shard as rows of text, and the rows that a case should have in them.
package struct ShardRows {
    private let connection: SQLiteConnection

    package init(path: String) throws { connection = try SQLiteConnection(path, mode: .readOnly) }

    /// Changes the file of a stopped shard.
    package static func edit(path: String, _ sql: String) throws {
        try SQLiteConnection(path, mode: .readWriteCreate).execute(sql)
    }

    package func cases() throws -> [[String?]] {
        try rows(
            """
            SELECT case_id, state, programme, category, condition, priority, district, opened_at, due_at, resolved_at,
            closed_at, close_code, version FROM cases ORDER BY case_id
            """, columns: 13)
    }

    package func tasks() throws -> [[String?]] {
        try rows(
            "SELECT case_id, department, task_id, role, state, version, due_at FROM tasks ORDER BY 1, 2", columns: 7)
    }

    package func reports() throws -> [[String?]] {
        try rows("SELECT case_id, report_id, role, content_hash, received_at FROM reports ORDER BY 1, 2", columns: 5)
    }

    package func history() throws -> [[String?]] {
        try rows(
            """
            SELECT case_id, seq, event_id, at, kind, from_state, to_state, actor_role, actor_ref, reason, cause_sender,
            cause_id FROM history ORDER BY 1, seq
            """, columns: 12)
    }

    /// The next positions to read, by topic and partition.
    package func positions() throws -> [[String?]] {
        try rows("SELECT topic, partition, next FROM positions ORDER BY 1, 2", columns: 3)
    }

    package func counts() throws -> [[String?]] {
        try rows("SELECT month, programme, category, outcome, n FROM counts ORDER BY 1, 2, 3, 4", columns: 5)
    }

    private func rows(_ sql: String, columns: Int) throws -> [[String?]] {
        try connection.prepare(sql).all { row in (0..<columns).map { row.optionalString($0) } }
    }

    // MARK: - Expected rows

    package static func row(_ value: Case) -> [String?] {
        [
            value.id.text, value.state.rawValue, value.programme, value.category.code, value.condition,
            value.priority.rawValue, value.location?.district, text(value.openedAt), text(value.dueAt),
            text(value.resolvedAt), text(value.closedAt), value.closeCode?.rawValue, String(value.version),
        ]
    }

    package static func taskRows(_ value: Case) -> [[String?]] {
        value.tasks.map {
            [
                value.id.text, $0.department, $0.id(in: value.id), $0.role.rawValue, $0.state.rawValue,
                String($0.version), text($0.dueAt),
            ]
        }
    }

    package static func reportRows(_ value: Case) -> [[String?]] {
        value.reports.map {
            [value.id.text, $0.reportID, $0.role.rawValue, $0.contentHash, text($0.receivedAt)]
        }
    }

    package static func historyRows(_ value: Case) -> [[String?]] {
        value.history.map {
            [
                value.id.text, String($0.sequence), $0.id(in: value.id), text($0.at), $0.kind.word, $0.from?.rawValue,
                $0.to.rawValue, $0.actor.role.rawValue, $0.actor.ref, $0.reasonText, $0.cause?.sender, $0.cause?.id,
            ]
        }
    }

    package static func order(_ one: [String?], _ other: [String?]) -> Bool {
        (one[0] ?? "", one[1] ?? "") < (other[0] ?? "", other[1] ?? "")
    }

    private static func text(_ instant: Instant?) -> String? { instant.map { String($0.milliseconds) } }
}
