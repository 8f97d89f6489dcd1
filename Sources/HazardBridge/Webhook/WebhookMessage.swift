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
