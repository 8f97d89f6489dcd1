import CommandArguments
import HTTP
import HazardCore
import HazardWire
import JSONText

/// The user pressed Ctrl-C during the demo.
struct DemoStopped: Error {}

/// The speed of the demo.
struct DemoPace {
    let speed: Double
    let stop: StopSignal

    /// Pauses for so many seconds at speed 1, so that people can read.
    ///
    /// - Throws: `DemoStopped` when a stop is requested.
    func rest(_ seconds: Double) throws(DemoStopped) {
        guard !stop.pause(seconds: speed.isInfinite ? 0 : seconds / speed) else { throw DemoStopped() }
    }
}

/// What the scenes of the demo use: explain, send messages through the API, and check the results.
final class DemoStage {
    let server: Server
    let watch: DemoWatch
    let notices: DemoNotices
    let words: AnswerWords
    private let pace: DemoPace
    private var outcomes: [(what: String, isRight: Bool)] = []
    private var messages = 0

    init(server: Server, watch: DemoWatch, notices: DemoNotices, words: AnswerWords, pace: DemoPace) {
        self.server = server
        self.watch = watch
        self.notices = notices
        self.words = words
        self.pace = pace
    }

    // MARK: - Output

    /// Prints what happens next, with a short pause for reading.
    func narrate(_ zh: String, _ en: String) throws {
        try pace.rest(0.4)
        Terminal.print("\n▶ " + words(zh, en))
        try pace.rest(0.4)
    }

    /// Records whether a result is as expected.
    func expect(_ zh: String, _ en: String, _ isRight: Bool) {
        outcomes.append((words(zh, en), isRight))
        if !isRight { Terminal.print("  ✗ " + words("不符预期：", "not as expected: ") + words(zh, en)) }
    }

    // MARK: - Sending

    /// A report as a gateway sends it. Adds the fields that every report has.
    func text(of id: String, _ fields: [JSONValue.Member]) -> [UInt8] {
        var members: [JSONValue.Member] = [.init("schema_version", .int(1)), .init("report_id", .string(id))]
        if !fields.contains(where: { $0.key == "reported_at" }) {
            members.append(.init("reported_at", .string(server.zone.now)))
        }
        return JSONValue.object(members + fields).bytes
    }

    /// Posts a report.
    ///
    /// - Throws: `Refusal` when the server answers with another status.
    func post(_ body: [UInt8], status: Int = 202) throws -> JSONValue {
        let response = try server.post("/v1/reports", body)
        guard response.status.code == status else { throw Refusal(response, from: server) }
        return try server.read(response.body)
    }

    /// Posts a report and waits for the case that it opens.
    func report(_ id: String, _ fields: [JSONValue.Member]) throws -> JSONValue {
        _ = try post(text(of: id, fields))
        return try found(id)
    }

    /// The case of a report, as soon as it has at least that version.
    func found(_ id: String, version: Int64 = 1) throws -> JSONValue {
        guard let value = watch.find(report: id, version: version) else {
            throw CommandFault(
                .failed, zh: "15 秒内数据流没有送来上报 \(id) 的案卷",
                en: "the stream did not send the case of report \(id) within 15 s")
        }
        return value
    }

    /// Sends feedback of a department. Returns the changed case, or nil when the feedback is refused.
    @discardableResult
    func feedback(
        _ id: String, _ department: String, _ kind: String, _ fields: [JSONValue.Member] = []
    ) throws -> JSONValue? {
        try send(
            about: id, to: "feedback",
            [
                .init("department", .string(department)), .init("kind", .string(kind)),
                .init("actor", .object([.init("role", .string("department"))])),
            ] + fields, id: "event_id")
    }

    /// Sends an operator's command. Returns the changed case, or nil when the command is refused.
    @discardableResult
    func command(
        _ id: String, _ kind: String, role: String = "operator", reason: String? = nil,
        _ arguments: [JSONValue.Member] = []
    ) throws -> JSONValue? {
        var members: [JSONValue.Member] = [
            .init("operator", .string("demo")), .init("role", .string(role)), .init("kind", .string(kind)),
            .init("arguments", .object(arguments)),
        ]
        members.add("reason", reason)
        return try send(about: id, to: "commands", members, id: "command_id")
    }

    private func send(
        about report: String, to part: String, _ fields: [JSONValue.Member], id: String
    ) throws -> JSONValue? {
        try pace.rest(0.2)
        messages += 1
        let caseID = try found(report)["case_id"]?.string ?? ""
        let members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init(id, .string("demo-\(messages)")),
            .init("at", .string(server.zone.now)),
        ]
        let response = try server.post(
            "/v1/cases/\(HTTPClient.encode(caseID))/\(part)?wait=10", JSONValue.object(members + fields).bytes, wait: 10
        )
        switch response.status.code {
        case 200:
            let value = try server.read(response.body)
            return try found(report, version: value["version"]?.int ?? 1)
        case 409:
            let refusal = Refusal(response, from: server)
            Terminal.print("  ✋ \(refusal)")
            return nil
        default: throw Refusal(response, from: server)
        }
    }

    // MARK: - Whole cases

    /// Every department with an open task accepts and resolves it.
    func work(_ id: String, result: String = "solved", photo: Bool = false) throws {
        let media: [JSONValue.Member] = photo ? [.init("media", [["ref": "photo/after.jpg"]])] : []
        let tasks = try found(id)["tasks"]?.array ?? []
        for task in tasks {
            guard let name = task["department"]?.string, name != Department.triageID,
                let state = task["state"]?.string.flatMap(TaskState.init), state.isAlive
            else { continue }
            if state == .sent { try feedback(id, name, "accept") }
            try feedback(id, name, "resolve", [.init("result", .string(result))] + media)
        }
    }

    /// Every department resolves its task, then an operator verifies that the hazard is gone.
    @discardableResult
    func finish(_ id: String, result: String = "solved", photo: Bool = false) throws -> JSONValue? {
        try work(id, result: result, photo: photo)
        return try command(id, "verify", [.init("result", "pass")])
    }

    /// Checks that the ledger has granted the reporter exactly these rewards.
    func expectRewards(_ zh: String, _ en: String, _ id: String, _ amounts: [String: Int64]) {
        func granted(_ value: JSONValue) -> [String: Int64] {
            var all: [String: Int64] = [:]
            for reward in value["rewards"]?.array ?? [] where reward["report_id"]?.string == id {
                if let rule = reward["rule"]?.string, reward["state"] == "granted" { all[rule] = reward["amount"]?.int }
            }
            return all
        }
        expect(zh, en, watch.find(report: id, where: { granted($0) == amounts }) != nil)
    }

    /// Checks that the reporter received that notice.
    func expectNotice(
        _ zh: String, _ en: String, _ id: String, _ kind: NoticeKind, number: String? = nil
    ) {
        expect(zh, en, notices.find(id, kind) { number == nil || $0.arguments["number"] == number })
    }

    // MARK: - The end

    /// Prints every check with its result. Returns whether all were as expected.
    func summary() -> Bool {
        let wrong = outcomes.filter { !$0.isRight }
        Terminal.print("\n" + words("结果：", "Results:"))
        for outcome in outcomes { Terminal.print("  \(outcome.isRight ? "✓" : "✗") \(outcome.what)") }
        Terminal.print(
            wrong.isEmpty
                ? words("全部 \(outcomes.count) 项符合预期。", "All \(outcomes.count) checks passed.")
                : words("\(wrong.count) 项不符预期。", "\(wrong.count) checks failed."))
        return wrong.isEmpty
    }

    /// Prints what to try while the server is running.
    func printSuggestions(_ url: String) {
        let id = watch.find(report: DemoBridge.reportID, seconds: 0)?["case_id"]?.string ?? "CASE"
        // The program's name as it was called, so that the lines can be copied and run.
        let program = CommandLine.arguments.first ?? "hazard"
        Terminal.print(
            """

            \(words("服务仍在运行，可以试试：", "The server is still running. Try:"))
              \(words("案卷一览（浏览器）", "board, in a browser"))  \(url)/
              \(program) case show \(id) --server \(url)
              \(program) case list --state dispatched --server \(url)
              \(program) tail --server \(url)
              \(program) report --programme jianyang.sentinel --category T02 --text "…" --server \(url)
              \(program) dead-letters list --server \(url)
              curl -s \(url)/v1/departments/traffic-police/tasks
            \(words("Ctrl-C 结束。", "Ctrl-C ends it."))
            """)
    }
}
