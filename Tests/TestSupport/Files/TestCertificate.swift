internal import Foundation

/// A self-signed certificate for 127.0.0.1 in a folder of its own, removed with the object.
package final class TestCertificate {
    package struct NotMade: Error { let status: Int32 }

    package let folder: String
    package var chain: String { folder + "/chain.pem" }
    package var key: String { folder + "/key.pem" }

    private static let program = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    package static var canBeMade: Bool { program != nil }

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hazard-tls-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program ?? "openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", chain,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotMade(status: process.terminationStatus) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
