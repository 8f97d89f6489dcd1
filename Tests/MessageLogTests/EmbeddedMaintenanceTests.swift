import EmbeddedLog
import Foundation
import MessageLog
import Testing

/// Retention and compaction of the embedded log; the tests start each round themselves.
struct EmbeddedMaintenanceTests {
    private func installed(_ settings: [String: String]) throws -> EmbeddedInstallation {
        let made = try EmbeddedInstallation()
        try made.log.create([TopicDescription(name: "t", partitions: 2, settings: settings)])
        return made
    }

    @Test func `records older than their retention are deleted, and no others`() throws {
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

    @Test func `a record without retention, or exactly as old as its retention, is kept`() throws {
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

    @Test func `records that a group has not read are kept, however old`() throws {
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

    @Test func `compaction handles more than one slice`() throws {
        let made = try installed(["cleanup.policy": "compact"])
        defer { made.close() }
        _ = try made.log.append((0..<3500).map { (n: Int) in made.record("t", key: "k\(n % 7)", "\(n)") })
        try made.embedded.maintain()
        #expect(try made.texts("t") == (3493..<3500).map(String.init))
    }

    @Test func `a tombstone is kept for its retention, then it is deleted with its key`() throws {
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

    @Test func `an offset is never used again, even after the last record was deleted and the log reopened`() throws {
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
            Issue.record("a record without a key was accepted")
        } catch { #expect(error.code == "no-key") }
    }

    @Test func `an open log runs maintenance by itself`() throws {
        let made = try installed(["retention.ms": "1000"])
        defer { made.close() }
        _ = try made.log.append([made.record("t", "old")])
        made.embedded.close(within: .seconds(10))
        let asked = DispatchSemaphore(value: 0)
        var settings = EmbeddedLogSettings()
        settings.maintenanceInterval = .milliseconds(1)
        settings.clock = {
            asked.signal()
            return 1_700_000_009_999
        }
        let log = try EmbeddedLog(directory: made.directory.path, settings: settings)
        defer { log.close(within: .seconds(10)) }
        while try log.reader(of: made.at("t"), from: 0).read(max: 1, timeout: .zero).records.count == 1 {
            asked.wait()
        }
    }
}
