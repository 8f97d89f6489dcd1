internal import HazardCore
internal import Wording

/// Reads `merging.yaml`: when a report is merged into an open case.
struct MergingFile {
    let problems: ProblemCollector
    let categories: CategoryNames

    private static let keys = ["repeat", "recurrence_days", "groups"]
    private static let groupKeys = ["id", "categories", "radius_m", "window", "burst", "merge"]
    private static let untilClosed = "until-closed"

    func read(_ root: YamlNode) -> MergePolicy {
        guard let file = Fields(root, path: "", known: Self.keys, problems: problems) else { return MergePolicy() }
        var policy = MergePolicy(groups: groups(file))
        if let again = file.mapping("repeat", known: ["within", "photo_radius_m"]) {
            policy.repeatWithin = duration(again, "within", upTo: .days(3)) ?? policy.repeatWithin
            policy.photoMetres = again.integer("photo_radius_m", in: 1...10_000) ?? policy.photoMetres
        }
        policy.recurrenceDays = file.integer("recurrence_days", in: 0...90) ?? policy.recurrenceDays
        return policy
    }

    private func groups(_ file: Fields) -> [MergeGroup] {
        var names = UniqueNames(problems)
        var placed: [String: String] = [:]
        let groups = (file.items("groups", required: true) ?? []).compactMap { item -> MergeGroup? in
            guard let fields = Fields(item.node, path: item.path, known: Self.groupKeys, problems: problems) else {
                return nil
            }
            let group = group(fields, &placed)
            names.check(group.id, of: LocalText(zh: "分组", en: "group"), fields, "id")
            return group
        }
        let missing = categories.categories.filter { placed[$0.id] == nil }
        if !missing.isEmpty {
            problems.add(
                at: file.place(of: "groups"), "groups", value: missing.map(\.code).joined(separator: ", "),
                LocalText(zh: "不在任何分组中", en: "in no group"),
                hint: LocalText(
                    zh: "每个类别只能在一个分组中；拿不准的放进 merge: never 的分组",
                    en: "every category belongs to exactly one group: if in doubt, to one with merge: never"))
        }
        return groups
    }

    private func group(_ fields: Fields, _ placed: inout [String: String]) -> MergeGroup {
        let id = fields.identifier("id")
        var members: Set<String> = []
        for item in fields.items("categories", required: true) ?? [] {
            guard let category = categories.id(of: item.node, path: item.path, problems) else { continue }
            if let other = placed[category] {
                problems.add(
                    at: item.node.place, item.path, value: item.node.text,
                    LocalText(zh: "已在分组 \(other) 中", en: "is already in group \(other)"),
                    hint: LocalText(
                        zh: "每个类别只能在一个分组中：从其中一个删去",
                        en: "every category belongs to exactly one group: remove it from one of the two"))
            }
            placed[category] = placed[category] ?? id
            members.insert(category)
        }
        guard !isNever(fields) else { return MergeGroup(id: id, categories: members, reach: nil) }
        var group = MergeGroup(id: id, categories: members, reach: reach(fields))
        group.burst = burst(fields)
        return group
    }

    /// Whether the group has `merge: never`, which excludes the keys of a reach.
    private func isNever(_ fields: Fields) -> Bool {
        guard let node = fields.value("merge") else { return false }
        if node.text != "never" {
            fields.report(
                "merge", value: node.text, .mustBe(LocalText(zh: "never", en: "never")),
                hint: LocalText(
                    zh: "要并案的分组不写 merge，写 radius_m 和 window",
                    en: "leave merge out where reports are merged, and give radius_m and window"))
        }
        for key in ["radius_m", "window", "burst"] where fields.node[key] != nil {
            fields.report(
                key, LocalText(zh: "与 merge: never 同用没有意义", en: "has no meaning together with merge: never"),
                hint: .giveOnlyOne)
        }
        return true
    }

    private func reach(_ fields: Fields) -> MergeReach {
        let metres = fields.integer("radius_m", in: 1...1000, required: true) ?? 1
        return MergeReach(metres: metres, window: window(fields))
    }

    /// From the opening of the case; nil: until the case is closed.
    private func window(_ fields: Fields) -> Duration? {
        guard let text = fields.text("window", required: true), text != Self.untilClosed else { return nil }
        return duration(fields, "window", upTo: .days(366), orElse: Self.untilClosed)
    }

    private func burst(_ fields: Fields) -> MergeBurst? {
        guard let burst = fields.mapping("burst", known: ["reports", "within", "radius_m", "window"]) else {
            return nil
        }
        return MergeBurst(
            reports: burst.integer("reports", in: 1...100_000, required: true) ?? 1,
            within: duration(burst, "within", upTo: .hours(1)) ?? .minutes(10), reach: reach(burst))
    }

    /// A duration of at least a minute; `word` is another value that the key may have.
    private func duration(
        _ fields: Fields, _ key: String, upTo longest: Duration, orElse word: String? = nil
    ) -> Duration? {
        guard let text = fields.text(key, required: true) else { return nil }
        let duration = DurationText.duration(text)
        if let duration, (.minutes(1)...longest).contains(duration) { return duration }
        let limit = DurationText.text(longest)
        fields.report(
            key, value: text,
            duration == nil
                ? LocalText(zh: "不是时长", en: "is not a duration")
                : .mustBe(LocalText(zh: "1m 至 \(limit)", en: "from 1m to \(limit)")),
            hint: LocalText(
                zh: "写成 30m、2h 或 7d" + (word.map { "，或 \($0)" } ?? ""),
                en: "write 30m, 2h or 7d" + (word.map { ", or \($0)" } ?? "")))
        return nil
    }
}
