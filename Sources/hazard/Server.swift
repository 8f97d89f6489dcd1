import CommandArguments
import Foundation
import HTTPServer
import HazardConfig
import JSONText

/// A running server as the commands talk to it: requests, and what a bad answer means for the exit code.
struct Server {
    /// What every command that talks to a server takes.
    static let options =
        [
            Option(
                "server", .value("URL"),
                summary: Phrase(
                    zh: "服务地址，默认取 HAZARD_SERVER，再取配置的 api.listen",
                    en: "address of the server; by default HAZARD_SERVER, else api.listen of the configuration")),
            Option(
                "token-file", .value("FILE"),
                summary: Phrase(
                    zh: "存放令牌的文件，默认取 HAZARD_TOKEN_FILE", en: "file that holds the token; by default HAZARD_TOKEN_FILE")),
        ] + Configuration.options

    let url: String
    let zone: ZoneText
    private let headers: HTTPHeaders

    init(_ arguments: Arguments) throws {
        let environment = ProcessInfo.processInfo.environment
        if let given = arguments.value("server") ?? environment["HAZARD_SERVER"] {
            url = given
            zone = ZoneText()
        } else {
            let configuration = try Configuration.load(arguments)
            url = Server.url(of: configuration.settings.api)
            zone = ZoneText(configuration.settings.zone)
        }
        var headers: HTTPHeaders = [:]
        if let file = arguments.value("token-file") ?? environment["HAZARD_TOKEN_FILE"] {
            headers["Authorization"] = "Bearer " + (try Server.token(file))
        }
        self.headers = headers
    }

    /// A server of this process, as the demo has one.
    init(url: String, zone: ZoneText) {
        self.url = url
        self.zone = zone
        headers = [:]
    }

    // MARK: - Asking

    /// The answer to a GET, which must be 200.
    func get(_ target: String) throws -> JSONValue {
        let response = try ask { client throws(HTTPClientFailure) in try client.get(target) }
        guard response.status.code == 200 else { throw Refusal(response) }
        return try Server.read(response.body)
    }

    /// The answer to a POST, whatever its status; `wait` is the seconds that the server may take on purpose.
    func post(
        _ target: String, _ body: [UInt8], type: String = "application/json", wait: Double = 0
    ) throws -> HTTPResponse {
        let response = try ask(wait: wait) { client throws(HTTPClientFailure) in
            try client.post(target, body, type: type)
        }
        // A server that cannot reach its log, or that wants a token: nothing about the message itself.
        if [401, 403, 503].contains(response.status.code) { throw Refusal(response) }
        return response
    }

    /// Follows the live stream until `line` returns false or the server ends it; `opened` says that nothing is missed
    /// from now on: the server begins every stream with where it stands.
    func stream(_ target: String, opened: () -> Void = {}, _ line: (String) -> Bool) throws {
        var isOpen = false
        let response = try ask(wait: 20) { client throws(HTTPClientFailure) in
            try client.lines(target) { text in
                if !isOpen { opened() }
                isOpen = true
                return line(text)
            }
        }
        guard response.status.code == 200 else { throw Refusal(response) }
    }

    private func ask(
        wait: Double = 0, _ body: (HTTPClient) throws(HTTPClientFailure) -> HTTPResponse
    ) throws(CommandFault) -> HTTPResponse {
        do throws(HTTPClientFailure) {
            return try body(try HTTPClient(url, timeout: .seconds(20 + wait), headers: headers))
        } catch .badAddress(let what) {
            throw CommandFault(.usage, "--server: \(what): write http://HOST:PORT")
        } catch {
            throw CommandFault(
                .unreachable,
                "\(error); is the server running? Start it with `hazard serve`, or name another with --server URL")
        }
    }

    static func read(_ body: [UInt8]) throws(CommandFault) -> JSONValue {
        do throws(JSONFault) {
            return try JSONValue(reading: body)
        } catch {
            throw CommandFault(.failed, "the server's answer is no JSON: \(error.sentence(in: body))")
        }
    }

    private static func token(_ file: String) throws(CommandFault) -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw CommandFault(.usage, "\(file): the token file cannot be read")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw CommandFault(.usage, "\(file): a token file holds one token and nothing else")
        }
        return token
    }

    /// The first address listened on; one that stands for all of them is reached on this machine.
    private static func url(of api: APISettings) -> String {
        var address = api.listen.first ?? APIAddress(host: "127.0.0.1", port: 8421)
        if address.host == "0.0.0.0" { address.host = "127.0.0.1" }
        if address.host == "::" { address.host = "::1" }
        return (api.tls == nil ? "http://" : "https://") + address.description
    }
}

/// An answer that is not what was asked for, told as its problem document tells it.
struct Refusal: ExitCoded, CustomStringConvertible {
    let status: Int
    let problem: JSONValue?
    private let text: String

    init(_ response: HTTPResponse) {
        status = response.status.code
        problem = try? JSONValue(reading: response.body)
        text = String(decoding: response.body.prefix(400), as: UTF8.self)
    }

    var exitCode: ExitCode {
        switch status {
        case 400, 405, 413, 415: .usage
        case 503: .unreachable
        default: .failed
        }
    }

    /// What is allowed instead; empty when the answer does not say.
    var allowed: [String] { problem?["allowed"]?.array?.compactMap(\.string) ?? [] }

    var description: String {
        guard let problem, let detail = problem["detail"]?.string else {
            return "the server answered \(status): \(text)"
        }
        var lines = ["the server answered \(status): \(detail)"]
        for error in problem["errors"]?.array ?? [] { lines.append("  " + ProblemLine.text(error)) }
        if status == 401 || status == 403 { lines.append("  give a token with --token-file FILE") }
        if !allowed.isEmpty { lines.append("  allowed now: " + allowed.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }
}

/// One wrong field in a line.
enum ProblemLine {
    static func text(_ error: JSONValue) -> String {
        text(
            field: error["field"]?.string ?? "", problem: error["problem"]?.string ?? "",
            hint: error["hint"]?.string ?? "")
    }

    static func text(field: String, problem: String, hint: String) -> String {
        (field.isEmpty ? "" : field + ": ") + problem + (hint.isEmpty ? "" : " (\(hint))")
    }
}
