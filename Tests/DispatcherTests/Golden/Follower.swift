import MessageLog

/// Reads a topic on from where it stopped last time, and keeps what it read.
final class Follower {
    private let readers: [any LogReader]
    private var records: [[Record]]

    init(_ log: any MessageLog, _ topic: String, partitions: Int) throws {
        readers = try (0..<partitions).map { try log.reader(of: TopicPartition(topic, $0), from: 0) }
        records = Array(repeating: [], count: partitions)
    }

    /// Everything that is committed now, partition by partition; nil when that is less than `count`.
    func read(atLeast count: Int) throws -> [Record]? {
        for (partition, reader) in readers.enumerated() {
            while true {
                // A reader that stands at the end waits its whole time for more.
                let batch = try reader.read(max: 10_000, timeout: .milliseconds(5))
                records[partition] += batch.records
                if batch.atEnd { break }
            }
        }
        let all = records.flatMap(\.self)
        return all.count < count ? nil : all
    }
}
