internal import Foundation
package import MessageLog
internal import SQLite
internal import Wording

/// Copies an embedded log while a server writes it, and puts a copy back.
package enum LogBackup {
    /// The name of the log's file in a copy.
    private static let name = "log.db"

    /// Writes a consistent copy of the log of `directory` into `target`, which exists. A running server is not held up.
    ///
    /// - Returns: The copy's bytes.
    /// - Throws: `io-error`, `corrupt` or `disk-full`; then there is no copy.
    package static func copy(_ directory: String, to target: String) throws(LogFailure) -> Int {
        let (source, copy) = ("\(directory)/\(name)", "\(target)/\(name)")
        do {
            let connection = try SQLiteConnection(source, mode: .readOnly)
            let statement = try connection.prepare("VACUUM INTO ?1")
            statement.bind(copy, at: 1)
            try statement.run()
        } catch {
            unlink(copy)
            throw .opening(error, path: source)
        }
        guard chmod(copy, 0o600) == 0 else { throw .notAccessible(copy) }
        return bytes(of: copy)
    }

    /// Puts the copy in `source` into `directory`, which must have no log.
    ///
    /// - Throws: `corrupt` when the copy is damaged; `locked` while a server runs; `io-error` when there is a log already.
    package static func restore(_ source: String, to directory: String) throws(LogFailure) {
        let (copy, file) = ("\(source)/\(name)", "\(directory)/\(name)")
        do {
            let connection = try SQLiteConnection(copy, mode: .readOnly)
            guard try connection.text("PRAGMA integrity_check") == "ok" else {
                throw LogFailure.opening(
                    SQLiteError(extendedCode: 11, message: "integrity_check found damage"), path: copy)
            }
        } catch {
            throw .opening(error, path: copy)
        }
        try? FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = try DirectoryLock(directory: directory)
        defer { withExtendedLifetime(lock) {} }
        guard !FileManager.default.fileExists(atPath: file) else { throw .exists(file) }
        do {
            try FileManager.default.copyItem(atPath: copy, toPath: file)
        } catch {
            throw .notAccessible(file)
        }
        guard chmod(file, 0o600) == 0 else { throw .notAccessible(file) }
    }

    /// What SQLite's quick check finds in the log of a directory; nil when the file is sound. A server may run.
    package static func damage(of directory: String) -> String? {
        do {
            let found =
                try SQLiteConnection("\(directory)/\(name)", mode: .readOnly).text("PRAGMA quick_check(1)") ?? ""
            return found == "ok" ? nil : found
        } catch {
            return error.message
        }
    }

    private static func bytes(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}

extension LogFailure {
    /// There is a log where a copy should go.
    fileprivate static func exists(_ path: String) -> LogFailure {
        LogFailure(
            code: "exists",
            sentence: LocalText(
                zh: "\(path) 已存在：请先移走它，或换一个 log.embedded.directory",
                en: "\(path) exists: move it away first, or use another log.embedded.directory"), isRetriable: false)
    }
}
