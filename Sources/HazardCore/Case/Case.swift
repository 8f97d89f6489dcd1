/// The follow-up of a hazard 案卷, whole: enough to rebuild every table and to go on deciding.
///
/// A value: `CaseOpening` makes it, `CaseDecider` and `TaskSending` alone change it, `HazardWire` writes it to
/// `hazard.cases`. It never holds the reporter's identity.
package struct Case: Hashable, Sendable {
    package var id: CaseID
    /// Rises by one with every written change.
    package var version = 0
    package var state: CaseState
    package var programme: String
    package var kind: ReportKind
    package var category: CaseCategory
    /// The filing condition inside the category; it owns the limit.
    package var condition: String?
    package var priority: Priority
    /// Masked.
    package var text: String?
    package var location: Location?
    package var media: [Media] = []
    package var openedAt: Instant
    package var registeredAt: Instant?
    package var dispatchedAt: Instant?
    package var resolvedAt: Instant?
    /// When the case ended, in whatever way.
    package var closedAt: Instant?
    package var dueAt: Instant?
    package var makeSafeDueAt: Instant?
    /// When the clock of making it safe began; `makeSafeDueAt` is its limit counted from there, without the case's pauses.
    package var makeSafeFrom: Instant?
    /// When a department said that the place is safe while the repair goes on.
    package var madeSafeAt: Instant?
    package var closeCode: CloseCode?
    package var flags = CaseFlags()
    package var reports: [CaseReport] = []
    package var tasks: [CaseTask] = []
    package var decision: CaseDecision
    package var links: [CaseLink] = []
    /// When the clock of the whole case stood still: held, or returned and waiting for a department.
    package var pauses = PauseLedger()
    /// Until when it is suspended 挂账.
    package var suspendedUntil: Instant?
    /// Until when the stage it is in should be over: triage, or the check of a resolved case.
    package var stageDueAt: Instant?
    package var lastUrgedAt: Instant?
    /// What departments asked for, in order.
    package var requests: [CaseRequest] = []
    package var rewards: [CaseReward] = []
    /// Rewards that it asked for and that went to another case with their reports.
    package var movedRewards: [MovedReward] = []
    /// What reporters must still be told, in order.
    package var notices: [CaseNotice] = []
    /// How many notices there have been.
    package var noticeCount = 0
    /// When the notices, which cannot be written now, are tried again.
    package var noticeRetryAt: Instant?
    /// What the last move brings about elsewhere; the lane empties it before the case is written.
    package var effects: [CaseEffect] = []
    package var history: [CaseEvent] = []

    package init(
        id: CaseID, state: CaseState, programme: String, category: CaseCategory, decision: CaseDecision,
        openedAt: Instant
    ) {
        self.id = id
        self.state = state
        self.programme = programme
        kind = .hazard
        self.category = category
        priority = .p2
        self.decision = decision
        self.openedAt = openedAt
    }

    /// Where that department's task is in `tasks`.
    package func taskIndex(of department: String) -> Int? {
        tasks.firstIndex { $0.department == department }
    }
}

/// The kind of hazard, and the gateway's own code for it.
package struct CaseCategory: Hashable, Sendable {
    package var code: String
    package var id: String
    package var name: String
    package var scheme: String?
    package var schemeCode: String?

    package init(code: String, id: String, name: String, scheme: String? = nil, schemeCode: String? = nil) {
        self.code = code
        self.id = id
        self.name = name
        self.scheme = scheme
        self.schemeCode = schemeCode
    }
}

/// Facts about a case that are no states.
package struct CaseFlags: Hashable, Sendable {
    package var emergency = false
    package var overdue = false
    package var forced = false
    package var needsReview = false
    package var supervised = false
    /// How often it was reopened.
    package var reopened = 0
    /// Failed checks 返工.
    package var rework = 0
    /// Tasks returned 退单.
    package var returns = 0
    package var urges = 0
    /// How often it was suspended 挂账.
    package var holds = 0
    /// Deadlines were passed so far that a supervisor has to look.
    package var escalated = false
    /// Nobody said in time that the place is safe.
    package var madeSafeLate = false
    /// Two departments gave it back 推诿.
    package var buckPassed = false
    /// An appeal was granted: it was overdue and does not count.
    package var exempt = false
    /// How often a category it had turned out to be wrong.
    package var recategorised = 0

    package init() {}
}

/// What configuration decided when the case was opened, frozen: a later edit changes new cases only.
package struct CaseDecision: Hashable, Sendable {
    /// The routing rule's id, or the fallback's.
    package var rule: String
    /// Why this category.
    package var evidence: [Evidence] = []
    package var runnerUp: String?
    package var closeRule: CloseRule
    package var limit: Limit?
    package var makeSafeLimit: Limit?
    package var rulesHash: String

    package init(rule: String, closeRule: CloseRule, rulesHash: String) {
        self.rule = rule
        self.closeRule = closeRule
        self.rulesHash = rulesHash
    }
}

/// Another case that this one is related to.
package struct CaseLink: Hashable, Sendable {
    package var caseID: String
    package var kind: LinkKind

    package init(caseID: String, kind: LinkKind) {
        self.caseID = caseID
        self.kind = kind
    }
}
