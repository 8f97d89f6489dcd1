internal import JSONText
internal import HTTP
internal import CaseStore
internal import Glibc
internal import Synchronization
internal import Telemetry

/// The stores of the shards that are here, for reading.
///
/// A shard is here when its lane runs in this process and its file exists.
final class ShardReaders: Sendable {
    /// A file, however often its name is given to another one.
    private struct Identity: Hashable {
        var device: UInt
        var inode: UInt
    }

    private let context: APIContext
    private let pools = Mutex<[Int: (file: Identity, readers: StoreReaders)]>([:])

    init(_ context: APIContext) {
        self.context = context
    }

    /// The shards that can be asked now, in order.
    var here: [Int] {
        context.ownedShards().filter { $0 >= 0 && $0 < context.shards && identity(of: $0) != nil }.sorted()
    }

    /// Every shard of the installation is here.
    var isComplete: Bool { here.count == context.shards }

    /// Asks one shard; nil when it is not here.
    func read<Result>(
        _ shard: Int, _ question: (StoreReader) throws(StoreFault) -> Result
    ) throws(Problem) -> Result? {
        guard context.ownedShards().contains(shard), let readers = readers(of: shard) else { return nil }
        do {
            return try readers.read(question)
        } catch {
            context.logger.with(shard: shard).error("shard-unreadable", ["reason": .string(error.description)])
            throw Problem(
                503, "shard-unreadable", "the store of shard \(shard) cannot be read now; the server's log says why",
                headers: ["Retry-After": "5"], more: [.init("shard", .int(Int64(shard)))])
        }
    }

    /// Asks every shard that is here, in order.
    func readAll<Result>(_ question: (StoreReader) throws(StoreFault) -> Result) throws(Problem) -> [Result] {
        var answers: [Result] = []
        for shard in here {
            if let answer = try read(shard, question) { answers.append(answer) }
        }
        return answers
    }

    /// The pool of a shard's file; a file that was built anew gets a new one, for open readers still see the old.
    private func readers(of shard: Int) -> StoreReaders? {
        let file = identity(of: shard)
        return pools.withLock { pools in
            guard let file else {
                pools[shard] = nil
                return nil
            }
            if let known = pools[shard], known.file == file { return known.readers }
            let readers = StoreReaders(path: path(of: shard), shard: shard)
            pools[shard] = (file, readers)
            return readers
        }
    }

    private func path(of shard: Int) -> String { "\(context.storeDirectory)/shard-\(shard).db" }

    private func identity(of shard: Int) -> Identity? {
        var status = stat()
        guard stat(path(of: shard), &status) == 0 else { return nil }
        return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    }
}
