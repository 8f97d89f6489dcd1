package import HTTP
package import Telemetry

/// The API behind a listener: one of the long-lived parts that `HazardApp` starts and stops.
package final class APIServer: Sendable {
    private let server: HTTPServer
    private let hub: ChangeHub

    /// Listens nowhere yet. The settings' workers are set from the context's limits.
    ///
    /// - Throws: `MetricFault` when the context's registry serves another API.
    package init(_ context: APIContext, _ settings: HTTPServerSettings) throws(MetricFault) {
        var settings = settings
        settings.limits.workers = max(context.limits.workers, context.limits.waiters + 2)
        server = HTTPServer(settings, application: try API(context).application)
        hub = context.hub
        try context.metrics.gauge("hazard_http_connections", help: "Open connections.") { [weak server] in
            Double(server?.counts.connections ?? 0)
        }
        try context.metrics.gauge("hazard_http_streams", help: "Open live streams.") { [weak server] in
            Double(server?.counts.streams ?? 0)
        }
    }

    /// Where it listens, with the ports the system chose; empty before `start`.
    package var addresses: [ListenAddress] { server.addresses }

    /// Listens and begins to answer.
    ///
    /// - Throws: `HTTPServerFailure` that names the address or the file.
    package func start() throws(HTTPServerFailure) { try server.start() }

    /// Answers what is running, ends streams and waiting, and returns when all are gone or after the limit.
    /// - Returns: how many connections were cut off.
    @discardableResult
    package func stop(within limit: Duration) -> Int {
        hub.close()
        return server.stop(within: limit)
    }
}
