import CommandArguments
import Foundation
import HTTP
import HazardConfig
internal import HazardText
import JSONText
internal import Wording

/// Sends requests to a running server and turns error answers into exit codes.
struct Server {
    private static let addressOption = Option(
        "server", .value("URL"),
        summary: LocalText(
            zh: "服务地址，默认取 HAZARD_SERVER，再取配置的 api.listen",
            en: "address of the server; by default HAZARD_SERVER, else api.listen of the configuration"))

    /// The options of a command that only names a server.
    static let addressOptions = [addressOption] + Configuration.options

    /// The options of every command that uses a server.
    static let options =
        [
            addressOption,
            Option(
                "token-file", .value("FILE"),
                summary: LocalText(
                    zh: "存放令牌的文件，默认取 HAZARD_TOKEN_FILE", en: "file that holds the token; by default HAZARD_TOKEN_FILE")),
            .caFile,
        ] + Configuration.options

    let url: String
    let zone: ZoneText
    /// The names of the configuration. When an address names the server, those of the configuration that is found here.
    let words: AnswerWords
    private var headers: HTTPHeaders
    private let trust: HTTPClient.Trust

    init(_ arguments: Arguments) throws {
        let environment = ProcessInfo.processInfo.environment
        if let given = arguments.value("server") ?? environment["HAZARD_SERVER"] {
            url = given
            zone = ZoneText()
            words = AnswerWords(language: arguments.language, names: .ofConfiguration(arguments))
        } else {
            let configuration = try Configuration.load(arguments)
            url = Server.url(of: configuration.settings.api)
            zone = ZoneText(configuration.settings.zone)
            words = AnswerWords(language: arguments.language, names: PolicyNames(configuration.policy))
        }
        var headers = Server.headers(words)
        if let token = try Server.token(arguments) { headers["Authorization"] = "Bearer " + token }
        self.headers = headers
        trust = .verified(roots: try TrustedRoots.file(arguments))
    }

    /// The address that people open: the one given, else the first name of `api.hosts`, else that of `api.listen`.
    static func address(_ arguments: Arguments) throws -> String {
        if let given = arguments.value("server") ?? ProcessInfo.processInfo.environment["HAZARD_SERVER"] {
            return given.hasSuffix("/") ? String(given.dropLast()) : given
        }
        let api = try Configuration.load(arguments).settings.api
        return api.hosts.first.map { "https://" + $0 } ?? url(of: api)
    }

    /// The server in this process, for `hazard demo`.
    init(url: String, zone: ZoneText, words: AnswerWords) {
        self.url = url
        self.zone = zone
        self.words = words
        headers = Server.headers(words)
        trust = .verified()
    }

    /// The server answers in the language of the command line.
    private static func headers(_ words: AnswerWords) -> HTTPHeaders { ["Accept-Language": words.language.rawValue] }

    /// The same server, with answers in that language.
    func answering(in language: Language) -> Server {
        var server = self
        server.headers["Accept-Language"] = language.rawValue
        return server
    }

    /// Whether requests carry a token.
    var hasToken: Bool { headers["Authorization"] != nil }

    // MARK: - Requests

    /// The body of the answer to a GET; `fields` are the options that the query is made of.
    ///
    /// - Throws: `Refusal` for any status but 200.
    func get(_ target: String, fields: FieldOptions? = nil) throws -> JSONValue {
        let response = try ask { client throws(HTTPClientFailure) in try client.get(target) }
        guard response.status.code == 200 else { throw Refusal(response, from: self, fields) }
        return try read(response.body)
    }

    /// The text that answers a GET.
    ///
    /// - Throws: `Refusal` for any status but 200.
    func text(_ target: String) throws -> String {
        let response = try ask { client throws(HTTPClientFailure) in try client.get(target) }
        guard response.status.code == 200 else { throw Refusal(response, from: self) }
        return String(decoding: response.body, as: UTF8.self)
    }

    /// Like `get`, but nil when the server answers 404.
    func find(_ target: String) throws -> JSONValue? {
        do {
            return try get(target)
        } catch let refusal as Refusal where refusal.status == 404 && refusal.isOurs {
            return nil
        }
    }

    /// The answer to a POST; `wait` is how many seconds the server may wait for an outcome.
    ///
    /// - Throws: `Refusal` for the status 401, 403 and 503, `CommandFault` when the server cannot be reached.
    func post(
        _ target: String, _ body: [UInt8], type: String = "application/json", wait: Double = 0
    ) throws -> HTTPResponse {
        let response = try ask(wait: wait) { client throws(HTTPClientFailure) in
            try client.post(target, body, type: type)
        }
        // These concern the server or the token and not the message.
        if [401, 403, 503].contains(response.status.code) { throw Refusal(response, from: self) }
        return response
    }

    /// Reads the live stream until `line` returns false or the server ends the stream.
    ///
    /// The server begins every stream with its position. `opened` is called then, and every later event is delivered.
    /// `last` is the id of the last event seen: the server first sends the events after it.
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
        guard isOpen else {
            throw Refusal.foreign(
                url, .usage, LocalText(zh: "不是事件流", en: "an answer that is no stream of events"))
        }
    }

    /// Whether a line can begin a stream of events. A page of another program does not begin so.
    private static func beginsEvents(_ line: String) -> Bool {
        [":", "id", "event", "data", "retry"].contains { line.hasPrefix($0) }
    }

    private func ask(
        wait: Double = 0, _ body: (HTTPClient) throws(HTTPClientFailure) -> HTTPResponse
    ) throws(CommandFault) -> HTTPResponse {
        do throws(HTTPClientFailure) {
            return try expectHTTPS(
                body(try HTTPClient(url, timeout: .seconds(20 + wait), headers: headers, trust: trust)))
        } catch .badAddress(let what) {
            throw CommandFault(
                .usage, zh: "--server 的地址有误（\(what.zh)）：请写 http://主机:端口",
                en: "--server: \(what.en): write http://HOST:PORT")
        } catch .untrusted(let server, let reason) {
            throw CommandFault(
                .unreachable,
                zh: "\(server) 有应答，但其证书不受信任：\(reason.zh)。私有机构的根证书请用 --ca-file FILE 指定；"
                    + "地址须与证书中的名称一致",
                en:
                    "\(server) answers, but its certificate is not trusted: \(reason.en). Name the roots of a private "
                    + "authority with --ca-file FILE, and the server as its certificate does")
        } catch .speaksPlainHTTP(let server) {
            throw CommandFault(
                .unreachable, zh: "\(server) 不使用 TLS：--server 请写 http://\(server)",
                en: "\(server) speaks plain HTTP, not TLS: write http://\(server) in --server")
        } catch .speaksTLS(let server) {
            throw CommandFault(
                .unreachable, zh: "\(server) 使用 TLS：--server 请写 https://\(server)",
                en: "\(server) speaks TLS: write https://\(server) in --server")
        } catch .badResponse(let server, let reason) {
            throw CommandFault(
                .unreachable,
                zh: "\(server) 的应答不是有效的 HTTP（\(reason.zh)）：--server 的端口或 http/https 可能有误",
                en:
                    "the response of \(server) cannot be read: \(reason.en): check the port and http or https in --server"
            )
        } catch {
            throw CommandFault(
                .unreachable,
                zh: "连不上服务 \(url)（\(error.text.zh)）。服务在运行吗？用 `hazard serve` 启动，或以 --server URL 指定另一个",
                en:
                    "\(error.text.en); is the server running? Start it with `hazard serve`, or name another with --server URL"
            )
        }
    }

    /// The answer, unless it is what a TLS port of ours, of nginx or of Apache says to plain HTTP.
    private func expectHTTPS(_ response: HTTPResponse) throws(HTTPClientFailure) -> HTTPResponse {
        guard response.status.code == 400, url.hasPrefix("http://") else { return response }
        let text = String(decoding: response.body.prefix(1000), as: UTF8.self)
        let signs = ["this port speaks HTTPS", "sent to HTTPS port", "SSL-enabled server port"]
        guard signs.contains(where: text.contains) else { return response }
        throw .speaksTLS(String(url.dropFirst("http://".count)))
    }

    /// Decodes the JSON body of a successful answer.
    func read(_ body: [UInt8]) throws(CommandFault) -> JSONValue {
        do throws(JSONFault) {
            return try JSONValue(reading: body)
        } catch {
            let reason = error.sentence(in: body)
            throw Refusal.foreign(
                url, .usage, LocalText(zh: "不是 JSON：\(reason.zh)", en: "no JSON: \(reason.en)"))
        }
    }

    /// The token of `--token-file`, else of `HAZARD_TOKEN_FILE`.
    ///
    /// - Throws: `CommandFault` when the file does not hold one token.
    static func token(_ arguments: Arguments) throws(CommandFault) -> String? {
        guard let file = arguments.value("token-file") ?? ProcessInfo.processInfo.environment["HAZARD_TOKEN_FILE"]
        else {
            return nil
        }
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

    /// The URL of the first address that the server listens on. For the address of all interfaces, the loopback address
    /// is used.
    private static func url(of api: APISettings) -> String {
        var address = api.listen.first ?? APIAddress(host: "127.0.0.1", port: 8421)
        if address.host == "0.0.0.0" { address.host = "127.0.0.1" }
        if address.host == "::" { address.host = "::1" }
        return (api.tls == nil ? "http://" : "https://") + address.description
    }
}
