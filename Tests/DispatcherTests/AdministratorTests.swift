import CaseStore
import Dispatcher
import Foundation
import HazardCore
import HazardWire
import KafkaLog
import MessageLog
import TestSupport
import Testing
import Wording

/// What administrators and other programs do to the topics of a real broker costs no record and stops no shard.
@Suite(.serialized, .enabled(if: KafkaBroker.isAvailable)) struct AdministratorTests {
    // MARK: - Poison headers

    @Test
    func `a record whose headers compress worse than they came stops no shard, as a dead letter or on its way home`()
        throws
    {
        let bench = try KafkaBench.make(shards: 2)
        try bench.start()
        let sender = try KafkaLog(
            KafkaSettings(
                bootstrapServers: try KafkaBroker.shared().bootstrap,
                settings: ["compression.type": "zstd", "message.max.bytes": "20000000", "batch.size": "20000000"]),
            diagnostics: { _ in })
        defer { sender.close(within: .seconds(5)) }
        // zstd finds what repeats after 100 KB; lz4, with its window of 64 KB, does not.
        let noise = (0..<100_000).map { _ in UInt8.random(in: 0...255) }
        let headers = (0..<25).map { Header("x-\($0)", noise) } + [Header("traceparent", Array("00-ab-cd-01".utf8))]
        let home = 0
        let good = Samples.report("poison-1", district: Samples.district(of: home, among: 2))
        _ = try sender.append([
            NewRecord(topic: bench.topics.reports, partition: 0, key: nil, value: Array("{".utf8), headers: headers),
            NewRecord(
                topic: bench.topics.reports, partition: 1 - home, key: nil, value: Array(good.utf8), headers: headers),
        ])
        #expect(bench.observer.wait(seconds: 60) { $0.tally.opened == 1 && $0.tally.deadLetters == 1 })
        bench.stop()

        let (letter, _) = try #require(try bench.deadLetters().first)
        #expect(letter.header(HeaderName.deadValueOmitted) == Array("1".utf8))
        let omitted = letter.header(HeaderName.headersOmitted).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        #expect((omitted ?? 0) > 1_500_000)
        #expect(letter.header("traceparent") != nil)
        let forwarded = try #require(
            try bench.read(bench.topics.reports).first { $0.partition == home && $0.value == Array(good.utf8) })
        #expect(forwarded.header(HeaderName.headersOmitted) != nil)
        #expect(forwarded.header("traceparent") != nil)
        #expect(bench.observer.state.failures.count <= 6)
    }

    // MARK: - A topic made anew

    @Test(arguments: [5, 40])
    func `an input that was deleted and made anew is read from its beginning, and repeats have no effect`(_ count: Int)
        throws
    {
        let bench = try KafkaBench.make(shards: 1)
        try bench.start()
        for number in 0..<20 { try bench.publish(Samples.report("old-\(number)"), partition: 0) }
        try bench.publish("no JSON", partition: 0)
        #expect(bench.waitForConsumed(21))
        try recreate(bench.topics.reports, partitions: 1)
        // The last report of the old topic and its dead letter come again among new ones.
        try bench.publish("no JSON", partition: 0)
        try bench.publish(Samples.report("old-19"), partition: 0)
        for number in 0..<count { try bench.publish(Samples.report("new-\(number)"), partition: 0) }
        let deadline = Date(timeIntervalSinceNow: 60)
        while bench.tally.opened < 20 + count, Date() < deadline {
            bench.time.advance(milliseconds: 61_000)
            _ = bench.observer.wait(seconds: 1) { $0.tally.opened >= 20 + count }
        }
        #expect(bench.tally.opened == 20 + count)
        #expect(bench.observer.state.replaced.contains(TopicPartition(bench.topics.reports, 0)))
        #expect(bench.observer.state.failures.count < 30)
        // The new topic is not taken for another one again.
        let replaced = bench.observer.state.replaced.count
        for _ in 0..<3 {
            let beats = bench.observer.state.heartbeats
            bench.time.advance(milliseconds: 61_000)
            #expect(bench.observer.wait { $0.heartbeats > beats + 3 })
        }
        #expect(bench.observer.state.replaced.count == replaced)
        bench.stop()
        #expect(try bench.deadLetters().count == 1)
        try bench.start()
        #expect(bench.waitForPhases { $0 == .running })
        #expect(bench.observer.state.replaced.isEmpty)
        bench.stop()
    }

    @Test func `an input that was made anew and has grown past the position is noticed at the next start`() throws {
        let bench = try KafkaBench.make(shards: 1)
        try bench.start()
        for number in 0..<10 { try bench.publish(Samples.report("old-\(number)"), partition: 0) }
        #expect(bench.waitForConsumed(10))
        try recreate(bench.topics.reports, partitions: 1)
        for number in 0..<30 { try bench.publish(Samples.report("new-\(number)"), partition: 0) }
        // Nothing fails: the lane goes on at the old offset, and no minute passes.
        #expect(bench.observer.wait { $0.tally.opened == 30 || !$0.replaced.isEmpty })
        bench.stop()
        try bench.start()
        #expect(bench.observer.wait { _ in bench.tally.opened == 40 })
        #expect(bench.tally.opened == 40)
        bench.stop()
        #expect(try bench.cases().count == 40)
    }

    @Test func `cases made anew stop the shard, with a sentence that says so`() throws {
        let bench = try KafkaBench.make(shards: 1)
        try bench.start()
        for number in 0..<5 { try bench.publish(Samples.report("old-\(number)"), partition: 0) }
        #expect(bench.waitForConsumed(5))
        try recreate(bench.topics.cases, partitions: 1, compacted: true)
        try bench.publish(Samples.report("new"), partition: 0)
        let deadline = Date(timeIntervalSinceNow: 60)
        func isStopped() -> Bool {
            guard case .stopped(let reason)? = bench.observer.state.phases[0] else { return false }
            return reason.en.contains("made anew") || reason.en.contains("created again")
        }
        while !isStopped(), Date() < deadline {
            bench.time.advance(milliseconds: 61_000)
            _ = bench.observer.wait(seconds: 1) { if case .stopped? = $0.phases[0] { true } else { false } }
        }
        #expect(isStopped())
        bench.stop()
    }

    // MARK: - Partitions added

    @Test func `partitions that were added are read, while serving and after a start`() throws {
        let bench = try KafkaBench.make(shards: 2)
        try bench.start()
        try bench.publish(Samples.report("before"), key: "510185")
        #expect(bench.waitForConsumed(1))
        try KafkaBroker.shared().tool(
            "topics", ["--alter", "--topic", bench.topics.reports, "--partitions", "5"])
        // A client that wrote before knows the old number of partitions for minutes.
        let sender = try KafkaLog(
            KafkaSettings(bootstrapServers: try KafkaBroker.shared().bootstrap), diagnostics: { _ in })
        defer { sender.close(within: .seconds(5)) }
        _ = try sender.append(
            (0..<5).map { partition in
                let report = Samples.report("added-\(partition)", district: Samples.district(of: 0, among: 2))
                return NewRecord(
                    topic: bench.topics.reports, partition: partition, key: nil, value: Array(report.utf8))
            })
        let deadline = Date(timeIntervalSinceNow: 60)
        while bench.tally.opened < 6, Date() < deadline {
            bench.time.advance(milliseconds: 61_000)
            _ = bench.observer.wait(seconds: 1) { $0.tally.opened >= 6 }
        }
        #expect(bench.tally.opened == 6)
        #expect(bench.observer.state.extra[0]?.map(\.partition) == [2, 4])
        #expect(bench.observer.state.extra[1]?.map(\.partition) == [3])
        bench.stop()
        try bench.start()
        let later = Samples.report("later", district: Samples.district(of: 1, among: 2))
        _ = try sender.append([
            NewRecord(topic: bench.topics.reports, partition: 4, key: nil, value: Array(later.utf8))
        ])
        #expect(bench.observer.wait { $0.tally.opened == 1 })
        #expect(bench.tally.opened == 7)
        bench.stop()
        #expect(try bench.cases().count == 7)
    }

    // MARK: - Details

    private func recreate(_ topic: String, partitions: Int, compacted: Bool = false) throws {
        let broker = try KafkaBroker.shared()
        try broker.tool("topics", ["--delete", "--topic", topic])
        let settings = ["--config", "message.timestamp.type=LogAppendTime"]
        let create =
            ["--create", "--topic", topic, "--partitions", "\(partitions)"] + settings
            + (compacted ? ["--config", "cleanup.policy=compact"] : [])
        let deadline = Date(timeIntervalSinceNow: 30)
        while true {
            do { return try broker.tool("topics", create) } catch {
                // The deletion takes a moment.
                guard Date() < deadline else { throw error }
                usleep(200_000)
            }
        }
    }
}

/// Another program writes to the topics that have one writer.
@Suite struct ForeignRecordTests {
    @Test(arguments: TestedLog.here)
    func `foreign records are named and removed no case, and the own record is written again`(
        _ log: TestedLog
    ) throws {
        let bench = try log.bench(shards: 1, time: TestTime())
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let (key, own) = try #require(try bench.cases().first)
        try write(to: bench, key)
        let beats = bench.observer.state.heartbeats
        bench.time.advance(milliseconds: 61_000)
        #expect(bench.observer.wait { $0.foreign.count == 3 && $0.heartbeats > beats + 3 })
        #expect(bench.observer.state.foreign.map(\.key) == [key, key, nil])
        // Foreign records between two commits are found by the second commit.
        try bench.publish(nil, to: bench.topics.cases, partition: 0, key: key)
        try bench.publish(Samples.report("g1-2"), partition: 0)
        #expect(bench.waitForConsumed(2))
        #expect(bench.observer.wait { $0.foreign.count == 4 })
        #expect(bench.tally.opened == 2)
        bench.stop()
        let last = try bench.read(bench.topics.cases).last { $0.key == Array(key.utf8) }
        #expect(last?.value == own.body)
    }

    @Test(arguments: TestedLog.here) func `a restore skips foreign records and writes the own record again`(
        _ log: TestedLog
    ) throws {
        let bench = try log.bench(shards: 1, time: TestTime())
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        let (key, own) = try #require(try bench.cases().first)
        try write(to: bench, key)
        for loses in [false, true] {
            if loses { try bench.deleteFiles() }
            try bench.start()
            #expect(bench.waitForPhases { $0 == .running })
            #expect(bench.observer.wait { $0.heartbeats > 3 })
            #expect(bench.observer.state.foreign.count == 3)
            bench.stop()
            let last = try bench.read(bench.topics.cases).last { $0.key == Array(key.utf8) }
            #expect(last?.value == own.body)
        }
        try bench.start()
        try bench.publish(Samples.command("c1", case: key, kind: "escalate"), to: bench.topics.commands, partition: 0)
        #expect(bench.observer.wait { $0.tally.applied == 1 })
        bench.stop()
    }

    /// A tombstone and garbage under the key of a case, and stray text under a key that is none of ours.
    private func write(to bench: LaneBench, _ key: String) throws {
        try bench.publish(nil, to: bench.topics.cases, partition: 0, key: key)
        try bench.publish("stray text", to: bench.topics.cases, partition: 0, key: key)
        try bench.publish("stray text", to: bench.topics.cases, partition: 0, key: "13812345678")
    }
}
