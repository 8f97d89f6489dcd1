internal import HazardCore
internal import Wording

/// Reads `departments.yaml`: the departments that work tasks.
enum DepartmentsFile {
    private static let keys = ["id", "name", "name_en", "phone", "external", "retired", "was", "open311", "webhook"]

    static func read(_ root: YamlNode, _ problems: ProblemCollector) -> [Department] {
        guard let file = Fields(root, path: "", known: ["departments"], problems: problems) else { return [] }
        let items = file.items("departments", required: true) ?? []
        var unique = UniqueNames(problems)
        let departments = items.compactMap { item -> Department? in
            guard let fields = Fields(item.node, path: item.path, known: keys, problems: problems) else { return nil }
            var department = Department(
                id: fields.identifier("id"), name: fields.requiredText("name"),
                nameEnglish: fields.requiredText("name_en"), phoneHint: fields.text("phone"),
                external: fields.flag("external") ?? false, retired: fields.flag("retired") ?? false)
            department.was = fields.texts("was") ?? []
            unique.check(department.id, of: LocalText(zh: "部门", en: "department"), fields, "id")
            return department
        }
        EarlierNames.check(items, of: departments.map { ([$0.id], $0.was) }, problems)
        if !departments.contains(where: { $0.id == Department.triageID && !$0.retired }) {
            problems.add(
                at: root.place, "departments",
                LocalText(
                    zh: "缺少在用的部门 \(Department.triageID)",
                    en: "there is no department \(Department.triageID) in service"),
                hint: LocalText(
                    zh: "没有规则匹配的案卷交给它；加入 {id: triage, name: 分拨中心, name_en: Triage centre}",
                    en:
                        "it receives what no rule matches: add {id: triage, name: 分拨中心, name_en: Triage centre}"))
        }
        return departments
    }
}

/// Reports an earlier name (`was`) that is a present name, or the earlier name of two.
enum EarlierNames {
    /// `all` are the present and the earlier names of each item.
    static func check(
        _ items: [(node: YamlNode, path: String)], of all: [(now: [String], was: [String])],
        _ problems: ProblemCollector
    ) {
        let present = Set(all.flatMap(\.now))
        let earlier = Dictionary(grouping: all.flatMap(\.was)) { $0 }
        for item in items {
            for name in item.node["was"]?.names ?? [] where present.contains(name) || (earlier[name]?.count ?? 0) > 1 {
                problems.add(
                    at: item.node["was"]?.place ?? item.node.place, item.path + ".was", value: name,
                    present.contains(name)
                        ? LocalText(zh: "现在仍有此名称", en: "is a present name")
                        : LocalText(zh: "写在两处", en: "is given twice"),
                    hint: LocalText(zh: "每个旧名称只写在取代它的一项中", en: "give each earlier name once, to what took its place"))
            }
        }
    }
}

extension YamlNode {
    /// The texts of a sequence, or the one text.
    fileprivate var names: [String] {
        if case .sequence(let nodes) = value { return nodes.compactMap(\.text) }
        return text.map { [$0] } ?? []
    }
}

/// Reports a name that is given twice in one file.
struct UniqueNames {
    private let problems: ProblemCollector
    private var seen: [String: ConfigPlace] = [:]

    init(_ problems: ProblemCollector) {
        self.problems = problems
    }

    mutating func check(_ name: String, of what: LocalText, _ fields: Fields, _ key: String) {
        guard !name.isEmpty, let place = fields.node[key]?.place else { return }
        if let first = seen[name] {
            problems.add(
                at: place, fields.path(of: key), value: name,
                LocalText(zh: "另一个\(what.zh)已用此 \(key)", en: "another \(what.en) has this \(key)"),
                hint: .firstIsOnLine(first.line))
        } else {
            seen[name] = place
        }
    }
}
