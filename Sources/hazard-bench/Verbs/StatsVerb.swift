import CaseStore
import CommandArguments
import Foundation
import HazardConfig
import HazardCore
internal import HazardStatistics
import HazardWire
import JSONText
internal import Wording

/// `hazard-bench stats`: the cost of `GET /v1/stats` over many stored cases, and its effect on the lane.
let statsVerb = Verb(
    path: ["stats"],
    summary: LocalText(zh: "统计指标的耗时", en: "how long the figures of a window take"),
    options: [
        Option("store", .value("DIRECTORY"), isRequired: true, summary: LocalText(zh: "新的存储目录", en: "a new store")),
        Option("cases", .value("N"), summary: LocalText(zh: "案卷数，默认 100000", en: "how many cases, 100,000 by default")),
        Option(
            "config", .value("FILE"), summary: LocalText(zh: "配置文件", en: "configuration, config/hazard.yaml by default")
        ),
    ]
) { arguments in
    let count = try arguments.integer("cases", in: 1...10_000_000) ?? 100_000
    let loaded = ConfigLoader.load(file: arguments.value("config") ?? "config/hazard.yaml", overrides: [])
    let town = try StatsTown(directory: arguments.value("store") ?? "", policy: try loaded.get().policy)
    try town.fill(count)
    try town.ask("the month", from: 0, days: 30)
    try town.ask("the month by department", from: 0, days: 30, by: .department)
    try town.ask("a day", from: 29, days: 1)
    try town.ask("a year before", from: -365, days: 30)
    let alone = try town.write(batches: 50)
    let asking = Thread { _ = try? town.count(from: 0, days: 30, by: .department) }
    asking.start()
    let beside = try town.write(batches: 50)
    var measurement = Measurement("stats")
    measurement.add("batch_of_500_ms", alone)
    measurement.add("batch_of_500_beside_a_question_ms", beside)
    measurement.print()
    return .done
}

/// One shard with a month of cases in different states.
private final class StatsTown: @unchecked Sendable {
    // Unchecked: one thread writes, and the other has its own reader.

    private static let start = Instant(milliseconds: 1_793_462_400_000)
    private static let batch = 500
    private let store: ShardStore
    private let policy: Policy
    private var number = 0

    init(directory: String, policy: Policy) throws {
        self.policy = policy
        let identity = StoreIdentity(cluster: "bench", topics: ["hazard.reports"], shards: 1)
        store = try ShardStore.open(in: try StoreDirectory(directory), shard: 0, identity: identity)
    }

    func fill(_ count: Int) throws {
        let start = Date()
        var bytes = 0
        while number < count { bytes += try write(min(Self.batch, count - number), of: count) }
        var measurement = Measurement("stats fill")
        measurement.add("cases", count)
        measurement.add("bytes_a_case", bytes / count)
        measurement.add("seconds", Date().timeIntervalSince(start))
        measurement.print()
    }

    /// Makes and stores batches. Returns milliseconds a batch.
    func write(batches: Int) throws -> Int {
        let start = Date()
        for _ in 0..<batches { _ = try write(Self.batch, of: number + Self.batch) }
        return Int(Date().timeIntervalSince(start) * 1000) / batches
    }

    func ask(_ what: String, from day: Int64, days: Int64, by grouping: KPIGrouping? = nil) throws {
        let start = Date()
        let worked = clock()
        let statistics = try count(from: day, days: days, by: grouping)
        let processor = Double(clock() - worked) / Double(CLOCKS_PER_SEC)
        var measurement = Measurement("stats")
        measurement.add("question", what)
        measurement.add("cases", statistics.total.cases)
        measurement.add("seconds", Date().timeIntervalSince(start))
        measurement.add("processor_s", processor)
        measurement.print()
    }

    func count(from day: Int64, days: Int64, by grouping: KPIGrouping?) throws -> KPIStatistics {
        let from = Self.start.adding(minutes: day * 1440)
        let to = from.adding(minutes: days * 1440)
        var statistics = KPIStatistics(KPIWindow(from: from, to: to, asOf: to), by: grouping)
        let reader = try StoreReader(path: store.path, shard: 0)
        var mark: Int64?
        repeat {
            let page = try reader.page(of: CaseSpan(from: from, to: to), after: mark, limit: 200)
            for stored in page.cases { statistics.add(try CaseCodec.decode(stored.body)) }
            mark = page.next
        } while mark != nil
        return statistics
    }

    private func write(_ count: Int, of total: Int) throws -> Int {
        var bytes = 0
        try store.begin()
        for _ in 0..<count {
            number += 1
            let value = course(of: number, at: Self.start.adding(minutes: Int64(number) * 43_200 / Int64(total)))
            let body = JSONWriter.bytes { CaseCodec.encode(value, zone: .china, to: &$0) }
            bytes += body.count
            try store.put(value, body: body, wakeAt: value.dueAt)
        }
        try store.commit(positions: [], shardTime: Self.start)
        return bytes
    }

    /// A case with its course: of ten cases, eight are closed, one is resolved and one is open.
    private func course(of number: Int, at now: Instant) -> Case {
        var report = Report(reportID: "b-\(number)", programme: "jianyang.sentinel", channel: .phone, reportedAt: now)
        report.text = "沱江一号桥引道车辆乱停，三车道变一，第 \(number) 次"
        report.categoryHint = "T02"
        var location = Location()
        location.district = "510185"
        location.subdistrict = "街道 \(number % 12)"
        location.point = GivenPoint(
            point: Point(latitude: 30.3 + Double(number % 300) / 1000, longitude: 104.5), crs: .wgs84)
        report.location = location
        var entry = CaseReport(
            reportID: report.reportID, contentHash: String(repeating: "a", count: 64),
            source: ReportSource(topic: "hazard.reports", partition: 0, offset: Int64(number)), receivedAt: now,
            programme: report.programme, channel: .phone)
        entry.account = "rider-\(number % 3_000)"
        let date = policy.zone.civil(now).date
        var value = CaseOpening(policy: policy).open(
            ReceivedReport(report: report, entry: entry), id: CaseID(date: date, shard: 0, number: number))
        var sequence: Int64 = 0
        func send() { value.sendPending(at: now, sequence: &sequence, reach: { _ in .open }, emit: { _, _, _ in }) }
        send()
        guard number % 10 != 0 else { return value }
        let decider = CaseDecider(policy: policy)
        for department in value.tasks.map(\.department) {
            for (step, kind) in [FeedbackKind.accept, .start, .resolve].enumerated() {
                var feedback = Feedback(
                    eventID: "\(department)-\(step)", caseID: value.id, actor: FeedbackActor(role: .department),
                    kind: kind, at: now)
                feedback.department = department
                feedback.result = .solved
                _ = decider.decide(feedback, on: &value, at: now.adding(minutes: Int64(10 + step * (number % 40))))
                send()
            }
        }
        guard number % 10 != 1 else { return value }
        let check = Command(
            commandID: "c", caseID: value.id, operatorName: "zhang", role: .operator, action: .verify(.pass), at: now)
        _ = decider.decide(check, on: &value, at: now.adding(minutes: 100))
        send()
        return value
    }
}
