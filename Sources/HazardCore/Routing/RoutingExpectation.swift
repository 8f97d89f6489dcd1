/// One case of a routing test: facts and the expected result.
package struct RoutingExpectation: Hashable, Sendable {
    /// A name for people.
    package var name: String
    package var facts: RoutingFacts
    /// The expected rule id; nil accepts any. The same holds for the properties below.
    package var rule: String?
    package var lead: String?
    /// In any order.
    package var co: [String]?
    package var priority: Priority?
    package var needsReview: Bool?

    package init(name: String, facts: RoutingFacts) {
        self.name = name
        self.facts = facts
    }
}

/// The result of one expectation.
package struct RoutingVerdict: Hashable, Sendable {
    package var expectation: RoutingExpectation
    package var explanation: RoutingExplanation
    /// Empty when everything is as expected.
    package var mismatches: [RoutingMismatch]

    package var passed: Bool { mismatches.isEmpty }
}

/// A difference between the expected and the actual result.
package struct RoutingMismatch: Hashable, Sendable, CustomStringConvertible {
    /// `rule`, `lead`, `co`, `priority` or `needs_review`.
    package var field: String
    package var wanted: String
    package var got: String

    package var description: String { "\(field): wanted \(wanted), got \(got)" }
}

extension Policy {
    /// Checks all expectations in order, also after a mismatch.
    package func run(_ expectations: [RoutingExpectation]) -> [RoutingVerdict] {
        expectations.map(verdict)
    }

    private func verdict(on expectation: RoutingExpectation) -> RoutingVerdict {
        let explanation = routing.explain(expectation.facts)
        let decision = explanation.decision
        let usual = expectation.facts.category.flatMap(category)?.priority ?? unclassified.priority
        var mismatches: [RoutingMismatch] = []
        func compare(_ field: String, _ wanted: String?, _ got: String) {
            guard let wanted, wanted != got else { return }
            mismatches.append(RoutingMismatch(field: field, wanted: wanted, got: got))
        }
        func list(_ ids: [String]) -> String { ids.isEmpty ? "none" : ids.sorted().joined(separator: ", ") }
        compare("rule", expectation.rule, decision.rule)
        compare("lead", expectation.lead, decision.lead)
        compare("co", expectation.co.map(list), list(decision.co))
        compare("priority", expectation.priority?.rawValue, (decision.priority ?? usual).rawValue)
        compare("needs_review", expectation.needsReview.map { "\($0)" }, "\(decision.needsReview)")
        return RoutingVerdict(expectation: expectation, explanation: explanation, mismatches: mismatches)
    }
}
