/// Why a report was routed as it was: the rule that matched, and why earlier rules did not.
package struct RoutingExplanation: Hashable, Sendable {
    package var facts: RoutingFacts
    package var decision: RoutingDecision
    /// The conditions of the matching rule; empty for the fallback.
    package var reasons: [RoutingReason]
    /// Earlier rules for the same category or for any category, in order.
    package var passed: [PassedRule]
    /// The number of earlier rules for other categories only.
    package var otherCategories: Int
}

/// An earlier rule that did not match.
package struct PassedRule: Hashable, Sendable {
    package var rule: String
    /// All its conditions, including those that hold.
    package var reasons: [RoutingReason]

    /// The conditions that do not hold; never empty.
    package var failed: [RoutingReason] { reasons.filter { !$0.holds } }
}

/// One condition of a rule and whether it holds.
package struct RoutingReason: Hashable, Sendable {
    package var dimension: RoutingDimension
    /// The values that the rule accepts.
    package var wanted: [String]
    /// The report's fact; nil when the report does not state one.
    package var given: String?
    package var holds: Bool
}

extension RoutingReason: CustomStringConvertible {
    /// A sentence such as `surface is compound, the rule wants pavement`.
    package var description: String {
        let fact = given.map { "\(dimension.rawValue) is \($0)" } ?? "\(dimension.rawValue) is not given"
        let list = wanted.joined(separator: ", ")
        return holds ? "\(fact), as the rule wants (\(list))" : "\(fact), the rule wants \(list)"
    }
}

extension RoutingTable {
    /// The same decision as `decide`, with its reasons.
    package func explain(_ facts: RoutingFacts) -> RoutingExplanation {
        var passed: [PassedRule] = []
        for position in relevant(to: facts) {
            let rule = rules[position]
            let reasons = reasons(of: rule, for: facts)
            guard reasons.allSatisfy(\.holds) else {
                passed.append(PassedRule(rule: rule.id, reasons: reasons))
                continue
            }
            return RoutingExplanation(
                facts: facts, decision: RoutingDecision(rule: rule.id, outcome: rule.outcome), reasons: reasons,
                passed: passed, otherCategories: position - passed.count)
        }
        return RoutingExplanation(
            facts: facts, decision: RoutingDecision(rule: Self.fallbackID, outcome: fallback, isFallback: true),
            reasons: [], passed: passed, otherCategories: rules.count - passed.count)
    }

    private func reasons(of rule: RoutingRule, for facts: RoutingFacts) -> [RoutingReason] {
        RoutingDimension.allCases.compactMap { dimension in
            guard let wanted = rule.when.values(dimension) else { return nil }
            return RoutingReason(
                dimension: dimension, wanted: wanted, given: facts.text(dimension),
                holds: rule.when.holds(dimension, for: facts))
        }
    }
}
