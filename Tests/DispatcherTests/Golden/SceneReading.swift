import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// What others see of a town: cases, queues, notices, rewards and dead letters, read from the log.
extension Scene {
    /// The latest state of the report's case on `hazard.cases`.
    func value(_ report: String) throws -> Case {
        try #require(
            try cases().first { $0.reports.contains { $0.reportID == report } }, "report \(report) has no case")
    }

    /// The latest state of every case on `hazard.cases`, in the order of their numbers.
    func cases() throws -> [Case] {
        var latest: [String: [UInt8]] = [:]
        for record in try read(bench.topics.cases) {
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            if !MonthCounts.isKey(key) { latest[key] = record.value }
        }
        return try latest.sorted { $0.key < $1.key }.map { try CaseCodec.decode($0.value) }
    }

    func task(_ department: String, of report: String) throws -> CaseTask {
        try #require(try value(report).tasks.first { $0.department == department })
    }

    /// All records of a department's queue, in order.
    func queue(_ department: String) throws -> [TaskMessage] {
        try read(bench.topics.dispatch(department)).map { try TaskCodec.decode($0.value ?? []) }
    }

    /// The department's records about the report's case, in order.
    func sent(_ department: String, about report: String) throws -> [TaskMessage] {
        let id = try value(report).id
        return try queue(department).filter { $0.caseID == id }
    }

    /// The departments with their roles, without the triage centre.
    func departments(of report: String) throws -> [String: TaskRole] {
        let tasks = try value(report).tasks.filter { $0.department != Department.triageID }
        return Dictionary(tasks.map { ($0.department, $0.role) }) { first, _ in first }
    }

    /// The notices to the report's sender, in order.
    func notices(_ report: String) throws -> [Notice] {
        try read(bench.topics.notices).map { try NoticeCodec.decode($0.value ?? []) }
            .filter { $0.reportID == report }.sorted { $0.at < $1.at }
    }

    /// The ledger's entries about a report, in the order of their rules.
    func rewards(_ report: String) throws -> [RewardEntry] {
        try ledger().values.compactMap { content in
            guard case .entry(let entry) = content, entry.reportID == report else { return nil }
            return entry
        }.sorted { ($0.rule, $0.entryID) < ($1.rule, $1.entryID) }
    }

    /// The balance of a programme's fund.
    func fund(_ programme: String) throws -> Int? {
        guard case .fund(let fund)? = try ledger()[RewardCodec.fundKey(programme)] else { return nil }
        return fund.balance
    }

    /// The last record of each key of `hazard.rewards`.
    func ledger() throws -> [String: RewardCodec.Content] {
        var latest: [String: RewardCodec.Content] = [:]
        for record in try read(bench.topics.rewards) {
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            latest[key] = try record.value.map { try RewardCodec.decode(key: key, $0) }
        }
        return latest
    }

    /// The reasons of the dead letters.
    func deadReasons() throws -> [RejectionReason] { try deadLetters().map(\.headers.reason) }

    /// The dead letters with their headers.
    func deadLetters() throws -> [(record: Record, headers: DeadLetterHeaders)] {
        try read(bench.topics.deadLetters).compactMap { record in
            DeadLetterHeaders(record.headers).map { (record, $0) }
        }
    }
}
