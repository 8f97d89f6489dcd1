internal import HTTP
internal import Digest
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import JSONText
internal import Wording

/// Answers with the outcome of a message: 200 with the case, or 409 with the refusal and the allowed moves.
struct MessageAnswers {
    let context: APIContext
    let message: CaseMessages.Outgoing
    let caller: Caller

    /// The answer to a verdict; nil while there is none. For a repeat the case's history has the verdict.
    ///
    /// - Throws: A 409 for a message that was not applied.
    func answer(_ verdict: CaseVerdict?, _ body: [UInt8]) throws(Problem) -> HTTPResponse? {
        switch verdict {
        case .applied: return try shown(body)
        case .refused(let refusal): throw refused(refusal.reason, allowed: refusal.allowed)
        case .recorded: throw older(try StoredCases.decode(body, context))
        case .full:
            throw refused(
                RefusalCode.historyFull.rawValue,
                LocalText(
                    zh: "案卷的记录已满：只有督导可以结案", en: "the case's history is full: a supervisor can still close it"),
                allowed: [])
        case .repeated, nil: return try recorded(in: body)
        }
    }

    /// The answer by the case's history; nil when the history has no entry of the message.
    ///
    /// - Throws: A 409 when the message was refused, or its id belongs to another message.
    func recorded(in body: [UInt8]) throws(Problem) -> HTTPResponse? {
        let value = try StoredCases.decode(body, context)
        guard let event = value.memory(of: message.cause) else { return nil }
        if isOther(event) { throw reused(event, value) }
        switch event.detail {
        case .refused(_, let reason): throw refused(reason, allowed: message.allowed(value))
        case .outOfOrder: throw older(value)
        // Refused before refusals were kept as values: the code and the sentence as they were written.
        case .written(let code, let note) where event.kind == .refused:
            throw refused(
                code ?? RefusalCode.moveNotAllowed.rawValue,
                note.map { LocalText(zh: $0, en: $0) } ?? LocalText(zh: "已被拒绝", en: "it was refused"),
                allowed: message.allowed(value))
        default: return try shown(body)
        }
    }

    /// - Throws: A 409 when the case's history has another message under this id.
    func checkID(in body: [UInt8]) throws(Problem) {
        let value = try StoredCases.decode(body, context)
        guard let event = value.memory(of: message.cause), isOther(event) else { return }
        throw reused(event, value)
    }

    /// Whether the id was given to a message with other content.
    private func isOther(_ event: CaseEvent) -> Bool { KeyedHash.differ(event.cause?.hash, message.cause.hash) }

    private func reused(_ event: CaseEvent, _ value: Case) -> Problem {
        refused(
            RejectionReason.idReused.rawValue,
            LocalText(
                zh: "\(message.idField) \(message.id) 已用于另一条消息（\(CaseWords(language: .zh).kind(event.kind))），"
                    + "这一条不会生效：请给每条消息各自的编号",
                en:
                    "\(message.idField) \(message.id) was used before for another message (\(event.kind.word)), so this one would "
                    + "have no effect: give every message an id of its own"), allowed: message.allowed(value))
    }

    private func shown(_ body: [UInt8]) throws(Problem) -> HTTPResponse {
        var answer = HTTPResponse.json(try CaseView.bytes(body, for: caller, context))
        // A client that let the server choose the id reads it here.
        answer.headers["Hazard-Message-Id"] = message.id
        if let goneBy = message.goneBy { answer.headers["Hazard-Gone-By"] = TimeText.text(goneBy, context.zone) }
        // Header values are ASCII.
        if let notChecked = message.notChecked { answer.headers["Hazard-Not-Checked"] = notChecked[.en] }
        return answer
    }

    private func older(_ value: Case) -> Problem {
        refused(
            "older-seq",
            LocalText(
                zh: "seq 低于该部门已用的序号：已记录，未执行",
                en: "its seq is lower than one of this department seen before: recorded, not applied"),
            allowed: message.allowed(value))
    }

    private func refused(_ reason: RefusalReason, allowed: [String]) -> Problem {
        let names = PolicyNames(context.policy)
        return refused(
            reason.code.rawValue,
            LocalText(
                zh: CaseWords(language: .zh, names: names).refusal(reason), en: CaseWords.onTheWire.refusal(reason)),
            allowed: allowed)
    }

    private func refused(_ code: String, _ reason: LocalText, allowed: [String]) -> Problem {
        Problem(
            409, code, reason,
            more: [
                .init("code", .string(code)), .init("allowed", .array(allowed.map { .string($0) })),
                .init(message.idField.description, .string(message.id)),
            ])
    }
}
