package import Digest
package import HazardCore

/// The hashes of a report in its case: `hmac:<key id>:…`, which only the installation can make (`config/contracts/README.md`,
/// Case).
package enum StoredHash {
    /// Stands before the conversation of an old record, which is in clear there.
    static let clear = "clear:"

    private static let sha256 = "sha256:"
    private static let keyed = "hmac:"

    /// A hash of an old record with the name of its kind.
    static func named(_ hash: String) -> String {
        hash.utf8.count == 2 * SHA256.byteCount && !hash.utf8.contains(UInt8(ascii: ":")) ? sha256 + hash : hash
    }

    /// Whether a stored report can be this one: of what can be computed, one matches, or nothing can be computed because
    /// the key is gone.
    ///
    /// - Parameters:
    ///   - stored: The report's `content_hash` in its case.
    ///   - content: The keyed hash of the other report.
    ///   - value: The other report's record.
    /// - Returns: False when the hashes say that the reports differ.
    package static func canBe(_ stored: String, _ content: String?, _ value: [UInt8]) -> Bool {
        guard stored.hasPrefix(sha256) else {
            guard stored.hasPrefix(keyed) else { return stored == content }
            return !KeyedHash.differ(stored, content)
        }
        guard let digest = try? SHA256.digest(of: value) else { return true }
        return stored.utf8.dropFirst(sha256.utf8.count).elementsEqual(Hex.encode(digest).utf8)
    }
}

extension KeyedHash {
    /// The hash of a conversation within its programme.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func thread(_ id: String, in programme: String) throws(DigestFailure) -> String {
        try text(of: Self.bytes("thread", programme, id))
    }

    /// The keyed hash of the hash of some words.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func words(_ hash: String) throws(DigestFailure) -> String { try text(of: Self.bytes("text", hash)) }

    /// The parts with a zero byte between them.
    private static func bytes(_ parts: String...) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.utf8.count + 1 })
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(0) }
            bytes.append(contentsOf: part.utf8)
        }
        return bytes
    }

    /// Replaces what an old record has in clear or without a key. Returns whether anything changed.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func protect(_ value: inout Case) throws(DigestFailure) -> Bool {
        var isChanged = false
        for index in value.reports.indices {
            let report = value.reports[index]
            if let thread = report.thread, thread.hasPrefix(StoredHash.clear) {
                let id = String(thread.dropFirst(StoredHash.clear.count))
                value.reports[index].thread = try self.thread(id, in: report.programme)
                isChanged = true
            }
            if let hash = report.textHash, !hash.utf8.contains(UInt8(ascii: ":")) {
                value.reports[index].textHash = try words(hash)
                isChanged = true
            }
        }
        return isChanged
    }
}
