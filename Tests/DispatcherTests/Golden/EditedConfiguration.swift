import Foundation
import HazardConfig
import HazardCore
import TestSupport

/// A copy of the shipped configuration with an edit; the copy is deleted with the value.
final class EditedConfiguration {
    private let folder: URL
    let policy: Policy

    /// Replaces `old` by `new` in that file of `config/`; `old` must occur exactly once.
    init(_ file: String, replacing old: String, with new: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID().uuidString)")
        let shipped = Repository.root.appending(path: "config")
        try FileManager.default.copyItem(at: shipped, to: folder)
        let edited = folder.appending(path: file)
        let parts = try String(contentsOf: edited, encoding: .utf8).components(separatedBy: old)
        guard parts.count == 2 else { throw NotOnce(text: old, times: parts.count - 1) }
        try Data(parts.joined(separator: new).utf8).write(to: edited)
        policy = try ConfigLoader.load(
            file: folder.appending(path: "hazard.yaml").path(), overrides: [], environment: [:]
        ).get().policy
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct NotOnce: Error {
        let text: String
        let times: Int
    }
}
