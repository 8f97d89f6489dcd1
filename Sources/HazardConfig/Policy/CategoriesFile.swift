internal import HazardCore
internal import Wording

/// Reads `categories.yaml`: the categories of hazards, their filing conditions and limits.
enum CategoriesFile {
    private static let keys = [
        "code", "id", "name", "name_en", "priority", "conditions", "two_step", "dispatched_limit", "note", "was",
        "retired",
    ]

    static func read(_ root: YamlNode, _ problems: ProblemCollector) -> [HazardCategory] {
        guard let file = Fields(root, path: "", known: ["categories"], problems: problems) else { return [] }
        var names = UniqueNames(problems)
        let noun = LocalText(zh: "类别", en: "category")
        let items = file.items("categories", required: true) ?? []
        let categories = items.compactMap { item -> HazardCategory? in
            guard let fields = Fields(item.node, path: item.path, known: keys, problems: problems) else { return nil }
            let category = category(fields)
            names.check(category.code, of: noun, fields, "code")
            names.check(category.id, of: noun, fields, "id")
            return category
        }
        EarlierNames.check(items, of: categories.map { ([$0.id, $0.code], $0.was) }, problems)
        if !categories.contains(where: { $0.id == HazardCategory.unclassifiedID }) {
            problems.add(
                at: root.place, "categories",
                LocalText(
                    zh: "缺少类别 \(HazardCategory.unclassifiedID)",
                    en: "there is no category \(HazardCategory.unclassifiedID)"),
                hint: LocalText(
                    zh: "加入 Z01：上报在分类之前先归入此类", en: "add Z01: a report is filed under it until somebody classifies it"))
        }
        return categories
    }

    private static func category(_ fields: Fields) -> HazardCategory {
        var category = HazardCategory(
            code: fields.identifier("code"), id: fields.identifier("id"), name: fields.requiredText("name"),
            nameEnglish: fields.requiredText("name_en"),
            priority: fields.choice("priority", Priority.self, required: true) ?? .p2, conditions: conditions(fields))
        category.note = fields.text("note")
        category.was = fields.texts("was") ?? []
        category.retired = fields.flag("retired") ?? false
        category.twoStep = twoStep(fields, of: category)
        category.dispatchedLimit = dispatchedLimit(fields, of: category)
        if category.priority == .p0, category.conditions.allSatisfy({ $0.redirect.isEmpty }) {
            fields.problems.add(
                at: fields.value("conditions")?.place ?? fields.node.place, fields.path(of: "conditions"),
                value: category.code,
                LocalText(
                    zh: "P0 类别至少要有一个立案条件写明紧急电话",
                    en: "a P0 category must name an emergency number in one of its conditions"),
                hint: LocalText(
                    zh: "加入 redirect: [119]，或 110、120、122", en: "add redirect: [119] (or 110, 120, 122)"))
        }
        return category
    }

    private static func conditions(_ fields: Fields) -> [FilingCondition] {
        guard let node = fields.value("conditions", required: true) else { return [] }
        let path = fields.path(of: "conditions")
        guard let pairs = node.pairs, !pairs.isEmpty else {
            fields.problems.add(
                at: node.place, path,
                .mustBe(LocalText(zh: "立案条件的键值表，至少一项", en: "a mapping of at least one condition")),
                hint: LocalText(
                    zh: "例如 a: {when: blocked, when_zh: 堵塞, limit: 2uh, closes_when: clear}",
                    en: "such as a: {when: blocked, when_zh: 堵塞, limit: 2uh, closes_when: clear}"))
            return []
        }
        return pairs.compactMap { pair in
            if !Fields.isIdentifier(pair.key) {
                fields.problems.add(
                    at: pair.keyPlace, "\(path).\(pair.key)",
                    LocalText(
                        zh: "立案条件的代码应为字母和数字，如 a", en: "a condition's code must be letters and digits, such as a"))
            }
            let known = ["when", "when_zh", "limit", "closes_when", "redirect"]
            guard
                let fields = Fields(
                    pair.value, path: "\(path).\(pair.key)", known: known, problems: fields.problems)
            else { return nil }
            return condition(pair.key, fields)
        }
    }

    private static func condition(_ code: String, _ fields: Fields) -> FilingCondition {
        let redirect = fields.items("redirect") ?? []
        for item in redirect where !isNumber(item.node.text) {
            fields.problems.add(
                at: item.node.place, item.path, value: item.node.text,
                .mustBe(LocalText(zh: "数字组成的电话号码", en: "a telephone number in digits")))
        }
        if redirect.isEmpty, fields.node["limit"] == nil {
            fields.report(
                "limit", .missing,
                hint: LocalText(
                    zh: "只有转紧急电话的立案条件可以没有时限",
                    en: "only a condition that redirects to an emergency number may have no limit"))
        }
        return FilingCondition(
            code: code, description: fields.requiredText("when"), descriptionChinese: fields.requiredText("when_zh"),
            limit: limit(fields), closesWhen: fields.requiredText("closes_when"),
            redirect: redirect.compactMap(\.node.text))
    }

    /// The limit of cases that are dispatched before they are classified; only the unclassified category has one, because the
    /// limits of the others are in their conditions.
    private static func dispatchedLimit(_ fields: Fields, of category: HazardCategory) -> Limit? {
        let key = "dispatched_limit"
        guard fields.node[key] != nil, category.id != HazardCategory.unclassifiedID else {
            return limit(fields, key)
        }
        fields.report(
            key, value: category.code,
            LocalText(
                zh: "只能用于类别 \(HazardCategory.unclassifiedID)",
                en: "is only for the category \(HazardCategory.unclassifiedID)"),
            hint: LocalText(
                zh: "把时限写进 \(category.code) 的立案条件", en: "write the limit into the conditions of \(category.code)"))
        return nil
    }

    private static func limit(_ fields: Fields, _ key: String = "limit") -> Limit? {
        guard let text = fields.text(key) else { return nil }
        guard let limit = Limit(text) else {
            fields.report(
                key, value: text, LocalText(zh: "不是时限", en: "is not a limit"),
                hint: LocalText(
                    zh: "昼夜计写 15m、2uh、1ud，按工作日历写 4wh、5wd",
                    en: "write 15m, 2uh, 1ud (continuous) or 4wh, 5wd (working calendar)"))
            return nil
        }
        if limit.amount > largest(limit.clock) {
            let most = "\(largest(limit.clock))\(limit.clock.rawValue)"
            fields.report(
                key, value: text, LocalText(zh: "超过一年", en: "is longer than a year"),
                hint: LocalText(zh: "最多 \(most)", en: "at most \(most)"))
        }
        return limit
    }

    /// The largest amount of a clock: a year, in minutes, hours or days; of working time 261 days of 8 hours.
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
            step.report(
                key, value: code,
                .mustBe(LocalText(zh: "本类别中有时限的立案条件", en: "a condition of this category with a limit")),
                hint: .conditions(category.conditions.map(\.code)))
        }
        if twoStep.makeSafe == twoStep.repair, !twoStep.repair.isEmpty {
            step.report(
                "repair", value: twoStep.repair,
                LocalText(zh: "不能与 make_safe 是同一条件", en: "must be another condition than make_safe"))
        }
        return twoStep
    }

    /// Whether a text is a telephone number of 2 to 12 digits.
    private static func isNumber(_ text: String?) -> Bool {
        guard let text else { return false }
        return (2...12).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
