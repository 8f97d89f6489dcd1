import CaseStore
import Glibc
import HazardCore
import MessageLog
import Wording

/// What a lane knows of the end of one of its changelogs.
struct KnownEnd {
    /// Every record below this offset is known.
    var known: Int64
    /// Where the log ends when nobody else writes: `known` and the end of the transaction.
    var end: Int64
    /// The end that the log itself has named. It never decreases, unless the topic is made anew; the end of a transaction may be
    /// written a moment after its commit, so `end` can be ahead of it.
    var seen: Int64

    init(at offset: Int64) { (known, end, seen) = (offset, offset, offset) }

    /// Takes the position after the last own record of a commit.
    mutating func committed(_ next: Int64, endOffsets: Int64) {
        known = next
        end = next + endOffsets
    }
}

/// What a lane remembers of its topics, so that it notices what administrators and other programs do to them.
struct TopicWatch {
    /// The partitions that the lane reads.
    var inputs: [TopicPartition] = []
    var changelogs: [TopicPartition: KnownEnd] = [:]
    /// Foreign records that hide a record of this shard, until that was written again.
    var hiding: Set<ForeignRecord> = []
    /// When the lane looked last and when it committed last, in milliseconds of the steady clock.
    var lookedAt: Int64 = 0
    var committedAt: Int64 = 0

    /// Positions of a group expire, and those of topics to which the group does not subscribe do so while it has members
    /// (`offsets.retention.minutes`, 7 days). So idle positions are committed again once a day.
    func mustCommit(at now: Int64) -> Bool { now - committedAt > 86_400_000 }
}

/// Looks at the topics of a lane: every minute, and after each commit at what the commit itself shows.
struct TopicLook {
    let context: StepContext
    let session: any ShardSession
    let log: any MessageLog
    let machine: MachineClock

    private var shard: Int { context.shard }

    /// Looks at every topic when the last look is a minute ago.
    ///
    /// - Throws: `LaneFault.recover` when an input has changed, `LaneFault.stop` when a changelog was made anew.
    func lookWhenDue(_ store: ShardStore, _ state: inout LaneState) throws(LaneFault) {
        let now = machine.steady()
        guard now - state.watch.lookedAt >= context.settings.pace.topicLook.milliseconds else { return }
        state.watch.lookedAt = now
        do throws(LogFailure) {
            guard try session.findInputs() == state.watch.inputs else { throw .partitionsAdded(shard) }
            if let first = try session.replacedInputs().first { throw .replaced(first) }
        } catch {
            guard error.isRetriable else { throw .recover(error) }
            // The brokers cannot be asked now, for example because a leader changes. Reading goes on meanwhile.
            state.watch.lookedAt +=
                min(Self.retry, context.settings.pace.topicLook).milliseconds
                - context.settings.pace.topicLook.milliseconds
            return
        }
        for changelog in context.changelogs { try look(at: changelog, &state) }
        try writeAgain(store, &state)
    }

    /// How long after a look that failed the next one comes.
    private static let retry = Duration.seconds(5)

    /// Compares the positions of a commit with those that were to be expected.
    ///
    /// - Throws: `LaneFault.stop` when a changelog was made anew.
    func committed(_ outbox: Outbox, _ next: [Position], _ store: ShardStore, _ state: inout LaneState)
        throws(LaneFault)
    {
        state.watch.committedAt = machine.steady()
        for at in context.changelogs {
            let count = outbox.changelogRecords(at.topic)
            guard count > 0, let next = next.first(where: { $0.at == at })?.next,
                let before = state.watch.changelogs[at]
            else { continue }
            state.watch.changelogs[at]?.committed(next, endOffsets: log.offsetsPerCommit)
            guard next != before.end + count else { continue }
            guard next > before.end + count else { throw .stop(.changelogReplaced(at, known: before.end, end: next)) }
            // An aborted transaction leaves offsets too, but no records that can be read.
            var own: [[UInt8]: [UInt8]?] = [:]
            for record in outbox.records where record.topic == at.topic { own[record.key ?? []] = record.value }
            try take(at, from: before.known, to: next, &state) { record in
                own[record.key ?? []].map { $0 == record.value } ?? false
            }
        }
        try writeAgain(store, &state)
    }

    // MARK: - Changelogs

    private static let visibility = Duration.seconds(10)

    private func wait(_ time: Duration) { usleep(UInt32(time / .microseconds(1))) }

    private func look(at changelog: TopicPartition, _ state: inout LaneState) throws(LaneFault) {
        guard let before = state.watch.changelogs[changelog] else { return }
        // Nil when the brokers cannot be asked now: the next look asks them again.
        guard let end = try? session.bounds(of: changelog).next else { return }
        guard end >= before.seen else {
            // The end of a partition whose leader has just changed may be reported too low for a moment.
            wait(.seconds(1))
            guard let again = try? session.bounds(of: changelog).next, again < before.seen else { return }
            throw .stop(.changelogReplaced(changelog, known: before.seen, end: again))
        }
        state.watch.changelogs[changelog]?.seen = end
        guard end > before.end else { return }
        try take(changelog, from: before.known, to: end, &state) { _ in false }
        state.watch.changelogs[changelog]?.known = end
        state.watch.changelogs[changelog]?.end = end
    }

    /// Reads the records of a range, names the foreign ones and remembers their keys.
    private func take(
        _ at: TopicPartition, from start: Int64, to end: Int64, _ state: inout LaneState, isOwn: (Record) -> Bool
    ) throws(LaneFault) {
        var found: [ForeignRecord] = []
        try logged { () throws(LogFailure) in
            let reader = try log.reader(of: at, from: start)
            // Readers see a commit a moment after it; when they do not for long, a broker has lost its end.
            let deadline = ContinuousClock.now + Self.visibility
            var isDone = false
            while !isDone, ContinuousClock.now < deadline {
                let batch = try reader.read(max: 1000, timeout: .milliseconds(500))
                for record in batch.records where record.offset < end && !isOwn(record) {
                    let key = record.key.flatMap { String(validating: $0, as: UTF8.self) }
                    found.append(
                        ForeignRecord(record, key: key.flatMap { OwnRecords.mayHave($0, context) ? $0 : nil }))
                }
                isDone = batch.next.contains { $0.next >= end }
                if batch.atEnd, !isDone { wait(.milliseconds(20)) }
            }
        }
        guard !found.isEmpty else { return }
        context.observer.foreign(found, shard: shard)
        state.watch.hiding.formUnion(found.filter { $0.key != nil })
    }

    /// Writes the own last record of each key that a foreign record hides, so that compaction does not remove it.
    ///
    /// When the log does not take them, they are written after the next look.
    func writeAgain(_ store: ShardStore, _ state: inout LaneState) throws(LaneFault) {
        guard !state.watch.hiding.isEmpty else { return }
        let own = OwnRecords(context: context, store: store)
        let sequence = state.numbers.lastSequence
        var records: [NewRecord] = []
        for (at, hiding) in Dictionary(grouping: state.watch.hiding, by: \.at) {
            for key in Set(hiding.compactMap(\.key)).sorted() {
                let last = try stored { () throws(StoreFault) in try own.last(key, on: at, shardSequence: sequence) }
                if let last { records.append(last) }
            }
        }
        guard !records.isEmpty else {
            state.watch.hiding = []
            return
        }
        let next: [Position]
        do throws(CommitFailure) {
            next = try session.commit(records, positions: [], watched: context.changelogs)
        } catch {
            switch error {
            case .aborted(let failure), .refused(_, let failure):
                return context.observer.failed(.recover(failure), shard: shard)
            case .unknown(let failure): throw .recover(failure)
            case .fenced(let failure): throw .release(failure)
            }
        }
        for position in next {
            state.watch.changelogs[position.at]?.committed(position.next, endOffsets: log.offsetsPerCommit)
        }
        state.watch.hiding = []
        try stored { () throws(StoreFault) in
            try store.begin()
            try store.commit(positions: next, shardTime: store.shardTime)
        }
    }
}

extension LogFailure {
    static func partitionsAdded(_ shard: Int) -> LogFailure {
        LogFailure(
            code: "partitions-added",
            sentence: LocalText(
                zh: "分片 \(shard)：输入主题的分区数已改变，重新读取其全部分区",
                en: "shard \(shard): the partitions of an input topic have changed; it reads all of them from now on"),
            isRetriable: false)
    }

    static func replaced(_ at: TopicPartition) -> LogFailure {
        LogFailure(
            code: "topic-replaced",
            sentence: LocalText(
                zh: "\(at) 的主题被删除后重建：从头读取",
                en: "the topic of \(at) was deleted and made anew: it is read from its beginning"), isRetriable: false)
    }
}

extension LocalText {
    fileprivate static func changelogReplaced(_ at: TopicPartition, known: Int64, end: Int64) -> LocalText {
        LocalText(
            zh: "\(at) 止于 \(end)，而本分片已写到 \(known)：该主题被删除后重建。本分片停止，案卷仍在存储文件中。"
                + "请恢复该主题；不要删除 store.directory。",
            en: "\(at) ends at \(end), but this shard has written up to \(known): the topic was deleted and made anew. "
                + "The shard stops; its cases are still in the store's file. Restore the topic; do not delete "
                + "store.directory.")
    }
}
