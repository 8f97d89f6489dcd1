internal import Glibc

/// Receives finished log lines, each with its line feed.
package struct LogSink: Sendable {
    /// Writes one whole line; several threads may call it at the same time.
    package let write: @Sendable (_ line: [UInt8]) -> Void

    package init(write: @escaping @Sendable (_ line: [UInt8]) -> Void) { self.write = write }

    /// Standard error, descriptor 2.
    package static let standardError = LogSink.descriptor(STDERR_FILENO)

    /// Writes to a file descriptor, which the caller owns, keeps open while the sink is used, and closes.
    ///
    /// A line is one `write(2)`, so lines of several threads do not mix (on a pipe: up to 4,096 bytes). A line that cannot be
    /// written is lost: a full disk or a closed terminal must not stop the service.
    package static func descriptor(_ descriptor: Int32) -> LogSink {
        LogSink { line in
            var rest = line.span
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if written > 0 {
                    rest = rest.extracting(droppingFirst: written)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
