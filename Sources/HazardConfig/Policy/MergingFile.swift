internal import HazardCore

/// Reads `merging.yaml`: when a report joins a case that is there.
struct MergingFile {
    let findings: Findings
    let categories: CategoryNames

    private static let keys = ["repeat", "recurrence_days", "groups"]
    private static let groupKeys = ["id", "categories", "radius_m", "window", "burst", "merge"]
    private static let untilClosed = "until-closed"
    private static let day: Int64 = 86_400_000

    func read(_ root: YamlNode) -> MergePolicy {
        guard let file = Fields(root, path: "", known: Self.keys, findings: findings) else { return MergePolicy() }
        var policy = MergePolicy(groups: groups(file))
        if let again = file.mapping("repeat", known: ["within", "photo_radius_m"]) {
            policy.repeatWithin = duration(again, "within", upTo: 3 * Self.day) ?? policy.repeatWithin
            policy.photoMetres = again.integer("photo_radius_m", in: 1...10_000) ?? policy.photoMetres
        }
        policy.recurrenceDays = file.integer("recurrence_days", in: 0...90) ?? policy.recurrenceDays
        return policy
    }

    private func groups(_ file: Fields) -> [MergeGroup] {
        var names = UniqueNames(findings)
        var placed: [String: String] = [:]
        let groups = (file.items("groups", required: true) ?? []).compactMap { item -> MergeGroup? in
            guard let fields = Fields(item.node, path: item.path, known: Self.groupKeys, findings: findings) else {
                return nil
            }
            let group = group(fields, &placed)
            names.check(group.id, of: "group", fields, "id")
            return group
        }
        let missing = categories.categories.filter { placed[$0.id] == nil }
        if !missing.isEmpty {
            findings.add(
                at: file.value("groups")?.place ?? file.node.place, "groups",
                value: missing.map(\.code).joined(separator: ", "),
                "in no group",
                hint: "every category stands in exactly one: add them, to one with merge: never if in doubt")
        }
        return groups
    }

    private func group(_ fields: Fields, _ placed: inout [String: String]) -> MergeGroup {
        let id = fields.identifier("id")
        var members: Set<String> = []
        for item in fields.items("categories", required: true) ?? [] {
            guard let category = categories.id(of: item.node, path: item.path, findings) else { continue }
            if let other = placed[category] {
                findings.add(
                    at: item.node.place, item.path, value: item.node.text, "stands in group \(other) already",
                    hint: "every category stands in exactly one group: take it out of one of the two")
            }
            placed[category] = placed[category] ?? id
            members.insert(category)
        }
        guard !isNever(fields) else { return MergeGroup(id: id, categories: members, reach: nil) }
        var group = MergeGroup(id: id, categories: members, reach: reach(fields))
        group.burst = burst(fields)
        return group
    }

    /// `merge: never` stands alone.
    private func isNever(_ fields: Fields) -> Bool {
        guard let node = fields.value("merge") else { return false }
        if node.text != "never" {
            findings.add(
                at: node.place, fields.path(of: "merge"), value: node.text, "must be never",
                hint: "leave merge out where reports are merged, and give radius_m and window")
        }
        for key in ["radius_m", "window", "burst"] {
            guard let node = fields.node[key] else { continue }
            findings.add(
                at: node.place, fields.path(of: key), "has no meaning beside merge: never",
                hint: "take one of the two out")
        }
        return true
    }

    private func reach(_ fields: Fields) -> MergeReach {
        let metres = fields.integer("radius_m", in: 1...1000, required: true) ?? 1
        return MergeReach(metres: metres, window: window(fields))
    }

    /// nil is until closed.
    private func window(_ fields: Fields) -> Duration? {
        guard let text = fields.text("window", required: true), text != Self.untilClosed else { return nil }
        return duration(fields, "window", upTo: 366 * Self.day, orElse: Self.untilClosed)
    }

    private func burst(_ fields: Fields) -> MergeBurst? {
        guard let burst = fields.mapping("burst", known: ["reports", "within", "radius_m", "window"]) else {
            return nil
        }
        return MergeBurst(
            reports: burst.integer("reports", in: 1...100_000, required: true) ?? 1,
            within: duration(burst, "within", upTo: 3_600_000) ?? .minutes(10), reach: reach(burst))
    }

    private func duration(
        _ fields: Fields, _ key: String, upTo longest: Int64, orElse word: String? = nil
    ) -> Duration? {
        guard let text = fields.text(key, required: true), let place = fields.node[key]?.place else { return nil }
        let found = DurationText.milliseconds(text)
        if let found, (60_000...longest).contains(found) { return .milliseconds(found) }
        findings.add(
            at: place, fields.path(of: key), value: text,
            found == nil ? "is not a duration" : "must be from 1m to \(DurationText.text(longest))",
            hint: "write 30m, 2h or 7d" + (word.map { ", or \($0)" } ?? ""))
        return nil
    }
}
