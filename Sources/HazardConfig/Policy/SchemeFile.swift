internal import HazardCore
internal import Wording

/// Reads one file of `schemes/`: the codes of another organisation, and the categories they stand for.
enum SchemeFile {
    static func read(_ root: YamlNode, categories: CategoryNames, _ problems: ProblemCollector) -> CategoryScheme? {
        let known = ["id", "name", "version", "source", "codes"]
        guard let fields = Fields(root, path: "", known: known, problems: problems) else { return nil }
        var scheme = CategoryScheme(
            id: fields.identifier("id"), name: fields.requiredText("name"), version: fields.requiredText("version"),
            source: fields.requiredText("source"), entries: [:])
        guard let codes = fields.value("codes", required: true) else { return scheme }
        guard let pairs = codes.pairs, !pairs.isEmpty else {
            problems.add(
                at: codes.place, "codes", .mustBe(LocalText(zh: "代码的键值表，至少一项", en: "a mapping of at least one code")),
                hint: LocalText(
                    zh: "例如 \"04-10\": nonmotor-parking/a，或 \"99\": unmapped",
                    en: "such as \"04-10\": nonmotor-parking/a, or \"99\": unmapped"))
            return scheme
        }
        for pair in pairs {
            scheme.entries[pair.key] = entry(pair, categories: categories, problems)
        }
        return scheme
    }

    private static let form = LocalText(
        zh: "写成 类别、类别/立案条件 或 unmapped", en: "write category, category/condition or unmapped")

    /// Reads `category`, `category/condition` or `unmapped`.
    private static func entry(_ pair: YamlPair, categories: CategoryNames, _ problems: ProblemCollector) -> SchemeEntry?
    {
        let path = "codes.\(pair.key)"
        guard let text = pair.value.text else {
            problems.add(
                at: pair.value.place, path, .mustBe(LocalText(zh: "类别", en: "a category"), not: pair.value), hint: form)
            return nil
        }
        if text == "unmapped" { return .unmapped }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let category = categories[parts[0]] else {
            let names = categories.categories.flatMap { [$0.id, $0.code] }
            problems.add(
                at: pair.value.place, path, value: text, .unknownCategory,
                hint: NearestName.hint(for: parts[0], among: names) ?? form)
            return nil
        }
        guard parts.count == 2 else { return .category(category.id, condition: nil) }
        guard let condition = category.condition(parts[1]) else {
            problems.add(
                at: pair.value.place, path, value: text, .noSuchCondition(in: category.id),
                hint: .conditions(category.conditions.map(\.code)))
            return nil
        }
        return .category(category.id, condition: condition.code)
    }
}
