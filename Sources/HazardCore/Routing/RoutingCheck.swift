/// A fault in a routing table that prevents loading it.
package struct RoutingProblem: Hashable, Sendable {
    /// The position in `rules`; nil for the fallback.
    package var position: Int?
    /// The rule's id.
    package var rule: String
    /// The key inside the rule: `lead`, `co`, `when.category`, …
    package var field: String
    package var value: String?
    package var fault: RoutingFault
}

/// The kinds of faults.
package enum RoutingFault: Hashable, Sendable {
    case unknownDepartment, retiredDepartment, unknownCategory, unknownProgramme
    /// The category does not have this condition.
    case unknownCondition(category: String)
    /// A condition requires a category.
    case conditionWithoutCategory
    case duplicateID, leadIsCo, duplicateCo
    /// The list is empty, so the rule could never match.
    case emptyList
    /// The rule has no condition. Only the fallback applies to everything.
    case asksNothing
    /// No road class has one of these surfaces.
    case surfaceContradictsRoadClass
    /// The earlier rules with these ids match every report that this rule could match.
    case unreachable(behind: [String])
}

extension RoutingProblem: CustomStringConvertible {
    /// The sentence for people, without the position and the value.
    package var description: String {
        switch fault {
        case .unknownDepartment: "no such department"
        case .retiredDepartment: "the department is retired and gets no new work"
        case .unknownCategory: "no such category"
        case .unknownProgramme: "no such programme"
        case .unknownCondition(let category): "category \(category) has no such condition"
        case .conditionWithoutCategory: "a condition means nothing without a category: give both"
        case .duplicateID: "another rule has this id"
        case .leadIsCo: "the lead is also listed as a co-department: take it off one of them"
        case .duplicateCo: "listed twice"
        case .emptyList: "an empty list matches nothing: leave the key out, or name values"
        case .asksNothing: "the rule asks nothing and would take every report: that is what the fallback is for"
        case .surfaceContradictsRoadClass: "none of these road classes has one of these surfaces: nothing can match"
        case .unreachable(let behind):
            "never reached: \(behind.joined(separator: ", ")) before it "
                + "\(behind.count == 1 ? "takes" : "take") everything it could; move it up or remove it"
        }
    }
}

/// The names that a routing table may use.
package struct RoutingVocabulary: Sendable {
    package var departments: [String: Department]
    /// By id.
    package var categories: [String: HazardCategory]
    /// Programme ids.
    package var programmes: Set<String>

    package init(departments: [Department], categories: [HazardCategory], programmes: Set<String>) {
        self.departments = Dictionary(departments.map { ($0.id, $0) }) { first, _ in first }
        self.categories = Dictionary(categories.map { ($0.id, $0) }) { first, _ in first }
        self.programmes = programmes
    }
}

extension RoutingTable {
    /// All faults of the table, in its order.
    package func problems(in vocabulary: RoutingVocabulary) -> [RoutingProblem] {
        var found: [RoutingProblem] = []
        var seen: Set<String> = [Self.fallbackID]
        var earlier: [RoutingReach] = []
        for (position, rule) in rules.enumerated() {
            let check = RuleCheck(rule: rule, position: position, vocabulary: vocabulary)
            if !seen.insert(rule.id).inserted { found.append(check.problem("id", rule.id, .duplicateID)) }
            let matchProblems = check.matchProblems()
            found += matchProblems + check.outcomeProblems()
            // A faulty rule is left out of the comparison: what it would match is unknown.
            guard matchProblems.isEmpty else { continue }
            let reach = RoutingReach(of: rule)
            if let behind = reach.blockers(among: earlier) {
                found.append(check.problem("when", nil, .unreachable(behind: behind)))
            }
            earlier.append(reach)
        }
        let last = RoutingRule(id: Self.fallbackID, when: RoutingMatch(), outcome: fallback)
        return found + RuleCheck(rule: last, position: nil, vocabulary: vocabulary).outcomeProblems()
    }
}

/// Checks one rule against the vocabulary.
private struct RuleCheck {
    var rule: RoutingRule
    var position: Int?
    var vocabulary: RoutingVocabulary

    func problem(_ field: String, _ value: String?, _ fault: RoutingFault) -> RoutingProblem {
        RoutingProblem(position: position, rule: rule.id, field: field, value: value, fault: fault)
    }

    func matchProblems() -> [RoutingProblem] {
        let asked = rule.when.asked
        guard !asked.isEmpty else { return [problem("when", nil, .asksNothing)] }
        var found = asked.filter { rule.when.values($0)?.isEmpty ?? false }
            .map { problem("when.\($0.rawValue)", nil, .emptyList) }
        for category in rule.when.categories ?? [] where vocabulary.categories[category] == nil {
            found.append(problem("when.category", category, .unknownCategory))
        }
        found += (rule.when.conditions ?? []).flatMap(conditionProblems)
        for programme in rule.when.programmes ?? [] where !vocabulary.programmes.contains(programme) {
            found.append(problem("when.programme", programme, .unknownProgramme))
        }
        if found.isEmpty, !RoutingReach(of: rule).canMatch {
            found.append(problem("when.surface", nil, .surfaceContradictsRoadClass))
        }
        return found
    }

    private func conditionProblems(_ condition: String) -> [RoutingProblem] {
        guard let categories = rule.when.categories else {
            return [problem("when.condition", condition, .conditionWithoutCategory)]
        }
        return categories.compactMap { category in
            guard let known = vocabulary.categories[category], known.condition(condition) == nil else { return nil }
            return problem("when.condition", condition, .unknownCondition(category: category))
        }
    }

    func outcomeProblems() -> [RoutingProblem] {
        var found = department("lead", rule.outcome.lead)
        var seen: Set<String> = []
        for co in rule.outcome.co {
            found += department("co", co)
            if co == rule.outcome.lead { found.append(problem("co", co, .leadIsCo)) }
            if !seen.insert(co).inserted { found.append(problem("co", co, .duplicateCo)) }
        }
        return found
    }

    private func department(_ field: String, _ id: String) -> [RoutingProblem] {
        guard let department = vocabulary.departments[id] else { return [problem(field, id, .unknownDepartment)] }
        return department.retired ? [problem(field, id, .retiredDepartment)] : []
    }
}
