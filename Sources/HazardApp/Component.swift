import CaseStore
import Dispatcher
import HTTP
import HazardAPI
import HazardConfig
import HazardCore
import MessageLog
import Telemetry
import Wording

/// A long-lived part of the service.
protocol Component: AnyObject {
    var name: String { get }
    /// - Throws: `AppFault` when the component cannot start.
    func start() throws(AppFault)
    /// Returns when the component has stopped, at the latest after the limit.
    func stop(within limit: Duration)
}

/// The log and its topics.
final class LogComponent: Component {
    let name = "log"
    private let log: any MessageLog
    private let plan: TopicPlan
    /// The service creates the topics of the embedded log; an operator creates Kafka's with `hazard topics apply`.
    private let createsTopics: Bool
    private let acceptsCreateTime: Bool
    private let logger: Logger

    init(log: any MessageLog, plan: TopicPlan, createsTopics: Bool, acceptsCreateTime: Bool, logger: Logger) {
        self.log = log
        self.plan = plan
        self.createsTopics = createsTopics
        self.acceptsCreateTime = acceptsCreateTime
        self.logger = logger
    }

    func start() throws(AppFault) {
        let steps = try AppFault.from { () throws(LogFailure) in
            plan.compare(with: try log.describe(plan.wanted.map(\.name)))
        }
        if createsTopics {
            try AppFault.from { () throws(LogFailure) in try plan.apply(steps, to: log) }
        }
        for step in steps { try check(step) }
    }

    private func check(_ step: TopicStep) throws(AppFault) {
        if !acceptsCreateTime, plan.isOnCreateTime(step) { throw AppFault(.configuration, .createTime(step.topic)) }
        switch step {
        case .refuse(let topic, let found):
            throw AppFault(.configuration, TopicText.refusal(topic, found: found))
        case .extra(let topic, let found, _):
            logger.error(
                "partitions-added",
                [
                    "topic": .string(topic.name), "found": .int(found), "shards": .int(topic.partitions),
                    "meaning": .string(TopicText.extra(topic, found: found).en),
                ])
        case .create(let topic) where !createsTopics && plan.isMandatory(topic):
            throw AppFault(
                .configuration,
                LocalText(
                    zh: "主题 \(topic.name) 不存在：请用同一配置执行 `hazard topics apply`。",
                    en: "topic \(topic.name) does not exist: run `hazard topics apply` with the same configuration."
                ))
        case .create(let topic) where !createsTopics:
            logger.warning("queue-missing", ["topic": .string(topic.name)])
        case .alter, .create, .fine: break
        }
        guard !createsTopics, !step.changes.isEmpty else { return }
        logger.warning(
            "topic-differs",
            [
                "topic": .string(step.topic.name),
                "settings": .string(step.changes.map { "\($0.key)=\($0.found)" }.joined(separator: " ")),
            ])
    }

    /// Creates the queues of new departments in an embedded log; an operator creates Kafka's with `hazard topics apply`.
    ///
    /// - Throws: `AppFault` when the log refuses.
    static func createQueues(of configuration: LoadedConfig, in log: any MessageLog) throws(AppFault) {
        guard configuration.settings.log.kind == .embedded else { return }
        let departments = configuration.policy.departments.keys.sorted()
        let plan = TopicPlan(settings: configuration.settings, departments: departments)
        try AppFault.from { () throws(LogFailure) in
            try plan.apply(plan.compare(with: try log.describe(plan.wanted.map(\.name))), to: log)
        }
    }

    func stop(within limit: Duration) { log.close(within: limit) }
}

extension LocalText {
    fileprivate static func createTime(_ topic: TopicDescription) -> LocalText {
        LocalText(
            zh: "主题 \(topic.name) 的 message.timestamp.type 不是 LogAppendTime：记录的时间会来自各网关的时钟。"
                + "请执行 `hazard topics apply`；若确需如此，请加 `--accept-create-time`。",
            en:
                "message.timestamp.type of topic \(topic.name) is not LogAppendTime: the times of its records would be those "
                + "of the gateways' clocks. Run `hazard topics apply`, or start with `--accept-create-time`.")
    }
}

/// The HTTP server with the API.
final class APIComponent: Component, Sendable {
    let name = "api"
    private let server: APIServer
    private let isTLS: Bool

    init(settings: Settings, context: APIContext) throws(AppFault) {
        let listen = settings.api.listen.map { ListenAddress(host: $0.host, port: $0.port) }
        if let problem = ListenCheck.problems(listen, tokens: context.tokens).first {
            throw AppFault(.configuration, problem)
        }
        var http = HTTPServerSettings(
            listen: listen, tls: settings.api.tls.map { TLSFiles(chain: $0.certificate, key: $0.key) })
        http.take(settings)
        isTLS = http.tls != nil
        server = try AppFault.from { () throws(MetricFault) in try APIServer(context, http) }
    }

    var addresses: [String] { server.addresses.map { (isTLS ? "https://" : "http://") + $0.description } }

    func start() throws(AppFault) {
        do {
            try server.start()
        } catch {
            throw AppFault(
                .configuration, LocalText(zh: "api.listen：\(error.text.zh)", en: "api.listen: \(error.text.en)"))
        }
    }

    /// Reads the certificate and the key again.
    ///
    /// - Throws: `AppFault` that names the file that cannot be used; then the server keeps the certificate that it has.
    func reloadCertificate() throws(AppFault) {
        try AppFault.from { () throws(HTTPServerFailure) in try server.reloadCertificate() }
    }

    func stop(within limit: Duration) { server.stop(within: limit) }
}

/// The lanes of the shards that the log assigns to this process.
final class LanesComponent: Component {
    let name = "lanes"
    private let log: any MessageLog
    private let lanes: Lanes
    private let membership: Membership

    init(log: any MessageLog, lanes: Lanes, membership: Membership) {
        self.log = log
        self.lanes = lanes
        self.membership = membership
    }

    func start() throws(AppFault) {
        try AppFault.from { () throws(LogFailure) in try log.join(membership, host: lanes) }
    }

    func stop(within limit: Duration) { log.leave(within: limit) }
}
