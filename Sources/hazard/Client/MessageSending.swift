import CommandArguments
import Foundation
import HTTP
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// Sends feedback or a command about a case and prints the result.
struct MessageSending {
    static let options = [
        Option(
            "id", .value("ID"),
            summary: LocalText(zh: "消息编号，默认自动生成；同一编号重发无害", en: "id of the message, made when absent")),
        Option(
            "wait", .value("SECONDS"),
            summary: LocalText(
                zh: "等待结果的秒数，0 至 30，默认 5；0 不等待",
                en: "wait so long for the outcome, 0 to 30, 5 by default; 0: not at all")),
        .json,
    ]

    let server: Server
    private let wait: Double
    private let isJSON: Bool
    private let words: AnswerWords
    private let fields: FieldOptions

    /// `fields` maps each field of the message to the option it came from.
    init(_ arguments: Arguments, fields: FieldOptions) throws {
        server = try Server(arguments)
        wait = try MessageSending.seconds(arguments) ?? 5
        isJSON = arguments.flag("json")
        words = server.words
        self.fields = fields
    }

    /// The value of `--wait` in seconds. A server waits at most `api.limits.wait`, by default 30 seconds.
    static func seconds(_ arguments: Arguments) throws -> Double? {
        guard let text = arguments.value("wait") else { return nil }
        guard let wait = Double(text), (0...30).contains(wait) else {
            throw CommandFault(
                .usage, zh: "--wait 应为 0 至 30 的秒数，不能是“\(text)”",
                en: "--wait must be seconds from 0 to 30, not \"\(text)\"")
        }
        return wait
    }

    /// Posts the message to its case. A refused message gives exit code 1.
    func send(_ message: [JSONValue.Member], about id: String, to part: String) throws -> ExitCode {
        let target =
            "/v1/cases/\(HTTPClient.encode(id))/\(part)" + (wait > 0 ? "?wait=\(wait)" : "")
        let response = try server.post(target, JSONValue.object(message).bytes, wait: wait)
        switch response.status.code {
        case 200: show(try server.read(response.body), after: message)
        case 202: accepted(try server.read(response.body))
        default:
            let refusal = Refusal(response, from: server, fields)
            guard isJSON, refusal.isOurs, let problem = refusal.problem else { throw refusal }
            Terminal.print(bytes: problem.bytes)
            return refusal.exitCode
        }
        return .done
    }

    private func show(_ value: JSONValue, after message: [JSONValue.Member]) {
        if isJSON { return Terminal.print(bytes: value.bytes) }
        // The roles are shown because a return can change the leading department.
        let tasks = (value["tasks"]?.array ?? []).map { task in
            words.department(task["department"]?.string ?? "?") + words("（", " (")
                + words.role(task["role"]?.string ?? "") + words("）", ") ") + words.task(task["state"]?.string ?? "?")
        }
        Terminal.print(
            "\(value["case_id"]?.line ?? "?")  \(words.state(value["state"]?.string ?? "?"))  "
                + tasks.joined(separator: words("、", ", ")))
        Outcome(value: value, words: words, zone: server.zone).lines(after: message).forEach {
            Terminal.print("  " + $0)
        }
    }

    /// The results of a message beside states: a case that was split off, a request to decide, a date.
    private struct Outcome {
        let value: JSONValue
        let words: AnswerWords
        let zone: ZoneText

        func lines(after message: [JSONValue.Member]) -> [String] {
            let sent = JSONValue.object(message)
            let kind = sent["kind"]?.string ?? ""
            switch kind {
            case CommandKind.split.rawValue: return link("split-off")
            case CommandKind.merge.rawValue: return link("merged-into")
            case CommandKind.suspend.rawValue:
                return [words("挂账至 ", "held until ") + zone.text(value["suspended_until"])]
            case _ where FeedbackKind(rawValue: kind)?.isRequest == true:
                return request(sent["event_id"]?.string)
            default: return []
            }
        }

        /// The newest link of that kind.
        private func link(_ kind: String) -> [String] {
            let found = (value["links"]?.array ?? []).last { $0["kind"]?.string == kind }
            return found?["case_id"]?.line.map { [words.word(NameLists.links, kind) + " " + $0] } ?? []
        }

        private func request(_ id: String?) -> [String] {
            guard let id, let found = value["requests"]?.array?.first(where: { $0["id"]?.string == id }) else {
                return []
            }
            return [
                words(
                    "申请 \(id)（\(words.word(NameLists.requests, found["kind"]?.string ?? ""))）："
                        + words.word(NameLists.requestStates, found["state"]?.string ?? "")
                        + "；以 approve 或 refuse --request \(id) 批复",
                    "request \(id) (\(found["kind"]?.line ?? "")) is \(found["state"]?.line ?? ""): answer it with "
                        + "approve or refuse --request \(id)")
            ]
        }
    }

    private func accepted(_ answer: JSONValue) {
        if isJSON { return Terminal.print(bytes: answer.bytes) }
        let id = answer["event_id"]?.line ?? answer["command_id"]?.line ?? "?"
        Terminal.print(
            wait > 0
                ? words(
                    "已接收 \(id)，结果尚未知；以同一编号重发可得结果",
                    "taken as \(id), outcome not known yet: send it again with that id to learn it")
                : words("已接收 \(id)", "taken as \(id)"))
    }
}

extension FeedbackKind {
    /// Whether it is a request that people approve or refuse.
    fileprivate var isRequest: Bool {
        switch self {
        case .requestDelay, .requestHold, .requestWaiver, .appeal: true
        case .accept, .start, .return, .resolve, .note, .madeSafe, .pass, .fail, .confirm, .dispute, .add, .rate: false
        }
    }
}

/// Generates message ids: unique, and sortable by time.
enum GeneratedID {
    static func next() -> String {
        let random = String(UInt32.random(in: .min ... .max), radix: 16)
        let seconds = ZoneText.clock.milliseconds / 1000
        return "cli-\(seconds)-" + String(repeating: "0", count: 8 - random.count) + random
    }
}

extension [JSONValue.Member] {
    /// Adds a text if there is one.
    mutating func add(_ key: String, _ text: String?) {
        if let text { append(.init(key, .string(text))) }
    }
}
