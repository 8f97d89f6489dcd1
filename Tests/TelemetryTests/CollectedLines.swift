import Synchronization
import Telemetry

/// Records the lines of a sink.
final class CollectedLines: Sendable {
    private let collected = Mutex<[String]>([])

    var sink: LogSink {
        LogSink { line in self.collected.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    }
    var lines: [String] { collected.withLock { $0 } }

    /// The only line, without its `ts`; fails the comparison in any other case.
    var afterTime: String {
        guard lines.count == 1, let comma = lines[0].firstIndex(of: ",") else { return "\(lines.count) lines" }
        return String(lines[0][comma...])
    }
}
