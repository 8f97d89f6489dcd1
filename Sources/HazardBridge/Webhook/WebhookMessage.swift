internal import HazardConfig
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Wording

/// One record as a webhook carries it. It has nothing of a reporter: tasks never do, and a notice loses its conversation.
struct WebhookMessage {
    /// The same for each attempt.
    let id: String
    /// The record's `event`, or the `kind` of a notice.
    let kind: String
    /// For log lines.
    let caseID: String?
    /// The record as JSON.
    let record: [UInt8]
    /// What a chat robot says, in both languages.
    let text: LocalText
    /// The values of a template by name.
    let values: [String: String]

    /// A record of a department's queue; nil when it cannot be read.
    init?(task record: Record, zone: ZoneOffset) {
        guard let value = record.value, let task = try? TaskCodec.decode(value) else { return nil }
        id = task.eventID
        kind = task.event?.rawValue ?? ""
        caseID = task.caseID.text
        self.record = value
        text = WebhookText.of(task, zone: zone)
        func time(_ instant: Instant?) -> String? { instant.map { TimeText.text($0, zone) } }
        let optional: [String: String?] = [
            "event": task.event?.rawValue, "event_id": task.eventID, "case_id": task.caseID.text,
            "task_id": task.taskID, "version": String(task.version), "department": task.department,
            "role": task.role.rawValue, "state": task.state.rawValue, "programme": task.programme,
            "category": task.category.name, "category_code": task.category.code, "condition": task.condition,
            "priority": task.priority.rawValue, "text": task.text, "address": task.location?.address,
            "district": task.location?.district, "opened_at": time(task.openedAt),
            "ack_by": time(task.acknowledgeBy), "due_at": time(task.dueAt), "reason": task.reason,
        ]
        values = optional.compactMapValues { $0 }
    }

    /// A notice; nil when it cannot be read.
    init?(notice record: Record, zone: ZoneOffset) {
        guard let value = record.value, let notice = try? NoticeCodec.decode(value),
            case .object(let members)? = try? JSONValue(reading: value)
        else { return nil }
        id = notice.eventID
        kind = notice.kind.rawValue
        caseID = notice.caseID?.text
        // The conversation belongs to a person: it stays with the gateway that has it.
        self.record = JSONValue.object(members.filter { $0.key != "thread_id" }).bytes
        text = notice.text
        let optional: [String: String?] = [
            "kind": notice.kind.rawValue, "event_id": notice.eventID, "report_id": notice.reportID,
            "case_id": notice.caseID?.text, "programme": notice.programme, "channel": notice.channel.rawValue,
            "text": notice.text.zh, "text_en": notice.text.en, "at": TimeText.text(notice.at, zone),
        ]
        values = optional.compactMapValues { $0 }
    }
}

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
            zh.append("签收时限 \(TimeText.text(due, zone))")
            en.append("accept by \(TimeText.text(due, zone))")
        }
        if let due = task.dueAt {
            zh.append("处置时限 \(TimeText.text(due, zone))")
            en.append("due \(TimeText.text(due, zone))")
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
