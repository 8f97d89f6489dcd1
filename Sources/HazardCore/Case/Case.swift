/// The follow-up of one hazard 案卷. It holds everything that is needed to rebuild the tables and to decide the next
/// move.
///
/// `CaseOpening` creates it, `CaseDecider` and `TaskSending` change it, and `HazardWire` writes it to `hazard.cases`
/// (`DECISIONS.md` #5). It never holds the reporter's identity.
package struct Case: Hashable, Sendable {
    package var id: CaseID
    /// Increases by one with every written change.
    package var version = 0
    package var state: CaseState
    package var programme: String
    package var kind: ReportKind
    package var category: CaseCategory
    /// The code of the filing condition inside the category; the condition defines the time limit.
    package var condition: String?
    package var priority: Priority
    /// The words of the first report, with contact data masked.
    package var text: String?
    package var location: Location?
    package var media: [Media] = []
    package var openedAt: Instant
    package var registeredAt: Instant?
    package var dispatchedAt: Instant?
    package var resolvedAt: Instant?
    /// When the case ended, whatever the outcome.
    package var closedAt: Instant?
    package var dueAt: Instant?
    package var makeSafeDueAt: Instant?
    /// When the make-safe clock began. `makeSafeDueAt` is the limit counted from there, without the case's pauses.
    package var makeSafeFrom: Instant?
    /// When a department reported that the place is safe while the repair continues.
    package var madeSafeAt: Instant?
    package var closeCode: CloseCode?
    package var flags = CaseFlags()
    package var reports: [CaseReport] = []
    package var tasks: [CaseTask] = []
    package var decision: CaseDecision
    package var links: [CaseLink] = []
    /// When the clock of the whole case was stopped: while it was on hold, or returned and waiting for a department.
    package var pauses = PauseLedger()
    /// The end of a hold 挂账; nil when the case is not suspended.
    package var suspendedUntil: Instant?
    /// When the check of a resolved case should end.
    package var stageDueAt: Instant?
    /// The limit within which a person must act; nil unless the case waits in triage as P0.
    package var emergency: EmergencyWait?
    /// The emergency numbers that reporters were told, in order.
    package var toldNumbers: [ToldNumber] = []
    package var lastUrgedAt: Instant?
    /// Requests of departments, in the order in which they came.
    package var requests: [CaseRequest] = []
    package var rewards: [CaseReward] = []
    /// Rewards that this case asked for and that moved to another case together with their reports.
    package var movedRewards: [MovedReward] = []
    /// Notices that still have to be sent to reporters, in order.
    package var notices: [CaseNotice] = []
    /// The number of notices so far, sent or not.
    package var noticeCount = 0
    /// When sending is tried again after the topic of notices could not be written.
    package var noticeRetryAt: Instant?
    /// Effects of the last move outside this case. The lane takes them out before it writes the case.
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

    /// The index in `tasks` of that department's task; nil when it has none.
    package func taskIndex(of department: String) -> Int? {
        tasks.firstIndex { $0.department == department }
    }
}

/// The category of a case, and the gateway's own code for it.
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

/// Facts about a case that are not states (`DOMAIN.md` §5).
package struct CaseFlags: Hashable, Sendable {
    package var emergency = false
    package var overdue = false
    package var forced = false
    package var needsReview = false
    package var supervised = false
    /// A report of the case is an emergency in a record that could not be used as it was.
    package var salvaged = false
    /// How many times the case was reopened.
    package var reopened = 0
    /// The number of failed checks 返工.
    package var rework = 0
    /// The number of returned tasks 退单.
    package var returns = 0
    package var urges = 0
    /// How many times the case was suspended 挂账.
    package var holds = 0
    /// A deadline was missed by so much that a supervisor must look.
    package var escalated = false
    /// No department reported in time that the place is safe.
    package var madeSafeLate = false
    /// At least two departments returned the case 推诿.
    package var buckPassed = false
    /// An appeal was granted: the case was overdue, but the figures do not count it.
    package var exempt = false
    /// How many times the category was corrected.
    package var recategorised = 0

    package init() {}
}

/// What the configuration decided when the case was opened. Later changes of the configuration affect new cases only.
package struct CaseDecision: Hashable, Sendable {
    /// The id of the routing rule, or the fallback's id.
    package var rule: String
    /// Why the case has its category.
    package var evidence: [Evidence] = []
    package var runnerUp: String?
    /// The kinds of danger to life that the words name, the most urgent first.
    package var dangers: [Danger] = []
    /// Whether the words themselves make the danger doubtful: a joke, hearsay, a question, long past. The machine pages
    /// nobody for such a case.
    package var isDoubtful = false
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

/// A link to another case.
package struct CaseLink: Hashable, Sendable {
    package var caseID: String
    package var kind: LinkKind

    package init(caseID: String, kind: LinkKind) {
        self.caseID = caseID
        self.kind = kind
    }
}
