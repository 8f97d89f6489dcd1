internal import Foundation
internal import HazardCore
internal import HazardWire
internal import KafkaLog
internal import MessageLog

/// A bench on a real broker. A prefix separates its topics from those of other tests. Its files are deleted with it.
package enum KafkaBench {
    package static func make(
        shards: Int = 2, without missing: Set<String> = [], on broker: KafkaBroker? = nil, time: TestTime = TestTime()
    ) throws -> LaneBench {
        let log = try another(on: broker)
        let topics = TopicNames(prefix: "t\(UUID().uuidString.prefix(8).lowercased())")
        try EmbeddedBench.create(topics, shards: shards, on: log, without: missing)
        return try over(log, topics, shards: shards, time: time)
    }

    /// A bench over the same topics, as a second server.
    package static func rival(of bench: LaneBench) throws -> LaneBench {
        try over(another(), bench.topics, shards: bench.shards)
    }

    private static func over(
        _ log: KafkaLog, _ topics: TopicNames, shards: Int, time: TestTime = TestTime()
    ) throws -> LaneBench {
        let directory = FileManager.default.temporaryDirectory.appending(path: "lane-\(UUID().uuidString)").path()
        return try LaneBench(log: log, topics: topics, shards: shards, storeDirectory: directory, time: time) {
            log.close(within: .seconds(10))
            try? FileManager.default.removeItem(atPath: directory)
        }
    }

    private static func another(on broker: KafkaBroker? = nil) throws -> KafkaLog {
        let settings = ["session.timeout.ms": KafkaBroker.isOurs ? "2000" : "6000", "heartbeat.interval.ms": "300"]
        return try KafkaLog(
            KafkaSettings(bootstrapServers: (broker ?? KafkaBroker.shared()).bootstrap, settings: settings),
            diagnostics: { _ in })
    }
}
