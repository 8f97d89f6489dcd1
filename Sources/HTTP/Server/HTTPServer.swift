import Dispatch
import Glibc
import Synchronization
import Wording

/// A strict HTTP/1.1 server: one loop thread for the network, a few worker threads for the handler.
///
/// A server is used once: `start`, then `stop`. It reads chunked request bodies. It refuses a body that is both sized and
/// chunked, folded or ambiguous headers, and trailing bytes (`BodyFraming`, `HeadParser`).
package final class HTTPServer: Sendable {
    private struct Running {
        let parts: SharedParts
        let addresses: [ListenAddress]
        /// Signalled once, when the loop has ended.
        let ended = DispatchSemaphore(value: 0)
        let unfinished = Unfinished()
    }

    /// How many connections a stop closed at its deadline.
    private final class Unfinished: Sendable {
        let value = Mutex(0)
    }

    private let settings: HTTPServerSettings
    private let application: HTTPApplication
    private let running = Mutex<Running?>(nil)

    package init(_ settings: HTTPServerSettings, application: HTTPApplication) {
        self.settings = settings
        self.application = application
    }

    deinit {
        guard let parts = running.withLock({ $0 })?.parts else { return }
        parts.mailbox.post { $0.beginStop(at: .now) }
        parts.workers.close(.now())
    }

    /// The addresses it listens on, with the ports that the system chose; empty before `start`.
    package var addresses: [ListenAddress] {
        running.withLock { $0?.addresses ?? [] }
    }

    package var counts: HTTPServerCounts {
        running.withLock { $0?.parts.counts.value.withLock { $0 } } ?? HTTPServerCounts()
    }

    /// The most connections at the same time: fewer than configured when the process may not open that many descriptors.
    package var connectionLimit: Int {
        running.withLock { $0?.parts.settings.limits.connections } ?? settings.limits.connections
    }

    /// Listens on every address and begins to serve.
    ///
    /// - Throws: `HTTPServerFailure` that names the address or the file; then nothing is running.
    package func start() throws(HTTPServerFailure) {
        guard running.withLock({ $0 == nil }) else {
            throw .system(call: "start", reason: LocalText(zh: "已调用过一次", en: "it was called before"))
        }
        var settings = settings
        let most = DescriptorLimit.raise() - settings.limits.otherDescriptors
        settings.limits.connections = min(settings.limits.connections, max(16, most))
        let limits = settings.limits
        let parts = SharedParts(
            settings: settings, mailbox: try Mailbox(),
            workers: WorkerPool(threads: limits.workers, queue: limits.queue), counts: SharedCounts())
        let tls = try settings.tls.map { files throws(HTTPServerFailure) in try TLSContext(files) }
        let table = try ConnectionTable(parts, application: application, tls: tls)
        let sockets = try ListeningSocket.open(settings.listen)
        try table.listen(sockets)
        let started = Running(parts: parts, addresses: sockets.map(\.address))
        do throws(HTTPServerFailure) {
            try parts.workers.start()
            // The table moves to the loop thread, which alone uses it from here on and frees it.
            nonisolated(unsafe) var movedTable: ConnectionTable? = table
            try ServiceThread.start("http-loop") {
                let unfinished = movedTable?.run() ?? 0
                movedTable = nil
                started.unfinished.value.withLock { $0 = unfinished }
                started.ended.signal()
            }
        } catch {
            parts.workers.close(.now())
            throw error
        }
        running.withLock { $0 = started }
    }

    /// Reads the certificate and the key again; new connections use them.
    ///
    /// - Throws: `HTTPServerFailure` that names the file that cannot be used; then nothing has changed.
    package func reloadCertificate() throws(HTTPServerFailure) {
        guard let files = settings.tls, let running = running.withLock({ $0 }) else { return }
        // The context moves to the loop thread, which alone uses it from here on.
        nonisolated(unsafe) let tls = try TLSContext(files)
        running.parts.mailbox.post { $0.tls = tls }
    }

    /// Closes the listeners, finishes running requests, ends streams and idle connections, and returns when all connections
    /// are closed or after `limit`.
    ///
    /// - Returns: how many connections were closed at the limit.
    @discardableResult
    package func stop(within limit: Duration) -> Int {
        guard let running = running.withLock({ $0 }) else { return 0 }
        let deadline = DispatchTime.now() + .milliseconds(limit.milliseconds)
        running.parts.mailbox.post { $0.beginStop(at: .now + limit) }
        running.ended.wait()
        running.ended.signal()
        running.parts.workers.close(deadline)
        return running.unfinished.value.withLock { $0 }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up.
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int((components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
