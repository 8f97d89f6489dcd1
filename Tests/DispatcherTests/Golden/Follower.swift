import MessageLog

/// Reads a partition on from where it stopped last time, and keeps what it read.
final class Follower {
    private let reader: any LogReader
    private var records: [Record] = []

    init(_ log: any MessageLog, _ at: TopicPartition) throws { reader = try log.reader(of: at, from: 0) }

    /// Everything that is committed now.
    func read() throws -> [Record] {
        while true {
            // A reader that stands at the end waits its whole time for more.
            let batch = try reader.read(max: 10_000, milliseconds: 5)
            records += batch.records
            if batch.atEnd { return records }
        }
    }
}
