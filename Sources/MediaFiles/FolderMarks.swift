internal import Glibc

/// Marks that the servers of an installation share: empty files, each made by one server only.
extension MediaFolder {
    /// How long a mark stays, in seconds: longer than what it speaks of.
    private static let lifetime = 24 * 3600

    /// Makes a mark; false when it is there already, or cannot be made. `name` is a SHA-256 in hexadecimal digits.
    package func mark(_ name: String) -> Bool {
        guard Self.isName(name) else { return false }
        let descriptor = open(markFile(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// Whether there is such a mark.
    package func hasMark(_ name: String) -> Bool { Self.isName(name) && access(markFile(name), F_OK) == 0 }

    /// Removes old marks; `now` is in seconds since 1970.
    func removeMarks(at now: Int) {
        for name in Self.names(in: path + "/marks") where Self.isName(name) {
            if let time = Self.modified(markFile(name)), time < now - Self.lifetime { unlink(markFile(name)) }
        }
    }

    private func markFile(_ name: String) -> String { "\(path)/marks/\(name)" }
}
