internal import Glibc
internal import Synchronization

/// The directory of the shards' files, held by one server at a time.
///
/// The lock is the kernel's (`flock`), so it goes with the process that held it, however that ended.
package final class StoreDirectory: Sendable {
    package let path: String
    /// Owned: opened by `init`, closed by `deinit`, which gives the lock back.
    private let lock: Int32
    private let open = Mutex<Set<Int>>([])

    /// Makes the directory when it is absent, and takes its lock.
    ///
    /// - Throws: `.inUse` with the other process, or `.disk`.
    package init(_ path: String) throws(StoreFault) {
        try Self.makeDirectories(path)
        let lockPath = path + "/lock"
        let descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: SystemFile.lastError()), path: lockPath) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw StoreFault(.inUse(by: holder), path: path)
        }
        self.path = path
        lock = descriptor
        Self.sign(descriptor)
    }

    deinit { close(lock) }

    /// This server's name in the consumer group: chosen at random once, then kept.
    package func memberID() throws(StoreFault) -> String {
        let file = path + "/member-id"
        if let stored = try SystemFile.read(file) {
            guard let id = Self.memberID(stored) else {
                throw StoreFault(
                    .unusableFile(reason: "is no member id (16 hexadecimal digits). Delete it."), path: file)
            }
            return id
        }
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        let id = String(repeating: "0", count: 16 - digits.utf8.count) + digits
        try SystemFile.create(file, bytes: Array(id.utf8))
        return id
    }

    /// The secret behind `account`; made with `make` when there is none, readable by its owner alone.
    ///
    /// - Throws: `.unusableFile` when others may read it or it is empty: it is never replaced, for with another secret
    ///   every reporter would be a stranger.
    package func accountKey(make: () -> [UInt8]) throws(StoreFault) -> [UInt8] {
        let file = path + "/account-key"
        guard let stored = try SystemFile.read(file) else {
            let key = make()
            try SystemFile.create(file, bytes: key)
            return key
        }
        guard !stored.isEmpty else {
            throw StoreFault(.unusableFile(reason: "is empty. Put the key back from the backup."), path: file)
        }
        guard try SystemFile.mode(file) & 0o077 == 0 else {
            throw StoreFault(.unusableFile(reason: "can be read by others. Run `chmod 600` on it."), path: file)
        }
        return stored
    }

    /// The shard's file, whether it exists or not.
    package func file(ofShard shard: Int) -> String { "\(path)/shard-\(shard).db" }

    /// Removes the shard's file, its log and its index; nothing when there is none.
    ///
    /// The database goes first: SQLite ignores the log of an absent database, but not an absent log of a database.
    ///
    /// - Throws: `.inUse` while the shard is open here, or `.disk`.
    package func delete(shard: Int) throws(StoreFault) {
        try claim(shard)
        defer { release(shard) }
        for suffix in ["", "-wal", "-shm"] {
            let file = file(ofShard: shard) + suffix
            guard unlink(file) == 0 || errno == ENOENT else {
                throw StoreFault(.disk(reason: SystemFile.lastError()), path: file, shard: shard)
            }
        }
    }

    // MARK: Inside

    /// Reserves the shard for one writer of this process.
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
                throw StoreFault(.disk(reason: SystemFile.lastError()), path: path)
            }
        }
    }

    private static func memberID(_ stored: [UInt8]) -> String? {
        let text = String(decoding: stored, as: UTF8.self)
        let isHex = text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        return stored.count == 16 && isHex ? text : nil
    }

    /// The lock file says who holds the lock, for the sentence that refuses the second.
    private static func sign(_ descriptor: Int32) {
        let text = String(getpid()) + "\n"
        _ = ftruncate(descriptor, 0)
        _ = text.utf8.withContiguousStorageIfAvailable { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}
