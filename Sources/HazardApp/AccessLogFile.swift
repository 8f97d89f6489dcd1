import Glibc
import HazardConfig
import HazardCore
import Synchronization
import Telemetry
import Wording

/// The place of the access log: standard error, a file of its own, or nowhere.
///
/// Its lines are JSON, whatever the format of the other lines. A file is readable by its owner only.
final class AccessLogFile: Sendable {
    private let path: String?
    private let descriptor = Mutex<Int32>(-1)
    private let settings: Settings

    /// - Throws: `AppFault` when the file cannot be opened.
    init(_ settings: Settings) throws(AppFault) {
        self.settings = settings
        path = if case .file(let path) = settings.api.accessLog { path } else { nil }
        guard let path, !open() else { return }
        let reason = String(cString: strerror(errno))
        throw AppFault(
            .configuration,
            LocalText(zh: "api.access_log：\(path)：\(reason)", en: "api.access_log: \(path): \(reason)"))
    }

    deinit { descriptor.withLock { if $0 >= 0 { _ = close($0) } } }

    /// The logger of the access log; nil when it is off.
    var logger: Logger? {
        let sink: LogSink
        switch settings.api.accessLog {
        case .off: return nil
        case .standardError: sink = .standardError
        case .file: sink = LogSink { [self] line in write(line) }
        }
        return Logger(to: sink, format: .json, minimumLevel: .info, offsetMinutes: settings.zone.minutes)
    }

    /// Opens the file again, for a rotation has moved it away; false when that fails. Then the file stays that is open.
    @discardableResult
    func open() -> Bool {
        guard let path else { return true }
        let new = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard new >= 0 else { return false }
        descriptor.withLock { old in
            if old >= 0 { _ = close(old) }
            old = new
        }
        return true
    }

    private func write(_ line: [UInt8]) {
        descriptor.withLock { LogSink.descriptor($0).write(line) }
    }
}
