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

/// A clock that a test sets.
final class ManualClock: @unchecked Sendable {
    private let lock = NSLock()
    private var milliseconds: Int64

    init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

    var now: Int64 {
        get { lock.withLock { milliseconds } }
        set { lock.withLock { milliseconds = newValue } }
    }

    func add(_ more: Int64) { lock.withLock { milliseconds += more } }
}

/// An embedded log in its own directory, which is removed with the test.
final class EmbeddedInstallation: Installation, @unchecked Sendable {
    let prefix = ""
    let clock = ManualClock(1_700_000_000_000)
    private(set) var directory: URL
    private(set) var embedded: EmbeddedLog
    /// Logs of simulated dead processes; the test does not use them any more.
    private var dead: [EmbeddedLog] = []
    private var directories: [URL] = []

    private let maxBytes: Int?

    /// A log whose file may have at most that many bytes.
    init(maxBytes: Int? = nil) throws {
        self.maxBytes = maxBytes
        directory = Self.newDirectory()
        embedded = try Self.open(directory, clock, maxBytes)
        directories = [directory]
    }

    deinit { close() }

    var log: any MessageLog { embedded }

    func anotherOwner() throws -> any MessageLog { embedded }

    /// Copies the files of the open log: a killed process leaves what the kernel has of them.
    func crash() throws {
        let image = Self.newDirectory()
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

    /// Closes the log in an orderly way and opens it again.
    func reopen() throws {
        embedded.close(within: .seconds(10))
        embedded = try Self.open(directory, clock, maxBytes)
    }

    func close() {
        for log in dead + [embedded] { log.close(within: .seconds(5)) }
        for directory in directories { try? FileManager.default.removeItem(at: directory) }
    }

    private static func newDirectory() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
    }

    private static func open(_ directory: URL, _ clock: ManualClock, _ maxBytes: Int?) throws -> EmbeddedLog {
        var settings = EmbeddedLogSettings()
        settings.clock = { clock.now }
        settings.maintenanceInterval = nil
        settings.maxBytes = maxBytes
        return try EmbeddedLog(directory: directory.path, settings: settings)
    }
}
