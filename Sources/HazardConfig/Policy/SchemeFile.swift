internal import HazardCore
internal import Wording

/// Reads one file of `schemes/`: somebody else's codes and what they mean here.
enum SchemeFile {
    static func read(_ root: YamlNode, categories: CategoryNames, _ findings: Findings) -> CategoryScheme? {
        let known = ["id", "name", "version", "source", "codes"]
        guard let fields = Fields(root, path: "", known: known, findings: findings) else { return nil }
        var scheme = CategoryScheme(
            id: fields.identifier("id"), name: fields.requiredText("name"), version: fields.requiredText("version"),
            source: fields.requiredText("source"), entries: [:])
        guard let codes = fields.value("codes", required: true) else { return scheme }
        guard let pairs = codes.pairs, !pairs.isEmpty else {
            findings.add(
                at: codes.place, "codes", "must be a mapping of at least one code",
                hint: "such as \"04-10\": nonmotor-parking/a, or \"99\": unmapped")
            return scheme
        }
        for pair in pairs {
            scheme.entries[pair.key] = entry(pair, categories: categories, findings)
        }
        return scheme
    }

    /// `category`, `category/condition` or `unmapped`.
    private static func entry(_ pair: YamlPair, categories: CategoryNames, _ findings: Findings) -> SchemeEntry? {
        let path = "codes.\(pair.key)"
        guard let text = pair.value.text else {
            findings.add(
                at: pair.value.place, path, "must be a category, not \(pair.value.kind)",
                hint: "write category, category/condition or unmapped")
            return nil
        }
        if text == "unmapped" { return .unmapped }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let category = categories[parts[0]] else {
            let names = categories.categories.flatMap { [$0.id, $0.code] }
            findings.add(
                at: pair.value.place, path, value: text, "no such category",
                hint: NearestName.english(for: parts[0], among: names)
                    ?? "write category, category/condition or unmapped")
            return nil
        }
        guard parts.count == 2 else { return .category(category.id, condition: nil) }
        guard let condition = category.condition(parts[1]) else {
            findings.add(
                at: pair.value.place, path, value: text, "category \(category.id) has no such condition",
                hint: "its conditions are \(category.conditions.map(\.code).joined(separator: ", "))")
            return nil
        }
        return .category(category.id, condition: condition.code)
    }
}
