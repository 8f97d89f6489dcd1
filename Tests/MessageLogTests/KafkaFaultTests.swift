import Foundation
import KafkaLog
import MessageLog
import TestSupport
import Testing

/// Frozen, killed and refusing brokers; each test has its own broker.
@Suite(.enabled(if: KafkaBroker.isAvailable && KafkaBroker.isOurs))
struct KafkaFaultTests {
    private static let shards = 2

    private func installation(_ broker: KafkaBroker) throws -> KafkaInstallation {
        let made = try KafkaInstallation(
            broker, more: ["session.timeout.ms": "6000", "transaction.timeout.ms": "12000"])
        try made.log.create(["in", "out"].map { TopicDescription(name: made.name($0), partitions: Self.shards) })
        return made
    }

    @Test
    func `a broker that freezes, is killed and restarts loses no record and duplicates none`() throws {
        let broker = try KafkaBroker()
        defer { broker.clean() }
        let made = try installation(broker)
        defer { made.close() }
        let lanes = CopyingLanes(output: made.name("out"), batch: 20)
        try made.log.join(made.membership(shards: Self.shards), host: lanes)
        try lanes.wait(for: "shards") { owned, _, _ in owned.count == Self.shards }
        let each = 3000
        let records = (0..<each).flatMap { number in
            (0..<Self.shards).map { made.record("in", $0, key: nil, "\(number)") }
        }
        _ = try made.log.append(records)
        try lanes.wait(for: "some work") { _, copied, _ in copied > 200 }
        try broker.pause()
        // This is the duration of the freeze, not a wait for something; it is shorter than the session timeout.
        Thread.sleep(forTimeInterval: 3)
        try broker.resume()
        let frozen = lanes.copiedSoFar
        try lanes.wait(for: "work after the freeze") { _, copied, _ in copied > frozen + 100 }
        try broker.kill()
        try broker.restart()
        for shard in 0..<Self.shards {
            let texts = try made.texts("out", shard, waitingFor: each)
            let isWhole = texts == (0..<each).map(String.init)
            #expect(isWhole, "\(texts.count) of \(each), \(Set(texts).count) different, \(lanes.counts)")
        }
    }

    @Test
    func `a topic that is deleted while it is written to is refused, and writing to other topics continues`() throws {
        let broker = try KafkaBroker()
        defer { broker.clean() }
        let made = try installation(broker)
        defer { made.close() }
        try made.log.create([TopicDescription(name: made.name("gone"), partitions: 1)])
        let session = try made.join()
        let both = [made.record("out", "neighbour"), made.record("gone", "task")]
        _ = try session.commit(both, positions: [], watched: [])
        try broker.tool("topics", ["--delete", "--topic", made.name("gone")])
        let failure = session.commitFailure(both)
        #expect(failure?.kind == "refused \(made.name("gone"))", "\(String(describing: failure))")
        _ = try session.commit([made.record("out", "alone")], positions: [], watched: [])
        #expect(try made.texts("out") == ["neighbour", "alone"])
    }

    @Test
    func `a shard that another group's writer has fenced is assigned again, and its work is done once`() throws {
        let made = try installation(KafkaBroker.shared())
        defer { made.close() }
        let lanes = CopyingLanes(output: made.name("out"), batch: 5)
        try made.log.join(made.membership(shards: Self.shards), host: lanes)
        let each = 50
        _ = try made.log.append([made.record("in", "0")])
        try lanes.wait(for: "the first writer") { _, copied, _ in copied == 1 }
        _ = try made.join(try made.another(), group: "stranger")
        _ = try made.log.append((1..<each).map { made.record("in", "\($0)") })
        try lanes.wait(for: "the shard again") { _, _, counts in
            counts["fenced", default: 0] >= 1 && counts["assigned", default: 0] > Self.shards
        }
        #expect(try made.texts("out", 0, waitingFor: each) == (0..<each).map(String.init))
        #expect(made.diagnostics.has("kafka.shard.again"))
    }
}
