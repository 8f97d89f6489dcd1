/// An arrangement of a city or a street with its reporters (`DOMAIN.md`, What each programme demands).
package struct Programme: Hashable, Sendable {
    /// The id, such as `jianyang.sentinel`; reports name it.
    package var id: String
    package var name: String
    package var nameEnglish: String
    /// The administrative codes of its districts; at least one.
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

/// The special rules of a programme for its cases.
package struct ProgrammeDemands: Hashable, Sendable {
    /// The usual channels of its reports. Others are accepted too.
    package var channels: [Channel] = []
    /// The kinds of reporters that take part.
    package var reporterKinds: [ReporterKind] = []
    /// A department's `resolve` must contain a photo.
    package var photoOnResolve = false
    /// Replaces the general close rule.
    package var closeRule: CloseRule?
    /// The kinds of reporters that may close their own small cases: grid members.
    package var selfResolve: [ReporterKind] = []
    /// Nothing that could identify the source of a tip-off is passed on.
    package var hideSource = false
    /// The reporter sees every step, not only receipt and outcome.
    package var showProgress = false
    /// Hints that stand for a group of categories, with the ids of the categories among which the words choose.
    package var coarseHints: [String: Set<String>] = [:]

    package init() {}
}

/// The rewards of a programme's reporters (`DOMAIN.md` §7).
package struct Incentive: Hashable, Sendable {
    package var rewards: [RewardRule] = []
    /// A follower's share of the first reporter's reward, in percent (0 to 100).
    package var followerPercent = 0
    /// The number of rewarded cases of one reporter for each day.
    package var dailyCap = 10
    /// The days without a second reward for the same place and category.
    package var coolDownDays = 30
    /// The days to claim a reward, after which it is void.
    package var claimDays = 30
    package var fund: RewardFund?

    package init() {}
}

/// One way to earn a reward. Its id is part of the ledger entry's id.
package struct RewardRule: Hashable, Sendable {
    package var id: String
    package var kind: RewardKind
    package var trigger: RewardTrigger
    /// More than zero, in `unit`.
    package var amount: Int
    /// The unit, such as `points` or `yuan`.
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

/// The conditions of a reward rule; nil means no condition.
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

/// When a reward is earned (`DOMAIN.md` §7).
package enum RewardTrigger: String, CaseIterable, Sendable {
    /// The hazard was confirmed as real.
    case verified
    /// The case was closed as solved.
    case closed
    /// The report was not rejected: a reward for taking part.
    case accepted
}

/// The fund from which a programme pays rewards.
package struct RewardFund: Hashable, Sendable {
    package var name: String
    /// The opening balance, in `unit`; not negative.
    package var opening: Int
    package var unit: String

    package init(name: String, opening: Int, unit: String) {
        self.name = name
        self.opening = opening
        self.unit = unit
    }
}
