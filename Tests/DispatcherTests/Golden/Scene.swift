import Dispatcher
import Foundation
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// A town in a test: lanes with the shipped configuration over one of the logs, and functions for what its people do.
///
/// Messages are encoded and decoded as in production. Only the wall clock belongs to the test. Each function returns
/// after all its consequences are decided, on every shard.
final class Scene {
    let bench: LaneBench
    let time: TestTime
    private let log: CountingLog
    private var followers: [String: Follower] = [:]
    private var consumedBefore = 0
    private var messages = 0
    private var settings: (inout LaneSettings) -> Void

    /// Starts the lanes. There are three shards, so that some effects cross shards.
    init(
        _ kind: TestedLog, shards: Int = 3, without missing: Set<String> = [], on broker: KafkaBroker? = nil,
        settings: @escaping (inout LaneSettings) -> Void = { _ in }
    ) throws {
        time = TestTime(runs: kind == .kafka)
        let made = try kind.bench(shards: shards, without: missing, on: broker, time: time)
        log = CountingLog(made.log)
        bench = try made.over(log)
        self.settings = settings
        try start()
    }

    /// Starts new lanes, as another process would, optionally with other settings.
    func start(settings: ((inout LaneSettings) -> Void)? = nil) throws {
        if let settings { self.settings = settings }
        consumedBefore = bench.tally.consumed
        try bench.start(edit: self.settings)
    }

    func restart(losingFiles: Bool = false, settings: ((inout LaneSettings) -> Void)? = nil) throws {
        bench.stop()
        if losingFiles { try bench.deleteFiles() }
        try start(settings: settings)
        try #require(bench.waitForPhases { $0 == .running }, "\(bench.observer.state.failures)")
        try settle()
    }

    /// Stops the lanes and checks the invariants: nothing is lost, and the files agree with the log.
    func end() throws {
        bench.stop()
        let tally = bench.tally
        #expect(tally.isConserved)
        #expect(tally.consumed == inputCount)
        try StoreAudit(bench: bench).run()
    }

    // MARK: - Visible records

    /// Every committed record of a topic, partition by partition. Waits until all known records are visible.
    func read(_ topic: String) throws -> [Record] {
        let isSharded = bench.topics.sharded.contains(topic)
        let follower =
            try followers[topic] ?? Follower(bench.log, topic, partitions: isSharded ? bench.shards : 1)
        followers[topic] = follower
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let count = log.count([topic])
            if let records = try follower.read(atLeast: count) { return records }
            try #require(ContinuousClock.now < deadline, "\(topic) has less than the \(count) records written to it")
        }
    }

    private var inputCount: Int { log.count(bench.topics.inputs) }

    // MARK: - Messages

    /// Sends a rider's report through a gateway; `fields` are added to the usual ones or replace them.
    func report(_ id: String, _ programme: String, _ channel: String, _ fields: JSONValue) throws {
        try post(reportText(id, programme, channel, fields))
    }

    /// The report as a gateway writes it.
    func reportText(_ id: String, _ programme: String, _ channel: String, _ fields: JSONValue) -> JSONValue {
        Scene.merged(
            [
                "schema_version": 1, "report_id": .string(id), "programme": .string(programme),
                "channel": .string(channel), "reported_at": .string(written(minutesAgo: 1)),
            ], fields)
    }

    /// Publishes a report without a key and waits until everything is decided.
    func post(_ report: JSONValue, times: Int = 1) throws {
        for _ in 0..<times { try bench.publish(report.bytes) }
        try settle()
    }

    /// Publishes many reports at once.
    func post(all reports: [JSONValue]) throws {
        _ = try bench.log.append(
            reports.map { NewRecord(topic: bench.topics.reports, partition: nil, key: nil, value: $0.bytes) })
        try settle(seconds: 120)
    }

    /// Sends feedback of a department about the case of that report. Returns its id, so that a test can send it again.
    @discardableResult
    func says(
        _ department: String, _ kind: String, about report: String, _ fields: JSONValue = [:], id: String? = nil
    ) throws -> String {
        try feedback(
            about: report, kind,
            Scene.merged(
                ["department": .string(department), "actor": ["role": "department", "ref": "duty-3"]], fields), id)
    }

    /// Sends feedback of a verifier or a reporter.
    @discardableResult
    func says(role: String, ref: String, _ kind: String, about report: String, _ fields: JSONValue = [:]) throws
        -> String
    {
        try feedback(
            about: report, kind, Scene.merged(["actor": ["role": .string(role), "ref": .string(ref)]], fields), nil)
    }

    private func feedback(about report: String, _ kind: String, _ fields: JSONValue, _ id: String?) throws -> String {
        messages += 1
        let event = id ?? "event-\(messages)"
        let value = try self.value(report)
        try send(
            Scene.merged(
                [
                    "schema_version": 1, "event_id": .string(event), "case_id": .string(value.id.text),
                    "kind": .string(kind), "at": .string(written()),
                ], fields), bench.topics.feedback, value)
        return event
    }

    /// Sends a command about the case of that report. Returns its id.
    @discardableResult
    func commands(
        _ kind: String, about report: String, _ arguments: JSONValue = [:], role: String = "operator",
        reason: String? = "as seen", id: String? = nil
    ) throws -> String {
        messages += 1
        let command = id ?? "command-\(messages)"
        let value = try self.value(report)
        try send(
            [
                "schema_version": 1, "command_id": .string(command), "case_id": .string(value.id.text),
                "operator": "zhang", "role": .string(role), "kind": .string(kind), "at": .string(written()),
                "reason": reason.map { .string($0) } ?? .null, "arguments": arguments,
            ], bench.topics.commands, value)
        return command
    }

    private func send(_ message: JSONValue, _ topic: String, _ value: Case) throws {
        try bench.publish(message.bytes, to: topic, partition: value.id.shard, key: value.id.text)
        try settle()
    }

    /// The departments accept, arrive and resolve; an operator verifies that the hazard is gone.
    func work(_ report: String, result: String = "solved", media: JSONValue = []) throws {
        let tasks = try value(report).tasks.filter { $0.state.isAlive && $0.department != Department.triageID }
        for task in tasks {
            try says(task.department, "accept", about: report)
            try says(task.department, "start", about: report)
        }
        for task in tasks {
            try says(task.department, "resolve", about: report, ["result": .string(result), "media": media])
        }
    }

    // MARK: - Time

    func advance(minutes: Int64) throws { try advance(milliseconds: minutes * 60_000) }
    func advance(days: Int64) throws { try advance(milliseconds: days * 86_400_000) }

    /// Moves the clock and waits until all due timers are handled.
    func advance(milliseconds: Int64) throws {
        time.advance(milliseconds: milliseconds)
        while true {
            let before = bench.tally.timers
            try turnAround()
            try settle()
            if bench.tally.timers == before { return }
        }
    }

    /// Waits until every lane has completed an iteration with nothing left to read. Timers then use the wall clock.
    func turnAround() throws {
        let before = bench.observer.state.idleHeartbeats
        let shards = bench.shards
        try #require(
            bench.observer.wait(seconds: 60) { seen in
                (0..<shards).allSatisfy { (seen.idleHeartbeats[$0] ?? 0) >= (before[$0] ?? 0) + 2 }
            }, "a lane stands still")
    }

    /// Waits until every input record is decided, including those that the lanes wrote.
    func settle(seconds: Double = 60) throws {
        while true {
            let count = inputCount
            let wanted = count - consumedBefore
            try #require(
                bench.observer.wait(seconds: seconds) { $0.tally.consumed >= wanted },
                "\(count) records, decided \(bench.tally.consumed): \(bench.observer.state.failures)")
            if inputCount == count { return }
        }
    }

    /// The test's time in the format of messages.
    func written(minutesAgo minutes: Int64 = 0) -> String {
        TimeText.text(Instant(milliseconds: time.wall - minutes * 60_000), .china)
    }

    var now: Instant { Instant(milliseconds: time.wall) }

    static func merged(_ base: JSONValue, _ more: JSONValue) -> JSONValue {
        let above = more.object ?? []
        return .object((base.object ?? []).filter { member in !above.contains { $0.key == member.key } } + above)
    }
}
