import MessageLog

/// Reads a topic, continues where it stopped, and keeps what it has read.
final class Follower {
    private let readers: [any LogReader]
    private var records: [[Record]]

    init(_ log: any MessageLog, _ topic: String, partitions: Int) throws {
        readers = try (0..<partitions).map { try log.reader(of: TopicPartition(topic, $0), from: 0) }
        records = Array(repeating: [], count: partitions)
    }

    /// All committed records, partition by partition; nil when there are fewer than `count`.
    func read(atLeast count: Int) throws -> [Record]? {
        for (partition, reader) in readers.enumerated() {
            while true {
                // At the end of a partition a read waits for its whole timeout.
                let batch = try reader.read(max: 10_000, timeout: .milliseconds(5))
                records[partition] += batch.records
                if batch.atEnd { break }
            }
        }
        let all = records.flatMap(\.self)
        return all.count < count ? nil : all
    }
}
