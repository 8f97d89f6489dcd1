import EmbeddedLog
import Foundation
import MessageLog
import Testing
import Wording

/// Rules of the embedded log alone: its file, its directory, its time.
struct EmbeddedLogTests {
    private func opened(maxBytes: Int? = nil) throws -> EmbeddedInstallation {
        let made = try EmbeddedInstallation(maxBytes: maxBytes)
        try made.log.create([
            TopicDescription(name: "in", partitions: 1), TopicDescription(name: "out", partitions: 1),
        ])
        return made
    }

    /// The failure of opening that directory; nil when it opens.
    private func refusal(_ directory: URL) -> LogFailure? {
        do throws(LogFailure) {
            try EmbeddedLog(directory: directory.path).close(within: .seconds(10))
            return nil
        } catch { return error }
    }

    @Test func `a second log on the directory is refused with the directory and what to do`() throws {
        let made = try opened()
        defer { made.close() }
        let failure = try #require(refusal(made.directory))
        #expect(failure.code == "locked")
        #expect(failure.reason.contains(made.directory.path))
        #expect(failure.reason.contains("log.embedded.directory"))
        #expect(failure.text.zh.contains("正被另一个进程使用") && failure.text.zh.contains("log.embedded.directory"))
    }

    @Test func `a log that was closed, or released without a close, unlocks its directory`() throws {
        let made = try opened()
        defer { made.close() }
        made.embedded.close(within: .seconds(10))
        #expect(refusal(made.directory) == nil)
        do { _ = try EmbeddedLog(directory: made.directory.path) }
        #expect(refusal(made.directory) == nil)
    }

    @Test func `only the owner can read the file, even in a directory that everyone can read`() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let log = try EmbeddedLog(directory: directory.path)
        defer { log.close(within: .seconds(10)) }
        for name in ["log.db", "log.db-wal", "log.lock"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: directory.appendingPathComponent(name).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func `a file of another program is refused and not changed`() throws {
        let made = try opened()
        defer { made.close() }
        made.embedded.close(within: .seconds(10))
        let file = made.directory.appendingPathComponent("log.db")
        var bytes = try Data(contentsOf: file)
        bytes[71] ^= 1  // the last byte of application_id, at 68 in the header (sqlite.org/fileformat2.html)
        try bytes.write(to: file)
        #expect(refusal(made.directory)?.code == "foreign-file")
        #expect(try Data(contentsOf: file) == bytes)
        try Data(repeating: 65, count: 8192).write(to: file)
        #expect(refusal(made.directory)?.code == "corrupt")
        #expect(try Data(contentsOf: file) == Data(repeating: 65, count: 8192))
    }

    @Test func `a file of another version is refused with both versions`() throws {
        let made = try opened()
        defer { made.close() }
        made.embedded.close(within: .seconds(10))
        let file = made.directory.appendingPathComponent("log.db")
        var bytes = try Data(contentsOf: file)
        bytes[63] = 9  // the last byte of user_version, at 60
        try bytes.write(to: file)
        let failure = try #require(refusal(made.directory))
        #expect(failure.code == "other-version")
        #expect(failure.reason.contains("version 9") && failure.reason.contains("version 1"))
    }

    @Test func `the cluster id is random, and the same after a restart`() throws {
        let made = try opened()
        defer { made.close() }
        let id = try made.log.clusterID()
        #expect(id.hasPrefix("embedded-") && id.count == "embedded-".count + 32)
        try made.reopen()
        #expect(try made.log.clusterID() == id)
        let other = try opened()
        defer { other.close() }
        #expect(try other.log.clusterID() != id)
    }

    @Test func `timestamps come from the clock, also after it was set back, and over a restart`() throws {
        let made = try opened()
        defer { made.close() }
        let start = made.clock.now
        #expect(try made.log.append([made.record("in", "1")]).map(\.timestamp) == [start])
        made.clock.now = start + 5
        #expect(try made.log.append([made.record("in", "2")]).map(\.timestamp) == [start + 5])
        made.clock.now = start - 100_000
        try made.reopen()
        let places = try made.log.append([made.record("in", "3"), made.record("out", "4")])
        #expect(places.map(\.timestamp) == [start - 100_000, start - 100_000])
    }

    @Test func `a record without space on the disk is disk-full and retriable, and nothing of its commit is written`()
        throws
    {
        let made = try opened(maxBytes: 400_000)
        defer { made.close() }
        let session = try made.join()
        let failure = session.commitFailure(
            [made.record("out", "part"), made.record("out", String(repeating: "x", count: 700_000))],
            positions: [Position(made.at("in"), next: 0)])
        #expect(failure?.kind == "aborted")
        #expect(failure?.failure.code == "disk-full" && failure?.failure.isRetriable == true)
        #expect(try made.texts("out").isEmpty && session.committed().isEmpty)
        _ = try session.commit([made.record("out", "fits")], positions: [], watched: [])
        #expect(try made.contents("out").map(\.offset) == [0])
    }

    @Test func `concurrent writes share a transaction, and one that fails does not affect the others`() throws {
        let made = try opened(maxBytes: 2_000_000)
        defer { made.close() }
        let log = made.log
        let huge = made.record("out", String(repeating: "x", count: 1_000_000))
        let outcomes = ManualClock(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<20 {
                let isHuge = thread == 0
                let record = made.record("in", "\(thread)-\(number)")
                do throws(LogFailure) {
                    _ = try log.append(isHuge ? [huge, huge] : [record])
                    if isHuge { Issue.record("two megabytes fitted into one") }
                } catch {
                    if error.code != "disk-full" || !isHuge { Issue.record("\(error)") }
                    outcomes.add(1)
                }
            }
        }
        #expect(outcomes.now == 20)
        let records = try made.contents("in")
        #expect(records.count == 140)
        #expect(records.map(\.offset) == (0..<140).map { Int64($0) })
        for thread in 1..<8 {
            let own = records.map(\.text).filter { $0.hasPrefix("\(thread)-") }
            #expect(own == (0..<20).map { "\(thread)-\($0)" })
        }
        #expect(try made.contents("out").isEmpty)
    }

    @Test func `a position beyond the end is refused`() throws {
        let made = try opened()
        defer { made.close() }
        let session = try made.join()
        do throws(LogFailure) {
            try session.start(at: [Position(made.at("in"), next: 1)])
            Issue.record("the session started beyond the end")
        } catch { #expect(error.code == "beyond-end") }
        #expect(throws: LogFailure.self) { _ = try made.log.reader(of: made.at("in"), from: 1) }
    }

    @Test func `a group joins once, and only when its inputs have all its shards`() throws {
        let made = try opened()
        defer { made.close() }
        let host = LaneHost()
        #expect(throws: LogFailure.self) { try made.log.join(made.membership(shards: 2), host: host) }
        try made.log.join(made.membership(), host: host)
        do throws(LogFailure) {
            try made.log.join(made.membership(), host: host)
            Issue.record("the group joined twice")
        } catch { #expect(error.code == "joined") }
    }

    @Test func `every call of a closed log fails, also a waiting one`() throws {
        let made = try opened()
        defer { made.close() }
        let reader = try made.log.reader(of: made.at("in"), from: 0)
        _ = try reader.read(max: 1, timeout: .zero)
        let log = made.embedded
        Thread.detachNewThread { log.close(within: .seconds(10)) }
        do throws(LogFailure) {
            while true { _ = try reader.read(max: 1, timeout: .seconds(600)) }
        } catch { #expect(error.code == "closed") }
        #expect(throws: LogFailure.self) { try log.clusterID() }
        #expect(throws: LogFailure.self) { try log.append([made.record("in", "v")]) }
        #expect(throws: LogFailure.self) { try log.describe(["in"]) }
        #expect(throws: LogFailure.self) { try log.reader(of: made.at("in"), from: 0) }
    }

    @Test func `the embedded log advises no Kafka tool`() throws {
        let made = try opened()
        defer { made.close() }
        #expect(made.log.lostTransactionAdvice == nil)
    }

    @Test func `records and transactions are counted`() throws {
        let made = try opened()
        defer { made.close() }
        _ = try made.log.append([made.record("in", "a"), made.record("in", "b")])
        let numbers = Dictionary(uniqueKeysWithValues: made.log.statistics().map { ($0.name, $0.value) })
        #expect(numbers["hazard_log_records_total"] == 2)
        #expect(numbers["hazard_log_transactions_total"] == 2)
        #expect((numbers["hazard_log_wal_bytes"] ?? 0) > 0)
    }
}
