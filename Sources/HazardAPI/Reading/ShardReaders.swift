internal import JSONText
internal import HTTP
internal import CaseStore
internal import Glibc
internal import Synchronization
internal import Telemetry
internal import Wording

/// Reads the stores of the shards that are here.
///
/// A shard is here when its lane runs in this process and its file exists.
final class ShardReaders: Sendable {
    /// Identifies a file: another file under the same name has another identity.
    private struct Identity: Hashable {
        var device: UInt
        var inode: UInt
    }

    private let context: APIContext
    private let pools = Mutex<[Int: (file: Identity, readers: StoreReaders)]>([:])

    init(_ context: APIContext) {
        self.context = context
    }

    /// The shards that can be read now, in order.
    var here: [Int] {
        context.ownedShards().filter { $0 >= 0 && $0 < context.shards && identity(of: $0) != nil }.sorted()
    }

    /// Whether every shard of the installation is here.
    var isComplete: Bool { here.count == context.shards }

    /// Reads from one shard; nil when it is not here.
    ///
    /// - Throws: A 503 when its file cannot be read.
    func read<Result>(
        _ shard: Int, _ body: (StoreReader) throws(StoreFault) -> Result
    ) throws(Problem) -> Result? {
        guard context.ownedShards().contains(shard), let readers = readers(of: shard) else { return nil }
        do {
            return try readers.read(body)
        } catch {
            context.logger.with(shard: shard).error("shard-unreadable", ["reason": .string(error.description)])
            throw Problem(
                503, "shard-unreadable",
                LocalText(
                    zh: "分片 \(shard) 的文件现在无法读取，原因见服务器日志；必要时重建该分片",
                    en: "the store of shard \(shard) cannot be read now; the server's log says why"),
                headers: ["Retry-After": "5"], more: [.init("shard", .int(Int64(shard)))])
        }
    }

    /// Reads from every shard that is here, in order.
    ///
    /// - Throws: A 503 when one of the files cannot be read.
    func readAll<Result>(_ body: (StoreReader) throws(StoreFault) -> Result) throws(Problem) -> [Result] {
        var results: [Result] = []
        for shard in here {
            if let result = try read(shard, body) { results.append(result) }
        }
        return results
    }

    /// A 503 for a question that needs every shard.
    func incomplete(of shards: Int, zh: String, en: String) -> Problem {
        let here = here
        return Problem(
            503, "shards-elsewhere",
            LocalText(
                zh: "\(zh)（\(shards) 个分片中这里有 \(here.count) 个）：请询问另一台服务器，或待全部恢复后再试",
                en: "\(en) (\(here.count) of \(shards) shards are here): ask another server, or again when all are back"
            ),
            headers: ["Retry-After": "5"], more: [.init("shards", .array(here.map { .int(Int64($0)) }))])
    }

    /// The pool of a shard's file. A rebuilt file gets a new pool, because open readers still see the old file.
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

    private func path(of shard: Int) -> String { StoreDirectory.file(ofShard: shard, in: context.storeDirectory) }

    private func identity(of shard: Int) -> Identity? {
        var status = stat()
        guard stat(path(of: shard), &status) == 0 else { return nil }
        return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    }
}
