internal import HazardCore
internal import HazardWire
internal import Wording

/// What a chat robot says about a task.
enum WebhookText {
    static func of(_ task: TaskMessage, zone: ZoneOffset) -> LocalText {
        let event = (task.event).map { names[$0] ?? LocalText(zh: $0.rawValue, en: $0.rawValue) }
        var zh = ["【\(task.priority.rawValue)】\(event?.zh ?? "任务")：\(task.category.name)", "案卷 \(task.caseID.text)"]
        var en = [
            "[\(task.priority.rawValue)] \(event?.en ?? "task"): \(task.category.name)", "case \(task.caseID.text)",
        ]
        if let address = task.location?.address {
            zh.append("地点 \(address)")
            en.append("at \(address)")
        }
        if let text = task.text {
            zh.append(text)
            en.append(text)
        }
        if let reason = task.reason {
            zh.append("原因 \(reason)")
            en.append("reason \(reason)")
        }
        if let due = task.acknowledgeBy, task.state == .sent {
            zh.append("签收时限 \(LocalTimeText.minute(due, zone))")
            en.append("accept by \(LocalTimeText.minute(due, zone))")
        }
        if let due = task.dueAt {
            zh.append("处置时限 \(LocalTimeText.minute(due, zone))")
            en.append("due \(LocalTimeText.minute(due, zone))")
        }
        return LocalText(zh: zh.joined(separator: "\n"), en: en.joined(separator: "\n"))
    }

    private static let names: [TaskEventKind: LocalText] = [
        .dispatched: LocalText(zh: "派单", en: "dispatched"),
        .redispatched: LocalText(zh: "再次派单", en: "dispatched again"),
        .revoked: LocalText(zh: "撤回", en: "revoked"), .reopened: LocalText(zh: "返工", en: "rework"),
        .urged: LocalText(zh: "催办", en: "urged"), .supervised: LocalText(zh: "督办", en: "supervised"),
        .changed: LocalText(zh: "变更", en: "changed"), .closed: LocalText(zh: "结案", en: "closed"),
        .refused: LocalText(zh: "反馈未被接受", en: "feedback not allowed"),
    ]
}
