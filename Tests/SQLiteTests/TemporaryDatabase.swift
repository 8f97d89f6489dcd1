import Foundation

/// A directory of its own for one test, removed with everything in it when released.
final class TemporaryDatabase: Sendable {
    let path: String
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appendingPathComponent("test.db").path
    }

    deinit { try? FileManager.default.removeItem(at: directory) }
}
