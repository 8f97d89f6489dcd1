import CaseStore
import CommandArguments
import Digest
import Dispatcher
import Foundation
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
internal import Wording

/// `hazard-bench open-cases`: the cost of a report for a lane with few open cases and with many.
///
/// It uses the real lane, rules and store over a log that costs nothing, and measures processor time and wall time of
/// the lane's thread. The two lanes take turns, and each round has a new small store, so that a change of the machine's
/// speed affects both.
let openCasesVerb = Verb(
    path: ["open-cases"],
    summary: LocalText(zh: "未结案卷多时每条上报的耗时", en: "the cost of a report with few and with many open cases"),
    options: [
        Option("store", .value("DIRECTORY"), isRequired: true, summary: LocalText(zh: "新的存储目录", en: "for new stores")),
        Option("few", .value("N"), summary: LocalText(zh: "少时，默认 10000", en: "few cases, 10,000 by default")),
        Option("many", .value("N"), summary: LocalText(zh: "多时，默认 1000000", en: "many cases, 1,000,000 by default")),
        Option(
            "sample", .value("N"),
            summary: LocalText(zh: "每轮测量的上报数，默认 4000", en: "reports measured in a round, 4,000 by default")),
        Option("rounds", .value("N"), summary: LocalText(zh: "轮数，默认 10", en: "rounds, 10 by default")),
        Option(
            "batch", .value("N"), summary: LocalText(zh: "每批记录数，默认 4000", en: "records in a step, 4,000 by default")),
        Option(
            "config", .value("FILE"), summary: LocalText(zh: "配置文件", en: "configuration, config/hazard.yaml by default")
        ),
    ]
) { arguments in
    let few = try arguments.integer("few", in: 0...100_000_000) ?? 10_000
    let many = try arguments.integer("many", in: 1...100_000_000) ?? 1_000_000
    let sample = try arguments.integer("sample", in: 1...1_000_000) ?? 4_000
    let rounds = try arguments.integer("rounds", in: 1...1_000) ?? 10
    let batch = try arguments.integer("batch", in: 1...100_000) ?? 4_000
    let loaded = ConfigLoader.load(file: arguments.value("config") ?? "config/hazard.yaml", overrides: [])
    let policy = try loaded.get().policy
    let directory = arguments.value("store") ?? ""
    let reports = (max(few, many) + 2 * sample * rounds) * 11 / 10
    let full = try OpenCases(policy: policy, directory: directory + "/many", reports: reports, batch: batch)
    try full.fill(to: many)
    var costs = (few: Cost(), many: Cost())
    for round in 1...rounds {
        let fresh = try OpenCases(
            policy: policy, directory: "\(directory)/few-\(round)", reports: reports, batch: batch)
        try fresh.fill(to: few)
        let before = (costs.few, costs.many)
        costs.few.add(fresh, sample)
        // The small store is warm, because it was just filled.
        _ = full.log.run(sample)
        costs.many.add(full, sample)
        fresh.stop()
        var measurement = Measurement("open-cases round")
        measurement.add("round", round)
        measurement.add("few_us", costs.few.processor(since: before.0))
        measurement.add("many_us", costs.many.processor(since: before.1))
        measurement.print()
    }
    full.stop()
    var measurement = Measurement("open-cases")
    measurement.add("few", few)
    measurement.add("many", many)
    measurement.add("reports", costs.many.reports)
    measurement.add("merged", costs.many.merged)
    measurement.add("few_us", costs.few.processor())
    measurement.add("many_us", costs.many.processor())
    measurement.add("few_wall_us", costs.few.wall)
    measurement.add("many_wall_us", costs.many.wall)
    measurement.add("many_to_few", costs.many.processor() / costs.few.processor())
    measurement.print()
    return .done
}

/// The total cost of the measured reports.
private struct Cost {
    private var use = SyntheticLog.Use()
    private(set) var merged = 0

    mutating func add(_ bench: OpenCases, _ reports: Int) {
        let before = bench.tally.merged
        let more = bench.log.run(reports)
        merged += bench.tally.merged - before
        use.reports += more.reports
        use.processor += more.processor
        use.wall += more.wall
    }

    /// Processor time in microseconds a report, in total or since `earlier`.
    func processor(since earlier: Cost = Cost()) -> Double {
        Double(use.processor - earlier.use.processor) / Double(use.reports - earlier.use.reports) / 1000
    }

    var reports: Int { use.reports }

    /// Wall time in microseconds a report.
    var wall: Double { Double(use.wall) / Double(use.reports) / 1000 }
}

/// A lane with its store over generated reports.
private final class OpenCases {
    let log: SyntheticLog
    private let watch = TallyObserver()
    private let lanes: Lanes

    var tally: Tally { watch.tally }

    init(policy: Policy, directory: String, reports: Int, batch: Int) throws {
        let start = Int64(Date().timeIntervalSince1970 * 1000) - Int64(reports) * SyntheticLog.interval
        let topics = TopicNames()
        let reportedAt = Date(timeIntervalSince1970: Double(start) / 1000).ISO8601Format()
        let city = SyntheticCity(policy: policy, hazards: reports, reportedAt: reportedAt)
        log = SyntheticLog(input: TopicPartition(topics.reports, 0), city: city, start: start)
        var settings = try LaneSettings(
            policy: policy, topics: topics, shards: 1, storeDirectory: directory,
            accountKey: try MessageKey(bytes: Array("a secret of the bench".utf8)))
        settings.pace.batchRecords = batch
        settings.intake.maxAge = .days(100_000)
        // The cost of timers does not depend on the number of open cases, so timers are not measured.
        settings.pace.timersPerStep = 0
        lanes = Lanes(
            log: log, rules: LaneRules(settings), directory: try StoreDirectory(directory),
            machine: MachineClock(wall: { start }, steady: { 0 }), observer: watch,
            onFailure: { FileHandle.standardError.write(Data("\($0)\n".utf8)) })
        log.join(
            Membership(group: "bench", member: "bench", writerPrefix: "bench-", inputs: topics.inputs, shards: 1),
            host: lanes)
    }

    func fill(to cases: Int) throws {
        while tally.opened < cases { _ = log.run(max(1, min(100_000, cases - tally.opened))) }
    }

    func stop() { log.leave(within: .seconds(10)) }
}
