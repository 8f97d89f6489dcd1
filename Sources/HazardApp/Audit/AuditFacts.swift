import CaseStore
import HazardCore
import HazardWire
import MessageLog

/// What the cases say, as digests: it takes about 200 bytes a case.
struct AuditFacts {
    /// The last record of one task.
    struct Task {
        var caseID: String
        var department: String
        var version: Int
        var sequence: Int64
        var openedAt: Instant
        var isOpen: Bool
    }

    /// A reward that a case knows as granted or waiting.
    struct Reward {
        var caseID: String
        var key: String
    }

    /// Whether the case of a digest still exists; false after its tombstone.
    var cases: [UInt64: Bool] = [:]
    /// The ids of all reports.
    var reports: Set<UInt64> = []
    /// The ids of reports that records with other content may follow: nothing is left of their own, or it was completed.
    var loose: Set<UInt64> = []
    /// Where the records of these reports stand.
    private var sources: Set<UInt64> = []
    /// The end of what is known to be handled in each partition of the reports.
    private(set) var reached: [TopicPartition: Int64] = [:]
    /// The case and the id of each message in a history, and the ids alone.
    private var causes: Set<UInt64> = []
    private var causeIDs: Set<UInt64> = []
    var tasks: [UInt64: Task] = [:]
    var rewards: [Reward] = []
    /// The highest `shard_seq` of each shard.
    var highest: [Int: Int64] = [:]
    /// When the oldest case of each shard was opened.
    var earliest: [Int: Instant] = [:]

    mutating func add(_ value: Case) {
        earliest[value.id.shard] = min(earliest[value.id.shard] ?? value.openedAt, value.openedAt)
        for report in value.reports {
            let id = RowDigest.of(report.reportID)
            reports.insert(id)
            if report.isErased || report.isSalvaged { loose.insert(id) }
            let at = TopicPartition(report.source.topic, report.source.partition)
            sources.insert(Self.place(at, report.source.offset))
            reached[at] = max(reached[at] ?? 0, report.source.offset + 1)
        }
        for event in value.history {
            guard let cause = event.cause else { continue }
            causes.insert(RowDigest.of(value.id.text, cause.id))
            causeIDs.insert(RowDigest.of(cause.id))
        }
        for task in value.tasks {
            highest[value.id.shard] = max(highest[value.id.shard] ?? 0, task.shardSequence)
            tasks[RowDigest.of(value.id.text, task.department)] = Task(
                caseID: value.id.text, department: task.department, version: task.version,
                sequence: task.shardSequence, openedAt: value.openedAt, isOpen: task.endedAt == nil)
        }
        guard !value.state.isEnded else { return }
        for reward in value.rewards where reward.state?.isLive == true && reward.claimedAt == nil {
            guard let programme = reward.programme else { continue }
            rewards.append(Reward(caseID: value.id.text, key: programme + "/" + reward.entryID))
        }
    }

    /// Whether the record at this place became a report of a case.
    func isSource(_ record: Record) -> Bool { sources.contains(Self.place(record.at, record.offset)) }

    /// Whether a case has a message with this id in its history. A reporter's message may have gone to another case.
    func has(_ id: String, of caseID: String, anyCase: Bool) -> Bool {
        causes.contains(RowDigest.of(caseID, id)) || anyCase && causeIDs.contains(RowDigest.of(id))
    }

    static func place(_ at: TopicPartition, _ offset: Int64) -> UInt64 {
        RowDigest.of(at.topic, String(at.partition), String(offset))
    }
}
