internal import HTTP
internal import Digest
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import JSONText

/// How the outcome of a message is answered: 200 with the case, or 409 with the refusal and what is allowed instead.
struct MessageAnswers {
    let context: APIContext
    let message: CaseMessages.Outgoing
    let caller: Caller

    /// The answer to a verdict, nil while there is none; the case's history knows the verdict on a repeat.
    func answer(_ verdict: CaseVerdict?, _ body: [UInt8]) throws(Problem) -> HTTPResponse? {
        switch verdict {
        case .applied: return try shown(body)
        case .refused(let refusal): throw refused(refusal.reason, allowed: refusal.allowed)
        case .recorded: throw older(try StoredCases.decode(body, context))
        case .full:
            throw refused(
                RefusalCode.historyFull.rawValue, "the case cannot remember more: a supervisor can still close it",
                allowed: [])
        case .repeated, nil: return try remembered(in: body)
        }
    }

    /// The answer that the case's history holds; nil when it does not know the message.
    func remembered(in body: [UInt8]) throws(Problem) -> HTTPResponse? {
        let value = try StoredCases.decode(body, context)
        guard let event = value.memory(of: message.cause) else { return nil }
        if isOther(event) { throw reused(event, value) }
        switch event.detail {
        case .refused(_, let reason): throw refused(reason, allowed: message.allowed(value))
        case .outOfOrder: throw older(value)
        // Refused before refusals were kept as values: the code and the sentence as they were written.
        case .written(let code, let note) where event.kind == .refused:
            throw refused(
                code ?? RefusalCode.moveNotAllowed.rawValue, note ?? "it was refused", allowed: message.allowed(value))
        default: return try shown(body)
        }
    }

    /// Throws a 409 when the case remembers another message under this id.
    func checkMemory(of body: [UInt8]) throws(Problem) {
        let value = try StoredCases.decode(body, context)
        guard let event = value.memory(of: message.cause), isOther(event) else { return }
        throw reused(event, value)
    }

    /// Whether the id was given to a message with other content.
    private func isOther(_ event: CaseEvent) -> Bool { KeyedHash.differ(event.cause?.hash, message.cause.hash) }

    private func reused(_ event: CaseEvent, _ value: Case) -> Problem {
        refused(
            RejectionReason.idReused.rawValue,
            "\(message.idField) \(message.id) was used before for another message (\(event.kind.word)), so this one would have no "
                + "effect: give every message an id of its own", allowed: message.allowed(value))
    }

    private func shown(_ body: [UInt8]) throws(Problem) -> HTTPResponse {
        var answer = HTTPResponse.json(try CaseView.bytes(body, for: caller, context))
        // A client that let the server choose the id learns it here too.
        answer.headers["Hazard-Message-Id"] = message.id
        if let notChecked = message.notChecked { answer.headers["Hazard-Not-Checked"] = notChecked }
        return answer
    }

    private func older(_ value: Case) -> Problem {
        refused(
            "older-seq", "its seq is lower than one of this department seen before: recorded, not applied",
            allowed: message.allowed(value))
    }

    private func refused(_ reason: RefusalReason, allowed: [String]) -> Problem {
        refused(reason.code.rawValue, CaseWords.onTheWire.refusal(reason), allowed: allowed)
    }

    private func refused(_ code: String, _ reason: String, allowed: [String]) -> Problem {
        Problem(
            409, code, reason,
            more: [
                .init("code", .string(code)), .init("allowed", .array(allowed.map { .string($0) })),
                .init(message.idField.description, .string(message.id)),
            ])
    }
}
