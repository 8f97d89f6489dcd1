internal import HazardCore
internal import JSONText

/// Writes the `arguments` of a command.
enum CommandActionText {
    static func write(_ action: CommandAction, zone: ZoneOffset, to writer: inout JSONWriter) {
        switch action {
        case .classify(let category, let condition):
            writer.field("category", category)
            writer.optional("condition", condition)
        case .dispatch(let roles): write(roles, to: &writer)
        case .waive(let departments): write(departments.map { DepartmentRole($0, .co) }, to: &writer)
        case .suspend(let until): writer.optional("until", until, zone)
        case .approve(let choice), .refuse(let choice):
            writer.field("request", choice.request)
            write(choice.departments.map { DepartmentRole($0, .co) }, to: &writer)
            writer.optional("until", choice.until, zone)
        case .verify(let result): writer.field("result", result)
        case .close(let code), .forceClose(let code): writer.optional("code", code)
        case .merge(let id): writer.field("into", id.text)
        case .split(let reports), .reveal(let reports): writer.optional("reports", reports)
        case .link(let id, let kind):
            writer.field("into", id.text)
            writer.field("kind", kind.word)
        case .erase(let order):
            writer.optional("report_id", order.report)
            writer.optional("account", order.account)
        case .grant(let order):
            writer.field("rule", order.rule)
            writer.optional("report_id", order.report)
            writer.optional("amount", order.amount.map { Int64($0) })
        case .claim(let entry), .clawBack(let entry): writer.field("entry_id", entry)
        case .ledger(let question): write(question, zone: zone, to: &writer)
        case .rewardSettled(let answer): write(answer, zone: zone, to: &writer)
        case .urge, .supervise, .escalate, .resume, .cancel, .reject, .reopen: break
        }
    }

    private static func write(_ roles: [DepartmentRole], to writer: inout JSONWriter) {
        guard !roles.isEmpty else { return }
        writer.list("departments", roles) { writer, entry in
            writer.beginObject()
            writer.field("department", entry.department)
            writer.field("role", entry.role)
            writer.endObject()
        }
    }

    private static func write(_ question: LedgerQuestion, zone: ZoneOffset, to writer: inout JSONWriter) {
        guard case .grant(let request) = question else {
            writer.field("entry_id", question.entryID)
            writer.field("programme", question.programme)
            if case .clawBack(_, _, let reason) = question { writer.optional("reason", reason) }
            return
        }
        writer.optional("category", request.category)
        writer.field("kind", request.kind)
        writer.field("entry_id", request.entryID)
        writer.field("programme", request.programme)
        writer.field("account", request.account)
        writer.optional("report_id", request.reportID)
        writer.field("rule", request.rule)
        writer.field("amount", request.amount)
        writer.field("unit", request.unit)
        writer.optional("reason", request.reason)
        writer.optional("place", request.place)
        writer.optional("received_at", request.receivedAt, zone)
        if request.isByHand { writer.field("by_hand", true) }
    }

    private static func write(_ answer: LedgerAnswer, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.field("entry_id", answer.entryID)
        writer.optional("amount", answer.amount.map { Int64($0) })
        writer.optional("unit", answer.unit)
        writer.field("state", answer.state)
        writer.optional("reason", answer.reason)
        writer.optional("claim_until", answer.claimUntil, zone)
        writer.optional("claimed_at", answer.claimedAt, zone)
        writer.optional("entry_version", answer.version.map { Int64($0) })
    }
}
