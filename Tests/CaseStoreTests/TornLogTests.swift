import CaseStore
import Foundation
import HazardCore
import TestSupport
import Testing

/// A power cut may leave any beginning of the write-ahead log; the shard then stands at a commit, rows and position.
@Suite struct TornLogTests {
    private static let commits = 8

    @Test func `any beginning of the log gives the state after some commit, and more log never gives less`() throws {
        let source = TemporaryStore()
        let store = try source.open()
        for number in 1...Self.commits { try store.save([SampleCases.plain(number)], positions: [position(number)]) }
        let database = try Data(contentsOf: URL(fileURLWithPath: source.file()))
        let log = try Data(contentsOf: URL(fileURLWithPath: source.file() + "-wal"))
        #expect(store.walBytes == log.count)
        var seen: [Int] = []
        for cut in stride(from: log.count / 2, through: log.count, by: 3_001).map({ $0 }) + [log.count] {
            seen.append(try commitsStanding(database: database, log: log.prefix(cut)))
        }
        #expect(seen == seen.sorted())
        #expect(seen.last == Self.commits)
        #expect(Set(seen).count > 2)
    }

    @Test func `a log whose last page was never written ends at the commit before`() throws {
        let source = TemporaryStore()
        let store = try source.open()
        for number in 1...Self.commits { try store.save([SampleCases.plain(number)], positions: [position(number)]) }
        let database = try Data(contentsOf: URL(fileURLWithPath: source.file()))
        var log = try Data(contentsOf: URL(fileURLWithPath: source.file() + "-wal"))
        log.replaceSubrange(log.count - 4_096..<log.count, with: Data(count: 4_096))
        #expect(try commitsStanding(database: database, log: log) == Self.commits - 1)
        #expect(store.storedRows.cases == Self.commits)
    }

    /// Opens a copy and says after which commit it stands, having checked that rows and position agree.
    private func commitsStanding(database: Data, log: Data) throws -> Int {
        let copy = TemporaryStore()
        let directory = try copy.directory()
        try database.write(to: URL(fileURLWithPath: copy.file()))
        try log.write(to: URL(fileURLWithPath: copy.file() + "-wal"))
        let store = try ShardStore.open(in: directory, shard: 3, identity: TemporaryStore.identity)
        let next = Int(try store.positions().first?.next ?? 0)
        #expect(store.storedRows.cases == next)
        for number in 1...Self.commits {
            let expected = number <= next ? SampleCases.plain(number).sampleBody : nil
            #expect(try store.body(of: SampleCases.id(number)) == expected)
        }
        return next
    }

    private func position(_ number: Int) -> StoredPosition {
        StoredPosition(topic: "hazard.cases", partition: 3, next: Int64(number))
    }
}
