internal import HazardCore

/// Reads `departments.yaml`: who acts.
enum DepartmentsFile {
    private static let keys = ["id", "name", "name_en", "phone", "external", "retired"]

    static func read(_ root: YamlNode, _ findings: Findings) -> [Department] {
        guard let file = Fields(root, path: "", known: ["departments"], findings: findings) else { return [] }
        let items = file.items("departments", required: true) ?? []
        var unique = UniqueNames(findings)
        let departments = items.compactMap { item -> Department? in
            guard let fields = Fields(item.node, path: item.path, known: keys, findings: findings) else { return nil }
            let department = Department(
                id: fields.identifier("id"), name: fields.requiredText("name"),
                nameEnglish: fields.requiredText("name_en"), phoneHint: fields.text("phone"),
                external: fields.flag("external") ?? false, retired: fields.flag("retired") ?? false)
            unique.check(department.id, of: "department", fields, "id")
            return department
        }
        if !departments.contains(where: { $0.id == Department.triageID && !$0.retired }) {
            findings.add(
                at: root.place, "departments", "there is no department \(Department.triageID) in service",
                hint: "it takes what no rule places: add {id: triage, name: 分拨中心, name_en: Triage centre}")
        }
        return departments
    }
}

/// Notices when a name is given twice in one file.
struct UniqueNames {
    private let findings: Findings
    private var seen: [String: ConfigPlace] = [:]

    init(_ findings: Findings) {
        self.findings = findings
    }

    mutating func check(_ name: String, of what: String, _ fields: Fields, _ key: String) {
        guard !name.isEmpty, let place = fields.node[key]?.place else { return }
        if let first = seen[name] {
            findings.add(
                at: place, fields.path(of: key), value: name, "another \(what) has this \(key)",
                hint: "the first is on line \(first.line)")
        } else {
            seen[name] = place
        }
    }
}
