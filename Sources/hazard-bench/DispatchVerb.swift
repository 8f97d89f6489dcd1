import CommandArguments
import Dispatcher
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import MessageLog
import Telemetry
internal import Wording

/// `hazard-bench dispatch`: runs the whole service over an existing topic of reports until all are decided.
///
/// It creates the topics that are missing. Prints one line; the rate that counts is computed from the append times on the case
/// topic.
let dispatchVerb = Verb(
    path: ["dispatch"],
    summary: LocalText(zh: "处理一个主题中的全部上报，然后结束", en: "decide every report of a topic, then end"),
    options: [
        Option("bootstrap", .value("HOST:PORT"), isRequired: true, summary: LocalText(zh: "Kafka 地址", en: "Kafka")),
        Option("reports", .value("TOPIC"), isRequired: true, summary: LocalText(zh: "上报主题", en: "topic of reports")),
        Option(
            "prefix", .value("NAME"), isRequired: true, summary: LocalText(zh: "其余主题的前缀", en: "prefix of all others")),
        Option("store", .value("DIRECTORY"), isRequired: true, summary: LocalText(zh: "存储目录", en: "store")),
        Option("records", .value("N"), isRequired: true, summary: LocalText(zh: "记录数", en: "how many records")),
        Option("shards", .value("P"), summary: LocalText(zh: "分区数，默认 4", en: "partitions, 4 by default")),
        Option(
            "config", .value("FILE"), summary: LocalText(zh: "配置文件", en: "configuration, config/kafka.yaml by default")),
        Option("set", .values("KEY=VALUE"), summary: LocalText(zh: "覆盖配置项", en: "override a setting")),
    ]
) { arguments in
    let records = try arguments.integer("records", in: 1...Int.max) ?? 1
    let overrides = [
        "log.kafka.bootstrap_servers=\(arguments.value("bootstrap") ?? "")",
        "topics.prefix=\(arguments.value("prefix") ?? "")", "topics.reports=\(arguments.value("reports") ?? "")",
        "store.directory=\(arguments.value("store") ?? "")", "log.shards=\(arguments.value("shards") ?? "4")",
        "log.group=\(arguments.value("prefix") ?? "")", "cluster=\(arguments.value("prefix") ?? "")",
        "api.listen=127.0.0.1:0", "log_level=warning",
    ]
    let loaded = ConfigLoader.load(
        file: arguments.value("config") ?? "config/kafka.yaml", overrides: overrides + arguments.values("set"))
    let configuration = try loaded.get()
    try createMissingTopics(configuration)
    let service = try Service(
        configuration, options: ServiceOptions(), logger: Logger(format: .text, minimumLevel: .warning))
    let start = Date()
    try service.start()
    while service.tally.consumed < records { usleep(5_000) }
    let seconds = Date().timeIntervalSince(start)
    let tally = service.tally
    service.stop(within: .seconds(10))
    var measurement = Measurement("dispatch")
    measurement.add("records", tally.consumed)
    measurement.add("seconds", seconds)
    measurement.add("records_per_second", Int(Double(records) / seconds))
    measurement.add("opened", tally.opened)
    measurement.add("merged", tally.merged)
    measurement.add("duplicates", tally.duplicates)
    measurement.add("dead_letters", tally.deadLetters)
    measurement.print()
    return .done
}

private func createMissingTopics(_ configuration: LoadedConfig) throws {
    let plan = TopicPlan(
        settings: configuration.settings, departments: configuration.policy.departments.keys.sorted())
    let log = try LogOpening.open(
        configuration.settings, logger: Logger(format: .text, minimumLevel: .warning))
    defer { log.close(within: .seconds(5)) }
    let steps = plan.compare(with: try log.describe(plan.wanted.map(\.name)))
    try plan.apply(steps.filter { if case .create = $0 { true } else { false } }, to: log)
}
