internal import HazardCore
internal import HazardWire
internal import MessageLog

/// The changes of one shard that a client missed, read from `hazard.cases`.
///
/// Used by one thread at a time: the stream's refill.
final class ChangelogReplay {
    let shard: Int
    private let reader: any LogReader
    private(set) var isAtEnd = false

    init(shard: Int, reader: any LogReader) {
        self.shard = shard
        self.reader = reader
    }

    /// The next changes, each with the position after it, and the position after all that was read.
    func read(max: Int) throws(LogFailure) -> (commits: [HubCommit], next: Int64?) {
        let batch = try reader.read(max: max, timeout: .milliseconds(200))
        isAtEnd = batch.atEnd
        let commits = batch.records.compactMap { record -> HubCommit? in
            // Tombstones and the monthly counts are no cases.
            guard let body = record.value, let value = try? CaseCodec.decode(body) else { return nil }
            return HubCommit(
                shard: shard, changelogNext: record.offset + 1, changes: [HubChange(value, body: body)], answers: [])
        }
        return (commits, batch.next.first?.next)
    }
}
