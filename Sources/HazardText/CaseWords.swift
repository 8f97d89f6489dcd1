package import HazardCore
package import Wording

/// The texts about cases in one language, for commands, pages, notices and messages.
///
/// Each text has its Chinese and English form in one place. English texts name departments and categories by id, as
/// messages and commands do; Chinese texts use the names of the configuration.
package struct CaseWords: Sendable {
    package let language: Language
    package var names: PolicyNames

    package init(language: Language, names: PolicyNames = PolicyNames()) {
        self.language = language
        self.names = names
    }

    /// The English texts of the fields that messages carry beside their codes.
    package static let onTheWire = CaseWords(language: .en)

    // MARK: - Names of closed lists

    package func name(_ table: LocalNames, _ name: String) -> String { table[name][language] }

    package func state(_ state: CaseState) -> String { name(NameLists.caseStates, state.rawValue) }

    package func state(_ state: TaskState) -> String { name(NameLists.taskStates, state.rawValue) }

    package func light(_ light: Light) -> String { name(NameLists.lights, light.rawValue) }

    package func role(_ role: TaskRole) -> String { name(NameLists.taskRoles, role.rawValue) }

    package func move(_ kind: MoveKind) -> String { name(NameLists.moves, kind.word) }

    package func kind(_ kind: EventKind) -> String { name(NameLists.moves, kind.word) }

    package func link(_ kind: LinkKind) -> String { name(NameLists.links, kind.word) }

    package func unit(_ unit: String) -> String { name(NameLists.units, unit) }

    // MARK: - Names of the configuration

    /// The name of a department: its id in English, its Chinese name in Chinese.
    package func department(_ id: String) -> String { language(zh: names.departments[id]?.zh ?? id, en: id) }

    /// The name of a category: its id in English, its Chinese name in Chinese.
    package func category(_ id: String) -> String { language(zh: names.categories[id]?.zh ?? id, en: id) }

    /// Names a category by its code. In Chinese the category's name follows.
    func categoryWithName(_ code: String) -> String { language(zh: named(code, names.categories[code]), en: code) }

    /// A filing condition: its code, in Chinese with the description beside it.
    func condition(_ code: String, of category: String) -> String {
        language(zh: named(code, names.conditions[category]?[code]), en: code)
    }

    /// A programme: its id, in Chinese with the name beside it.
    func programme(_ id: String) -> String { language(zh: named(id, names.programmes[id]), en: id) }

    /// Names a routing rule by its id. In Chinese the rule's name follows.
    func rule(_ id: String) -> String { language(zh: named(id, names.rules[id]), en: id) }

    func named(_ id: String, _ name: LocalText?) -> String { name.map { id + " " + $0.zh } ?? id }

    /// Who did something, in one or two parts: the role and the person, or the department and its officer.
    package func actor(role: String, ref: String?) -> [String] {
        let roleName = name(NameLists.actors, role)
        guard let ref else { return [roleName] }
        switch ActorRole(rawValue: role) {
        case .department:
            let parts = ref.split(separator: "/", maxSplits: 1).map(String.init)
            let id = parts.first ?? ref
            return [names.departments[id]?[language] ?? id] + parts.dropFirst()
        case .system where ref.hasPrefix("shard-"):
            let shard = ref.dropFirst("shard-".count)
            return [roleName, language(zh: "分片 \(shard)", en: ref)]
        default: return [roleName, ref]
        }
    }

    /// The text in brackets, as it follows another text.
    package func inBrackets(_ text: String) -> String { language(zh: "（\(text)）", en: " (\(text))") }

    /// The items as a list in the language.
    func list(_ items: [String]) -> String { items.joined(separator: language(zh: "、", en: ", ")) }

    /// The items as a list, or "none".
    func listOrNone(_ items: [String]) -> String { items.isEmpty ? language(zh: "无", en: "none") : list(items) }
}
