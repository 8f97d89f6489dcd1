package import HTTP
package import Telemetry

/// The API with its HTTP server: one of the long-lived parts that `HazardApp` starts and stops.
package final class APIServer: Sendable {
    private let server: HTTPServer
    private let hub: ChangeHub
    private let logger: Logger
    /// `limits.connections`.
    private let configured: Int

    /// Makes a server that does not listen yet. The context's limits give the number of its workers.
    ///
    /// - Throws: `MetricFault` when the context's registry serves another API.
    package init(_ context: APIContext, _ settings: HTTPServerSettings) throws(MetricFault) {
        var settings = settings
        settings.limits.workers = max(context.limits.workers, context.limits.waiters + 2)
        server = HTTPServer(settings, application: try API(context).application)
        hub = context.hub
        logger = context.logger
        configured = settings.limits.connections
        try context.metrics.gauge("hazard_http_connections", help: "Open connections.") { [weak server] in
            Double(server?.counts.connections ?? 0)
        }
        try context.metrics.gauge("hazard_http_streams", help: "Open live streams.") { [weak server] in
            Double(server?.counts.streams ?? 0)
        }
    }

    /// The addresses it listens on, with the ports that the system chose; empty before `start`.
    package var addresses: [ListenAddress] { server.addresses }

    /// Listens and begins to answer.
    ///
    /// - Throws: `HTTPServerFailure` that names the address or the file.
    package func start() throws(HTTPServerFailure) {
        try server.start()
        guard server.connectionLimit < configured else { return }
        logger.warning(
            "connections-limited",
            [
                "configured": .int(configured), "limit": .int(server.connectionLimit),
                "reason": "The process may not open more descriptors: raise its limit (ulimit -n, LimitNOFILE).",
            ])
    }

    /// Reads the certificate and the key again; new connections use them.
    ///
    /// - Throws: `HTTPServerFailure` that names the file that cannot be used; then nothing has changed.
    package func reloadCertificate() throws(HTTPServerFailure) { try server.reloadCertificate() }

    /// Answers running requests, ends streams and waits, and returns when all connections are gone or after the limit.
    ///
    /// - Returns: The number of connections that were cut off.
    @discardableResult
    package func stop(within limit: Duration) -> Int {
        hub.close()
        return server.stop(within: limit)
    }
}
