import CaseStore
import HazardCore
import SQLite
import TestSupport
import Testing

/// The tables have the same data as the cases.
@Suite struct ProjectionTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `after any changes the tables equal the cases`(seed: UInt64) throws {
        let place = TemporaryStore()
        let store = try place.open()
        var sample = SampleCases(seed: seed)
        var cases: [Int: Case] = [:]
        for _ in 0..<6 {
            try store.begin()
            for _ in 0..<60 {
                let number = Int.random(in: 1...50, using: &sample.random)
                if let known = cases[number], Int.random(in: 0..<10, using: &sample.random) == 0 {
                    try store.remove(known.id)
                    cases[number] = nil
                    continue
                }
                var value = cases[number] ?? sample.one(number)
                if cases[number] != nil { sample.change(&value) }
                cases[number] = value
                try store.put(value, body: value.sampleBody, wakeAt: value.dueAt)
            }
            try store.commit(positions: [], shardTime: Instant(milliseconds: 1))
        }
        let expected = cases.values.flatMap { $0.expectedRows(wakeAt: $0.dueAt) }.sorted()
        #expect(expected.count > 200)
        #expect(try storedRows(place.file()) == expected)
        for value in cases.values { #expect(try store.body(of: value.id) == value.sampleBody) }
        #expect(store.storedRows.cases == cases.count)
        #expect(store.storedRows.tasks == cases.values.map(\.tasks.count).reduce(0, +))
        #expect(store.storedRows.reports == cases.values.map(\.reports.count).reduce(0, +))
        #expect(store.storedRows.history == cases.values.map(\.history.count).reduce(0, +))
    }

    @Test func `an older record replaces a newer one completely, with its history`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let older = SampleCases.plain(1)
        var newer = older
        newer.version = 2
        newer.record("accepted", .department)
        try store.save([newer])
        try store.save([older])
        #expect(try storedRows(place.file()) == older.expectedRows(wakeAt: nil).sorted())
        #expect(store.storedRows.history == 2)
    }

    @Test func `a rebuild has the same rows whatever the order of the writes`() throws {
        let (first, second) = (TemporaryStore(), TemporaryStore())
        var sample = SampleCases(seed: 9)
        let cases = (1...20).map { sample.one($0) }
        try first.open().save(cases)
        try second.open().save(cases.reversed())
        #expect(try storedRows(first.file()) == storedRows(second.file()))
    }

    @Test func `another program can read the columns of the contract`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let outside = try SQLiteConnection(place.file(), mode: .readOnly)
        let contract = [
            "cases": "case_id state programme category condition priority district opened_at due_at closed_at version",
            "tasks": "case_id task_id department role state due_at",
            "reports": "report_id case_id role",
            "history": "case_id seq event_id at kind from_state to_state actor_role reason",
            "positions": "topic partition next",
        ]
        for (table, columns) in contract {
            let found = Set(try outside.prepare("PRAGMA table_info(\(table))").all { $0.string(1) })
            for column in columns.split(separator: " ") {
                #expect(found.contains(String(column)), "\(table).\(column)")
            }
        }
        #expect(store.shard == 3)
    }

    private func storedRows(_ path: String) throws -> [String] {
        let reader = try SQLiteConnection(path, mode: .readOnly)
        let tables = [
            "cases":
                """
            case_id, state, programme, category, condition, priority, district, opened_at, due_at, resolved_at,
            closed_at, close_code, version, overdue, wake_at
            """,
            "tasks": "case_id, task_id, department, role, state, version, due_at",
            "reports": "case_id, report_id, role, content_hash, received_at",
            "history":
                """
            case_id, event_id, seq, at, kind, from_state, to_state, actor_role, actor_ref, reason, cause_sender,
            cause_id
            """,
        ]
        return try tables.flatMap { table, columns in
            let count = columns.split(separator: ",").count
            return try reader.prepare("SELECT \(columns) FROM \(table)").all { row in
                table + "|" + (0..<count).map { row.optionalString($0) ?? "-" }.joined(separator: "|")
            }
        }.sorted()
    }
}

extension Case {
    /// Each row as text, built from the value alone.
    fileprivate func expectedRows(wakeAt: Instant?) -> [String] {
        func line(_ table: String, _ columns: [Any?]) -> String {
            table + "|" + columns.map { $0.map { "\($0)" } ?? "-" }.joined(separator: "|")
        }
        let row = line(
            "cases",
            [
                id.text, state.rawValue, programme, category.code, condition, priority.rawValue, location?.district,
                openedAt.milliseconds, dueAt?.milliseconds, resolvedAt?.milliseconds, closedAt?.milliseconds,
                closeCode?.rawValue, version, flags.overdue ? 1 : 0, wakeAt?.milliseconds,
            ])
        let tasks = tasks.map {
            line(
                "tasks",
                [
                    id.text, $0.id(in: id), $0.department, $0.role.rawValue, $0.state.rawValue, $0.version,
                    $0.dueAt?.milliseconds,
                ])
        }
        let reports = reports.map {
            line("reports", [id.text, $0.reportID, $0.role.rawValue, $0.contentHash, $0.receivedAt.milliseconds])
        }
        let history = history.map {
            line(
                "history",
                [
                    id.text, $0.id(in: id), $0.sequence, $0.at.milliseconds, $0.kind.word, $0.from?.rawValue,
                    $0.to.rawValue, $0.actor.role.rawValue, $0.actor.ref, $0.reasonText, $0.cause?.sender, $0.cause?.id,
                ])
        }
        return [row] + tasks + reports + history
    }
}
