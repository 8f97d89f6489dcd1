import CommandArguments
import Foundation
import HTTPServer
import HazardCore
import JSONText

/// Sends feedback or a command about a case and says what came of it.
struct MessageSending {
    static let options = [
        Option(
            "id", .value("ID"), summary: Phrase(zh: "消息编号，默认自动生成；同一编号重发无害", en: "id of the message, made when absent")),
        Option(
            "wait", .value("SECONDS"),
            summary: Phrase(zh: "等待结果的秒数，默认 5；0 不等待", en: "wait so long for the outcome, 5 by default; 0: not at all")),
        .json,
    ]

    let server: Server
    private let wait: Double
    private let isJSON: Bool
    private let words: CaseWords

    init(_ arguments: Arguments) throws {
        server = try Server(arguments)
        let seconds = arguments.value("wait") ?? "5"
        guard let wait = Double(seconds), (0...60).contains(wait) else {
            throw CommandFault(.usage, "--wait must be seconds from 0 to 60, not \"\(seconds)\"")
        }
        self.wait = wait
        isJSON = arguments.flag("json")
        words = CaseWords(language: arguments.language)
    }

    /// Posts the message to the address of its case; refused is exit code 1.
    func send(_ message: [JSONValue.Member], about id: String, to part: String) throws -> ExitCode {
        let target =
            "/v1/cases/\(HTTPClient.encode(id))/\(part)" + (wait > 0 ? "?wait=\(wait)" : "")
        let response = try server.post(target, JSONValue.object(message).bytes, wait: wait)
        switch response.status.code {
        case 200: show(try Server.read(response.body))
        case 202: accepted(try Server.read(response.body))
        default:
            guard isJSON, let problem = try? JSONValue(reading: response.body) else { throw Refusal(response) }
            Terminal.print(bytes: problem.bytes)
            return Refusal(response).exitCode
        }
        return .done
    }

    private func show(_ value: JSONValue) {
        if isJSON { return Terminal.print(bytes: value.bytes) }
        let tasks = (value["tasks"]?.array ?? []).map {
            ($0["department"]?.string ?? "?") + " " + words.task($0["state"]?.string ?? "?")
        }
        Terminal.print(
            "\(value["case_id"]?.string ?? "?")  \(words.state(value["state"]?.string ?? "?"))  "
                + tasks.joined(separator: ", "))
    }

    private func accepted(_ answer: JSONValue) {
        if isJSON { return Terminal.print(bytes: answer.bytes) }
        let id = answer["event_id"]?.string ?? answer["command_id"]?.string ?? "?"
        Terminal.print(
            wait > 0
                ? words(
                    "已接收 \(id)，结果尚未知；以同一编号重发可得结果",
                    "taken as \(id), outcome not known yet: send it again with that id to learn it")
                : words("已接收 \(id)", "taken as \(id)"))
    }
}

/// An id for what the command line makes: unique, sortable by eye.
enum MadeID {
    static func next() -> String {
        let random = String(UInt32.random(in: .min ... .max), radix: 16)
        let seconds = ZoneText.clock.milliseconds / 1000
        return "cli-\(seconds)-" + String(repeating: "0", count: 8 - random.count) + random
    }
}

extension [JSONValue.Member] {
    /// Adds a text when there is one.
    mutating func add(_ key: String, _ text: String?) {
        if let text { append(.init(key, .string(text))) }
    }
}
