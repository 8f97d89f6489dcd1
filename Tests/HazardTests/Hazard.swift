import Foundation
import TestSupport

/// Runs the built `hazard` as people do: with words, an environment of its own, and an exit code.
enum Hazard {
    struct Outcome: Sendable {
        let code: Int32
        let output: String
        let complaints: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// The package's own configuration.
    static let config = Repository.root.appending(path: "config")

    /// Runs it to its end.
    static func run(_ words: [String]) async throws -> Outcome {
        try await RunningHazard(words).ended()
    }

    /// Beside the test bundle that this code is in.
    static func executable() throws -> URL {
        let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let places = [bundle, Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
        guard let found = places.map({ $0.appending(path: "hazard") }).first(where: isProgram) else {
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: bundle.path + "/hazard"])
        }
        return found
    }

    private static func isProgram(_ file: URL) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }
}
