internal import Glibc
internal import Wording

/// The file of the secret that `account` values and keyed hashes are computed with: `account-key` beside the store's
/// directory, because that directory may be deleted at any time.
extension StoreDirectory {
    /// The secret; when there is none, `make` creates it. Only its owner can read it.
    ///
    /// A file of an older version, which is inside the directory, is moved. An unusable secret is never replaced, and none
    /// is made for a store that was filled with another one, unless `acceptsNew`: with another secret no reporter would be
    /// recognised.
    ///
    /// - Throws: `.unusableFile` when others may read it, or it is empty, or missing although there are shards; `.disk`.
    package func accountKey(acceptsNew: Bool = false, make: () -> [UInt8]) throws(StoreFault) -> [UInt8] {
        let file = accountKeyPath
        if let stored = try key(in: file) { return stored }
        let old = path + "/account-key"
        if let stored = try key(in: old) {
            try SystemFile.create(file, bytes: stored)
            guard unlink(old) == 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: old) }
            return stored
        }
        guard acceptsNew || !hasShards else {
            throw StoreFault(
                .unusableFile(
                    reason: LocalText(
                        zh: "不存在，而存储目录已有分片：用别的密钥会认不出上报人，奖励可能重复发放。请从备份恢复密钥；"
                            + "确已丢失时用 `hazard serve --new-account-key` 启动，",
                        en:
                            "is missing, but the store has shards: with another key no reporter is recognised, and a reward "
                            + "could be paid again. Put the key back from the backup. If it is lost, start with "
                            + "`hazard serve --new-account-key`.")), path: file)
        }
        let key = make()
        try SystemFile.create(file, bytes: key)
        return key
    }

    /// The path of the secret's file.
    package var accountKeyPath: String { Self.accountKeyPath(beside: path) }

    /// The same for a directory that is not opened.
    package static func accountKeyPath(beside path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
        return (path.hasPrefix("/") ? "/" : "") + (parts + ["account-key"]).joined(separator: "/")
    }

    private var hasShards: Bool {
        guard let entries = opendir(path) else { return false }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("shard-"), name.hasSuffix(".db") { return true }
        }
        return false
    }

    private func key(in file: String) throws(StoreFault) -> [UInt8]? {
        guard let stored = try SystemFile.read(file) else { return nil }
        guard !stored.isEmpty else {
            throw StoreFault(
                .unusableFile(
                    reason: LocalText(
                        zh: "是空的。请从备份恢复密钥，", en: "is empty. Put the key back from the backup.")), path: file)
        }
        guard try SystemFile.mode(file) & 0o077 == 0 else {
            throw StoreFault(
                .unusableFile(
                    reason: LocalText(
                        zh: "可被其他用户读取。请对它执行 `chmod 600`，",
                        en: "can be read by others. Run `chmod 600` on it.")), path: file)
        }
        return stored
    }
}
