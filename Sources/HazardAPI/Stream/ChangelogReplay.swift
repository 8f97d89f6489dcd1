internal import Digest
internal import HazardCore
internal import HazardWire
internal import MessageLog

/// Reads the changes of one shard that a client missed from `hazard.cases`.
///
/// One thread at a time uses it: the stream's refill.
final class ChangelogReplay {
    let shard: Int
    private let reader: any LogReader
    private(set) var isAtEnd = false

    private let hashes: KeyedHash?
    private let zone: ZoneOffset

    init(shard: Int, reader: any LogReader, context: APIContext) {
        self.shard = shard
        hashes = context.hashes
        zone = context.zone
        self.reader = reader
    }

    /// The next changes, each with the position after it, and the position after all records read.
    ///
    /// - Throws: `LogFailure` when the log cannot be read.
    func read(max: Int) throws(LogFailure) -> (commits: [HubCommit], next: Int64?) {
        let batch = try reader.read(max: max, timeout: .milliseconds(200))
        isAtEnd = batch.atEnd
        let commits = batch.records.compactMap { record -> HubCommit? in
            // Tombstones and monthly counts are no cases.
            guard var body = record.value, var value = try? CaseCodec.decode(body) else { return nil }
            if (try? hashes?.protect(&value)) == true { body = CaseCodec.bytes(of: value, zone: zone) }
            return HubCommit(
                shard: shard, changelogNext: record.offset + 1, changes: [CaseChange(value, body: body)], outcomes: [])
        }
        return (commits, batch.next.first?.next)
    }
}
