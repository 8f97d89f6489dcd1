import CommandArguments
import Digest
import Foundation
import HazardConfig
import HazardCore
import HazardWire
import JSONText
internal import Wording

/// `hazard-bench micro`: what the parts of a report's way cost, each alone and in memory.
let microVerb = Verb(
    path: ["micro"],
    summary: LocalText(zh: "各环节的单独耗时", en: "what the parts of a report's way cost"),
    options: [
        Option("reports", .value("N"), summary: LocalText(zh: "每轮次数，默认 20000", en: "times a round, 20,000 by default")),
        Option("rounds", .value("N"), summary: LocalText(zh: "轮数，默认 5", en: "rounds, 5 by default")),
        benchConfig,
    ]
) { arguments in
    let count = try arguments.integer("reports", in: 1...10_000_000) ?? 20_000
    let rounds = try arguments.integer("rounds", in: 1...1_000) ?? 5
    let file = arguments.value("config") ?? "config/hazard.yaml"
    let parts = try ReportParts(policy: ConfigLoader.load(file: file, overrides: []).get().policy)
    for (name, work) in parts.works {
        work()
        let nanoseconds = (0..<rounds).map { _ in
            let start = ContinuousClock.now
            for _ in 0..<count { work() }
            return (ContinuousClock.now - start) / .nanoseconds(1) / Double(count)
        }.sorted()
        var measurement = Measurement("micro")
        measurement.add("part", name)
        measurement.add("median_ns", nanoseconds[rounds / 2])
        measurement.add("least_ns", nanoseconds[0])
        measurement.print()
    }
    return .done
}

/// One report on its way, step by step.
private struct ReportParts {
    let works: [(name: String, work: () -> Void)]

    init(policy: Policy) throws {
        let zone = policy.zone
        let city = SyntheticCity(policy: policy, hazards: 1_000, reportedAt: "2026-11-22T08:15:00+08:00")
        let bytes = city.report(7)
        let report = try ReportCodec.decode(bytes)
        let key = try MessageKey(bytes: Array("a secret of the bench".utf8))
        let hashes = try KeyedHash(key)
        let now = report.reportedAt
        var entry = CaseReport(
            reportID: report.reportID, contentHash: try hashes.text(of: bytes),
            source: ReportSource(topic: "hazard.reports", partition: 0, offset: 7), receivedAt: now,
            programme: report.programme, channel: report.channel)
        entry.place = report.location.map { CaseOpening.located($0, in: policy.areas) }
        let received = ReceivedReport(report: report, entry: entry)
        let opening = CaseOpening(policy: policy)
        let id = CaseID(date: zone.civil(now).date, shard: 0, number: 1)
        let value = opening.open(received, id: id)
        let body = CaseCodec.bytes(of: value, zone: zone)
        works = [
            ("decode a report", { keep(try? ReportCodec.decode(bytes)) }),
            ("hash what it says", { keep(try? hashes.text(of: MessageContent.bytes(of: report))) }),
            ("classify it", { keep(policy.classify(report)) }),
            ("open a case", { keep(opening.open(received, id: id)) }),
            ("find its search keys", { keep(MergeFacts(value, of: report)) }),
            (
                "encode a task",
                { keep(JSONWriter.bytes { TaskCodec.encode(value, task: 0, nil, zone: zone, to: &$0) }) }
            ),
            ("encode the case", { keep(CaseCodec.bytes(of: value, zone: zone)) }),
            ("decode the case", { keep(try? CaseCodec.decode(body)) }),
        ]
    }
}

/// Uses a value, so that making it is not optimised away.
@inline(never)
private func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
