internal import CaseStore
package import Digest
package import EmbeddedLog
internal import Foundation
package import HTTP
package import HazardAPI
package import HazardCore
package import HazardWire
package import JSONText
internal import MediaFiles
package import MessageLog
internal import Synchronization
internal import Telemetry

/// A town with two shards: a real log, real store files and a listening API; the lanes are played by the test.
package final class Town: @unchecked Sendable {
    // Unchecked: a test plays all lanes from one thread.

    package static let start = Instant(milliseconds: 1_795_000_000_000)
    package static let date = ZoneOffset.china.civil(start).date

    /// The log's.
    package let clock = TownClock()
    package let log: EmbeddedLog
    package let topics = TopicNames()
    package let context: APIContext

    /// What the lanes of a town recognise messages by.
    package static func hashes() throws -> KeyedHash { try KeyedHash(MessageKey(bytes: Array("a town's secret".utf8))) }

    package let server: APIServer
    package let port: Int
    private let directory: URL
    private let store: StoreDirectory
    private var shards: [Int: ShardStore] = [:]

    /// `shards` are the ones whose files exist and whose lanes run here; `change` sets what else the API is told.
    package init(
        here: [Int] = [0, 1], _ change: (inout APIContext) throws -> Void = { _ in },
        server limit: (inout HTTPServerSettings) -> Void = { _ in }
    ) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("hazard-api-\(UUID().uuidString)")
        var logSettings = EmbeddedLogSettings()
        let clock = clock
        logSettings.clock = { clock.milliseconds }
        logSettings.maintenanceInterval = nil
        log = try EmbeddedLog(directory: directory.appendingPathComponent("log").path, settings: logSettings)
        try log.create(topics.sharded.map { TopicDescription(name: $0, partitions: 2) })
        try log.create([TopicDescription(name: topics.deadLetters, partitions: 2)])
        store = try StoreDirectory(directory.appendingPathComponent("store").path)
        var context = APIContext(
            log: log, topics: topics, policy: TownPolicy.policy, shards: 2, storeDirectory: store.path, version: "1.2.3"
        )
        let owned = Set(here)
        context.ownedShards = { owned }
        context.now = { Town.start }
        context.hashes = try Town.hashes()
        context.logger = Logger(to: LogSink { _ in })
        context.health = { HealthReport(isAlive: true, isReady: true) }
        context.media = try MediaFolder(directory.appendingPathComponent("media").path)
        context.pictureTool = PictureTool()
        try change(&context)
        self.context = context
        var settings = HTTPServerSettings(listen: [ListenAddress(host: "127.0.0.1", port: 0)])
        limit(&settings)
        server = try APIServer(context, settings)
        try server.start()
        port = server.addresses.first?.port ?? 0
        for shard in here { shards[shard] = try open(shard) }
    }

    deinit {
        server.stop(within: .seconds(2))
        log.close(within: .seconds(2))
        try? FileManager.default.removeItem(at: directory)
    }

    // MARK: - Lanes

    private func open(_ shard: Int) throws -> ShardStore {
        let identity = StoreIdentity(cluster: try log.clusterID(), topics: topics.sharded, shards: 2)
        return try ShardStore.open(in: store, shard: shard, identity: identity)
    }

    /// Deletes a shard's file and makes an empty one, as a rebuild begins.
    package func rebuild(shard: Int) throws {
        shards[shard] = nil
        try store.delete(shard: shard)
        shards[shard] = try open(shard)
    }

    /// What a lane does with a step: log, store, then the API is told.
    package func commit(_ cases: [Case], answers: [MessageOutcome] = [], publishes: Bool = true) throws {
        for shard in Set(cases.map(\.id.shard)).sorted() {
            let bodies = cases.filter { $0.id.shard == shard }.map { value in
                CaseChange(value, body: JSONWriter.bytes { CaseCodec.encode(value, zone: .china, to: &$0) })
            }
            let places = try log.append(
                bodies.map {
                    NewRecord(
                        topic: topics.cases, partition: shard, key: Array($0.value.id.text.utf8), value: $0.body)
                })
            let next = (places.last?.offset ?? -1) + 1
            if let file = shards[shard] {
                try file.begin()
                for change in bodies { try file.put(change.value, body: change.body, wakeAt: nil) }
                try file.commit(
                    positions: [Position(TopicPartition(topics.cases, shard), next: next)],
                    shardTime: Town.start)
            }
            if publishes {
                context.hub.publish(
                    HubCommit(shard: shard, changelogNext: next, changes: bodies, outcomes: answers))
            }
        }
    }

    /// What a lane does when cases leave by retention.
    package func count(_ count: MonthlyCount, shard: Int) throws {
        let file = shards[shard]
        try file?.begin()
        try file?.addCount(count)
        try file?.commit(positions: [], shardTime: Town.start)
    }

    /// Enters rewards and a balance into a shard's file, as its lane does.
    package func keep(_ entries: [RewardEntry], _ fund: FundBalance, shard: Int) throws {
        guard let file = shards[shard] else { return }
        try file.begin()
        for entry in entries {
            let body = JSONWriter.bytes { RewardCodec.encode(entry, zone: .china, to: &$0) }
            try file.put(entry, body: body, wakeAt: nil)
        }
        try file.put(fund, body: JSONWriter.bytes { RewardCodec.encode(fund, zone: .china, to: &$0) })
        try file.commit(positions: [], shardTime: Town.start)
    }

    /// The next record of an input, waiting for it.
    package func next(_ topic: String, shard: Int, from: Int64 = 0) throws -> Record? {
        let reader = try log.reader(of: TopicPartition(topic, shard), from: from)
        for _ in 0..<100 {
            if let record = try reader.read(max: 1, timeout: .milliseconds(200)).records.first { return record }
        }
        return nil
    }

    /// How many records an input partition holds.
    package func count(_ topic: String, shard: Int) throws -> Int {
        try log.reader(of: TopicPartition(topic, shard), from: 0).read(max: 10_000, timeout: .zero).records.count
    }

    /// Decides the first feedback or command of a shard, as its lane would.
    package func decideFirst(_ topic: String, on value: Case) throws {
        let record = try next(topic, shard: value.id.shard)
        var value = value
        let decider = CaseDecider(policy: TownPolicy.policy)
        let verdict: CaseVerdict
        let cause: Cause
        if topic == topics.feedback {
            var feedback = try FeedbackCodec.decode(record?.value)
            feedback.hash = try Town.hashes().text(of: MessageContent.bytes(of: feedback))
            cause = feedback.cause
            verdict = decider.decide(feedback, on: &value, at: Town.start)
        } else {
            var command = try CommandCodec.decode(record?.value).command
            command.hash = try Town.hashes().text(of: MessageContent.bytes(of: command))
            cause = command.cause
            verdict = decider.decide(command, on: &value, at: Town.start)
        }
        value.version += 1
        try commit([value], answers: [MessageOutcome(cause: cause, caseID: value.id, verdict: verdict)])
    }

    // MARK: - Clients

    package func client(token: String? = nil, timeout: Duration = .seconds(20)) throws -> HTTPClient {
        let headers: HTTPHeaders = token.map { ["Authorization": "Bearer " + $0] } ?? [:]
        return try HTTPClient("http://127.0.0.1:\(port)", timeout: timeout, headers: headers)
    }

    package func get(_ target: String, token: String? = nil, headers: HTTPHeaders = [:]) throws -> HTTPResponse {
        try client(token: token).get(target, headers: headers)
    }

    package func post(
        _ target: String, _ body: JSONValue, token: String? = nil, headers: HTTPHeaders = [:]
    ) throws -> HTTPResponse {
        try client(token: token).post(target, body.bytes, headers: headers)
    }

    /// A fresh case, dispatched, as the first lane step leaves it.
    package static func openCase(
        _ number: Int, shard: Int = 0, report: String? = nil, district: String? = "510185",
        departments: [String] = ["traffic-police", "urban-management"]
    ) -> Case {
        var value = Case(
            id: CaseID(date: date, shard: shard, number: number), state: .registered, programme: "jianyang.sentinel",
            category: CaseCategory(code: "T02", id: "lane-obstruction", name: "车道受阻"),
            decision: CaseDecision(rule: "lane-obstruction-default", closeRule: .all, rulesHash: "test"),
            openedAt: start)
        value.version = 1
        value.text = "沱江一号桥引道三车道变一"
        value.registeredAt = start
        value.dueAt = start.adding(minutes: 60)
        if let district {
            var location = Location()
            location.district = district
            value.location = location
        }
        var entry = CaseReport(
            reportID: report ?? "g1-\(shard)-\(number)", contentHash: String(repeating: "0", count: 64),
            source: ReportSource(topic: "hazard.reports", partition: shard, offset: 0), receivedAt: start,
            programme: value.programme, channel: .phone)
        entry.account = "account-of-the-rider"
        value.reports = [entry]
        value.record("opened", by: Actor(.ingest), at: start, for: Cause(sender: "report", id: entry.reportID))
        for (index, department) in departments.enumerated() {
            value.addTask(department, index == 0 ? .lead : .co, at: start, WorkingCalendar(zone: .china))
        }
        var sequence: Int64 = Int64(number) * 10
        value.sendPending(at: start, sequence: &sequence, reach: { _ in .open }, emit: { _, _, _ in })
        return value
    }
}

/// Time that only tests move.
package final class TownClock: Sendable {
    private let now = Mutex(Town.start)

    package var milliseconds: Int64 { now.withLock { $0.milliseconds } }

    package func advance(minutes: Int64) { now.withLock { $0 = $0.adding(minutes: minutes) } }
}

/// Something done on a thread of its own, waited for when its result is wanted.
package final class Later<Result: Sendable>: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var result: Swift.Result<Result, any Error>?

    package init(_ body: @escaping @Sendable () throws -> Result) {
        Thread.detachNewThread { [self] in
            result = Swift.Result(catching: body)
            done.signal()
        }
    }

    package func value() throws -> Result {
        done.wait()
        defer { done.signal() }
        guard let result else { throw CancellationError() }
        return try result.get()
    }
}

extension HTTPResponse {
    /// The body as JSON; null when it is none.
    package var json: JSONValue { (try? JSONValue(reading: body)) ?? .null }
    package var text: String { String(decoding: body, as: UTF8.self) }
    /// The fields that a problem names.
    package var fields: [String] { (json["errors"]?.array ?? []).compactMap { $0["field"]?.string } }
}
