import Foundation
import HazardWire
import KafkaLog
import MessageLog

/// A bench on a real broker, with topics of its own, told from others' by their prefix; its files go with it.
enum KafkaBench {
    static func make(shards: Int = 2) throws -> LaneBench {
        let log = try another()
        let topics = TopicNames(prefix: "t\(UUID().uuidString.prefix(8).lowercased())")
        try EmbeddedBench.create(topics, shards: shards, on: log)
        return try over(log, topics, shards: shards)
    }

    /// A bench over the same topics, as a second server has it.
    static func rival(of bench: LaneBench) throws -> LaneBench {
        try over(another(), bench.topics, shards: bench.shards)
    }

    private static func over(_ log: KafkaLog, _ topics: TopicNames, shards: Int) throws -> LaneBench {
        let directory = FileManager.default.temporaryDirectory.appending(path: "lane-\(UUID().uuidString)").path()
        return try LaneBench(log: log, topics: topics, shards: shards, storeDirectory: directory) {
            log.close(within: 10)
            try? FileManager.default.removeItem(atPath: directory)
        }
    }

    private static func another() throws -> KafkaLog {
        let settings = ["session.timeout.ms": KafkaBroker.isOurs ? "2000" : "6000", "heartbeat.interval.ms": "300"]
        return try KafkaLog(
            KafkaSettings(bootstrapServers: KafkaBroker.shared().bootstrap, settings: settings), note: { _ in })
    }
}
