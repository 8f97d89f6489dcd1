/// The routing table: ordered rules, of which the first match decides, and a fallback.
package struct RoutingTable: Sendable {
    package let rules: [RoutingRule]
    /// The outcome when no rule matches.
    package let fallback: RoutingOutcome
    /// The rule id of a fallback decision.
    package static let fallbackID = "fallback"

    /// For each category that some rule names: the rules that can match it, in order.
    private let byCategory: [String: [CompiledRule]]
    /// The rules without a condition on the category, in order.
    private let general: [CompiledRule]
    private let fallbackDecision: RoutingDecision

    package init(rules: [RoutingRule], fallback: RoutingOutcome = RoutingOutcome(lead: Department.triageID)) {
        self.rules = rules
        self.fallback = fallback
        let compiled = rules.enumerated().map { CompiledRule($1, at: $0) }
        let named = Set(rules.flatMap { $0.when.categories ?? [] })
        var index: [String: [CompiledRule]] = [:]
        for category in named {
            index[category] = compiled.filter { $0.when.categories?.contains(category) ?? true }
        }
        byCategory = index
        general = compiled.filter { $0.when.categories == nil }
        fallbackDecision = RoutingDecision(rule: Self.fallbackID, outcome: fallback, isFallback: true)
    }

    /// The decision for these facts. There is always one.
    package func decide(_ facts: RoutingFacts) -> RoutingDecision {
        for candidate in candidates(for: facts) where candidate.matches(facts) { return candidate.decision }
        return fallbackDecision
    }

    /// The positions in `rules` of the rules whose category condition holds, in order.
    func relevant(to facts: RoutingFacts) -> [Int] {
        candidates(for: facts).map(\.position)
    }

    private func candidates(for facts: RoutingFacts) -> [CompiledRule] {
        guard let category = facts.category else { return general }
        return byCategory[category] ?? general
    }
}

/// The decision of the routing table. The case stores it.
package struct RoutingDecision: Hashable, Sendable {
    /// The id of the rule that decided.
    package var rule: String
    package var outcome: RoutingOutcome
    /// No rule matched.
    package var isFallback: Bool

    package init(rule: String, outcome: RoutingOutcome, isFallback: Bool = false) {
        self.rule = rule
        self.outcome = outcome
        self.isFallback = isFallback
    }

    package var lead: String { outcome.lead }
    package var co: [String] { outcome.co }
    package var priority: Priority? { outcome.priority }
    package var closeRule: CloseRule? { outcome.closeRule }
    package var needsReview: Bool { outcome.needsReview }
}

/// A rule prepared for many queries: its outcome, and the dimensions with a condition besides the category.
///
/// It is a class, so that iterating over rules counts one reference for each and not one for every list in them.
private final class CompiledRule: Sendable {
    let position: Int
    let when: RoutingMatch
    let asked: [RoutingDimension]
    let decision: RoutingDecision

    init(_ rule: RoutingRule, at position: Int) {
        self.position = position
        when = rule.when
        // The index by category has checked the category already.
        asked = rule.when.asked.filter { $0 != .category }
        decision = RoutingDecision(rule: rule.id, outcome: rule.outcome)
    }

    func matches(_ facts: RoutingFacts) -> Bool {
        for dimension in asked where !when.holds(dimension, for: facts) { return false }
        return true
    }
}
