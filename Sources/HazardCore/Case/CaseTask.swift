/// One department's part of a case. It is called *task* everywhere except in Swift, where that name is taken.
package struct CaseTask: Hashable, Sendable {
    package var department: String
    package var role: TaskRole
    package var state: TaskState = .queued
    /// The version of the last record on the department's queue; 0 before the first.
    package var version = 0
    /// The `shard_seq` of the last record; 0 before the first.
    package var shardSequence: Int64 = 0
    /// Records that still have to be written to the department's queue, in order.
    package var pending: [TaskEvent] = []
    /// When writing is tried again after the queue could not be reached.
    package var retryAt: Instant?

    package var createdAt: Instant
    package var sentAt: Instant?
    /// The instant until which the department should accept.
    package var acknowledgeBy: Instant?
    package var dueAt: Instant?
    /// The task's own limit, and when its clock began. `dueAt` is the limit and its extensions counted from there,
    /// without the pauses.
    package var limit: Limit?
    package var clockFrom: Instant?
    package var pauses = PauseLedger()
    /// The number of delays granted 延期.
    package var extensions = 0
    /// The escalation level reached, and when the next level is due.
    package var level = EscalationLevel.none
    package var nextLevelAt: Instant?
    /// How many times the department was reminded to accept since the task was last sent: at the accept limit and one
    /// day later.
    package var acknowledgeUrges = 0
    /// The task was not accepted in time, or not done in time. These facts never change back.
    package var isAcknowledgedLate = false
    package var isOverdue = false
    package var acceptedAt: Instant?
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var result: TaskResult?
    /// The photos of the department's latest message that had some, for whoever verifies its work.
    package var media: [Media] = []
    /// How many times this department returned the task.
    package var returns = 0
    /// The number of failed checks that sent the task back to this department.
    package var rework = 0
    /// The highest `seq` of the department's feedback so far.
    package var lastSequence: Int64?

    package init(department: String, role: TaskRole, createdAt: Instant) {
        self.department = department
        self.role = role
        self.createdAt = createdAt
    }

    /// `<case>/<department>`; it never changes.
    package func id(in caseID: CaseID) -> String { caseID.text + "/" + department }
}

/// One record to be written to a department's queue.
package struct TaskEvent: Hashable, Sendable {
    package var kind: TaskEventKind
    /// The message that caused the record; for a refusal, the feedback that was refused.
    package var cause: Cause?
    /// Why the record is written; nil when the kind is enough.
    package var change: TaskChange?
    /// For a refusal: the moves that are allowed now.
    package var allowed: [String] = []

    package init(_ kind: TaskEventKind, _ change: TaskChange? = nil, cause: Cause? = nil) {
        self.kind = kind
        self.change = change
        self.cause = cause
    }

    /// An event with the sender's words, if there are any.
    package init(_ kind: TaskEventKind, saying words: String?, cause: Cause? = nil) {
        self.init(kind, words.map(TaskChange.said), cause: cause)
    }
}

/// The kinds of records on a department's queue (`config/contracts/README.md`, Task).
package enum TaskEventKind: String, CaseIterable, Sendable {
    case dispatched, redispatched, revoked, reopened, urged, supervised, changed, closed, refused
}
