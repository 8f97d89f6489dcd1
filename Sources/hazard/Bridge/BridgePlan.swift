import CommandArguments
import Credentials
import Digest
import Foundation
import HazardApp
import HazardBridge
import HazardConfig
import HazardCore
import Telemetry
internal import Wording

/// What the bridges of one command need: configuration, log, clock and stop signal.
struct BridgePlan {
    /// One bridge, which runs on a thread of its own.
    struct Runner: Sendable {
        let name: String
        let run: @Sendable () throws(BridgeFault) -> Void
    }

    /// A bridge that is given to its thread, the only one that uses it.
    struct Handed<Bridge>: @unchecked Sendable { let bridge: Bridge }

    /// The queue of notices, as `bridge webhook` names it.
    static let notices = "notices"

    private let configuration: LoadedConfig
    private let arguments: Arguments
    private let stop: StopSignal
    private let logger: Logger
    private let log: BridgeLog

    init(_ arguments: Arguments, _ configuration: LoadedConfig) throws {
        stop = StopSignal()
        self.arguments = arguments
        self.configuration = configuration
        logger = Configuration.logger(configuration.settings)
        log = try BridgeLog(configuration, logger: logger)
    }

    // MARK: - What runs

    /// The queues that are named, else all that the configuration has.
    static func chosen<Endpoint>(
        _ arguments: Arguments, among endpoints: [String: Endpoint], key: String
    ) throws(CommandFault) -> [(name: String, endpoint: Endpoint)] {
        let named = arguments.positionals(key == "open311" ? "DEPARTMENT" : "QUEUE")
        for name in named where endpoints[name] == nil {
            throw CommandFault(
                .usage, zh: "\(name)：departments.yaml 中没有为它配置 \(key)（notices 则为 bridge.notices）",
                en: "\(name): departments.yaml has no \(key) for it (for notices: bridge.notices in the configuration)")
        }
        let all = named.isEmpty ? endpoints.keys.sorted() : named
        guard !all.isEmpty else {
            throw CommandFault(
                .usage, zh: "没有部门配置了 \(key)，见 config/README.md",
                en: "no department has \(key) in departments.yaml, see config/README.md")
        }
        return all.compactMap { name in endpoints[name].map { (name, $0) } }
    }

    /// Runs all bridges until SIGTERM, or until one of them cannot go on.
    func run(_ runners: [Runner]) throws -> ExitCode {
        let group = DispatchGroup()
        for runner in runners {
            group.enter()
            let thread = Thread { [stop, logger] in
                do throws(BridgeFault) {
                    try runner.run()
                } catch {
                    logger.error("bridge-failed", ["bridge": .string(runner.name), "reason": .string(error.text.en)])
                    stop.fail()
                }
                group.leave()
            }
            thread.name = "bridge"
            thread.start()
        }
        Terminal.printError("ready \(runners.map(\.name).joined(separator: " "))")
        let failed = stop.wait()
        group.wait()
        log.close()
        return failed ? .failed : .done
    }

    // MARK: - The bridges

    func open311(
        _ department: String, _ endpoint: Open311Endpoint, key: String?
    ) throws -> Handed<Open311Bridge> {
        let topics = configuration.settings.topics.names
        let sink: any FeedbackSink
        if let kafka = log.kafka {
            sink = LogFeedback(kafka, topic: topics.feedback, key: try signingKey(department))
        } else {
            let server = try Server(arguments)
            sink = try ServerFeedback(
                server: server.url, token: try Server.token(arguments), roots: try TrustedRoots.file(arguments))
        }
        let surroundings = try surroundings(topics.dispatch(department))
        var endpoint = endpoint
        endpoint.caFile = try endpoint.caFile ?? TrustedRoots.file(arguments)
        return try made { () throws(BridgeFault) in
            try Open311Bridge(department, endpoint, key: key, sink: sink, surroundings)
        }
    }

    func webhook(_ name: String, _ endpoint: WebhookEndpoint, since: String?) throws -> Handed<WebhookBridge> {
        let topics = configuration.settings.topics.names
        let isNotices = name == Self.notices
        let surroundings = try surroundings(isNotices ? topics.notices : topics.dispatch(name))
        let text = try endpoint.url ?? endpoint.urlFile.map(Self.secret) ?? ""
        let secret = try endpoint.secretFile.map(Self.secret)
        var endpoint = endpoint
        endpoint.caFile = try endpoint.caFile ?? TrustedRoots.file(arguments)
        let start = since ?? (endpoint.format == .json ? nil : "1h")
        let first = try start.map { try TimeOption.instant($0, ZoneText(configuration.settings.zone)) }
        return try made { () throws(BridgeFault) in
            let target = WebhookTarget(endpoint, address: try RemoteAddress(text), secret: secret)
            return try WebhookBridge(name, isNotices ? .notices : .tasks, target, since: first, surroundings)
        }
    }

    private func made<Bridge>(_ make: () throws(BridgeFault) -> Bridge) throws(CommandFault) -> Handed<Bridge> {
        do throws(BridgeFault) {
            return Handed(bridge: try make())
        } catch {
            let code: ExitCode = if case .settings = error { .usage } else { .failed }
            throw CommandFault(code, zh: error.text.zh, en: error.text.en)
        }
    }

    private func surroundings(_ topic: String) throws -> BridgeSurroundings {
        let settings = configuration.settings
        let partitions = try log.partitions(of: topic)
        guard partitions > 0 else {
            throw CommandFault(
                .failed, zh: "没有主题 \(topic)：先启动服务，或 `hazard topics apply`",
                en: "there is no topic \(topic): start the server first, or run `hazard topics apply`")
        }
        var surroundings = BridgeSurroundings(
            topic: topic, partitions: partitions, log: log.clusterID, open: log.reader,
            directory: settings.bridge.directory, logger: logger)
        surroundings.zone = settings.zone
        surroundings.now = { ZoneText.clock }
        surroundings.isStopping = { [stop] in stop.isStopping }
        surroundings.pause = { [stop] in _ = stop.pause(seconds: $0 / .seconds(1)) }
        return surroundings
    }

    /// The key that signs a department's feedback: that of `--signing-key-file`, else the department's in `signing.keys`.
    private func signingKey(_ department: String) throws -> FeedbackKey? {
        let signing = configuration.settings.signing
        if arguments.value("signing-key-file") != nil {
            return try KafkaSigner(arguments, signing, for: .feedback)?.feedbackKey
        }
        let own = signing.keys.first { $0.role == .department && $0.departments.contains(department) }
        if let own { return FeedbackKey(id: own.id, key: try MessageKey(bytes: own.secret)) }
        guard signing.require.contains(.feedback) else { return nil }
        throw CommandFault(
            .usage, zh: "反馈须签名（signing.require）：请用 --signing-key-file 指定 \(department) 的密钥",
            en: "feedback must be signed (signing.require): name the key of \(department) with --signing-key-file")
    }

    /// The text of a file that holds one secret.
    static func secret(_ file: String) throws(CommandFault) -> String {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw CommandFault(cannotRead: file, error)
        }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else {
            throw CommandFault(.usage, zh: "\(file) 是空的", en: "\(file) is empty")
        }
        return secret
    }
}
