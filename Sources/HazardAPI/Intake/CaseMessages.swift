internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry

/// `POST /v1/cases/{case_id}/feedback` and `…/commands`: checks a message, puts it into the log, and waits for its outcome
/// when asked to.
struct CaseMessages: Sendable {
    let context: APIContext
    let cases: StoredCases

    /// A message ready for the log.
    struct Outgoing {
        var topic: String
        var caseID: CaseID
        var idField: StaticString
        var id: String
        var cause: Cause
        var value: [UInt8]
        /// What its sender could do instead, should it be refused.
        var allowed: (Case) -> [String]
        /// What could not be checked here, in words.
        var notChecked: String?
    }

    func feedback(_ request: HTTPRequest, _ text: String, _ caller: Caller) throws(Problem) -> HTTPResponse {
        let id = try cases.caseID(text)
        let own: [JSONValue.Member] =
            caller.department.map { department in
                [
                    .init("department", .string(department)),
                    .init("actor", .object([.init("role", .string("department"))])),
                ]
            } ?? []
        let body = try MessageBody(request.body, idField: "event_id", caseID: id, at: now, more: own)
        var feedback: Feedback
        do throws(Rejection) {
            feedback = try FeedbackCodec.decode(body.bytes)
        } catch {
            throw .invalid(FeedbackCodec.problems(of: body.bytes))
        }
        try MessageRights.check(feedback, by: caller)
        feedback.hash = try? context.hashes?.text(of: MessageContent.bytes(of: feedback))
        if let department = feedback.department, context.policy.departments[department] == nil {
            throw .invalid(
                "department", "no department of this id is configured", hint: "send an id of departments.yaml")
        }
        guard !feedback.saysNothing else {
            throw .invalid("note", "a note without words says nothing", hint: "send note, or media")
        }
        let message = Outgoing(
            topic: context.topics.feedback, caseID: id, idField: "event_id", id: feedback.eventID,
            cause: feedback.cause,
            value: body.bytes, allowed: { [feedback] in CaseMoves.allowed(to: feedback, on: $0, at: context.now()) })
        return try send(message, request, caller)
    }

    func command(_ request: HTTPRequest, _ text: String, _ caller: Caller) throws(Problem) -> HTTPResponse {
        let id = try cases.caseID(text)
        let own: [JSONValue.Member] =
            caller.name.map { [.init("operator", .string($0)), .init("role", .string(caller.role.rawValue))] } ?? []
        let body = try MessageBody(request.body, idField: "command_id", caseID: id, at: now, more: own)
        var command: Command
        do throws(Rejection) {
            command = try CommandCodec.decode(body.bytes).command
        } catch {
            throw .invalid(CommandCodec.problems(of: body.bytes))
        }
        try MessageRights.check(command, by: caller)
        command.hash = try? context.hashes?.text(of: MessageContent.bytes(of: command))
        let notChecked = try LinkedCaseCheck(context: context, cases: cases).notChecked(of: command)
        let message = Outgoing(
            topic: context.topics.commands, caseID: id, idField: "command_id", id: command.commandID,
            cause: command.cause, value: body.bytes,
            allowed: { [role = command.role] in CaseMoves.allowed(to: role, on: $0, at: context.now()) },
            notChecked: notChecked)
        return try send(message, request, caller)
    }

    // MARK: - Sending

    private func send(_ message: Outgoing, _ request: HTTPRequest, _ caller: Caller) throws(Problem) -> HTTPResponse {
        var query = QueryFields(request.query, known: ["wait"])
        let wait = query.seconds("wait", most: context.limits.wait)
        try query.finish()
        let stored = try cases.body(of: message.caseID)
        if let stored, stored == nil { throw StoredCases.unknown(message.caseID) }
        let trace = TraceParent.header(of: request)
        guard let wait else {
            if case .some(.some(let body)) = stored {
                try MessageAnswers(context: context, message: message, caller: caller).checkMemory(of: body)
            }
            try append(message, trace)
            return Self.accepted(message)
        }
        guard case .some(.some(let body)) = stored else { throw cases.elsewhere(message.caseID) }
        return try sendAndWait(message, trace, seconds: wait, known: body, caller)
    }

    /// Waits from before the message is in the log until its outcome is known; without one in time the message stands
    /// all the same, and sent again it answers with its outcome.
    private func sendAndWait(
        _ message: Outgoing, _ trace: Header?, seconds: Double, known: [UInt8], _ caller: Caller
    ) throws(Problem) -> HTTPResponse {
        let answers = MessageAnswers(context: context, message: message, caller: caller)
        if let answer = try answers.remembered(in: known) { return answer }
        guard let waiter = context.hub.expect(message.cause, of: message.caseID, most: context.limits.waiters) else {
            try append(message, trace)
            return Self.accepted(message)
        }
        defer { context.hub.forget(waiter) }
        try append(message, trace)
        let outcome = waiter.wait(seconds: seconds)
        let body: [UInt8]?
        if let change = outcome?.change {
            body = change.body
        } else {
            // A repeat changes nothing, and a lane that recovers tells nobody: the store knows.
            body = try cases.body(of: message.caseID) ?? nil
        }
        if let body, let answer = try answers.answer(outcome?.verdict, body) { return answer }
        return Self.accepted(message)
    }

    private func append(_ message: Outgoing, _ trace: Header?) throws(Problem) {
        do throws(LogFailure) {
            _ = try context.log.append([
                NewRecord(
                    topic: message.topic, partition: message.caseID.shard, key: Array(message.caseID.text.utf8),
                    value: message.value, headers: trace.map { [$0] } ?? [])
            ])
        } catch {
            context.logger.error("message-not-taken", ["reason": .string(error.description)])
            throw .logUnavailable(error)
        }
    }

    private static func accepted(_ message: Outgoing) -> HTTPResponse {
        .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.field(message.idField, message.id)
                if let notChecked = message.notChecked { writer.field("not_checked", notChecked) }
                writer.endObject()
            }, status: 202)
    }

    private var now: String { TimeText.text(context.now(), context.zone) }
}

extension Feedback {
    /// A note with nothing in it; on the topic it is kept as it came, here its sender can be told.
    fileprivate var saysNothing: Bool {
        kind == .note && note == nil && text == nil && reason == nil && media.isEmpty
    }
}
