package import CaseStore
internal import Digest
package import Dispatcher
internal import Foundation
internal import HazardConfig
package import HazardCore
package import HazardWire
package import MessageLog
internal import Synchronization
internal import Testing

/// Lanes over a log, with a directory for their files: the starting point of every test of the lane.
package final class LaneBench {
    package let log: any MessageLog
    package let topics: TopicNames
    package let shards: Int
    package let storeDirectory: String
    package private(set) var observer = RecordingObserver()
    /// Kept from the first start on, as a server does. The shards' files in it may be deleted and restored.
    package private(set) var directory: StoreDirectory?
    package private(set) var lanes: Lanes?
    /// The rules of the running lanes.
    package private(set) var rules: LaneRules?
    /// The sum of the committed steps of all earlier observers.
    private var earlier = Tally()
    package let time: TestTime
    /// The group that the lanes join. Another bench over the same log competes for the shards.
    package var group = "test"
    private let end: () -> Void

    /// `end` is called when the bench is released.
    package init(
        log: any MessageLog, topics: TopicNames, shards: Int, storeDirectory: String, time: TestTime = TestTime(),
        end: @escaping () -> Void = {}
    ) throws {
        self.log = log
        self.topics = topics
        self.shards = shards
        self.storeDirectory = storeDirectory
        self.time = time
        self.end = end
    }

    deinit { end() }

    /// The same bench with another log around its log. The new bench keeps this one.
    package func over(_ log: any MessageLog) throws -> LaneBench {
        try LaneBench(log: log, topics: topics, shards: shards, storeDirectory: storeDirectory, time: time) {
            withExtendedLifetime(self) {}
        }
    }

    /// The outcomes of all records since the bench was made, over all its lanes.
    package var tally: Tally {
        var sum = earlier
        sum += observer.state.tally
        return sum
    }

    /// Starts lanes. `crash` is checked at every fault injection point and may end a lane there.
    package func start(crash: CrashPlan? = nil, edit: (inout LaneSettings) -> Void = { _ in }) throws {
        let directory = try self.directory ?? StoreDirectory(storeDirectory)
        self.directory = directory
        earlier = tally
        observer = RecordingObserver(crash: crash)
        var settings = try LaneSettings(
            policy: try ShippedPolicy.load(), topics: topics, shards: shards, storeDirectory: storeDirectory,
            accountKey: try MessageKey(bytes: Array("a secret of the tests".utf8)))
        settings.pace.poll = .milliseconds(5)
        settings.pace.retry = .milliseconds(1)
        edit(&settings)
        let rules = LaneRules(settings)
        self.rules = rules
        let time = time
        let lanes = Lanes(
            log: log, rules: rules, directory: directory,
            machine: time.machine, observer: observer
        ) { [observer] failure in observer.note("log failed: \(failure)") }
        self.lanes = lanes
        try log.join(
            Membership(
                group: topics.cases + "-" + group, member: group + "-member", writerPrefix: topics.cases + "-writer-",
                inputs: topics.inputs, assignedBy: topics.cases, shards: shards), host: lanes)
    }

    /// Stops the lanes. The next `start` makes new ones, which know only what is on the disk.
    package func stop() {
        log.leave(within: .seconds(20))
        lanes = nil
    }

    /// Deletes the shards' files, as an operator may while the server is stopped.
    package func deleteFiles() throws {
        let directory = try #require(directory)
        for shard in 0..<shards { try directory.delete(shard: shard) }
    }

    // MARK: - Input

    @discardableResult
    package func publish(_ json: String, to topic: String? = nil, partition: Int? = nil, key: String? = nil) throws
        -> RecordPlace
    {
        try publish(Array(json.utf8), to: topic, partition: partition, key: key)
    }

    @discardableResult
    package func publish(
        _ value: [UInt8]?, to topic: String? = nil, partition: Int? = nil, key: String? = nil, headers: [Header] = []
    ) throws -> RecordPlace {
        try log.append([
            NewRecord(
                topic: topic ?? topics.reports, partition: partition, key: key.map { Array($0.utf8) }, value: value,
                headers: headers)
        ])[0]
    }

    /// Waits until so many records were decided and committed since the last start. Returns false on a timeout.
    package func waitForConsumed(_ count: Int, seconds: Double = 30) -> Bool {
        observer.wait(seconds: seconds) { $0.tally.consumed >= count }
    }

    /// Waits until every lane is in a phase that meets the condition. Returns false on a timeout.
    package func waitForPhases(_ condition: @escaping (LanePhase) -> Bool) -> Bool {
        let shards = shards
        return observer.wait { seen in seen.phases.count == shards && seen.phases.values.allSatisfy(condition) }
    }

    // MARK: - Output

    /// Every committed record of a topic, partition by partition.
    package func read(_ topic: String) throws -> [Record] {
        guard let description = try log.describe([topic]).first else { return [] }
        var all: [Record] = []
        for partition in 0..<description.partitions {
            let reader = try log.reader(of: TopicPartition(topic, partition), from: 0)
            while true {
                let batch = try reader.read(max: 10_000, timeout: .milliseconds(500))
                all += batch.records
                if batch.atEnd { break }
            }
        }
        return all
    }

    /// The last record of each case on `hazard.cases`, without tombstones.
    package func cases() throws -> [String: (value: Case, body: [UInt8])] {
        var latest: [String: (value: Case, body: [UInt8])] = [:]
        for record in try read(topics.cases) {
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            if MonthCounts.isKey(key) { continue }
            latest[key] = try record.value.map { (try CaseCodec.decode($0), $0) }
        }
        return latest
    }

    /// Every task record.
    package func tasks() throws -> [TaskMessage] {
        try ShippedPolicy.load().departments.keys.sorted().flatMap { department in
            try read(topics.dispatch(department)).map { try TaskCodec.decode($0.value ?? []) }
        }
    }

    package func deadLetters() throws -> [(record: Record, headers: DeadLetterHeaders)] {
        try read(topics.deadLetters).compactMap { record in
            DeadLetterHeaders(record.headers).map { (record, $0) }
        }
    }
}

/// A clock that only tests move.
package final class TestTime: Sendable {
    /// Starts at the present, because the log stamps its records with the real clock.
    private let state = Mutex<(wall: Int64, steady: Int64)>((Int64(Date().timeIntervalSince1970 * 1000), 0))
    /// A wrong time for the records of the log; nil for the right one.
    private let wrong = Mutex<Int64?>(nil)
    /// When set, the real time since then is added, as in a broker that stamps its records.
    private let runs: ContinuousClock.Instant?

    package init(runs: Bool = false) { self.runs = runs ? .now : nil }

    package var wall: Int64 { state.withLock { $0.wall } + run }
    /// The time that the log stamps its records with.
    package var stamp: Int64 { wrong.withLock { $0 } ?? wall }

    /// Gives later records this time; nil for the right one.
    package func wrongStamp(_ milliseconds: Int64?) { wrong.withLock { $0 = milliseconds } }

    package var machine: MachineClock { MachineClock(wall: { self.wall }, steady: { self.steady }) }
    package var steady: Int64 { state.withLock { $0.steady } + run }

    private var run: Int64 {
        guard let runs else { return 0 }
        return Int64(runs.duration(to: .now) / .milliseconds(1))
    }

    package func advance(milliseconds: Int64) {
        state.withLock { $0 = ($0.wall + milliseconds, $0.steady + milliseconds) }
    }

    /// Sets the wall clock and leaves the steady clock.
    package func jump(milliseconds: Int64) { state.withLock { $0.wall += milliseconds } }
}

/// The configuration that ships in `config/`.
package enum ShippedPolicy {
    package static func load() throws -> Policy { try cached.get() }

    private static let cached: Result<Policy, any Error> = Result {
        let config = Repository.path("config/hazard.yaml")
        return try ConfigLoader.load(file: config, overrides: [], environment: [:]).get().policy
    }
}
