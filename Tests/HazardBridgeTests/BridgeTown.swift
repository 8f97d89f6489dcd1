import EmbeddedLog
import Foundation
import HazardBridge
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import MessageLog
import Synchronization
import Telemetry
import TestSupport

/// A queue and a feedback topic on a real embedded log, and a clock that the test moves.
final class BridgeTown: Sendable {
    static let department = "traffic-police"
    static let queue = "hazard.dispatch.traffic-police"
    static let start = Instant(milliseconds: 1_795_000_600_000)

    let folder: String
    let log: EmbeddedLog
    /// How far the test has moved both clocks.
    private let passed = Mutex(Duration.zero)
    private let first = ContinuousClock.now
    private let lines = Mutex<[String]>([])

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hazard-bridge-\(UUID().uuidString)").path
        log = try EmbeddedLog(directory: folder + "/log")
        try log.create([
            TopicDescription(name: Self.queue, partitions: 1), TopicDescription(name: "hazard.notices", partitions: 1),
            TopicDescription(name: "hazard.feedback", partitions: 6),
        ])
    }

    deinit {
        log.close(within: .seconds(5))
        try? FileManager.default.removeItem(atPath: folder)
    }

    func pass(_ duration: Duration) { passed.withLock { $0 += duration } }

    /// The log lines so far.
    var logged: String { lines.withLock { $0.joined() } }

    func surroundings(_ topic: String = BridgeTown.queue) throws -> BridgeSurroundings {
        let file = try EmbeddedLogFile(directory: folder + "/log")
        let sink = LogSink { [self] bytes in lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } }
        var surroundings = BridgeSurroundings(
            topic: topic, partitions: 1, log: file.clusterID,
            open: { (at, next) throws(LogFailure) in try file.reader(of: at, from: next) },
            directory: folder + "/bridge", logger: Logger(to: sink))
        surroundings.now = { [self] in Self.start.adding(passed.withLock { $0 }) }
        surroundings.steady = { [self] in first + passed.withLock { $0 } }
        surroundings.pause = { [self] in pass($0) }
        surroundings.longestWait = .zero
        surroundings.backoff.first = .milliseconds(1)
        surroundings.backoff.most = .milliseconds(2)
        return surroundings
    }

    func bridge(_ remote: StubRemote, _ change: (inout Open311Endpoint) -> Void = { _ in }) throws -> Open311Bridge {
        var endpoint = Open311Endpoint(url: remote.url)
        endpoint.serviceCodes = ["lane-obstruction": "street-7"]
        endpoint.timeout = .milliseconds(250)
        endpoint.searchDelay = .seconds(60)
        endpoint.poll = .seconds(60)
        change(&endpoint)
        let bridge = try Open311Bridge(
            Self.department, endpoint, key: "secret-key",
            sink: LogFeedback(log, topic: "hazard.feedback", key: nil), try surroundings())
        // With a new file, what is in the queue now may have been sent by an earlier bridge.
        try bridge.step()
        return bridge
    }

    /// Writes a record about the first task of a case into the queue.
    func dispatch(_ value: Case, _ event: TaskEvent = TaskEvent(.dispatched)) throws {
        _ = try log.append([
            NewRecord(
                topic: Self.queue, key: Array(value.id.text.utf8),
                value: JSONWriter.bytes { TaskCodec.encode(value, task: 0, event, zone: .china, to: &$0) },
                headers: TaskCodec.headers(value, task: 0, traceparent: nil))
        ])
    }

    func append(_ value: [UInt8], to topic: String) throws {
        _ = try log.append([NewRecord(topic: topic, key: Array("k".utf8), value: value)])
    }

    /// Everything that was answered, by shard and in order.
    func feedback() throws -> [Feedback] {
        try (0..<6).flatMap { partition in
            let reader = try log.reader(of: TopicPartition("hazard.feedback", partition), from: 0)
            return try reader.read(max: 1000, timeout: .zero).records.map { try FeedbackCodec.decode($0.value) }
        }
    }

    /// A case whose first task is the department's, with text and place.
    static func sample(_ number: Int, version: Int = 1, state: TaskState = .sent) -> Case {
        var value = SampleCases.plain(number)
        value.tasks[0].version = version
        value.tasks[0].state = state
        value.priority = .p1
        value.text = "车道被占"
        var location = Location()
        location.wgs84 = Point(latitude: 30.4, longitude: 104.5)
        location.point = GivenPoint(point: Point(latitude: 30.4, longitude: 104.5), crs: .wgs84)
        location.address = "测试路1号"
        value.location = location
        value.media = [Media(ref: "https://media.example/1.jpg")]
        return value
    }

    static let task = "\(SampleCases.id(1).text)/traffic-police"
}

extension Open311Bridge {
    /// Rounds until nothing more is read or sent, a little later each time.
    func rounds(_ town: BridgeTown, _ count: Int = 6) throws {
        for _ in 0..<count {
            try step()
            town.pass(.milliseconds(3))
        }
    }
}
