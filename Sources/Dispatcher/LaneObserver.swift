package import HazardCore
package import HazardWire
package import MessageLog

/// Whoever wants to know what lanes do: logs, metrics, waiting requests, live streams, tests. Called on the lane's thread.
package protocol LaneObserver: Sendable {
    /// A lane came to a point where a crash would be interesting; a test may throw there.
    func reached(_ point: FaultInjectionPoint, shard: Int) throws(LaneFault)
    /// The log has the step; what follows can no longer be undone.
    func logCommitted(_ tally: Tally, shard: Int)
    /// Log and store have the step.
    func committed(_ step: CommittedStep)
    /// The lane's state of life changed.
    func became(_ phase: LanePhase, shard: Int)
    /// A step failed and what the lane does about it.
    func troubled(_ fault: LaneFault, shard: Int)
    /// The shard's time was set back by so many milliseconds: a clock had been wrong.
    func timeWentBack(by milliseconds: Int64, shard: Int)
    /// The wall clock is believed again after a jump.
    func clockSettled(shard: Int)
    /// Emergencies wait in triage; told each minute.
    func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int)
    /// A department's queue, or the topic of notices (`QueueHealth.notices`), refused a record, or takes them again.
    func queue(_ department: String, refused: LogFailure?, shard: Int)
    /// The loop went round: the lane lives.
    func turned(_ turn: LaneTurn)
}

extension LaneObserver {
    package func timeWentBack(by milliseconds: Int64, shard: Int) {}
    package func clockSettled(shard: Int) {}
    package func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int) {}
}

/// One turn of a lane's loop.
package struct LaneTurn: Sendable {
    package var shard: Int
    /// Steady milliseconds.
    package var at: Int64
    /// By how many milliseconds the wall clock has jumped; nil when it has not.
    package var clockJump: Int64?
    /// A step ended; false when it is being tried again.
    package var isWell: Bool
    /// Nothing waits to be read.
    package var isCaughtUp = false
}

/// The places between a lane's verbs, in their order.
package enum FaultInjectionPoint: String, CaseIterable, Sendable {
    case writerOpened = "writer-opened"
    case storeOpened = "store-opened"
    case restoring, restored
    case started, taken, decided, applied
    case logCommitted = "log-committed"
    case storeCommitted = "store-committed"
}

/// How far a lane is.
package enum LanePhase: Hashable, Sendable {
    case recovering
    case restoring(done: Int64, of: Int64)
    case running
    /// It waits for something that may come back (disk, broker): not ready.
    case waiting(reason: String)
    /// A person must act: not ready.
    case stopped(reason: String)
    case gone
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

/// A step that stands.
package struct CommittedStep: Sendable {
    package var shard: Int
    package var tally: Tally
    package var changes: [CaseChange]
    package var answers: [MessageOutcome]
    /// Input records by topic.
    package var consumedByTopic: [String: Int]
    /// Task records by department.
    package var dispatched: [String: Int]
    /// Dead letters by reason.
    package var rejected: [RejectionReason: Int]
    /// Notices to reporters by kind.
    package var notices: [NoticeKind: Int] = [:]
    /// Departments whose queue is not known to work; `notices` when those cannot be written.
    package var troubledQueues: [String] = []
    /// The position after the step on `hazard.cases`.
    package var changelogNext: Int64
    /// How many records had a time that was not believed, and the first of them.
    package var capped = 0
    package var firstCapped: CappedTime?
    /// Milliseconds that the log's commit took, and the store's after it.
    package var commitMilliseconds: Int64 = 0
    package var storeMilliseconds: Int64 = 0
    /// The size of the store's write-ahead log.
    package var walBytes = 0
    /// Milliseconds between the last record's append and its decision; nil without records.
    package var lagMilliseconds: Int64?
}
