import Foundation

/// A directory for the files of one test. The test deletes it after its programs have ended.
struct HazardFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "hazard-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func delete() { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    /// Arguments that make commands use the shipped configuration with their data in this directory.
    var settings: [String] {
        [
            "--config", Hazard.config.path + "/hazard.yaml", "--set", "log.embedded.directory=\(path)/log", "--set",
            "store.directory=\(path)/store", "--set", "api.listen=127.0.0.1:0",
        ]
    }
}
