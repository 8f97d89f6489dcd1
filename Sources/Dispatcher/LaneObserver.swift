package import HazardCore
package import HazardWire
package import MessageLog
package import Wording

/// Observes lanes: for logs, metrics, waiting requests, live streams and tests. Every call comes on the lane's thread.
package protocol LaneObserver: Sendable {
    /// The lane reached a point at which tests inject faults.
    ///
    /// - Throws: `LaneFault` to simulate a crash at this point.
    func reached(_ point: FaultInjectionPoint, shard: Int) throws(LaneFault)
    /// The log has committed the step, which can no longer be undone.
    func logCommitted(_ tally: Tally, shard: Int)
    /// The log and the store have committed the step.
    func committed(_ step: CommittedStep)
    func entered(_ phase: LanePhase, shard: Int)
    /// A step failed; the fault says what the lane does next.
    func failed(_ fault: LaneFault, shard: Int)
    /// The shard's time was set back by so many milliseconds, because a clock had been wrong.
    func timeWentBack(by milliseconds: Int64, shard: Int)
    /// The wall clock is used again after a jump.
    func clockSettled(shard: Int)
    /// Emergencies are waiting in triage, the first since `since`; reported every minute.
    func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int)
    /// The queue of a department or the topic of notices (`QueueHealth.notices`) refused a record; with nil it accepts
    /// records again.
    func queue(_ department: String, refused: LogFailure?, shard: Int)
    /// The topic of an input was deleted and made anew: it is read from its beginning.
    func topicReplaced(_ at: TopicPartition, shard: Int)
    /// Another program has written to `hazard.cases` or `hazard.rewards`; the records have no effect.
    func foreign(_ records: [ForeignRecord], shard: Int)
    /// The partitions beyond the number of shards that the lane reads; called at every start, also without any.
    func readsExtra(_ partitions: [TopicPartition], shard: Int)
    /// The lane's loop has completed an iteration.
    func heartbeat(_ beat: LaneHeartbeat)
}

extension LaneObserver {
    package func timeWentBack(by milliseconds: Int64, shard: Int) {}
    package func clockSettled(shard: Int) {}
    package func topicReplaced(_ at: TopicPartition, shard: Int) {}
    package func foreign(_ records: [ForeignRecord], shard: Int) {}
    package func readsExtra(_ partitions: [TopicPartition], shard: Int) {}
    package func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int) {}
}

/// One iteration of a lane's loop.
package struct LaneHeartbeat: Sendable {
    package var shard: Int
    /// Milliseconds of the steady clock.
    package var at: Int64
    /// By how many milliseconds the wall clock has jumped; nil when it has not.
    package var clockJump: Int64?
    /// A step succeeded; false while a step is being tried again.
    package var isProgressing: Bool
    /// No record is waiting to be read.
    package var isCaughtUp = false
}

/// The points of a lane at which tests inject faults, in the order in which a lane reaches them.
package enum FaultInjectionPoint: String, CaseIterable, Sendable {
    case writerOpened = "writer-opened"
    case storeOpened = "store-opened"
    case restoring, restored
    case started, taken, decided, applied
    case logCommitted = "log-committed"
    case storeCommitted = "store-committed"
}

/// The phase of a lane.
package enum LanePhase: Hashable, Sendable {
    case recovering
    case restoring(done: Int64, of: Int64)
    case running
    /// Not ready: the lane waits for a disk or a broker that may come back.
    case waiting(reason: LocalText)
    /// Not ready: a person must act.
    case stopped(reason: LocalText)
    case ended
}

/// A record whose time is too far ahead of this server's clock.
package struct CappedTime: Hashable, Sendable {
    package var topic: String
    package var partition: Int
    package var offset: Int64
    /// Milliseconds since 1970.
    package var timestamp: Int64

    init(_ record: Record) {
        topic = record.topic
        partition = record.partition
        offset = record.offset
        timestamp = record.timestamp
    }
}

/// A step that the log and the store have committed.
package struct CommittedStep: Sendable {
    package var shard: Int
    package var tally: Tally
    package var changes: [CaseChange]
    package var answers: [MessageOutcome]
    /// The number of input records by topic.
    package var consumedByTopic: [String: Int]
    /// The number of task records by department.
    package var dispatched: [String: Int]
    /// The number of dead letters by reason.
    package var rejected: [RejectionReason: Int]
    /// The number of notices by kind.
    package var notices: [NoticeKind: Int] = [:]
    /// The departments whose circuit breaker is not closed; `QueueHealth.notices` when notices cannot be written.
    package var unavailableQueues: [String] = []
    /// The position in this shard's partition of `hazard.cases` after the step.
    package var changelogNext: Int64
    /// The number of records that the step wrote there: the changes first and in their order, then tombstones and counts.
    package var changelogRecords = 0
    /// The number of records whose time was capped.
    package var capped = 0
    package var firstCapped: CappedTime?
    /// Milliseconds that the commit of the log took.
    package var commitMilliseconds: Int64 = 0
    /// Milliseconds that the commit of the store took.
    package var storeMilliseconds: Int64 = 0
    /// The size of the store's write-ahead log in bytes.
    package var walBytes = 0
    /// Milliseconds from the append of the last record to its decision; nil for a step without records.
    package var lagMilliseconds: Int64?
    package var times: StageTimes?
}
