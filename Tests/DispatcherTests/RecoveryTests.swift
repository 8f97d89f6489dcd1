import CaseStore
import Dispatcher
import Foundation
import HazardCore
import HazardWire
import MessageLog
import SQLite
import TestSupport
import Testing

/// A shard's file is a view of the log: a lost or damaged file is rebuilt, and a file of another installation is
/// refused.
@Suite struct RecoveryTests {
    @Test func `deleted files are rebuilt with the same rows`() throws {
        let bench = try worked()
        let before = try Rows(bench)
        try bench.deleteFiles()
        try restart(bench)
        #expect(try Rows(bench) == before)
        try StoreAudit(bench: bench).run()
    }

    @Test(arguments: [0, 1, 2]) func `a damaged file is rebuilt, and the observer is informed`(_ damage: Int) throws {
        let bench = try worked()
        let before = try Rows(bench)
        try edit(bench) { bytes in
            switch damage {
            case 0: bytes.removeLast(bytes.count / 2)
            case 1: for index in 0..<100 { bytes[index] = 0x5A }
            default: bytes = Array("not a database".utf8)
            }
        }
        try restart(bench)
        #expect(bench.observer.state.failures.contains { $0.contains("is damaged") })
        #expect(try Rows(bench) == before)
    }

    @Test func `damage that only a decision finds is repaired as well, and the decision is made`() throws {
        let bench = try worked()
        let id = try #require(try bench.cases().keys.max())
        try edit(bench) { bytes in
            let body = try #require(Data(bytes).range(of: Data(#""case_id":"\#(id)","#.utf8)))
            bytes[body.upperBound + 30] ^= 0x01
        }
        try bench.start()
        try bench.publish(Samples.command("op-2", case: id, kind: "urge"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        #expect(bench.observer.state.failures.contains { $0.contains("has changed on the disk") })
        #expect(try bench.cases()[id]?.value.flags.urges == 1)
        try StoreAudit(bench: bench).run()
    }

    @Test func `a file of another cluster stops the shard and names the command`() throws {
        let (one, other) = (try worked(), try EmbeddedBench.make(shards: 1))
        try FileManager.default.createDirectory(atPath: other.storeDirectory, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: file(one), toPath: file(other))
        try expectStopped(other, "was filled from cluster", "hazard rebuild")
    }

    @Test func `a file ahead of the log stops the shard and names the command`() throws {
        let bench = try worked()
        try SQLiteConnection(file(bench), mode: .readWriteCreate).execute(
            "UPDATE positions SET next = next + 100 WHERE topic = '\(bench.topics.cases)'")
        try expectStopped(bench, "is ahead of", "hazard rebuild")
    }

    @Test func `an input that ends before its position was made anew: it is read from its beginning, without effect`()
        throws
    {
        let bench = try worked()
        let rows = try Rows(bench)
        // The group's positions are lost, and the file's position is beyond the topic's end.
        try SQLiteConnection(file(bench), mode: .readWriteCreate).execute(
            "UPDATE positions SET next = next + 100 WHERE topic = '\(bench.topics.reports)'")
        bench.group = "another"
        try bench.start()
        #expect(bench.waitForConsumed(3))
        #expect(bench.observer.state.tally.duplicates == 3)
        #expect(bench.observer.state.replaced == [TopicPartition(bench.topics.reports, 0)])
        bench.stop()
        #expect(try Rows(bench) == rows)
    }

    @Test func `a group without positions stops a shard that has cases, unless it may read from the oldest records`()
        throws
    {
        let bench = try worked()
        try bench.deleteFiles()
        bench.group = "another"
        try expectStopped(bench, "the group has no positions", "--from-oldest")
        let consumed = bench.tally.consumed
        bench.group = "a-third"
        try bench.start { $0.startsFromOldest = true }
        #expect(bench.waitForConsumed(consumed))
        bench.stop()
        #expect(bench.observer.state.tally.opened == 0)
        #expect(bench.observer.state.tally.duplicates == 3)
    }

    @Test func `a file older than the tombstones that it may have missed is rebuilt, and the observer is informed`()
        throws
    {
        let time = TestTime()
        let bench = try worked(stamped: time)
        let old = file(bench) + ".old"
        try FileManager.default.copyItem(atPath: file(bench), toPath: old)
        try bench.start()
        try bench.publish(Samples.report("g1-9"), partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        let before = try Rows(bench)
        try FileManager.default.removeItem(atPath: file(bench))
        try FileManager.default.moveItem(atPath: old, toPath: file(bench))
        time.advance(milliseconds: 2 * 86_400_000)
        try restart(bench)
        #expect(bench.observer.state.failures.contains { $0.contains("tombstones") })
        // Timers of these two days may have fired as well. Every case and every report is unchanged.
        let after = try Rows(bench)
        #expect(after.tables[2] == before.tables[2] && after.bodies.map(\.id) == before.bodies.map(\.id))
    }

    @Test func `a second server on the same directory is refused`() throws {
        let bench = try worked()
        do {
            _ = try StoreDirectory(bench.storeDirectory)
            Issue.record("two servers share a directory")
        } catch {
            #expect(error.kind == .inUse(by: ProcessInfo.processInfo.processIdentifier))
            #expect(error.description.contains("Stop the other server"))
        }
    }

    // MARK: - Helpers

    /// Three reports and a command, decided by lanes that have stopped.
    private func worked(stamped: TestTime? = nil) throws -> LaneBench {
        let bench = try EmbeddedBench.make(shards: 1, stamped: stamped)
        try bench.start()
        for number in 1...3 { try bench.publish(Samples.report("g1-\(number)"), partition: 0) }
        #expect(bench.waitForConsumed(3))
        let id = try #require(try bench.cases().keys.min())
        try bench.publish(Samples.command("op-1", case: id, kind: "cancel"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(4))
        bench.stop()
        return bench
    }

    private func restart(_ bench: LaneBench) throws {
        try bench.start()
        #expect(bench.waitForPhases { $0 == .running })
        bench.stop()
    }

    private func expectStopped(_ bench: LaneBench, _ words: String...) throws {
        try bench.start()
        #expect(
            bench.waitForPhases { phase in
                if case .stopped = phase { true } else { false }
            })
        let failure = try #require(bench.observer.state.failures.first)
        for word in words { #expect(failure.contains(word)) }
        bench.stop()
    }

    private func file(_ bench: LaneBench) -> String { bench.storeDirectory + "/shard-0.db" }

    private func edit(_ bench: LaneBench, _ change: (inout [UInt8]) throws -> Void) throws {
        let url = URL(filePath: file(bench))
        var bytes = Array(try Data(contentsOf: url))
        try change(&bytes)
        try Data(bytes).write(to: url)
    }

    /// Everything that a rebuild must restore.
    private struct Rows: Equatable {
        var tables: [[[String?]]]
        var bodies: [StoredCase]

        init(_ bench: LaneBench) throws {
            let rows = try ShardRows(path: bench.storeDirectory + "/shard-0.db")
            tables = try [rows.cases(), rows.tasks(), rows.reports(), rows.history(), rows.counts()]
            bodies = try StoreReader(path: bench.storeDirectory + "/shard-0.db", shard: 0).cases(
                order: .id, limit: 1_000)
        }
    }
}
