internal import MessageLog
internal import Synchronization

/// What the log, its sessions and its readers share: one writer, many readers, one clock.
final class LogCore: Sendable {
    let writer: Writer
    let pool: ReadPool
    let path: String
    let clusterID: String
    let clock: @Sendable () -> Int64
    /// Numbers the records that may go to any partition.
    private let turn = Atomic<Int>(0)

    init(directory: String, settings: EmbeddedLogSettings) throws(LogFailure) {
        let lock = try DirectoryLock(directory: directory)
        let file = try LogFile(directory: directory, now: settings.clock(), maxBytes: settings.maxBytes)
        do {
            clusterID = try file.clusterID()
            writer = Writer(file, try file.catalog(), lock: lock)
        } catch { throw LogFile.failure(error, path: file.path) }
        path = file.path
        pool = ReadPool(path: file.path)
        clock = settings.clock
    }

    /// Every topic and tail as readers may know them.
    var catalog: Catalog { writer.published.read { $0.catalog } }

    /// The records checked, and the positions by partition number; nothing is written.
    func batch(
        _ records: [NewRecord], group: String = "", positions: [Position] = []
    ) throws(CommitFailure) -> WriteBatch {
        let catalog = self.catalog
        var batch: WriteBatch
        do throws(WriteBatch.Refusal) {
            batch = try WriteBatch(records, in: catalog) { turn.wrappingAdd(1, ordering: .relaxed).oldValue & .max }
        } catch { throw .refused(topic: error.topic, error.failure) }
        batch.group = group
        for position in positions {
            do {
                batch.positions.append((try catalog.partition(position.at), position.next))
            } catch { throw .refused(topic: position.at.topic, error) }
        }
        return batch
    }
}
