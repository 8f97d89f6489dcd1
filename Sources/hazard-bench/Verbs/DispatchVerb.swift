import CommandArguments
import Dispatcher
import Foundation
import HazardApp
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
    let bench = try BenchService(
        directory: arguments.value("store") ?? "", bootstrap: arguments.value("bootstrap"),
        prefix: arguments.value("prefix") ?? "", config: arguments.value("config"),
        shards: try arguments.integer("shards", in: 1...1_000) ?? 4,
        more: ["topics.reports=\(arguments.value("reports") ?? "")"] + arguments.values("set"))
    let service = try bench.service()
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
