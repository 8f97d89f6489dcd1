internal import HazardCore
internal import Wording

/// Reads `routing.yaml`: the ordered rules, the fallback, and the general close rule.
struct RoutingFile {
    private static let ruleKeys = ["id", "when", "lead", "co", "priority", "close_rule", "needs_review"]
    private static let outcomeKeys = ["lead", "co", "priority", "close_rule", "needs_review"]

    let findings: Findings
    let categories: CategoryNames
    let vocabulary: RoutingVocabulary

    /// The table and the general close rule of a file.
    func read(_ root: YamlNode) -> (table: RoutingTable, closeRule: CloseRule) {
        guard let file = Fields(root, path: "", known: ["close_rule", "rules", "fallback"], findings: findings) else {
            return (RoutingTable(rules: []), .all)
        }
        var rules: [RoutingRule] = []
        var nodes: [Fields] = []
        for item in file.items("rules", required: true) ?? [] {
            guard let fields = Fields(item.node, path: item.path, known: Self.ruleKeys, findings: findings) else {
                continue
            }
            rules.append(rule(fields))
            nodes.append(fields)
        }
        let last = file.mapping("fallback", known: Self.outcomeKeys, required: true)
        let table = RoutingTable(rules: rules, fallback: last.map(outcome) ?? RoutingOutcome(lead: Department.triageID))
        for problem in table.problems(in: vocabulary) {
            report(problem, in: problem.position.map { nodes[$0] } ?? last)
        }
        return (table, file.choice("close_rule", CloseRule.self) ?? .all)
    }

    private func rule(_ fields: Fields) -> RoutingRule {
        let known = RoutingDimension.allCases.map(\.rawValue)
        let when = fields.mapping("when", known: known, required: true)
        return RoutingRule(
            id: fields.identifier("id"), when: when.map(match) ?? RoutingMatch(), outcome: outcome(fields))
    }

    private func outcome(_ fields: Fields) -> RoutingOutcome {
        RoutingOutcome(
            lead: fields.requiredText("lead"), co: fields.texts("co") ?? [],
            priority: fields.choice("priority", Priority.self),
            closeRule: fields.choice("close_rule", CloseRule.self), needsReview: fields.flag("needs_review") ?? false)
    }

    private func match(_ fields: Fields) -> RoutingMatch {
        var match = RoutingMatch()
        // A code stands for its id; what is neither stays as written for the check to find.
        match.categories = fields.texts("category")?.map { categories[$0]?.id ?? $0 }
        match.conditions = fields.texts("condition")
        match.programmes = fields.texts("programme")
        let area = "must be the code of a district or area, or its beginning, such as 510185 or 5101*"
        match.areas = values("area", fields, area) {
            AreaPattern($0)
        }
        match.surfaces = fields.choices("surface", Surface.self)
        match.roadClasses = fields.choices("road_class", RoadClass.self)
        match.kinds = fields.choices("kind", ReportKind.self)
        match.channels = fields.choices("channel", Channel.self)
        match.reporterKinds = fields.choices("reporter_kind", ReporterKind.self)
        match.hours = values("hour", fields, "must be hours such as 7-19 or 22-6 (until, not through)") { HourSet($0) }?
            .reduce(into: HourSet()) { $0.formUnion($1) }
        match.weekdays = values("weekday", fields, "must be days such as mon-fri or sat") { WeekdaySet($0) }?
            .reduce(into: WeekdaySet()) { $0.formUnion($1) }
        return match
    }

    private func values<Value>(
        _ key: String, _ fields: Fields, _ problem: String, parse: (String) -> Value?
    ) -> [Value]? {
        fields.items(key)?.compactMap { item in
            if let value = item.node.text.flatMap(parse) { return value }
            findings.add(at: item.node.place, item.path, value: item.node.text, problem)
            return nil
        }
    }

    /// A problem of the table at the line it comes from.
    private func report(_ problem: RoutingProblem, in fields: Fields?) {
        guard let fields else { return }
        if isSaidAlready(problem, fields) { return }
        let steps = problem.field.split(separator: ".").map(String.init)
        var node = fields.node
        var path = fields.path
        for step in steps {
            path = path.isEmpty ? step : "\(path).\(step)"
            node = node[step] ?? node
        }
        if case .sequence(let items) = node.value, let value = problem.value {
            // The last of equals: a value listed twice is wrong where it is repeated.
            if let index = items.lastIndex(where: {
                $0.text == value || $0.text.flatMap { categories[$0]?.id } == value
            }) {
                node = items[index]
                path += "[\(index)]"
            }
        }
        findings.add(at: node.place, path, value: problem.value, problem.description, hint: hint(for: problem))
    }

    /// A missing field or a value that could not be read has its own finding; what follows from it needs none.
    private func isSaidAlready(_ problem: RoutingProblem, _ fields: Fields) -> Bool {
        if problem.value?.isEmpty ?? false { return true }
        switch problem.fault {
        case .asksNothing: return fields.node["when"]?.pairs == nil
        case .emptyList:
            let key = problem.field.dropFirst("when.".count)
            guard case .sequence(let items)? = fields.node["when"]?[String(key)]?.value else { return true }
            return !items.isEmpty
        default: return false
        }
    }

    private func hint(for problem: RoutingProblem) -> String? {
        guard let value = problem.value else { return nil }
        return switch problem.fault {
        case .unknownDepartment: NearestName.english(for: value, among: vocabulary.departments.keys)
        case .unknownCategory:
            NearestName.english(for: value, among: categories.categories.flatMap { [$0.id, $0.code] })
        case .unknownProgramme: NearestName.english(for: value, among: vocabulary.programmes)
        case .unknownCondition(let category):
            vocabulary.categories[category].map {
                "its conditions are \($0.conditions.map(\.code).joined(separator: ", "))"
            }
        default: nil
        }
    }
}
