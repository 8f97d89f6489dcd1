internal import HazardCore
internal import Wording

/// Reads `routing.yaml`: the ordered rules, the fallback, and the general close rule.
struct RoutingFile {
    private static let ruleKeys = ["id", "name", "name_en", "when"] + outcomeKeys
    private static let outcomeKeys = ["lead", "co", "priority", "close_rule", "needs_review"]

    let problems: ProblemCollector
    let categories: CategoryNames
    let vocabulary: RoutingVocabulary

    /// The routing table and the general close rule of a file.
    func read(_ root: YamlNode) -> (table: RoutingTable, closeRule: CloseRule) {
        guard let file = Fields(root, path: "", known: ["close_rule", "rules", "fallback"], problems: problems) else {
            return (RoutingTable(rules: []), .all)
        }
        var rules: [RoutingRule] = []
        var nodes: [Fields] = []
        for item in file.items("rules", required: true) ?? [] {
            guard let fields = Fields(item.node, path: item.path, known: Self.ruleKeys, problems: problems) else {
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
        let when = fields.mapping("when", known: known, required: true).map(match) ?? RoutingMatch()
        var rule = RoutingRule(id: fields.identifier("id"), when: when, outcome: outcome(fields))
        if fields.node["name"] != nil || fields.node["name_en"] != nil {
            rule.name = fields.requiredText("name")
            rule.nameEnglish = fields.requiredText("name_en")
        } else if when.asked == [.category], let only = when.categories, only.count == 1,
            let category = categories[only[0]]
        {
            // The rule of one category is called like the category.
            rule.name = category.name
            rule.nameEnglish = category.nameEnglish
        }
        return rule
    }

    private func outcome(_ fields: Fields) -> RoutingOutcome {
        RoutingOutcome(
            lead: fields.requiredText("lead"), co: fields.texts("co") ?? [],
            priority: fields.choice("priority", Priority.self),
            closeRule: fields.choice("close_rule", CloseRule.self), needsReview: fields.flag("needs_review") ?? false)
    }

    private func match(_ fields: Fields) -> RoutingMatch {
        var match = RoutingMatch()
        // A code is replaced by its id; an unknown name stays as written, and the table's check reports it.
        match.categories = fields.texts("category")?.map { categories[$0]?.id ?? $0 }
        match.conditions = fields.texts("condition")
        match.programmes = fields.texts("programme")
        match.areas = values("area", fields, Self.areaForm) { AreaPattern($0) }
        match.surfaces = fields.choices("surface", Surface.self)
        match.roadClasses = fields.choices("road_class", RoadClass.self)
        match.kinds = fields.choices("kind", ReportKind.self)
        match.channels = fields.choices("channel", Channel.self)
        match.reporterKinds = fields.choices("reporter_kind", ReporterKind.self)
        match.hours = values("hour", fields, Self.hourForm) { HourSet($0) }?
            .reduce(into: HourSet()) { $0.formUnion($1) }
        match.weekdays = values("weekday", fields, Self.weekdayForm) { WeekdaySet($0) }?
            .reduce(into: WeekdaySet()) { $0.formUnion($1) }
        return match
    }

    private static let areaForm = LocalText(
        zh: "区划或区域代码，或其开头，如 510185 或 5101*",
        en: "the code of a district or area, or its beginning, such as 510185 or 5101*")
    private static let hourForm = LocalText(
        zh: "小时区间，如 7-19 或 22-6，不含末尾的小时", en: "hours such as 7-19 or 22-6 (until, not through)")
    private static let weekdayForm = LocalText(zh: "星期，如 mon-fri 或 sat", en: "days such as mon-fri or sat")

    /// The values of a key that are written in a form of their own.
    private func values<Value>(
        _ key: String, _ fields: Fields, _ form: LocalText, parse: (String) -> Value?
    ) -> [Value]? {
        fields.items(key)?.compactMap { item in
            if let value = item.node.text.flatMap(parse) { return value }
            problems.add(at: item.node.place, item.path, value: item.node.text, .mustBe(form))
            return nil
        }
    }

    /// Reports a problem of the table at the line that causes it.
    private func report(_ problem: RoutingProblem, in fields: Fields?) {
        guard let fields else { return }
        if isAlreadyReported(problem, fields) { return }
        let steps = problem.field.split(separator: ".").map(String.init)
        var node = fields.node
        var path = fields.path
        for step in steps {
            path = path.isEmpty ? step : "\(path).\(step)"
            node = node[step] ?? node
        }
        if case .sequence(let items) = node.value, let value = problem.value {
            // A value that is listed twice is reported where it is repeated.
            if let index = items.lastIndex(where: {
                $0.text == value || $0.text.flatMap { categories[$0]?.id } == value
            }) {
                node = items[index]
                path += "[\(index)]"
            }
        }
        problems.add(
            at: node.place, path, value: problem.value, RoutingProblemText.text(problem.fault), hint: hint(for: problem)
        )
    }

    /// Whether the problem follows from a missing field or an unreadable value, which is reported already.
    private func isAlreadyReported(_ problem: RoutingProblem, _ fields: Fields) -> Bool {
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

    private func hint(for problem: RoutingProblem) -> LocalText? {
        guard let value = problem.value else { return nil }
        return switch problem.fault {
        case .unknownDepartment: NearestName.hint(for: value, among: vocabulary.departments.keys)
        case .unknownCategory:
            NearestName.hint(for: value, among: categories.categories.flatMap { [$0.id, $0.code] })
        case .unknownProgramme: NearestName.hint(for: value, among: vocabulary.programmes)
        case .unknownCondition(let category):
            vocabulary.categories[category].map { .conditions($0.conditions.map(\.code)) }
        default: nil
        }
    }
}
