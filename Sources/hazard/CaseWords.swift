import CommandArguments
import HazardCore

/// The words of states and events for people; the names themselves when they are new.
struct CaseWords {
    let language: Language

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
    func role(_ name: String) -> String {
        guard language == .zh else { return name }
        return name == "lead" ? "主办" : name == "co" ? "协办" : name
    }

    func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
