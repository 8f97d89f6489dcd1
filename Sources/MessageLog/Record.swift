/// One partition of one topic.
package struct TopicPartition: Hashable, Sendable, CustomStringConvertible {
    package var topic: String
    package var partition: Int

    package init(_ topic: String, _ partition: Int) {
        self.topic = topic
        self.partition = partition
    }

    package var description: String { "\(topic)[\(partition)]" }
}

/// The next offset to read of one partition: one more than the last offset that was handled.
package struct Position: Hashable, Sendable {
    package var at: TopicPartition
    package var next: Int64

    package init(_ at: TopicPartition, next: Int64) {
        self.at = at
        self.next = next
    }
}

/// A header of a record; several headers may have the same name.
package struct Header: Hashable, Sendable {
    package var name: String
    package var value: [UInt8]

    package init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }
}

/// A record as the log stores it.
package struct Record: Sendable {
    package var topic: String
    package var partition: Int
    package var offset: Int64
    /// Milliseconds since 1970: append time, or the producer's time where the topic's timestamp type is CreateTime.
    package var timestamp: Int64
    package var key: [UInt8]?
    /// `nil` is a tombstone; an empty value is not.
    package var value: [UInt8]?
    package var headers: [Header]

    package init(
        at: TopicPartition, offset: Int64, timestamp: Int64, key: [UInt8]?, value: [UInt8]?, headers: [Header] = []
    ) {
        topic = at.topic
        partition = at.partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }

    package var at: TopicPartition { TopicPartition(topic, partition) }

    /// The value of the first header of that name.
    package func header(_ name: String) -> [UInt8]? {
        headers.first { $0.name == name }?.value
    }
}

/// A record to be written.
package struct NewRecord: Sendable {
    package var topic: String
    /// When nil, `KeyPartitioner` chooses it from the key; without a key the record goes to any partition.
    package var partition: Int?
    package var key: [UInt8]?
    package var value: [UInt8]?
    package var headers: [Header]

    package init(topic: String, partition: Int? = nil, key: [UInt8]?, value: [UInt8]?, headers: [Header] = []) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }
}
