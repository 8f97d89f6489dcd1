import CaseStore
import Digest
import Dispatcher
import Foundation
import HazardCore
import HazardWire
import MessageLog
import Synchronization
import TestSupport
import Testing

/// The desk of a whole installation follows the cases of every shard, and owns none.
@Suite struct BoardTests {
    @Test(arguments: TestedLog.here)
    func `a board has every case of every shard, hears each change, and goes on where it stopped`(log: TestedLog) throws
    {
        let bench = try log.bench(shards: 2, time: TestTime())
        try bench.start()
        let districts = ["510185", "510104", "510107", "510112"]
        for number in 1...20 {
            let district = districts[number % districts.count]
            try bench.publish(
                Samples.report("b-\(number)", district: district), key: district)
        }
        #expect(bench.waitForConsumed(20))
        let board = try Board(bench)
        defer { try? FileManager.default.removeItem(atPath: board.directory.path) }
        #expect(board.observer.wait { $0.phases.count == 2 && $0.phases.values.allSatisfy { $0 == .running } })
        let cases = try bench.cases()
        #expect(!cases.isEmpty && board.cases() == Set(cases.keys))
        // A change of a lane arrives, and the store has it then.
        let id = try #require(cases.keys.min())
        let shard = try #require(CaseID(id)).shard
        try bench.publish(
            Samples.command("op-1", case: id, kind: "urge"), to: bench.topics.commands, partition: shard, key: id)
        #expect(bench.waitForConsumed(21))
        #expect(board.waitFor(id) { $0.flags.urges == 1 })
        #expect(try board.stored(id)?.flags.urges == 1)
        // Stopped, it misses changes; started again, it reads them and nothing twice.
        board.stop()
        try bench.publish(
            Samples.command("op-2", case: id, kind: "supervise"), to: bench.topics.commands, partition: shard, key: id)
        #expect(bench.waitForConsumed(22))
        let again = try Board(bench, in: board.directory)
        #expect(again.observer.wait { $0.phases.count == 2 && $0.phases.values.allSatisfy { $0 == .running } })
        let now = try #require(try bench.cases()[id]?.value)
        let missed = try #require(try again.stored(id))
        #expect(missed.version == now.version && missed.history.last?.cause?.id == "op-2")
        #expect(again.cases() == Set(cases.keys))
        again.stop()
        // Its files are a view.
        for shard in 0..<2 { try board.directory.delete(shard: shard) }
        let rebuilt = try Board(bench, in: board.directory)
        #expect(rebuilt.observer.wait { $0.phases.count == 2 && $0.phases.values.allSatisfy { $0 == .running } })
        #expect(rebuilt.cases() == Set(cases.keys))
        rebuilt.stop()
        bench.stop()
    }
}

/// Followers over the log of a bench, with files of their own.
private final class Board {
    let directory: StoreDirectory
    let observer = RecordingObserver()
    private let followers: CaseFollowers
    private let heard = Heard()

    /// What the desk was told.
    private final class Heard: Sendable {
        let changed = NSCondition()
        let values = Mutex<[String: Case]>([:])
    }

    init(_ bench: LaneBench, in stored: StoreDirectory? = nil) throws {
        let path = bench.storeDirectory + "-board"
        directory = try stored ?? StoreDirectory(path)
        let settings = try LaneSettings(
            policy: try ShippedPolicy.load(), topics: bench.topics, shards: bench.shards, storeDirectory: path,
            accountKey: try MessageKey(bytes: Array("a secret of the tests".utf8)))
        followers = CaseFollowers(
            log: bench.log, rules: LaneRules(settings), directory: directory,
            machine: bench.time.machine, observer: observer,
            changed: { [heard] changes in
                heard.changed.lock()
                heard.values.withLock { values in
                    for one in changes.changes { values[one.change.value.id.text] = one.change.value }
                }
                heard.changed.broadcast()
                heard.changed.unlock()
            })
        followers.start()
    }

    func stop() { followers.stop(within: .seconds(10)) }

    /// Waits until the desk was told of a case as it should be.
    func waitFor(_ id: String, _ condition: (Case) -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: 20)
        heard.changed.lock()
        defer { heard.changed.unlock() }
        while !(heard.values.withLock { $0[id].map(condition) } ?? false) {
            guard heard.changed.wait(until: end) else { return false }
        }
        return true
    }

    /// The case in the board's file.
    func stored(_ text: String) throws -> Case? {
        let id = try #require(CaseID(text))
        let reader = try StoreReader(path: StoreDirectory.file(ofShard: id.shard, in: directory.path), shard: id.shard)
        return try reader.body(of: id).map { try CaseCodec.decode($0) }
    }

    /// The ids of all cases.
    func cases() -> Set<String> {
        var all: Set<String> = []
        for shard in 0..<2 {
            let file = StoreDirectory.file(ofShard: shard, in: directory.path)
            guard let reader = try? StoreReader(path: file, shard: shard),
                let page = try? reader.cases(CaseFilter(), order: .id, after: nil, limit: 1000)
            else { continue }
            all.formUnion(page.map(\.id))
        }
        return all
    }
}
