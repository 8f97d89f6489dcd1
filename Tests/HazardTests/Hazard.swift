import Foundation
import TestSupport

/// Runs the built `hazard` with arguments, its own environment and an exit code, as a user does.
enum Hazard {
    struct Outcome: Sendable {
        let code: Int32
        let output: String
        let errorOutput: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// The configuration that ships with the package.
    static let config = Repository.root.appending(path: "config")

    /// Runs a command to its end.
    static func run(_ words: [String]) async throws -> Outcome {
        try await RunningHazard(words).ended()
    }

    /// The executable is in the directory of the test bundle.
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
