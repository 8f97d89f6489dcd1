internal import EmbeddedLog
internal import Foundation
package import HazardCore
internal import HazardWire
package import MessageLog

/// A bench on the embedded log, in a temporary directory that is deleted with it.
package enum EmbeddedBench {
    /// With `stamped`, the log stamps its records with that time, else with the real clock.
    package static func make(
        shards: Int = 2, without missing: Set<String> = [], stamped: TestTime? = nil, withNotices: Bool = true
    ) throws -> LaneBench {
        let directory = FileManager.default.temporaryDirectory.appending(path: "lane-\(UUID().uuidString)").path()
        var settings = EmbeddedLogSettings()
        if let stamped { settings.clock = { stamped.stamp } }
        let log = try EmbeddedLog(directory: directory + "/log", settings: settings)
        let topics = TopicNames()
        try create(topics, shards: shards, on: log, without: missing, withNotices: withNotices)
        return try LaneBench(
            log: log, topics: topics, shards: shards, storeDirectory: directory + "/store",
            time: stamped ?? TestTime()
        ) {
            log.close(within: .seconds(10))
            try? FileManager.default.removeItem(atPath: directory)
        }
    }

    /// Creates every topic of an installation except the queues of the named departments and, if asked, the notices.
    package static func create(
        _ topics: TopicNames, shards: Int, on log: any MessageLog, without missing: Set<String> = [],
        withNotices: Bool = true
    ) throws {
        let append = ["message.timestamp.type": "LogAppendTime"]
        let compact = ["message.timestamp.type": "LogAppendTime", "cleanup.policy": "compact"]
        let queues = try ShippedPolicy.load().departments.keys.filter { !missing.contains($0) }.map(topics.dispatch)
        try log.create(
            topics.inputs.map { TopicDescription(name: $0, partitions: shards, settings: append) }
                + [topics.cases, topics.rewards].map {
                    TopicDescription(name: $0, partitions: shards, settings: compact)
                }
                + ((withNotices ? [topics.notices] : []) + queues).map {
                    TopicDescription(name: $0, partitions: 1, settings: append)
                }
                // A dead letter holds the largest input record, its headers and ours (`config/contracts/README.md`,
                // Dead letter).
                + [
                    TopicDescription(
                        name: topics.deadLetters, partitions: 1,
                        settings: append.merging(["max.message.bytes": String(1_048_588 + 65_536)]) { $1 })
                ])
    }
}
