import CaseStore
import Foundation
import HazardCore
import MessageLog
import TestSupport
import Testing

/// After a power cut any prefix of the write-ahead log may remain; the shard then has the rows and the position of one commit.
@Suite struct TornLogTests {
    private static let commitCount = 8

    @Test func `any prefix of the log gives the state after a commit, and a longer prefix never an earlier state`()
        throws
    {
        let source = TemporaryStore()
        let store = try source.open()
        for number in 1...Self.commitCount {
            try store.save([SampleCases.plain(number)], positions: [position(number)])
        }
        let database = try Data(contentsOf: URL(fileURLWithPath: source.file()))
        let log = try Data(contentsOf: URL(fileURLWithPath: source.file() + "-wal"))
        #expect(store.walBytes == log.count)
        var seen: [Int] = []
        for cut in stride(from: log.count / 2, through: log.count, by: 3_001).map({ $0 }) + [log.count] {
            seen.append(try commits(database: database, log: log.prefix(cut)))
        }
        #expect(seen == seen.sorted())
        #expect(seen.last == Self.commitCount)
        #expect(Set(seen).count > 2)
    }

    @Test func `a log whose last page was not written ends at the commit before`() throws {
        let source = TemporaryStore()
        let store = try source.open()
        for number in 1...Self.commitCount {
            try store.save([SampleCases.plain(number)], positions: [position(number)])
        }
        let database = try Data(contentsOf: URL(fileURLWithPath: source.file()))
        var log = try Data(contentsOf: URL(fileURLWithPath: source.file() + "-wal"))
        log.replaceSubrange(log.count - 4_096..<log.count, with: Data(count: 4_096))
        #expect(try commits(database: database, log: log) == Self.commitCount - 1)
        #expect(store.storedRows.cases == Self.commitCount)
    }

    /// Opens a copy and returns the number of its commits; checks that rows and position agree.
    private func commits(database: Data, log: Data) throws -> Int {
        let copy = TemporaryStore()
        let directory = try copy.directory()
        try database.write(to: URL(fileURLWithPath: copy.file()))
        try log.write(to: URL(fileURLWithPath: copy.file() + "-wal"))
        let store = try ShardStore.open(in: directory, shard: 3, identity: TemporaryStore.identity)
        let next = Int(try store.positions().first?.next ?? 0)
        #expect(store.storedRows.cases == next)
        for number in 1...Self.commitCount {
            let expected = number <= next ? SampleCases.plain(number).sampleBody : nil
            #expect(try store.body(of: SampleCases.id(number)) == expected)
        }
        return next
    }

    private func position(_ number: Int) -> Position {
        Position(TopicPartition("hazard.cases", 3), next: Int64(number))
    }
}
