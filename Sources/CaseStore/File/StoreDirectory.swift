internal import Glibc
internal import Synchronization
internal import Wording

/// The directory of the shards' files; one server at a time has it locked.
///
/// The kernel holds the lock (`flock`), so it ends with the process in every case.
package final class StoreDirectory: Sendable {
    package let path: String
    /// Owned: opened by `init`, closed by `deinit`, which releases the lock.
    private let lock: Int32
    private let open = Mutex<Set<Int>>([])

    /// Creates the directory when it is absent, and locks it.
    ///
    /// - Throws: `.inUse` with the other process, or `.disk`.
    package init(_ path: String) throws(StoreFault) {
        try Self.makeDirectories(path)
        let lockPath = path + "/lock"
        let descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: lockPath) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.processID(in: descriptor)
            close(descriptor)
            throw StoreFault(.inUse(by: holder), path: path)
        }
        self.path = path
        lock = descriptor
        Self.writeProcessID(to: descriptor)
    }

    deinit { close(lock) }

    /// This server's name in the consumer group: random at first, then stored in the directory.
    ///
    /// - Throws: `.unusableFile` or `.disk`.
    package func memberID() throws(StoreFault) -> String {
        let file = path + "/member-id"
        if let stored = try SystemFile.read(file) {
            guard let id = Self.memberID(stored) else {
                throw StoreFault(
                    .unusableFile(
                        reason: LocalText(
                            zh: "不是成员编号（16 位十六进制数）。请删除它，",
                            en: "is not a member id (16 hexadecimal digits). Delete it.")), path: file)
            }
            return id
        }
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        let id = String(repeating: "0", count: 16 - digits.utf8.count) + digits
        try SystemFile.create(file, bytes: Array(id.utf8))
        return id
    }

    /// The path of the shard's file, whether it exists or not.
    package func file(ofShard shard: Int) -> String { Self.file(ofShard: shard, in: path) }

    /// The same for a directory that is not opened.
    package static func file(ofShard shard: Int, in path: String) -> String { "\(path)/shard-\(shard).db" }

    /// Deletes the shard's file, its write-ahead log and its index, if they exist.
    ///
    /// The database is deleted first: SQLite ignores the log of a missing database, but a database without its log is damaged.
    ///
    /// - Throws: `.inUse` while the shard is open here, or `.disk`.
    package func delete(shard: Int) throws(StoreFault) {
        try claim(shard)
        defer { release(shard) }
        for suffix in ["", "-wal", "-shm"] {
            let file = file(ofShard: shard) + suffix
            guard unlink(file) == 0 || errno == ENOENT else {
                throw StoreFault(.disk(reason: SystemError.last()), path: file, shard: shard)
            }
        }
    }

    // MARK: Inside

    /// Reserves the shard for one writer of this process.
    ///
    /// - Throws: `.inUse`.
    func claim(_ shard: Int) throws(StoreFault) {
        guard open.withLock({ $0.insert(shard).inserted }) else {
            throw StoreFault(.inUse(by: getpid()), path: file(ofShard: shard), shard: shard)
        }
    }

    func release(_ shard: Int) { open.withLock { _ = $0.remove(shard) } }

    private static func makeDirectories(_ path: String) throws(StoreFault) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw StoreFault(.disk(reason: SystemError.last()), path: path)
            }
        }
    }

    private static func memberID(_ stored: [UInt8]) -> String? {
        let text = String(decoding: stored, as: UTF8.self)
        let isHex = text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        return stored.count == 16 && isHex ? text : nil
    }

    /// Writes the process id into the lock file, for the error of a second process.
    private static func writeProcessID(to descriptor: Int32) {
        let text = String(getpid()) + "\n"
        _ = ftruncate(descriptor, 0)
        _ = text.utf8.withContiguousStorageIfAvailable { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func processID(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}
