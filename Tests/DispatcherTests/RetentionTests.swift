import Dispatcher
import EmbeddedLog
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// Ended cases are removed when their retention ends. Numbers are never given out again.
@Suite struct RetentionTests {
    private static let day: Int64 = 86_400_000

    @Test func `an ended case leaves a tombstone and its count, which survive a rebuild`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        try start(bench)
        let (kept, ended) = (try open("g1-1", bench), try open("g1-2", bench))
        try end(ended, bench)
        time.advance(milliseconds: 3 * Self.day)
        #expect(bench.observer.wait { _ in (try? tombstones(bench)) == [ended.text] })
        bench.stop()
        #expect(try tombstones(bench) == [ended.text])
        try expectForgotten(ended, but: kept, bench)

        // Only the last record of each key remains, as after a year.
        try (bench.log as? EmbeddedLog)?.maintain()
        try bench.deleteFiles()
        try start(bench)
        #expect(bench.waitForPhases { $0 == .running })
        _ = try open("g1-3", bench)
        bench.stop()
        try expectForgotten(ended, but: kept, bench)
        let after = try bench.tasks().map(\.shardSequence)
        #expect(after.sorted() == (1...after.count).map(Int64.init), "none twice, none left out")
    }

    @Test func `a case that is open, or ended recently, is kept`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        try start(bench)
        _ = try open("g1-1", bench)
        let ended = try open("g1-2", bench)
        try end(ended, bench)
        time.advance(milliseconds: 2 * Self.day - 1)
        let turns = bench.observer.state.heartbeats
        #expect(bench.observer.wait { $0.heartbeats > turns + 2 })
        #expect(try tombstones(bench).isEmpty)
        time.advance(milliseconds: 1)
        #expect(bench.observer.wait { _ in (try? tombstones(bench)) == [ended.text] })
        bench.stop()
        #expect(try tombstones(bench) == [ended.text])
        #expect(try bench.cases().count == 1)
    }

    @Test(arguments: [false, true]) func `case numbers continue after a restart and begin again with the local day`(
        losesFiles: Bool
    ) throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        var numbers: [Int] = []
        var days: Set<Substring> = []
        for (step, advance) in [0, 0, Self.day, 0].enumerated() {
            time.advance(milliseconds: advance)
            if step > 0, losesFiles { try bench.deleteFiles() }
            try start(bench)
            for half in ["a", "b"] {
                let id = try open("g1-\(step)\(half)", bench)
                numbers.append(id.number)
                days.insert(id.text.prefix(8))
            }
            bench.stop()
        }
        #expect(numbers == [1, 2, 3, 4, 1, 2, 3, 4])
        #expect(days.count == 2)
        let sequences = try bench.tasks().map(\.shardSequence)
        #expect(sequences.sorted() == (1...sequences.count).map(Int64.init))
    }

    // MARK: - Helpers

    private func start(_ bench: LaneBench) throws {
        try bench.start { $0.caseRetention = .days(2) }
    }

    private func open(_ report: String, _ bench: LaneBench) throws -> CaseID {
        let before = Set(try bench.cases().keys)
        let consumed = bench.observer.state.tally.consumed
        try bench.publish(Samples.report(report), partition: 0)
        #expect(bench.waitForConsumed(consumed + 1))
        return try #require(try bench.cases().values.map(\.value.id).first { !before.contains($0.text) })
    }

    private func end(_ id: CaseID, _ bench: LaneBench) throws {
        let consumed = bench.observer.state.tally.consumed
        try bench.publish(
            Samples.command("end", case: id.text, kind: "cancel"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(consumed + 1))
    }

    private func tombstones(_ bench: LaneBench) throws -> [String] {
        try bench.read(bench.topics.cases).filter { $0.value == nil }.map {
            String(decoding: $0.key ?? [], as: UTF8.self)
        }
    }

    private func expectForgotten(_ ended: CaseID, but kept: CaseID, _ bench: LaneBench) throws {
        let rows = try ShardRows(path: bench.storeDirectory + "/shard-0.db")
        let all = try rows.cases() + rows.tasks() + rows.reports() + rows.history()
        #expect(!all.contains { $0.first == ended.text })
        #expect(all.contains { $0.first == kept.text })
        let month = ended.text.prefix(4) + "-" + ended.text.dropFirst(4).prefix(2)
        #expect(try rows.counts() == [[String(month), "jianyang.sentinel", "T02", "cancelled", "1"]])
    }
}
