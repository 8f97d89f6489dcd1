package import HazardCore
internal import SQLite
internal import Wording

/// Reads the committed data of one shard's file while its writer works.
///
/// One thread at a time uses it (`StoreReaders` ensures that). Each query is one short read, because a long read blocks the
/// truncation of the write-ahead log.
package final class StoreReader: @unchecked Sendable {
    package let shard: Int
    package var path: String { connection.path }

    private let connection: SQLiteConnection
    /// Compiled statements by their text; each combination of filter fields is one, at most 64 in total.
    private var statements: [String: Statement] = [:]

    /// Opens the file of a shard, which its writer has created.
    ///
    /// - Throws: `.disk` when there is no file; `.olderSchema`, `.newerSchema` or `.corrupt`.
    package init(path: String, shard: Int) throws(StoreFault) {
        let version: Int64?
        do {
            connection = try SQLiteConnection(path, mode: .readOnly)
            version = try connection.integer("PRAGMA user_version")
            // There are several readers a shard, and the system caches the file too: 2 MB each is enough.
            try connection.execute("PRAGMA cache_size = -2048; PRAGMA cell_size_check = ON")
        } catch {
            throw StoreFault(error, path: path, shard: shard)
        }
        self.shard = shard
        let found = Int(version ?? 0)
        if found > ShardSchema.version { throw fault(.newerSchema(found: found, known: ShardSchema.version)) }
        if found < ShardSchema.version { throw fault(.olderSchema(found: found, known: ShardSchema.version)) }
    }

    /// The case's bytes; nil when the shard has no such case.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func body(of id: CaseID) throws(StoreFault) -> [UInt8]? {
        guard id.shard == shard, let key = CaseKey.key(of: id) else { return nil }
        return try query("SELECT checksum, body FROM bodies WHERE case_key = ?1") { row throws(SQLiteError) in
            row.bind(key, at: 1)
            return try row.first { CheckedBody($0, checksum: 0, body: 1) }
        }.map { body throws(StoreFault) in try intact(body, id.text) }
    }

    /// Up to `limit` tasks of a department after the one with the id `after`, in the order of their ids (as text).
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func tasks(
        of department: String, state: TaskState? = nil, after: String? = nil, limit: Int
    ) throws(StoreFault) -> [StoredTask] {
        try tasks(of: department, state: state, .all, after: after, limit: limit)
    }

    /// The same for the triage centre: first the tasks of emergencies, then the others, each in the order of their ids.
    ///
    /// `after` is the `place` of a task.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func tasksByUrgency(
        of department: String, state: TaskState? = nil, after: String? = nil, limit: Int
    ) throws(StoreFault) -> [StoredTask] {
        let mark = StoredTask.urgentMark
        let isAfterUrgent = after.map { !$0.hasPrefix(mark) } ?? false
        let urgentAfter = after.map { String($0.dropFirst(mark.count)) }
        var found =
            isAfterUrgent ? [] : try tasks(of: department, state: state, .urgent, after: urgentAfter, limit: limit)
        for index in found.indices { found[index].isUrgent = true }
        guard found.count < limit else { return found }
        let restAfter = after.flatMap { $0.hasPrefix(mark) ? nil : $0 }
        return found
            + (try tasks(of: department, state: state, .rest, after: restAfter, limit: limit - found.count))
    }

    private func tasks(
        of department: String, state: TaskState?, _ part: TaskQuery.Part, after: String?, limit: Int
    ) throws(StoreFault) -> [StoredTask] {
        let wanted = TaskQuery(states: state.map { [$0] } ?? TaskState.allCases, part: part)
        let bound = after.map { CaseKey.bound(after: CaseID(String($0.prefix { $0 != "/" })), shard: shard) } ?? .min
        let found = try query(wanted.sql) { row throws(SQLiteError) in
            row.bind(department, at: 1)
            row.bind(bound, at: 2)
            row.bind(limit, at: 3)
            return try row.all { ($0.string(0), $0.string(1), CheckedBody($0, checksum: 2, body: 3)) }
        }
        return try found.map { id, state, body throws(StoreFault) in
            StoredTask(id: id, state: try name(state), body: try intact(body, id))
        }
    }

    /// The case of a report; nil when no case of the shard has it.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func report(_ reportID: String) throws(StoreFault) -> ReportOutcome? {
        let sql = """
            SELECT case_id, role, cases.state FROM report_rows JOIN cases USING (case_key)
            WHERE report_id = ?1 ORDER BY state = 'merged', case_key LIMIT 1
            """
        return try query(sql) { row throws(SQLiteError) in
            row.bind(reportID, at: 1)
            return try row.first { ($0.string(0), $0.string(1), $0.string(2)) }
        }.map { caseID, role, state throws(StoreFault) in
            ReportOutcome(caseID: caseID, role: try name(role), state: try name(state))
        }
    }

    /// The number of cases in each state. It reads one index completely.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func casesByState() throws(StoreFault) -> [CaseState: Int] {
        let found = try query("SELECT state, count(*) FROM cases GROUP BY state") { row throws(SQLiteError) in
            try row.all { ($0.string(0), $0.int(1)) }
        }
        var counts: [CaseState: Int] = [:]
        for (state, count) in found { counts[try name(state)] = count }
        return counts
    }

    /// The counts of the months from `first` to `last`, each `yyyy-mm`.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func monthlyCounts(from first: String, to last: String) throws(StoreFault) -> [MonthlyCount] {
        let sql = "SELECT month, programme, category, outcome, n FROM counts WHERE month BETWEEN ?1 AND ?2"
        return try query(sql) { row throws(SQLiteError) in
            row.bind(first, at: 1)
            row.bind(last, at: 2)
            return try row.all { MonthlyCount($0) }
        }
    }

    // MARK: Inside

    /// Runs several queries on one state of the file.
    func consistently<Result>(_ body: () throws(StoreFault) -> Result) throws(StoreFault) -> Result {
        try execute("BEGIN")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    private func execute(_ sql: String) throws(StoreFault) {
        do { try connection.execute(sql) } catch { throw StoreFault(error, path: path, shard: shard) }
    }

    func query<Result>(
        _ sql: String, _ body: (Statement) throws(SQLiteError) -> Result
    ) throws(StoreFault) -> Result {
        do {
            if let compiled = statements[sql] { return try body(compiled) }
            let statement = try connection.prepare(sql)
            statements[sql] = statement
            return try body(statement)
        } catch {
            throw StoreFault(error, path: path, shard: shard)
        }
    }

    func intact(_ body: CheckedBody, _ id: String) throws(StoreFault) -> [UInt8] {
        switch body {
        case .intact(let bytes): return bytes
        case .damaged:
            throw fault(
                .corrupt(
                    reason: LocalText(zh: "\(id) 的内容在磁盘上变了", en: "the body of \(id) has changed on the disk")))
        }
    }

    func name<Name: RawRepresentable>(_ text: String) throws(StoreFault) -> Name where Name.RawValue == String {
        guard let name = Name(rawValue: text) else {
            throw fault(
                .corrupt(
                    reason: LocalText(
                        zh: "“\(text)”不是 \(Name.self)", en: "\"\(text)\" is not a \(Name.self)")))
        }
        return name
    }

    private func fault(_ kind: StoreFault.Kind) -> StoreFault { StoreFault(kind, path: path, shard: shard) }
}
