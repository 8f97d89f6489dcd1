internal import MessageLog
internal import SQLite

/// Topics made and changed: checked first, then written in one transaction.
enum TopicChanges {
    static func create(_ topics: [TopicDescription], in core: LogCore) throws(LogFailure) {
        var wanted: [(TopicDescription, TopicSettings)] = []
        for topic in topics {
            let isName = topic.name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
            guard isName, (1...249).contains(topic.name.utf8.count) else {
                throw LogFailure(
                    code: "bad-topic",
                    reason: "\"\(topic.name)\" is no topic name: 1 to 249 of A–Z a–z 0–9 . _ - are", isRetriable: false)
            }
            guard (1...10_000).contains(topic.partitions) else {
                throw LogFailure(
                    code: "bad-topic",
                    reason:
                        "topic \(topic.name) was asked for with \(topic.partitions) partitions: it takes 1 to 10000",
                    isRetriable: false)
            }
            wanted.append((topic, try TopicSettings(topic.settings, of: topic.name)))
        }
        try done(
            core.writer.perform { [wanted] (file, catalog) throws(SQLiteError) in
                for (topic, settings) in wanted where catalog.topics[topic.name] == nil {
                    try file.create(topic, settings, &catalog)
                }
                return .success(())
            })
    }

    static func alter(_ name: String, settings: [String: String], in core: LogCore) throws(LogFailure) {
        let topic = try core.catalog.topic(name)
        let merged = try TopicSettings(topic.settings.given.merging(settings) { $1 }, of: name)
        try done(
            core.writer.perform { (file, catalog) throws(SQLiteError) in
                try file.writeSettings(merged, topic: topic.id)
                catalog.topics[name]?.settings = merged
                return .success(())
            })
    }

    private static func done(_ outcome: Result<Void, CommitFailure>) throws(LogFailure) {
        do { try outcome.get() } catch { throw error.failure }
    }
}

extension LogFile {
    /// Writes a topic with empty partitions, numbered after those that are there.
    fileprivate func create(
        _ topic: TopicDescription, _ settings: TopicSettings, _ catalog: inout Catalog
    ) throws(SQLiteError) {
        let insertTopic = try connection.prepare("INSERT INTO topics(name) VALUES (?)")
        insertTopic.bind(topic.name)
        try insertTopic.run()
        let id = connection.lastInsertRowID
        try writeSettings(settings, topic: id)
        let insertPartition = try connection.prepare("INSERT INTO partitions(id, topic, number) VALUES (?, ?, ?)")
        let numbers = catalog.tails.count..<catalog.tails.count + topic.partitions
        for (number, partition) in numbers.enumerated() {
            insertPartition.bind(partition, id, number)
            try insertPartition.run()
            catalog.tails.append(Catalog.Tail(next: 0, lastTime: 0))
        }
        catalog.topics[topic.name] = Catalog.Topic(id: id, settings: settings, partitions: Array(numbers))
    }

    fileprivate func writeSettings(_ settings: TopicSettings, topic: Int64) throws(SQLiteError) {
        let write = try connection.prepare("INSERT OR REPLACE INTO settings(topic, name, value) VALUES (?, ?, ?)")
        for (name, value) in settings.given {
            write.bind(topic, name, value)
            try write.run()
        }
    }
}
