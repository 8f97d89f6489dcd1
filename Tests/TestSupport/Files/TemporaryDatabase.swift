internal import Foundation

/// A directory of its own for one test, removed with everything in it when released.
package final class TemporaryDatabase: Sendable {
    package let path: String
    private let directory: URL

    package init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appendingPathComponent("test.db").path
    }

    deinit { try? FileManager.default.removeItem(at: directory) }
}
