import CommandArguments
import HazardCore
internal import HazardText
internal import HazardWire
import JSONText
import Wording

/// The words for what a server answers, in the language of the command. An unknown name is shown as it is.
///
/// Control characters in foreign text are replaced (`ForeignText`).
struct AnswerWords: Sendable {
    let language: Language
    var names = PolicyNames()

    /// The words for facts of cases.
    var facts: CaseWords { CaseWords(language: language, names: names) }

    func state(_ name: String) -> String { word(NameLists.caseStates, name) }

    func task(_ name: String) -> String { word(NameLists.taskStates, name) }

    /// How much of a task's time limit is used.
    func light(_ light: Light) -> String { facts.light(light) }

    func role(_ name: String) -> String { word(NameLists.taskRoles, name) }

    /// The word for a name of a closed list.
    func word(_ list: LocalNames, _ name: String) -> String { ForeignText.line(list[name][language]) }

    /// The department's id, which commands expect, and its name.
    func department(_ id: String) -> String {
        [ForeignText.line(id), names.departments[id]?[language]].compactMap { $0 }.joined(separator: " ")
    }

    /// The department's name, else its id.
    func departmentName(_ id: String) -> String { names.departments[id]?[language] ?? ForeignText.line(id) }

    /// The category's code and name. A case carries the Chinese name; the English one comes from the configuration.
    func category(_ value: JSONValue?) -> String {
        let id = value?["id"]?.string ?? ""
        let name = language == .zh ? value?["name"]?.line : names.categories[id]?.en ?? value?["id"]?.line
        return [value?["code"]?.line, name].compactMap { $0 }.joined(separator: " ")
    }

    /// The name of a category that is given by its id.
    func categoryName(_ id: String) -> String { names.categories[id]?[language] ?? ForeignText.line(id) }

    /// A category's code, in Chinese with the name beside it.
    func categoryWithName(_ code: String) -> String {
        [ForeignText.line(code), language == .zh ? names.categories[code]?.zh : nil].compactMap(\.self)
            .joined(separator: " ")
    }

    func danger(_ danger: Danger) -> String { word(NameLists.dangers, danger.rawValue) }

    func dangerDoubt(_ doubt: DangerDoubt) -> String { word(NameLists.dangerDoubts, doubt.rawValue) }

    /// The name of a filter or grouping of figures.
    func grouping(_ name: String) -> String { word(NameLists.groupings, name) }

    /// The code of a condition and its description.
    func condition(_ code: String, of category: String) -> String {
        [ForeignText.line(code), names.conditions[category]?[code]?[language]].compactMap(\.self).joined(separator: " ")
    }

    /// The id of a programme and its name.
    func programme(_ id: String) -> String {
        [ForeignText.line(id), names.programmes[id]?[language]].compactMap(\.self).joined(separator: " ")
    }

    /// Things in a row, as the language lists them.
    func list(_ items: [String]) -> String { items.joined(separator: self("、", ", ")) }

    /// The id of a routing rule and its name.
    func rule(_ id: String) -> String {
        [ForeignText.line(id), names.rules[id]?[language]].compactMap(\.self).joined(separator: " ")
    }

    /// Who did something: role and name. For a department: its name and the officer.
    func actor(_ value: JSONValue?) -> String {
        facts.actor(role: value?["role"]?.string ?? "", ref: value?["ref"]?.string)
            .map(ForeignText.line).filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// The kind of a history entry.
    func kind(_ event: JSONValue) -> String { word(NameLists.moves, event["kind"]?.string ?? "?") }

    /// The reason and the note of a history entry.
    func reasonAndNote(_ event: JSONValue) -> [String] {
        guard let known = CaseFacts.event(event) else {
            return [event["reason"]?.line, event["note"]?.line].compactMap { $0 }
        }
        return [facts.reason(known), facts.note(known)].compactMap { $0.map(ForeignText.line) }
    }

    /// Why the case has its category.
    func evidence(_ decision: JSONValue?) -> [String] {
        CaseFacts.evidence(decision).map { ForeignText.line(facts.evidence($0)) }
    }

    /// Stands for a figure that cannot be computed.
    var noFigure: String { self("无数据", "n/a") }

    func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
