import EmbeddedLog
import Foundation
import MessageLog

extension LogUnderTest {
    static let embedded = LogUnderTest(name: "embedded") { topics in
        let installation = try EmbeddedInstallation()
        try installation.log.create(topics)
        return installation
    }
}

/// A clock that a test moves by hand.
final class HandClock: @unchecked Sendable {
    private let lock = NSLock()
    private var milliseconds: Int64

    init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

    var now: Int64 {
        get { lock.withLock { milliseconds } }
        set { lock.withLock { milliseconds = newValue } }
    }

    func add(_ more: Int64) { lock.withLock { milliseconds += more } }
}

/// An embedded log in a directory of its own, removed with the test.
final class EmbeddedInstallation: Installation, @unchecked Sendable {
    let prefix = ""
    let clock = HandClock(1_700_000_000_000)
    private(set) var directory: URL
    private(set) var embedded: EmbeddedLog
    /// Logs whose process is meant to be dead: nobody speaks to them any more.
    private var dead: [EmbeddedLog] = []
    private var directories: [URL] = []

    private let maxBytes: Int?

    /// A log whose file may grow to that many bytes.
    init(maxBytes: Int? = nil) throws {
        self.maxBytes = maxBytes
        directory = Self.place()
        embedded = try Self.open(directory, clock, maxBytes)
        directories = [directory]
    }

    deinit { close() }

    var log: any MessageLog { embedded }

    func anotherOwner() throws -> any MessageLog { embedded }

    /// What a killed process leaves is what the kernel has of its files: they are copied from under the open log.
    func crash() throws {
        let image = Self.place()
        try FileManager.default.createDirectory(at: image, withIntermediateDirectories: true)
        for name in ["log.db", "log.db-wal"] {
            let file = directory.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            try FileManager.default.copyItem(at: file, to: image.appendingPathComponent(name))
        }
        dead.append(embedded)
        directories.append(image)
        directory = image
        embedded = try Self.open(image, clock, maxBytes)
    }

    /// Closes the log as a server that stops does, and opens it again.
    func reopen() throws {
        embedded.close(within: 10)
        embedded = try Self.open(directory, clock, maxBytes)
    }

    func close() {
        for log in dead + [embedded] { log.close(within: 5) }
        for directory in directories { try? FileManager.default.removeItem(at: directory) }
    }

    private static func place() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
    }

    private static func open(_ directory: URL, _ clock: HandClock, _ maxBytes: Int?) throws -> EmbeddedLog {
        var settings = EmbeddedLogSettings()
        settings.clock = { clock.now }
        settings.maintenanceSeconds = nil
        settings.maxBytes = maxBytes
        return try EmbeddedLog(directory: directory.path, settings: settings)
    }
}
