import CaseStore
import Digest
import Dispatcher
import Foundation
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
import Synchronization

/// A running set of lanes over a log, with a place for its files: what every test of the lane starts from.
final class LaneBench {
    let log: any MessageLog
    let topics: TopicNames
    let shards: Int
    let storeDirectory: String
    private(set) var observer = RecordingObserver()
    private var directory: StoreDirectory?
    private(set) var lanes: Lanes?
    let time = TestTime()

    init(log: any MessageLog, topics: TopicNames, shards: Int, storeDirectory: String) throws {
        self.log = log
        self.topics = topics
        self.shards = shards
        self.storeDirectory = storeDirectory
    }

    /// Starts lanes on what is there; `crash` is asked at every point and may end the lane there.
    func start(crash: CrashPlan? = nil, edit: (inout LaneSettings) -> Void = { _ in }) throws {
        let directory = try StoreDirectory(storeDirectory)
        self.directory = directory
        observer = RecordingObserver(crash: crash)
        var settings = LaneSettings(
            policy: try ShippedPolicy.load(), topics: topics, shards: shards, storeDirectory: storeDirectory,
            accountKey: try MessageKey(bytes: Array("a secret of the tests".utf8)))
        settings.pace.pollMilliseconds = 20
        settings.pace.retryMilliseconds = 1
        edit(&settings)
        let time = time
        let lanes = Lanes(
            log: log, settings: settings, directory: directory,
            machine: MachineClock(wall: { time.wall }, steady: { time.steady }), observer: observer
        ) { [observer] failure in observer.note("log failed: \(failure)") }
        self.lanes = lanes
        try log.join(
            Membership(
                group: "test", member: "test-member", writerPrefix: "hazard-test-", inputs: topics.inputs,
                shards: shards), host: lanes)
    }

    /// Ends the lanes and lets go of the store.
    func stop() {
        log.leave(within: 10)
        lanes = nil
        directory = nil
    }

    // MARK: - Input

    @discardableResult
    func publish(_ json: String, to topic: String? = nil, partition: Int? = nil, key: String? = nil) throws
        -> RecordPlace
    {
        try publish(Array(json.utf8), to: topic, partition: partition, key: key)
    }

    @discardableResult
    func publish(
        _ value: [UInt8]?, to topic: String? = nil, partition: Int? = nil, key: String? = nil, headers: [Header] = []
    ) throws -> RecordPlace {
        try log.append([
            NewRecord(
                topic: topic ?? topics.reports, partition: partition, key: key.map { Array($0.utf8) }, value: value,
                headers: headers)
        ])[0]
    }

    /// Waits until so many records were decided and committed; false when it does not come.
    func waitForConsumed(_ count: Int, seconds: Double = 30) -> Bool {
        observer.wait(seconds: seconds) { $0.tally.consumed >= count }
    }

    // MARK: - Output

    /// Every committed record of a topic, partition by partition.
    func read(_ topic: String) throws -> [Record] {
        guard let description = try log.describe([topic]).first else { return [] }
        var all: [Record] = []
        for partition in 0..<description.partitions {
            let reader = try log.reader(of: TopicPartition(topic, partition), from: 0)
            while true {
                let batch = try reader.read(max: 10_000, milliseconds: 500)
                all += batch.records
                if batch.atEnd { break }
            }
        }
        return all
    }

    /// The last record of each case on `hazard.cases`, tombstones left out.
    func cases() throws -> [String: (value: Case, body: [UInt8])] {
        var latest: [String: (value: Case, body: [UInt8])] = [:]
        for record in try read(topics.cases) {
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            if MonthCounts.isKey(key) { continue }
            latest[key] = try record.value.map { (try CaseCodec.decode($0), $0) }
        }
        return latest
    }

    /// Every task record there is.
    func tasks() throws -> [TaskMessage] {
        try ShippedPolicy.load().departments.keys.sorted().flatMap { department in
            try read(topics.dispatch(department)).map { try TaskCodec.decode($0.value ?? []) }
        }
    }

    func deadLetters() throws -> [(record: Record, headers: DeadLetterHeaders)] {
        try read(topics.deadLetters).compactMap { record in
            DeadLetterHeaders(record.headers.map { RecordHeader($0.name, $0.value) }).map { (record, $0) }
        }
    }
}

/// Time that only tests move.
final class TestTime: Sendable {
    /// Begins now, for the log stamps its records by the real clock.
    private let state = Mutex<(wall: Int64, steady: Int64)>((Int64(Date().timeIntervalSince1970 * 1000), 0))

    var wall: Int64 { state.withLock { $0.wall } }
    var steady: Int64 { state.withLock { $0.steady } }

    func advance(milliseconds: Int64) {
        state.withLock { $0 = ($0.wall + milliseconds, $0.steady + milliseconds) }
    }

    /// Somebody set the wall clock.
    func jump(milliseconds: Int64) { state.withLock { $0.wall += milliseconds } }
}

/// The configuration that ships in `config/`.
enum ShippedPolicy {
    static func load() throws -> Policy { try cached.get() }

    private static let cached: Result<Policy, any Error> = Result {
        let config = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "config/hazard.yaml").path()
        return try ConfigLoader.load(file: config, overrides: [], environment: [:]).get().policy
    }
}
