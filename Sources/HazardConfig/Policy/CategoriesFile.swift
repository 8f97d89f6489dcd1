internal import HazardCore

/// Reads `categories.yaml`: kinds of hazard, their filing conditions and limits.
enum CategoriesFile {
    private static let keys = [
        "code", "id", "name", "name_en", "priority", "conditions", "two_step", "dispatched_limit", "note",
    ]

    static func read(_ root: YamlNode, _ findings: Findings) -> [HazardCategory] {
        guard let file = Fields(root, path: "", known: ["categories"], findings: findings) else { return [] }
        var names = UniqueNames(findings)
        let categories = (file.items("categories", required: true) ?? []).compactMap { item -> HazardCategory? in
            guard let fields = Fields(item.node, path: item.path, known: keys, findings: findings) else { return nil }
            let category = category(fields)
            names.check(category.code, of: "category", fields, "code")
            names.check(category.id, of: "category", fields, "id")
            return category
        }
        if !categories.contains(where: { $0.id == HazardCategory.unclassifiedID }) {
            findings.add(
                at: root.place, "categories", "there is no category \(HazardCategory.unclassifiedID)",
                hint: "it is what a report is filed as until somebody classifies it: add Z01")
        }
        return categories
    }

    private static func category(_ fields: Fields) -> HazardCategory {
        var category = HazardCategory(
            code: fields.identifier("code"), id: fields.identifier("id"), name: fields.requiredText("name"),
            nameEnglish: fields.requiredText("name_en"),
            priority: fields.choice("priority", Priority.self, required: true) ?? .p2, conditions: conditions(fields))
        category.note = fields.text("note")
        category.twoStep = twoStep(fields, of: category)
        category.dispatchedLimit = dispatchedLimit(fields, of: category)
        if category.priority == .p0, category.conditions.allSatisfy({ $0.redirect.isEmpty }) {
            fields.findings.add(
                at: fields.value("conditions")?.place ?? fields.node.place, fields.path(of: "conditions"),
                value: category.code, "a P0 category must name an emergency number in one of its conditions",
                hint: "add redirect: [119] (or 110, 120, 122)")
        }
        return category
    }

    private static func conditions(_ fields: Fields) -> [FilingCondition] {
        guard let node = fields.value("conditions", required: true) else { return [] }
        let path = fields.path(of: "conditions")
        guard let pairs = node.pairs, !pairs.isEmpty else {
            fields.findings.add(
                at: node.place, path, "must be a mapping of at least one condition",
                hint: "such as a: {when: blocked, limit: 2uh, closes_when: clear}")
            return []
        }
        return pairs.compactMap { pair in
            if !Fields.isIdentifier(pair.key) {
                fields.findings.add(
                    at: pair.keyPlace, "\(path).\(pair.key)", "a condition's code is letters and digits, such as a")
            }
            let known = ["when", "limit", "closes_when", "redirect"]
            guard
                let fields = Fields(
                    pair.value, path: "\(path).\(pair.key)", known: known, findings: fields.findings)
            else { return nil }
            return condition(pair.key, fields)
        }
    }

    private static func condition(_ code: String, _ fields: Fields) -> FilingCondition {
        let redirect = fields.items("redirect") ?? []
        for item in redirect where !isNumber(item.node.text) {
            fields.findings.add(
                at: item.node.place, item.path, value: item.node.text, "must be a telephone number in digits")
        }
        if redirect.isEmpty, fields.node["limit"] == nil {
            fields.findings.add(
                at: fields.node.place, fields.path(of: "limit"), "is missing",
                hint: "only a condition that redirects to an emergency number goes without a limit")
        }
        return FilingCondition(
            code: code, description: fields.requiredText("when"), limit: limit(fields),
            closesWhen: fields.requiredText("closes_when"), redirect: redirect.compactMap(\.node.text))
    }

    /// Other categories have the limits of their conditions.
    private static func dispatchedLimit(_ fields: Fields, of category: HazardCategory) -> Limit? {
        let key = "dispatched_limit"
        guard let node = fields.node[key], category.id != HazardCategory.unclassifiedID else {
            return limit(fields, key)
        }
        fields.findings.add(
            at: node.place, fields.path(of: key), value: category.code,
            "is for the category \(HazardCategory.unclassifiedID) alone",
            hint: "write the limit into the conditions of \(category.code)")
        return nil
    }

    private static func limit(_ fields: Fields, _ key: String = "limit") -> Limit? {
        guard let text = fields.text(key), let place = fields.node[key]?.place else { return nil }
        guard let limit = Limit(text) else {
            fields.findings.add(
                at: place, fields.path(of: key), value: text, "is not a limit",
                hint: "write 15m, 2uh, 1ud (continuous) or 4wh, 5wd (working calendar)")
            return nil
        }
        if limit.amount > largest(limit.clock) {
            fields.findings.add(
                at: place, fields.path(of: key), value: text, "is longer than a year",
                hint: "at most \(largest(limit.clock))\(limit.clock.rawValue)")
        }
        return limit
    }

    private static func largest(_ clock: LimitClock) -> Int {
        switch clock {
        case .m: 525_600
        case .uh: 8760
        case .ud: 365
        case .wh: 2088
        case .wd: 261
        }
    }

    private static func twoStep(_ fields: Fields, of category: HazardCategory) -> TwoStep? {
        guard let step = fields.mapping("two_step", known: ["make_safe", "repair"]) else { return nil }
        let twoStep = TwoStep(makeSafe: step.requiredText("make_safe"), repair: step.requiredText("repair"))
        for (key, code) in [("make_safe", twoStep.makeSafe), ("repair", twoStep.repair)] where !code.isEmpty {
            if category.condition(code)?.limit != nil { continue }
            step.findings.add(
                at: step.node[key]?.place ?? step.node.place, step.path(of: key), value: code,
                "must be a condition of this category with a limit",
                hint: "its conditions are \(category.conditions.map(\.code).joined(separator: ", "))")
        }
        if twoStep.makeSafe == twoStep.repair, !twoStep.repair.isEmpty {
            step.findings.add(
                at: step.node["repair"]?.place ?? step.node.place, step.path(of: "repair"), value: twoStep.repair,
                "must be another condition than make_safe")
        }
        return twoStep
    }

    private static func isNumber(_ text: String?) -> Bool {
        guard let text else { return false }
        return (2...12).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
