import CommandArguments
import Dispatcher
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
import Synchronization
internal import Wording

/// `hazard-bench latency`: how long after a report was due to be sent its first task can be read.
///
/// The reports are sent at a fixed rate whatever comes back, so that a stall counts against every report that it delays.
let latencyVerb = Verb(
    path: ["latency"],
    summary: LocalText(zh: "从上报到任务可读的时间", en: "the time from a report until its task can be read"),
    options: [
        Option("store", .value("DIRECTORY"), isRequired: true, summary: LocalText(zh: "新目录", en: "a new directory")),
        Option("rate", .value("N"), summary: LocalText(zh: "每秒上报数，默认 1000", en: "reports a second, 1,000 by default")),
        Option("seconds", .value("N"), summary: LocalText(zh: "秒数，默认 30", en: "seconds, 30 by default")),
        Option("shards", .value("P"), summary: LocalText(zh: "分区数，默认 4", en: "partitions, 4 by default")),
        benchBootstrap, benchConfig,
    ]
) { arguments in
    let rate = try arguments.integer("rate", in: 1...1_000_000) ?? 1_000
    let total = rate * (try arguments.integer("seconds", in: 1...3_600) ?? 30)
    let bench = try BenchService(
        directory: arguments.value("store") ?? "", bootstrap: arguments.value("bootstrap"),
        prefix: "bench-\(UInt32.random(in: .min ... .max))", config: arguments.value("config"),
        shards: try arguments.integer("shards", in: 1...1_000) ?? 4)
    let service = try bench.service()
    try service.start()
    defer { service.stop(within: .seconds(30)) }
    guard service.waitUntilReady(within: .seconds(60)) else { throw BenchFault.notReady }
    let arrivals = Arrivals(total)
    for department in bench.configuration.policy.departments.keys {
        let topic = bench.configuration.settings.topics.names.dispatch(department)
        for partition in 0..<(try service.log.describe([topic]).first?.partitions ?? 0) {
            let reader = try service.log.reader(of: TopicPartition(topic, partition), from: 0)
            let follower = Follower(reader, arrivals)
            Thread { follower.run() }.start()
        }
    }
    let (city, topic) = (bench.city(total), bench.configuration.settings.topics.names.reports)
    let start = ContinuousClock.now + .milliseconds(500)
    arrivals.start = start
    var sent = 0
    while sent < total {
        let due = min(total, Int((ContinuousClock.now - start) / .seconds(1) * Double(rate)))
        guard due > sent else {
            usleep(500)
            continue
        }
        _ = try service.log.append((sent..<due).map { city.record($0, topic: topic) })
        sent = due
    }
    let waits = try arrivals.waits(rate: rate, of: total)
    var measurement = Measurement("latency")
    measurement.add("rate", rate)
    measurement.add("reports", waits.count)
    for (name, share) in [("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99), ("max_ms", 1.0)] {
        measurement.add(name, waits[min(waits.count - 1, Int(Double(waits.count) * share))])
    }
    measurement.print()
    return .done
}

/// When the first task of each report was read. A report that joined another case has none, so only reports with a case of their own
/// are expected.
private final class Arrivals: Sendable {
    private struct State {
        var start = ContinuousClock.now
        var isDone = false
        var at: [ContinuousClock.Instant?]
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(at: Array(repeating: nil, count: count))) }

    var start: ContinuousClock.Instant {
        get { state.withLock { $0.start } }
        set { state.withLock { $0.start = newValue } }
    }

    var isDone: Bool { state.withLock { $0.isDone } }

    func add(_ number: Int) {
        let now = ContinuousClock.now
        state.withLock { if $0.at.indices.contains(number), $0.at[number] == nil { $0.at[number] = now } }
    }

    /// Milliseconds of every report that has a case of its own, in rising order, after all have come.
    func waits(rate: Int, of total: Int) throws(BenchFault) -> [Double] {
        let expected = (0..<total).filter { !SyntheticCity.isRepeat($0) }
        let end = ContinuousClock.now + .seconds(60)
        var missing = expected.count
        while missing > 0, ContinuousClock.now < end {
            usleep(20_000)
            missing = state.withLock { state in expected.count { state.at[$0] == nil } }
        }
        return try state.withLock { state throws(BenchFault) in
            state.isDone = true
            guard missing == 0 else { throw .lost(reports: missing) }
            return expected.compactMap { number in
                state.at[number].map { ($0 - state.start) / .milliseconds(1) - Double(number) * 1000 / Double(rate) }
            }.sorted()
        }
    }
}

/// Reads one department's queue. Its thread alone uses it.
private final class Follower: @unchecked Sendable {
    private let reader: any LogReader
    private let arrivals: Arrivals

    init(_ reader: any LogReader, _ arrivals: Arrivals) {
        self.reader = reader
        self.arrivals = arrivals
    }

    func run() {
        while !arrivals.isDone {
            guard let batch = try? reader.read(max: 500, timeout: .milliseconds(100)) else { return }
            for record in batch.records {
                guard let value = record.value, let task = try? TaskCodec.decode(value),
                    let number = task.text.flatMap(SyntheticCity.number(of:))
                else { continue }
                arrivals.add(number)
            }
        }
    }
}
