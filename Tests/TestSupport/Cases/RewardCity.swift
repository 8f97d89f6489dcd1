package import HazardCore

/// The small city with reward rules.
package enum RewardCity {
    /// A reward for a confirmed hazard.
    package static let clue = RewardRule(
        id: "valid-clue", kind: .points, trigger: .verified, amount: 10, unit: "points")

    package static func policy(_ rules: [RewardRule] = [clue], _ edit: (inout Incentive) -> Void = { _ in }) -> Policy {
        let city = TestCity.policy
        var programme = Programme(
            id: "jianyang.sentinel", name: "城市哨兵", nameEnglish: "City sentinel", districts: ["510185"])
        programme.incentive.rewards = rules
        edit(&programme.incentive)
        return Policy(
            departments: Array(city.departments.values), categories: city.categories, programmes: [programme],
            schemes: [], routing: city.routing, basics: city.basics)
    }

    /// A report with the reward rules of its sender.
    package static func report(
        _ policy: Policy, _ id: String = "g1-1", account: String? = "rider", hint: String? = "T02",
        _ edit: (inout Report) -> Void = { _ in }
    ) -> ReceivedReport {
        var received = TestCity.report(id, hint: hint)
        received.report.reporter.kind = .rider
        edit(&received.report)
        received.entry.account = account
        received.entry.earns = RewardEarning(policy: policy).rules(for: received.report)
        return received
    }

    /// A policy with a rule that pays from a fund, and the fund.
    package static func funded(_ amount: Int = 200, opening: Int = 500) -> Policy {
        var rule = RewardRule(id: "put-out", kind: .immediate, trigger: .verified, amount: amount, unit: "yuan")
        rule.terms.fromFund = true
        return policy([rule]) { $0.fund = RewardFund(name: "fund", opening: opening, unit: "yuan") }
    }
}

/// A case with rewards, and its questions to the ledger.
package struct RewardBench {
    package var bench: CaseBench
    package let policy: Policy

    package init(_ policy: Policy, _ received: ReceivedReport? = nil) {
        self.policy = policy
        bench = CaseBench(received ?? RewardCity.report(policy), policy: policy)
    }

    /// Adds another report of the same hazard.
    package mutating func follow(_ id: String, account: String?, jointWith: String? = nil, role: ReportRole = .follower)
    {
        var entry = RewardCity.report(policy, id, account: account).entry
        entry.role = role
        entry.jointWith = jointWith
        bench.value.reports.append(entry)
    }

    /// Both departments resolve.
    package mutating func resolve(_ result: TaskResult = .solved) {
        for department in ["traffic-police", "urban-management"] {
            bench.feedback(department, .accept)
            bench.feedback(department, .resolve) { $0.result = result }
        }
    }

    package mutating func close(_ result: TaskResult = .solved) {
        resolve(result)
        bench.command(.verify) { $0.arguments.result = .pass }
    }

    /// The questions to the ledger so far. It removes them, as a lane does.
    package mutating func asked() -> [(kind: CommandKind, LedgerQuestion)] {
        defer { bench.value.effects = [] }
        return bench.value.effects.compactMap { effect in
            if case .ledger(let question) = effect { (CommandAction.ledger(question).kind, question) } else { nil }
        }
    }

    /// Report, amount, and state or reason of every reward.
    package var rewards: [String] {
        bench.value.rewards.map {
            "\($0.reportID) \($0.rule) \($0.amount) \($0.reason ?? $0.state?.rawValue ?? "asked")"
        }
    }
}

extension LedgerQuestion {
    /// The requested grant; nil for other questions.
    package var request: RewardRequest? {
        if case .grant(let request) = self { return request }
        return nil
    }

    package var account: String? { request?.account }
    package var amount: Int? { request?.amount }
    package var isByHand: Bool? { request?.isByHand }
    package var receivedAt: Instant? { request?.receivedAt }
    package var reason: String? {
        if case .clawBack(_, _, let reason) = self { return reason }
        return request?.reason
    }
}
