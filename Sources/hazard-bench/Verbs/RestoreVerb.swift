import CommandArguments
import Dispatcher
import Foundation
import HazardApp
internal import Wording

/// `hazard-bench restore`: how fast a server without its store rebuilds it from the log.
///
/// It fills a log with cases first, then starts the service again without its store, a few times.
let restoreVerb = Verb(
    path: ["restore"],
    summary: LocalText(zh: "从日志重建存储的速度", en: "how fast the store is rebuilt from the log"),
    options: [
        Option("store", .value("DIRECTORY"), isRequired: true, summary: LocalText(zh: "新目录", en: "a new directory")),
        Option(
            "cases", .value("N"), summary: LocalText(zh: "上报数，默认 100000", en: "how many reports, 100,000 by default")),
        Option("rounds", .value("N"), summary: LocalText(zh: "轮数，默认 3", en: "rounds, 3 by default")),
        Option("shards", .value("P"), summary: LocalText(zh: "分区数，默认 2", en: "partitions, 2 by default")),
        benchBootstrap, benchConfig,
    ]
) { arguments in
    let reports = try arguments.integer("cases", in: 1...100_000_000) ?? 100_000
    let rounds = try arguments.integer("rounds", in: 1...100) ?? 3
    let bench = try BenchService(
        directory: arguments.value("store") ?? "", bootstrap: arguments.value("bootstrap"),
        prefix: "bench-\(UInt32.random(in: .min ... .max))", config: arguments.value("config"),
        shards: try arguments.integer("shards", in: 1...1_000) ?? 2)
    let filled = try bench.fill(with: reports)
    let cases = filled.tally.opened
    filled.stop(within: .seconds(30))
    for _ in 0..<rounds {
        try FileManager.default.removeItem(atPath: bench.store)
        let service = try bench.service()
        let start = Date()
        try service.start()
        guard service.waitUntilReady(within: .seconds(3_600)) else { throw BenchFault.notReady }
        let seconds = Date().timeIntervalSince(start)
        var measurement = Measurement("restore")
        measurement.add("cases", cases)
        measurement.add("seconds", seconds)
        measurement.add("cases_per_second", Int(Double(cases) / seconds))
        measurement.print()
        service.stop(within: .seconds(30))
    }
    return .done
}

let benchBootstrap = Option(
    "bootstrap", .value("HOST:PORT"),
    summary: LocalText(zh: "用这个 Kafka 代替内置日志", en: "a Kafka instead of the embedded log"))
let benchConfig = Option(
    "config", .value("FILE"),
    summary: LocalText(zh: "配置文件，默认 config/ 中的", en: "configuration, by default the one in config/"))

/// A measurement that cannot be made.
enum BenchFault: Error, CustomStringConvertible {
    case notReady
    case lost(reports: Int)

    var description: String {
        switch self {
        case .notReady: "the service has no running shards after an hour 服务一小时后仍未就绪"
        case .lost(let reports): "\(reports) reports had no task after a minute 有 \(reports) 条上报一分钟后仍无任务"
        }
    }
}
