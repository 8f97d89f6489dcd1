import CommandArguments
import Foundation
import HTTP
import HazardConfig
import JSONText
internal import Wording

/// A running server as the commands talk to it: requests, and what a bad answer means for the exit code.
struct Server {
    /// What every command that talks to a server takes.
    static let options =
        [
            Option(
                "server", .value("URL"),
                summary: LocalText(
                    zh: "服务地址，默认取 HAZARD_SERVER，再取配置的 api.listen",
                    en: "address of the server; by default HAZARD_SERVER, else api.listen of the configuration")),
            Option(
                "token-file", .value("FILE"),
                summary: LocalText(
                    zh: "存放令牌的文件，默认取 HAZARD_TOKEN_FILE", en: "file that holds the token; by default HAZARD_TOKEN_FILE")),
        ] + Configuration.options

    let url: String
    let zone: ZoneText
    /// The words of this configuration, or of the one at hand when the server was named by its address.
    let words: CaseWords
    private let headers: HTTPHeaders

    init(_ arguments: Arguments) throws {
        let environment = ProcessInfo.processInfo.environment
        if let given = arguments.value("server") ?? environment["HAZARD_SERVER"] {
            url = given
            zone = ZoneText()
            words = CaseWords(language: arguments.language, names: .atHand(arguments))
        } else {
            let configuration = try Configuration.load(arguments)
            url = Server.url(of: configuration.settings.api)
            zone = ZoneText(configuration.settings.zone)
            words = CaseWords(language: arguments.language, names: Names(configuration.policy))
        }
        var headers: HTTPHeaders = [:]
        if let file = arguments.value("token-file") ?? environment["HAZARD_TOKEN_FILE"] {
            headers["Authorization"] = "Bearer " + (try Server.token(file))
        }
        self.headers = headers
    }

    /// A server of this process, as the demo has one.
    init(url: String, zone: ZoneText, words: CaseWords) {
        self.url = url
        self.zone = zone
        self.words = words
        headers = [:]
    }

    /// Whether requests say by a token who asks.
    var hasToken: Bool { headers["Authorization"] != nil }

    // MARK: - Asking

    /// The answer to a GET, which must be 200; `fields` names the options that its query was made of.
    func get(_ target: String, fields: FieldOptions? = nil) throws -> JSONValue {
        let response = try ask { client throws(HTTPClientFailure) in try client.get(target) }
        guard response.status.code == 200 else { throw Refusal(response, from: self, fields) }
        return try read(response.body)
    }

    /// The same, nil when the server knows no such thing.
    func find(_ target: String) throws -> JSONValue? {
        do {
            return try get(target)
        } catch let refusal as Refusal where refusal.status == 404 && refusal.isOurs {
            return nil
        }
    }

    /// The answer to a POST, whatever its status; `wait` is the seconds that the server may take on purpose.
    func post(
        _ target: String, _ body: [UInt8], type: String = "application/json", wait: Double = 0
    ) throws -> HTTPResponse {
        let response = try ask(wait: wait) { client throws(HTTPClientFailure) in
            try client.post(target, body, type: type)
        }
        // A server that cannot reach its log, or that wants a token: nothing about the message itself.
        if [401, 403, 503].contains(response.status.code) { throw Refusal(response, from: self) }
        return response
    }

    /// Follows the live stream until `line` returns false or the server ends it; `opened` says that nothing is missed
    /// from now on: the server begins every stream with where it stands.
    ///
    /// `from` is the id of the last event seen: what came after it is told first.
    func stream(
        _ target: String, from last: String? = nil, opened: () -> Void = {}, _ line: (String) -> Bool
    ) throws {
        var isOpen = false
        var headers: HTTPHeaders = [:]
        if let last { headers["Last-Event-ID"] = last }
        let response = try ask(wait: 20) { client throws(HTTPClientFailure) in
            try client.lines(target, headers: headers) { text in
                if !isOpen {
                    guard Server.beginsEvents(text) else { return false }
                    opened()
                }
                isOpen = true
                return line(text)
            }
        }
        guard response.status.code == 200 else { throw Refusal(response, from: self) }
        guard isOpen else { throw Refusal.foreign(url, .usage, "an answer that is no stream of events") }
    }

    /// Whether a first line is one of a stream of events: a page of another program has none.
    private static func beginsEvents(_ line: String) -> Bool {
        [":", "id", "event", "data", "retry"].contains { line.hasPrefix($0) }
    }

    private func ask(
        wait: Double = 0, _ body: (HTTPClient) throws(HTTPClientFailure) -> HTTPResponse
    ) throws(CommandFault) -> HTTPResponse {
        do throws(HTTPClientFailure) {
            return try body(try HTTPClient(url, timeout: .seconds(20 + wait), headers: headers))
        } catch .badAddress(let what) {
            throw CommandFault(
                .usage, zh: "--server 的地址有误（\(what.zh)）：请写 http://主机:端口",
                en: "--server: \(what.en): write http://HOST:PORT")
        } catch {
            throw CommandFault(
                .unreachable,
                zh: "连不上服务 \(url)（\(error.text.zh)）。服务在运行吗？用 `hazard serve` 启动，或以 --server URL 指定另一个",
                en:
                    "\(error.text.en); is the server running? Start it with `hazard serve`, or name another with --server URL"
            )
        }
    }

    /// The body of a good answer, which every answer of ours has in JSON.
    func read(_ body: [UInt8]) throws(CommandFault) -> JSONValue {
        do throws(JSONFault) {
            return try JSONValue(reading: body)
        } catch {
            throw Refusal.foreign(url, .usage, "no JSON: \(error.sentence(in: body))")
        }
    }

    private static func token(_ file: String) throws(CommandFault) -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw CommandFault(.usage, zh: "令牌文件 \(file) 无法读取", en: "\(file): the token file cannot be read")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw CommandFault(
                .usage, zh: "令牌文件 \(file) 中应只有一个令牌", en: "\(file): a token file holds one token and nothing else")
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
