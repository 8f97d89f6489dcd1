import Foundation
import KafkaLog
import MessageLog
import TestSupport
import Testing

/// Several members share the shards of one installation.
@Suite(.enabled(if: KafkaBroker.isAvailable))
struct KafkaSharingTests {
    private static let shards = 4

    private func installation() throws -> KafkaInstallation {
        let made = try KafkaInstallation(KafkaBroker.shared())
        try made.log.create(
            ["in", "feedback", "out"].map { TopicDescription(name: made.name($0), partitions: Self.shards) })
        return made
    }

    private func membership(_ made: KafkaInstallation, _ member: String) -> Membership {
        var membership = made.membership(inputs: ["in", "feedback"], shards: Self.shards)
        membership.member = made.prefix + member
        return membership
    }

    /// Appends `count` numbered records to each input partition, in small steps.
    private func feed(_ made: KafkaInstallation, _ count: Int) throws {
        for step in stride(from: 0, to: count, by: 50) {
            var records: [NewRecord] = []
            for number in step..<min(step + 50, count) {
                for shard in 0..<Self.shards {
                    records.append(made.record("in", shard, "in \(number)"))
                    records.append(made.record("feedback", shard, "feedback \(number)"))
                }
            }
            _ = try made.log.append(records)
        }
    }

    /// Expects every record once, in order within its input; waits for them.
    private func expectComplete(_ made: KafkaInstallation, _ count: Int) throws {
        for shard in 0..<Self.shards {
            let texts = try made.texts("out", shard, waitingFor: count * 2)
            for input in ["in", "feedback"] {
                let own = texts.filter { $0.hasPrefix(input) }
                #expect(own == (0..<count).map { "\(input) \($0)" }, "shard \(shard)")
            }
        }
    }

    @Test
    func `members join and leave under load, and no record is lost or processed twice`() throws {
        let made = try installation()
        defer { made.close() }
        let rounds = 3
        let each = 1500 * rounds
        let lanes = CopyingLanes(output: made.name("out"))
        let rivals = CopyingLanes(output: made.name("out"))
        try made.log.join(membership(made, "first"), host: lanes)
        let feeding = Thread { try? feed(made, each) }
        feeding.start()
        for _ in 0..<rounds {
            let other = try made.another()
            try other.join(membership(made, "second"), host: rivals)
            try rivals.wait(for: "shards for the second") { owned, _, _ in owned.count == Self.shards / 2 }
            let before = rivals.copiedSoFar
            try rivals.wait(for: "work of the second") { _, copied, _ in copied > before || !feeding.isExecuting }
            other.leave(within: .seconds(20))
            try lanes.wait(for: "all shards back") { owned, _, _ in owned.count == Self.shards }
        }
        try expectComplete(made, each)
        #expect(rivals.counts["revoked", default: 0] >= rounds)
    }

    @Test
    func `a member that died is replaced, and its unfinished work is done once`() throws {
        let made = try installation()
        defer { made.close() }
        let each = 1000
        let lanes = CopyingLanes(output: made.name("out"), batch: 37)
        let crashing = CopyingLanes(output: made.name("out"), batch: 37)
        let other = try made.another()
        try other.join(membership(made, "crashing"), host: crashing)
        try crashing.wait(for: "all shards") { owned, _, _ in owned.count == Self.shards }
        let feeding = Thread { try? feed(made, each) }
        feeding.start()
        try crashing.wait(for: "some work") { _, copied, _ in copied > 500 }
        other.abandon()
        try made.log.join(membership(made, "successor"), host: lanes)
        try lanes.wait(for: "the successors shards") { owned, _, _ in owned.count == Self.shards }
        try expectComplete(made, each)
    }
}
