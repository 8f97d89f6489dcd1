internal import Credentials
internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `POST /v1/cases/{case_id}/feedback` and `…/commands`: checks a message, appends it to the log, and waits for its
/// outcome when the request says so.
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
        /// The moves that its sender may make on a case, for the answer to a refused message.
        var allowed: (Case) -> [String]
        /// What could not be checked here.
        var notChecked: LocalText?
        /// For an erasure: when the last record that it cannot reach has left the log.
        var goneBy: Instant?
        var warnings: WireProblems
    }

    func feedback(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        let id = try cases.caseID(of: request)
        let own: [JSONValue.Member] =
            caller.department.map { department in
                [
                    .init("department", .string(department)),
                    .init("actor", .object([.init("role", .string("department"))])),
                ]
            } ?? []
        let body = try MessageBody(
            request.body, idField: "event_id", caseID: id, at: now, more: own, verifier: caller.name)
        var feedback: Feedback
        var warnings = WireProblems()
        do throws(Rejection) {
            feedback = try FeedbackCodec.decode(body.bytes, warning: &warnings)
        } catch {
            throw .invalid(ProblemList(FeedbackCodec.problems(of: body.bytes)))
        }
        feedback.rename(by: context.policy)
        try MessageRights.check(feedback, by: caller)
        feedback.hash = try? context.hashes?.text(of: MessageContent.bytes(of: feedback))
        if let department = feedback.department, context.policy.departments[department] == nil {
            throw .invalid([.unknownDepartment])
        }
        guard !feedback.isEmptyNote else {
            throw .invalid(
                "note", LocalText(zh: "备注没有内容", en: "a note without words says nothing"),
                hint: LocalText(zh: "请写 note，或附 media", en: "send note, or media"))
        }
        let message = Outgoing(
            topic: context.topics.feedback, caseID: id, idField: "event_id", id: feedback.eventID,
            cause: feedback.cause, value: body.bytes,
            allowed: { [feedback] in CaseMoves.allowed(to: feedback, on: $0, at: context.now()) }, warnings: warnings)
        return try send(message, request, caller)
    }

    func command(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        let id = try cases.caseID(of: request)
        let own: [JSONValue.Member] =
            caller.name.map { [.init("operator", .string($0)), .init("role", .string(caller.role.rawValue))] } ?? []
        let body = try MessageBody(request.body, idField: "command_id", caseID: id, at: now, more: own)
        var command: Command
        var warnings = WireProblems()
        do throws(Rejection) {
            command = try CommandCodec.decode(body.bytes, warning: &warnings).command
        } catch {
            throw .invalid(ProblemList(CommandCodec.problems(of: body.bytes)))
        }
        try MessageRights.check(command, by: caller)
        command.hash = try? context.hashes?.text(of: MessageContent.bytes(of: command))
        let notChecked = try LinkedCaseCheck(context: context, cases: cases).notChecked(of: command)
        var message = Outgoing(
            topic: context.topics.commands, caseID: id, idField: "command_id", id: command.commandID,
            cause: command.cause, value: body.bytes,
            allowed: { [role = command.role] in CaseMoves.allowed(to: role, on: $0, at: context.now()) },
            notChecked: notChecked, warnings: warnings)
        if command.kind == .erase { message.goneBy = context.now().adding(context.limits.rawRetention) }
        return try send(message, request, caller)
    }

    // MARK: - Sending

    private func send(
        _ message: Outgoing, _ request: RoutedRequest, _ caller: Caller
    ) throws(Problem) -> HTTPResponse {
        var query = request.query
        let wait = query.duration("wait", most: context.limits.wait)
        try query.finish()
        let stored = try cases.body(of: message.caseID)
        if let stored, stored == nil { throw StoredCases.unknown(message.caseID) }
        let trace = TraceParent.header(of: request)
        guard let wait else {
            if case .some(.some(let body)) = stored {
                try MessageAnswers(context: context, message: message, caller: caller).checkID(in: body)
            }
            try append(message, trace, for: caller)
            return accepted(message, request.language)
        }
        guard case .some(.some(let body)) = stored else { throw cases.elsewhere(message.caseID) }
        let answers = MessageAnswers(context: context, message: message, caller: caller)
        var answer = try answers.recorded(in: body)
        if answer == nil { answer = try appendAndWait(message, trace, for: caller, atMost: wait, answers) }
        guard let answer else { return accepted(message, request.language) }
        request.reads.note(case: message.caseID.text)
        return answer
    }

    /// Begins to wait before the message is in the log, and answers with its outcome; nil when there is none in time.
    ///
    /// Without an outcome the message stays in the log. The same message sent again is answered with its outcome.
    private func appendAndWait(
        _ message: Outgoing, _ trace: Header?, for caller: Caller, atMost limit: Duration, _ answers: MessageAnswers
    ) throws(Problem) -> HTTPResponse? {
        guard let waiter = context.hub.expect(message.cause, of: message.caseID, most: context.limits.waiters) else {
            try append(message, trace, for: caller)
            return nil
        }
        defer { context.hub.forget(waiter) }
        try append(message, trace, for: caller)
        let outcome = waiter.wait(atMost: limit)
        let body: [UInt8]?
        if let change = outcome?.change {
            body = change.body
        } else {
            // A repeat changes no case, and a lane that recovers publishes nothing: the store has the outcome.
            body = try cases.body(of: message.caseID) ?? nil
        }
        guard let body else { return nil }
        return try answers.answer(outcome?.verdict, body)
    }

    private func append(_ message: Outgoing, _ trace: Header?, for caller: Caller) throws(Problem) {
        let headers = (trace.map { [$0] } ?? []) + (try context.signature(of: message.value, for: caller))
        let record = NewRecord(
            topic: message.topic, partition: message.caseID.shard, key: Array(message.caseID.text.utf8),
            value: message.value, headers: headers)
        try context.posts.append([record], logging: "message-not-taken", context)
    }

    private func accepted(_ message: Outgoing, _ language: Language) -> HTTPResponse {
        .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.field(message.idField, message.id)
                if let goneBy = message.goneBy { writer.field("gone_by", TimeText.text(goneBy, context.zone)) }
                if let notChecked = message.notChecked { writer.field("not_checked", notChecked[language]) }
                ProblemList(message.warnings).writeWarnings(to: &writer, language)
                writer.endObject()
            }, status: 202)
    }

    private var now: String { TimeText.text(context.now(), context.zone) }
}

extension Feedback {
    /// A note without content. A lane takes one from the topic; over HTTP its sender gets a problem.
    fileprivate var isEmptyNote: Bool {
        kind == .note && note == nil && text == nil && reason == nil && media.isEmpty
    }
}
