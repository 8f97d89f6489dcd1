import CommandArguments
import HazardCore

/// The words of states and events for people; the names themselves when they are new.
struct CaseWords {
    let language: Language

    /// A case's state.
    func state(_ name: String) -> String {
        guard language == .zh, let state = CaseState(rawValue: name) else { return name }
        return switch state {
        case .triage: "待分拨"
        case .registered: "已立案"
        case .dispatched: "已派遣"
        case .inProgress: "处置中"
        case .suspended: "挂账"
        case .resolved: "已处置"
        case .checking: "核查中"
        case .closed: "已结案"
        case .cancelled: "已撤销"
        case .rejected: "不予立案"
        case .merged: "已并案"
        }
    }

    /// A task's state.
    func task(_ name: String) -> String {
        guard language == .zh, let state = TaskState(rawValue: name) else { return name }
        return switch state {
        case .queued: "待发"
        case .sent: "已发"
        case .accepted: "已签收"
        case .working: "处置中"
        case .done: "已办"
        case .returned: "已退单"
        case .waived: "免办"
        case .revoked: "已撤回"
        }
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
