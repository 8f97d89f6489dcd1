internal import HazardCore
internal import Wording

/// Reads `programmes.yaml`: the programmes under which people report hazards.
struct ProgrammesFile {
    private static let keys = [
        "id", "name", "name_en", "districts", "channels", "reporter_kinds", "photo_on_resolve", "close_rule",
        "self_resolve", "hide_source", "show_progress", "coarse_hints", "incentive",
    ]
    private static let rewardKeys = [
        "id", "kind", "trigger", "amount", "unit", "reporter_kinds", "categories", "report_kinds", "actions",
        "from_fund",
    ]

    let problems: ProblemCollector
    let categories: CategoryNames

    func read(_ root: YamlNode) -> [Programme] {
        guard let file = Fields(root, path: "", known: ["programmes"], problems: problems) else { return [] }
        var unique = UniqueNames(problems)
        return (file.items("programmes", required: true) ?? []).compactMap { item in
            guard let fields = Fields(item.node, path: item.path, known: Self.keys, problems: problems) else {
                return nil
            }
            let programme = programme(fields)
            unique.check(programme.id, of: LocalText(zh: "项目", en: "programme"), fields, "id")
            return programme
        }
    }

    private func programme(_ fields: Fields) -> Programme {
        var programme = Programme(
            id: fields.identifier("id"), name: fields.requiredText("name"), nameEnglish: fields.requiredText("name_en"),
            districts: districts(fields))
        programme.demands.channels = fields.choices("channels", Channel.self) ?? []
        programme.demands.reporterKinds = fields.choices("reporter_kinds", ReporterKind.self) ?? []
        programme.demands.photoOnResolve = fields.flag("photo_on_resolve") ?? false
        programme.demands.closeRule = fields.choice("close_rule", CloseRule.self)
        programme.demands.selfResolve = fields.choices("self_resolve", ReporterKind.self) ?? []
        programme.demands.hideSource = fields.flag("hide_source") ?? false
        programme.demands.showProgress = fields.flag("show_progress") ?? false
        programme.demands.coarseHints = coarseHints(fields)
        programme.incentive = incentive(fields)
        return programme
    }

    private func coarseHints(_ programme: Fields) -> [String: Set<String>] {
        guard let node = programme.value("coarse_hints") else { return [:] }
        let path = programme.path(of: "coarse_hints")
        guard let pairs = node.pairs else {
            problems.add(
                at: node.place, path,
                .mustBe(LocalText(zh: "提示到类别列表的键值表", en: "a mapping of hints to lists of categories"), not: node),
                hint: LocalText(
                    zh: "例如 fire-hazard: [F01, F02, F04]", en: "such as fire-hazard: [F01, F02, F04]"))
            return [:]
        }
        guard let fields = Fields(node, path: path, known: pairs.map(\.key), problems: problems) else { return [:] }
        var hints: [String: Set<String>] = [:]
        for pair in pairs {
            let items = fields.items(pair.key, required: true) ?? []
            hints[pair.key] = Set(items.compactMap { categories.id(of: $0.node, path: $0.path, problems) })
        }
        return hints
    }

    private func districts(_ fields: Fields) -> [String] {
        let items = fields.items("districts", required: true) ?? []
        if items.isEmpty, fields.value("districts") != nil {
            fields.report("districts", .mustNameOne)
        }
        for item in items
        where item.node.text.map(AreaPattern.isDistrictCode) != true {
            problems.add(
                at: item.node.place, item.path, value: item.node.text,
                .mustBe(LocalText(zh: "行政区划代码", en: "a district's administrative code")),
                hint: LocalText(zh: "例如 510185", en: "such as 510185"))
        }
        return items.compactMap(\.node.text)
    }

    private func incentive(_ programme: Fields) -> Incentive {
        var incentive = Incentive()
        let known = ["follower_percent", "daily_cap", "cool_down_days", "claim_days", "fund", "rewards"]
        guard let fields = programme.mapping("incentive", known: known) else { return incentive }
        incentive.followerPercent = fields.integer("follower_percent", in: 0...100) ?? incentive.followerPercent
        incentive.dailyCap = fields.integer("daily_cap", in: 1...1000) ?? incentive.dailyCap
        incentive.coolDownDays = fields.integer("cool_down_days", in: 0...366) ?? incentive.coolDownDays
        incentive.claimDays = fields.integer("claim_days", in: 1...366) ?? incentive.claimDays
        if let fund = fields.mapping("fund", known: ["name", "opening", "unit"]) {
            incentive.fund = RewardFund(
                name: fund.requiredText("name"),
                opening: fund.integer("opening", in: 0...1_000_000_000, required: true) ?? 0,
                unit: fund.requiredText("unit"))
        }
        var unique = UniqueNames(problems)
        incentive.rewards = (fields.items("rewards") ?? []).compactMap { item in
            guard let fields = Fields(item.node, path: item.path, known: Self.rewardKeys, problems: problems) else {
                return nil
            }
            let rule = reward(fields, fund: incentive.fund)
            unique.check(rule.id, of: LocalText(zh: "本项目的奖励", en: "reward of the programme"), fields, "id")
            return rule
        }
        return incentive
    }

    private func reward(_ fields: Fields, fund: RewardFund?) -> RewardRule {
        var rule = RewardRule(
            id: fields.identifier("id"), kind: fields.choice("kind", RewardKind.self, required: true) ?? .points,
            trigger: fields.choice("trigger", RewardTrigger.self, required: true) ?? .verified,
            amount: fields.integer("amount", in: 1...1_000_000, required: true) ?? 1, unit: fields.requiredText("unit"))
        rule.terms.reporterKinds = fields.choices("reporter_kinds", ReporterKind.self)
        rule.terms.categories = fields.items("categories").map { items in
            items.compactMap { categories.id(of: $0.node, path: $0.path, problems) }
        }
        rule.terms.kinds = fields.choices("report_kinds", ReportKind.self)
        rule.terms.actions = fields.choices("actions", ActionTaken.self)
        rule.terms.fromFund = fields.flag("from_fund") ?? false
        if rule.terms.fromFund, fund?.unit != rule.unit {
            let problem =
                fund.map {
                    LocalText(
                        zh: "基金以 \($0.unit) 计，此奖励以 \(rule.unit) 计",
                        en: "the fund is in \($0.unit), this reward in \(rule.unit)")
                } ?? LocalText(zh: "本项目没有基金", en: "the programme has no fund")
            fields.report(
                "from_fund", problem,
                hint: LocalText(
                    zh: "写 incentive.fund 且单位相同，或删去 from_fund",
                    en: "give incentive.fund with the same unit, or leave from_fund out"))
        }
        return rule
    }
}

/// The categories by id and code, as other files name them.
struct CategoryNames {
    let categories: [HazardCategory]
    private let byName: [String: HazardCategory]

    init(_ categories: [HazardCategory]) {
        self.categories = categories
        byName = Dictionary(categories.flatMap { [($0.id, $0), ($0.code, $0)] }) { first, _ in first }
    }

    /// The category with this id or code.
    subscript(_ name: String) -> HazardCategory? { byName[name] }

    /// The id of the category that a value names; nil, with a problem, when there is no such category.
    func id(of node: YamlNode, path: String, _ problems: ProblemCollector) -> String? {
        if let text = node.text, let category = byName[text] { return category.id }
        problems.add(
            at: node.place, path, value: node.text, .unknownCategory,
            hint: node.text.flatMap { NearestName.hint(for: $0, among: byName.keys) }
                ?? LocalText(
                    zh: "写 categories.yaml 中的 id 或代码", en: "give an id or a code from categories.yaml"))
        return nil
    }
}
