import CaseStore
import HazardConfig
import HazardCore
import HazardWire
import MessageLog

/// What the departments' queues hold.
struct AuditQueues {
    /// A record of a queue whose task has not been compared yet.
    struct Message {
        var at: TopicPartition
        var offset: Int64
        var caseID: CaseID
        var department: String
        var version: Int
    }

    /// Where to read on.
    var next: [TopicPartition: Int64] = [:]
    /// The highest version of each task, and the first record that has it.
    var highest: [UInt64: Message] = [:]
    /// The number of each shard's records: by number, its id and its time.
    var sequence: [Int: [Int64: UInt64]] = [:]
    /// The highest number of records that may have left by retention.
    var oldestNumbers: [Int: Int64] = [:]
    var records = 0
}

/// Compares the records on the departments' queues with the tasks of the cases.
extension ConsistencyAudit {
    /// Records older than this may have left a queue.
    private var oldestDispatch: Instant { now.adding(.zero - settings.retention.dispatch) }

    /// Reads every queue on from where it was read before.
    ///
    /// - Throws: `LogFailure` when the log cannot be read.
    func readQueues() throws(LogFailure) {
        let isFirst = queues.next.isEmpty
        for department in departments {
            let topic = settings.topics.names.dispatch(department)
            for partition in 0..<(try log.partitions(of: topic)) {
                let at = TopicPartition(topic, partition)
                queues.next[at] = try each(at, from: queues.next[at] ?? -1) { record in take(record, department) }
            }
            step()
        }
        if isFirst { earlyVersions = queues.highest.mapValues(\.version) }
    }

    private func take(_ record: Record, _ department: String) {
        queues.records += 1
        guard let value = record.value, let task = try? TaskCodec.decode(value), task.department == department,
            task.taskID == task.caseID.text + "/" + department,
            task.eventID == "\(task.taskID)/\(task.version)"
        else { return foreign(record, .queues) }
        let message = AuditQueues.Message(
            at: record.at, offset: record.offset, caseID: task.caseID, department: department, version: task.version)
        let key = RowDigest.of(task.caseID.text, department)
        if queues.highest[key].map({ $0.version < task.version }) ?? true { queues.highest[key] = message }
        let shard = task.caseID.shard
        if Instant(milliseconds: record.timestamp) < oldestDispatch {
            queues.oldestNumbers[shard] = max(queues.oldestNumbers[shard] ?? 0, task.shardSequence)
        }
        let id = RowDigest.of(task.eventID)
        // The same record again is one that was sent again (`hazard topics resend`).
        let known = queues.sequence[shard, default: [:]].updateValue(id, forKey: task.shardSequence)
        if let known, known != id {
            book.add(
                .sequence, zh: "分片 \(shard) 的 shard_seq \(task.shardSequence) 出现在两条任务记录中，第二条是 \(task.eventID)",
                en:
                    "shard_seq \(task.shardSequence) of shard \(shard) is on two task records, the second is \(task.eventID)",
                fix: AuditFix.foreign)
        }
    }

    /// Compares what the queues held with the tasks of the cases, and looks for gaps in `shard_seq`.
    func compareQueues() {
        for (key, message) in queues.highest {
            guard let task = facts.tasks[key] else {
                // The case has left by retention, or came after the cases were read.
                let id = RowDigest.of(message.caseID.text)
                guard earlyVersions[key] != nil, facts.cases[id] != false, !isForgotten(message.caseID) else {
                    continue
                }
                let isKnown = facts.cases[id] == true
                wrong(
                    message, zh: isKnown ? "案卷没有这个任务" : "没有这个案卷",
                    en: isKnown ? "whose case has no such task" : "whose case does not exist")
                continue
            }
            if let early = earlyVersions[key], early > task.version {
                wrong(
                    message, zh: "版本 \(early) 高于案卷中的 \(task.version)",
                    en: "with version \(early), above \(task.version) of the case")
            }
        }
        for (key, task) in facts.tasks where task.version > 0 && (queues.highest[key]?.version ?? 0) < task.version {
            guard mustBeThere(task) else { continue }
            let found = queues.highest[key]?.version ?? 0
            book.add(
                .queues, zh: "任务 \(task.caseID)/\(task.department) 版本 \(task.version) 不在队列中（有 \(found)）",
                en:
                    "version \(task.version) of task \(task.caseID)/\(task.department) is not on its queue, which has \(found)",
                fix: AuditFix.resend(task.department))
        }
        checkSequence()
        book.describe(
            .queues, zh: "\(queues.records) 条任务记录，\(facts.tasks.count) 个任务",
            en: "\(queues.records) task records for \(facts.tasks.count) tasks")
    }

    private func wrong(_ message: AuditQueues.Message, zh: String, en: String) {
        book.add(
            .queues, zh: "\(message.at) 位点 \(message.offset)：任务 \(message.caseID.text)/\(message.department)：\(zh)",
            en: "\(message.at) offset \(message.offset) is of task \(message.caseID.text)/\(message.department), \(en)",
            fix: AuditFix.foreign)
    }

    /// Whether retention cannot have removed the last record of a task.
    private func mustBeThere(_ task: AuditFacts.Task) -> Bool {
        guard departments.contains(task.department), let id = CaseID(task.caseID) else { return false }
        if task.openedAt >= oldestDispatch { return true }
        return task.sequence > queues.oldestNumbers[id.shard] ?? .max
    }

    /// The numbers above those that retention may have removed have no gap.
    private func checkSequence() {
        var count = 0
        for (shard, numbers) in queues.sequence.sorted(by: { $0.key < $1.key }) {
            count += numbers.count
            // Of a shard whose cases are all younger, retention has removed nothing.
            let isYoung = facts.earliest[shard].map { $0 >= oldestDispatch } ?? false
            let first = isYoung ? 1 : numbers.keys.min() ?? 1
            let floor = queues.oldestNumbers[shard] ?? first - 1
            // Later numbers may have come while the queues were read.
            let last = facts.highest[shard] ?? 0
            var expected = floor + 1
            for number in numbers.keys.filter({ $0 > floor && $0 <= last }).sorted() + [last + 1] {
                if number > expected {
                    let range = number - 1 == expected ? "\(expected)" : "\(expected)…\(number - 1)"
                    book.add(
                        .sequence, zh: "分片 \(shard)：缺少 shard_seq \(range)",
                        en: "shard \(shard) has no task record with shard_seq \(range)",
                        fix: AuditFix.missingNumber)
                }
                expected = number + 1
            }
        }
        book.describe(.sequence, zh: "\(count) 个编号连续", en: "\(count) numbers without a gap")
    }

    /// Whether a case is so old that retention may have removed it with its tombstone.
    func isForgotten(_ id: CaseID) -> Bool {
        let last = settings.zone.civil(now.adding(.zero - settings.retention.cases)).date
        return id.text.prefix(8) <= CaseID.dayPrefix(date: last, shard: 0).prefix(8)
    }
}
