import EmbeddedLog
import Foundation
import MessageLog
import Testing

/// Retention and compaction of the embedded log, which a test asks for at its hour.
struct EmbeddedKeepingTests {
    private func installed(_ settings: [String: String]) throws -> EmbeddedInstallation {
        let made = try EmbeddedInstallation()
        try made.log.create([TopicDescription(name: "t", partitions: 2, settings: settings)])
        return made
    }

    @Test func `records go when their time is over, the oldest first and no other`() throws {
        let made = try installed(["retention.ms": "1000"])
        defer { made.close() }
        _ = try made.log.append([made.record("t", "old")])
        made.clock.now += 600
        _ = try made.log.append([made.record("t", "young"), made.record("t", 1, "young")])
        made.clock.now += 600
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["young"])
        #expect(try made.texts("t", 1) == ["young"])
        #expect(try made.contents("t").first?.offset == 1)
    }

    @Test func `a round deletes more than one slice`() throws {
        let made = try installed(["retention.ms": "1000"])
        defer { made.close() }
        _ = try made.log.append((0..<5000).map { made.record("t", "\($0)") })
        made.clock.now += 2000
        try made.embedded.maintain()
        #expect(try made.contents("t").isEmpty)
        #expect(try made.log.append([made.record("t", "next")]).first?.offset == 5000)
    }

    @Test func `nothing goes without a limit, or at its very age`() throws {
        let made = try installed(["retention.ms": "-1"])
        defer { made.close() }
        try made.log.create([TopicDescription(name: "u", partitions: 1, settings: ["retention.ms": "1000"])])
        _ = try made.log.append([made.record("t", "kept"), made.record("u", "kept")])
        made.clock.now += 1000
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["kept"] && made.texts("u") == ["kept"])
        made.clock.now += 1
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["kept"] && made.texts("u") == [])
    }

    @Test func `what a group has not read is kept, however old`() throws {
        let made = try installed(["retention.ms": "1000"])
        defer { made.close() }
        _ = try made.log.append([made.record("t", "read"), made.record("t", "unread")])
        let session = try made.join(inputs: ["t"])
        _ = try session.commit([], positions: [Position(made.at("t"), next: 1)], watched: [])
        made.clock.now += 86_400_000
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["unread"])
        #expect(try session.bounds(of: made.at("t")) == (1, 2))
    }

    @Test func `compaction keeps the last record of each key, at its offset`() throws {
        let made = try installed(["cleanup.policy": "compact"])
        defer { made.close() }
        for round in 0..<3 {
            _ = try made.log.append(
                ["a", "b", "c"].map { (key: String) in made.record("t", key: key, "\(key)\(round)") })
        }
        _ = try made.log.append([made.record("t", key: "a", "a3"), made.record("t", 1, key: "a", "elsewhere")])
        try made.embedded.maintain()
        let left = try made.contents("t")
        #expect(left.map(\.text) == ["b2", "c2", "a3"])
        #expect(left.map(\.offset) == [7, 8, 9])
        #expect(try made.texts("t", 1) == ["elsewhere"])
        _ = try made.log.append([made.record("t", key: "b", "b4")])
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["c2", "a3", "b4"])
    }

    @Test func `compaction comes to the end of more than one slice`() throws {
        let made = try installed(["cleanup.policy": "compact"])
        defer { made.close() }
        _ = try made.log.append((0..<3500).map { (n: Int) in made.record("t", key: "k\(n % 7)", "\(n)") })
        try made.embedded.maintain()
        #expect(try made.texts("t") == (3493..<3500).map(String.init))
    }

    @Test func `a tombstone is kept for its time, then its key is forgotten`() throws {
        let made = try installed(["cleanup.policy": "compact", "delete.retention.ms": "1000"])
        defer { made.close() }
        _ = try made.log.append([
            made.record("t", key: "gone", "1"), made.record("t", key: "back", "1"), made.record("t", key: "gone", nil),
            made.record("t", key: "back", nil),
        ])
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["<tombstone>", "<tombstone>"])
        _ = try made.log.append([made.record("t", key: "back", "2")])
        made.clock.now += 1001
        try made.embedded.maintain()
        #expect(try made.texts("t") == ["2"])
    }

    @Test func `an offset is never used again, though the tail was taken away and the log opened anew`() throws {
        let made = try installed(["cleanup.policy": "compact", "delete.retention.ms": "0"])
        defer { made.close() }
        _ = try made.log.append([made.record("t", key: "k", "1"), made.record("t", key: "k", nil)])
        made.clock.now += 1
        try made.embedded.maintain()
        #expect(try made.contents("t").isEmpty)
        try made.reopen()
        #expect(try made.log.append([made.record("t", key: "k", "2")]).first?.offset == 2)
        #expect(try made.texts("t", from: 1) == ["2"])
    }

    @Test func `a compacted topic refuses a record without a key`() throws {
        let made = try installed(["cleanup.policy": "compact"])
        defer { made.close() }
        do throws(LogFailure) {
            _ = try made.log.append([made.record("t", "v")])
            Issue.record("a record nobody can replace was taken")
        } catch { #expect(error.code == "no-key") }
    }

    @Test func `the log keeps house by itself while it is open`() throws {
        let made = try installed(["retention.ms": "1000"])
        defer { made.close() }
        _ = try made.log.append([made.record("t", "old")])
        made.embedded.close(within: 10)
        let asked = DispatchSemaphore(value: 0)
        var settings = EmbeddedLogSettings()
        settings.maintenanceSeconds = 0.001
        settings.clock = {
            asked.signal()
            return 1_700_000_009_999
        }
        let log = try EmbeddedLog(directory: made.directory.path, settings: settings)
        defer { log.close(within: 10) }
        while try log.reader(of: made.at("t"), from: 0).read(max: 1, milliseconds: 0).records.count == 1 {
            asked.wait()
        }
    }
}
