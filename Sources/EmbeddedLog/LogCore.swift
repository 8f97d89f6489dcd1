internal import MessageLog
internal import Synchronization

/// The parts that the log, its sessions and its readers share: one writer, many readers, one clock.
final class LogCore: Sendable {
    let writer: LogWriter
    let pool: ReadPool
    let path: String
    let clusterID: String
    let clock: @Sendable () -> Int64
    /// Counts the records without key and partition, which go to the partitions in turn.
    private let roundRobin = Atomic<Int>(0)

    init(directory: String, settings: EmbeddedLogSettings) throws(LogFailure) {
        let lock = try DirectoryLock(directory: directory)
        let file = try LogFile(directory: directory, now: settings.clock(), maxBytes: settings.maxBytes)
        do {
            clusterID = try file.clusterID()
            writer = LogWriter(file, try file.catalog(), lock: lock)
        } catch { throw .opening(error, path: file.path) }
        path = file.path
        pool = ReadPool(path: file.path)
        clock = settings.clock
    }

    /// All topics and partition ends that are committed.
    var catalog: Catalog { writer.published.read { $0.catalog } }

    /// Checks records and positions and makes one batch of them; nothing is written.
    ///
    /// - Throws: `refused` with the topic of the first record or position that is not valid.
    func batch(
        _ records: [NewRecord], group: String = "", positions: [Position] = []
    ) throws(CommitFailure) -> WriteBatch {
        let catalog = self.catalog
        var batch: WriteBatch
        do throws(WriteBatch.Refusal) {
            batch = try WriteBatch(records, in: catalog) {
                roundRobin.wrappingAdd(1, ordering: .relaxed).oldValue & .max
            }
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
