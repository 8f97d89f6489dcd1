import CaseStore
import Dispatcher
import HTTP
import HazardAPI
import HazardConfig
import MessageLog
import Telemetry
import Wording

/// A long-lived part of the service.
protocol Part: AnyObject {
    var name: String { get }
    func start() throws(AppFault)
    /// Returns when the part is done, or when the seconds are over.
    func stop(within seconds: Double)
}

/// The log and its topics.
final class LogPart: Part {
    let name = "log"
    private let log: any MessageLog
    private let plan: TopicPlan
    /// The embedded log's topics are made at its birth; Kafka's are an operator's, by `hazard topics apply`.
    private let makesTopics: Bool
    private let logger: Logger

    init(log: any MessageLog, plan: TopicPlan, makesTopics: Bool, logger: Logger) {
        self.log = log
        self.plan = plan
        self.makesTopics = makesTopics
        self.logger = logger
    }

    func start() throws(AppFault) {
        let steps = try AppFault.from { () throws(LogFailure) in
            plan.compare(with: try log.describe(plan.wanted.map(\.name)))
        }
        if makesTopics {
            try AppFault.from { () throws(LogFailure) in try plan.apply(steps, to: log) }
        }
        for step in steps {
            switch step {
            case .refuse(let topic, let found):
                throw AppFault(
                    .configuration,
                    LocalText(
                        zh: "主题 \(topic.name) 有 \(found) 个分区，log.shards 为 \(topic.partitions)：分区数建立后不可改。"
                            + "请将 log.shards 设为 \(found)，或改用别的 topics.prefix。",
                        en:
                            "topic \(topic.name) has \(found) partitions, log.shards is \(topic.partitions): the number cannot "
                            + "change. Set log.shards to \(found), or use another topics.prefix."))
            case .create(let topic) where !makesTopics && plan.isMandatory(topic):
                throw AppFault(
                    .configuration,
                    LocalText(
                        zh: "主题 \(topic.name) 不存在：请用同一配置执行 `hazard topics apply`。",
                        en: "topic \(topic.name) does not exist: run `hazard topics apply` with the same configuration."
                    ))
            case .create(let topic) where !makesTopics:
                logger.warning("queue-missing", ["topic": .string(topic.name)])
            case .alter(let topic, let changes) where !makesTopics:
                logger.warning(
                    "topic-differs",
                    [
                        "topic": .string(topic.name),
                        "settings": .string(changes.map { "\($0.key)=\($0.found)" }.joined(separator: " ")),
                    ])
            case .create, .alter, .fine: continue
            }
        }
    }

    func stop(within seconds: Double) { log.close(within: seconds) }
}

/// Everything over HTTP.
final class APIPart: Part {
    let name = "api"
    private let server: APIServer
    private let isTLS: Bool

    init(settings: Settings, context: APIContext) throws(AppFault) {
        let listen = settings.api.listen.map { ListenAddress(host: $0.host, port: $0.port) }
        if let problem = ListenCheck.problems(listen, tokens: context.tokens).first {
            throw AppFault(.configuration, LocalText(zh: problem, en: problem))
        }
        var http = HTTPServerSettings(
            listen: listen, tls: settings.api.tls.map { TLSFiles(chain: $0.certificate, key: $0.key) })
        http.limits.connections = settings.limits.connections
        isTLS = http.tls != nil
        server = try AppFault.from { () throws(MetricFault) in try APIServer(context, http) }
    }

    var addresses: [String] { server.addresses.map { (isTLS ? "https://" : "http://") + $0.description } }

    func start() throws(AppFault) {
        do {
            try server.start()
        } catch {
            throw AppFault(.configuration, LocalText(zh: "api.listen：\(error)", en: "api.listen: \(error)"))
        }
    }

    func stop(within seconds: Double) { server.stop(within: .seconds(seconds)) }
}

/// The lanes of the shards that the log gives to this process.
final class LanesPart: Part {
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

    func stop(within seconds: Double) { log.leave(within: seconds) }
}
