import CommandArguments
import HazardCore
import JSONText
internal import Wording

/// The words of states, events and names for people; the names themselves when they are new.
struct CaseWords: Sendable {
    let language: Language
    var names = Names()

    /// A case's state.
    func state(_ name: String) -> String {
        guard language == .zh else { return name }
        return CaseState(rawValue: name)?.chineseName ?? name
    }

    /// A task's state.
    func task(_ name: String) -> String {
        guard language == .zh else { return name }
        return TaskState(rawValue: name)?.chineseName ?? name
    }

    /// How far a task's time is used.
    func light(_ light: Light) -> String {
        guard language == .zh else { return light.rawValue }
        return switch light {
        case .green: "绿"
        case .yellow: "黄"
        case .red: "红"
        }
    }

    /// A task's role.
    func role(_ name: String) -> String { word(ChineseWords.taskRoles, name) }

    /// A word of a closed list (`ChineseWords`), as it is called in the language asked for.
    func word(_ table: [String: String], _ name: String) -> String {
        language == .zh ? table[name] ?? ForeignText.line(name) : ForeignText.line(name)
    }

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
        var parts = [word(ChineseWords.actors, role)]
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

    func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
