/// One department's part of a case (a *task* everywhere but in Swift, where the name is taken).
package struct CaseTask: Hashable, Sendable {
    package var department: String
    package var role: TaskRole
    package var state: TaskState = .queued
    /// The last record's version on the department's queue; 0 before the first.
    package var version = 0
    /// The last record's `shard_seq`; 0 before the first.
    package var shardSequence: Int64 = 0
    /// What the department has still to be told, in order.
    package var pending: [TaskEvent] = []
    /// When its queue, which does not take records now, is tried again.
    package var retryAt: Instant?

    package var createdAt: Instant
    package var sentAt: Instant?
    /// Until when the department should have accepted.
    package var acknowledgeBy: Instant?
    package var dueAt: Instant?
    /// Its own limit, and when its clock began; `dueAt` is the limit and its extensions counted from there, without the pauses.
    package var limit: Limit?
    package var clockFrom: Instant?
    package var pauses = PauseLedger()
    /// Delays granted 延期.
    package var extensions = 0
    /// How far up the ladder it was escalated, and when the next level is due.
    package var level = EscalationLevel.none
    package var nextLevelAt: Instant?
    /// How often it was urged to accept since it was last sent: at its time, and after a day.
    package var acknowledgeUrges = 0
    /// It was not accepted, or not done, in time: facts that stay.
    package var isAcknowledgedLate = false
    package var isOverdue = false
    package var acceptedAt: Instant?
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var result: TaskResult?
    /// How often this department returned it.
    package var returns = 0
    /// Failed checks that sent it back to this department.
    package var rework = 0
    /// The highest `seq` of its feedback so far.
    package var lastSequence: Int64?

    package init(department: String, role: TaskRole, createdAt: Instant) {
        self.department = department
        self.role = role
        self.createdAt = createdAt
    }

    /// `<case>/<department>`, the same for ever.
    package func id(in caseID: CaseID) -> String { caseID.text + "/" + department }
}

/// One record to write to a department's queue.
package struct TaskEvent: Hashable, Sendable {
    package var kind: TaskEventKind
    /// Whose message brought it about; of a refusal, the feedback that was not allowed.
    package var cause: Cause?
    /// Why; nil when the kind says it all.
    package var change: TaskChange?
    /// Of a refusal: the moves that are allowed instead.
    package var allowed: [String] = []

    package init(_ kind: TaskEventKind, _ change: TaskChange? = nil, cause: Cause? = nil) {
        self.kind = kind
        self.change = change
        self.cause = cause
    }

    /// With the words of whoever wanted it, if there are any.
    package init(_ kind: TaskEventKind, saying words: String?, cause: Cause? = nil) {
        self.init(kind, words.map(TaskChange.said), cause: cause)
    }
}

/// What happened to a department's task (`config/contracts/README.md`, Task).
package enum TaskEventKind: String, CaseIterable, Sendable {
    case dispatched, redispatched, revoked, reopened, urged, supervised, changed, closed, refused
}
