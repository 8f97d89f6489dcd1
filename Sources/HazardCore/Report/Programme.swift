/// A city's or street's arrangement with its sentinels (`DOMAIN.md`, What each programme demands).
package struct Programme: Hashable, Sendable {
    /// Such as `jianyang.sentinel`; reports name it.
    package var id: String
    package var name: String
    package var nameEnglish: String
    /// Administrative codes of its districts; at least one.
    package var districts: [String]
    package var demands = ProgrammeDemands()
    package var incentive = Incentive()

    package init(id: String, name: String, nameEnglish: String, districts: [String]) {
        self.id = id
        self.name = name
        self.nameEnglish = nameEnglish
        self.districts = districts
    }
}

/// What a programme asks of a case's course.
package struct ProgrammeDemands: Hashable, Sendable {
    /// How its reports usually come in; others are taken all the same.
    package var channels: [Channel] = []
    /// Who takes part.
    package var reporterKinds: [ReporterKind] = []
    /// A department's `resolve` must carry a photo.
    package var photoOnResolve = false
    /// In place of the general close rule.
    package var closeRule: CloseRule?
    /// Who may close a small case with their own report: a grid member.
    package var selfResolve: [ReporterKind] = []
    /// Nothing that could point to the source of a tip-off is handed on.
    package var hideSource = false
    /// The reporter is told of every step, not of receipt and outcome only.
    package var showProgress = false
    /// Hints that name a group only, with the ids of the categories among which the words choose.
    package var coarseHints: [String: Set<String>] = [:]

    package init() {}
}

/// What a programme's reporters earn (`DOMAIN.md` §7).
package struct Incentive: Hashable, Sendable {
    package var rewards: [RewardRule] = []
    /// What a follower gets of the first reporter's reward, 0–100 percent.
    package var followerPercent = 0
    /// Rewarded clues per reporter and day.
    package var dailyCap = 10
    /// Days without a second reward for the same place and category.
    package var coolDownDays = 30
    /// Days to claim a reward in, else it is void.
    package var claimDays = 30
    package var fund: RewardFund?

    package init() {}
}

/// One way to earn something; its id is part of the ledger entry's.
package struct RewardRule: Hashable, Sendable {
    package var id: String
    package var kind: RewardKind
    package var trigger: RewardTrigger
    /// More than zero, in `unit`.
    package var amount: Int
    /// Such as `points` or `yuan`.
    package var unit: String
    package var terms = RewardTerms()

    package init(id: String, kind: RewardKind, trigger: RewardTrigger, amount: Int, unit: String) {
        self.id = id
        self.kind = kind
        self.trigger = trigger
        self.amount = amount
        self.unit = unit
    }
}

/// To whom and what a reward rule is limited; nil is everyone and everything.
package struct RewardTerms: Hashable, Sendable {
    package var reporterKinds: [ReporterKind]?
    /// Category ids.
    package var categories: [String]?
    package var kinds: [ReportKind]?
    package var actions: [ActionTaken]?
    /// Paid from the programme's fund.
    package var fromFund = false

    package init() {}
}

/// The forms of a reward.
package enum RewardKind: String, CaseIterable, Sendable {
    case points, immediate
    case yearEnd = "year-end"
    case inKind = "in-kind"
    case relief
}

/// When a reward is earned; never at receipt, except for taking part.
package enum RewardTrigger: String, CaseIterable, Sendable {
    /// The hazard was confirmed as real.
    case verified
    /// The case was closed as solved.
    case closed
    /// Any report that was not rejected: participation.
    case accepted
}

/// The named budget of a programme.
package struct RewardFund: Hashable, Sendable {
    package var name: String
    /// What it starts with, in `unit`; not negative.
    package var opening: Int
    package var unit: String

    package init(name: String, opening: Int, unit: String) {
        self.name = name
        self.opening = opening
        self.unit = unit
    }
}
