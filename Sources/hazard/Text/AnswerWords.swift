import CommandArguments
import HazardCore
internal import HazardText
internal import HazardWire
import JSONText
import Wording

/// The words for what a server answers, in the language of the command; a name that is new is shown as it stands.
///
/// What others wrote is shown without control characters (`ForeignText`).
struct AnswerWords: Sendable {
    let language: Language
    var names = PolicyNames()

    /// The words for cases, made of facts.
    var facts: CaseWords { CaseWords(language: language, names: names) }

    /// A case's state.
    func state(_ name: String) -> String { word(NameLists.caseStates, name) }

    /// A task's state.
    func task(_ name: String) -> String { word(NameLists.taskStates, name) }

    /// How far a task's time is used.
    func light(_ light: Light) -> String { facts.light(light) }

    /// A task's role.
    func role(_ name: String) -> String { word(NameLists.taskRoles, name) }

    /// A name of a closed list.
    func word(_ list: LocalNames, _ name: String) -> String { ForeignText.line(list[name][language]) }

    /// The id, which every command takes, and what the department is called.
    func department(_ id: String) -> String {
        [ForeignText.line(id), names.departments[id]?[language]].compactMap { $0 }.joined(separator: " ")
    }

    /// What the department is called, else its id.
    func departmentName(_ id: String) -> String { names.departments[id]?[language] ?? ForeignText.line(id) }

    /// Code and name; a case carries the Chinese one, so that English is the configuration's, else the id.
    func category(_ value: JSONValue?) -> String {
        let id = value?["id"]?.string ?? ""
        let name = language == .zh ? value?["name"]?.line : names.categories[id]?.en ?? value?["id"]?.line
        return [value?["code"]?.line, name].compactMap { $0 }.joined(separator: " ")
    }

    /// A category known by its id only.
    func categoryName(_ id: String) -> String { names.categories[id]?[language] ?? ForeignText.line(id) }

    /// The code of a condition and its description.
    func condition(_ code: String, of category: String) -> String {
        [ForeignText.line(code), names.conditions[category]?[code]?[language]].compactMap(\.self).joined(separator: " ")
    }

    /// The id of a routing rule and its name.
    func rule(_ id: String) -> String {
        [ForeignText.line(id), names.rules[id]?[language]].compactMap(\.self).joined(separator: " ")
    }

    /// Who did something: the role and the name; of a department what it is called, and its officer.
    func actor(_ value: JSONValue?) -> String {
        let role = value?["role"]?.string ?? ""
        var parts = [word(NameLists.actors, role)]
        if let ref = value?["ref"]?.string {
            if role == ActorRole.department.rawValue {
                let names = ref.split(separator: "/", maxSplits: 1).map(String.init)
                parts = [departmentName(names.first ?? ref)] + names.dropFirst().map(ForeignText.line)
            } else {
                parts.append(ForeignText.line(ref))
            }
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// What kind of entry of a history it is.
    func kind(_ event: JSONValue) -> String { word(NameLists.moves, event["kind"]?.string ?? "?") }

    /// The reason and the note of an entry of a history.
    func said(_ event: JSONValue) -> [String] {
        guard let known = CaseFacts.event(event) else {
            return [event["reason"]?.line, event["note"]?.line].compactMap { $0 }
        }
        return [facts.reason(known), facts.note(known)].compactMap { $0.map(ForeignText.line) }
    }

    /// What decided on the category.
    func evidence(_ decision: JSONValue?) -> [String] {
        CaseFacts.evidence(decision).map { ForeignText.line(facts.evidence($0)) }
    }

    func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
