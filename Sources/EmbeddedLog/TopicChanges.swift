internal import MessageLog
internal import SQLite

/// Creates and changes topics: checks all of them first, then writes them in one transaction.
enum TopicChanges {
    static func create(_ topics: [TopicDescription], in core: LogCore) throws(LogFailure) {
        var wanted: [(TopicDescription, EmbeddedTopicSettings)] = []
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
                throw .badTopicName(topic.name)
            }
            guard (1...10_000).contains(topic.partitions) else {
                throw .badPartitionCount(topic.name, topic.partitions)
            }
            wanted.append((topic, try EmbeddedTopicSettings(topic.settings, of: topic.name)))
        }
        try succeeded(
            core.writer.perform { [wanted] (file, catalog) throws(SQLiteError) in
                for (topic, settings) in wanted where catalog.topics[topic.name] == nil {
                    try file.create(topic, settings, &catalog)
                }
                return .success(())
            })
    }

    static func alter(_ name: String, settings: [String: String], in core: LogCore) throws(LogFailure) {
        let topic = try core.catalog.topic(name)
        let merged = try EmbeddedTopicSettings(topic.settings.given.merging(settings) { $1 }, of: name)
        try succeeded(
            core.writer.perform { (file, catalog) throws(SQLiteError) in
                try file.writeSettings(merged, topic: topic.id)
                catalog.topics[name]?.settings = merged
                return .success(())
            })
    }

    private static func succeeded(_ outcome: Result<Void, CommitFailure>) throws(LogFailure) {
        do { try outcome.get() } catch { throw error.failure }
    }
}

extension LogFile {
    /// Writes a topic with empty partitions, numbered after the existing ones.
    fileprivate func create(
        _ topic: TopicDescription, _ settings: EmbeddedTopicSettings, _ catalog: inout Catalog
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

    fileprivate func writeSettings(_ settings: EmbeddedTopicSettings, topic: Int64) throws(SQLiteError) {
        let write = try connection.prepare("INSERT OR REPLACE INTO settings(topic, name, value) VALUES (?, ?, ?)")
        for (name, value) in settings.given {
            write.bind(topic, name, value)
            try write.run()
        }
    }
}
