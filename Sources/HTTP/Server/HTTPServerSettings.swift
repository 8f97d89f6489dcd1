/// An address that a server listens on.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an IP address; `0.0.0.0` is every IPv4 address and `::` every IPv6 address (name both for both).
    package var host: String
    /// 0 lets the system choose a free port.
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// PEM files of a server's certificate; TLS 1.2 and later.
package struct TLSFiles: Sendable {
    /// The certificate, followed by its intermediate certificates.
    package var chain: String
    package var key: String

    package init(chain: String, key: String) {
        self.chain = chain
        self.key = key
    }
}

/// The settings of a server; the default limits suit one city's board and gateways.
package struct HTTPServerSettings: Sendable {
    package var listen: [ListenAddress]
    /// `nil`: plain HTTP.
    package var tls: TLSFiles?
    package var limits = Limits()
    package var deadlines = Deadlines()

    package init(listen: [ListenAddress], tls: TLSFiles? = nil) {
        self.listen = listen
        self.tls = tls
    }

    /// Sizes in bytes, and counts.
    package struct Limits: Sendable {
        /// Request line and header fields together, in bytes.
        package var head = 16 * 1024
        /// All bodies being read or handled at the same time, in bytes; a request beyond it is answered with 503.
        package var bodies = 128 * 1024 * 1024
        /// What clients have not received yet of all answers together, in bytes: beyond it the largest answers are cut off.
        package var unreadAnswers = 128 * 1024 * 1024
        /// Fewer when the process may not open that many descriptors.
        package var connections = 1024
        /// Connections from one client address (one /64 network for IPv6). Behind a proxy all clients share its address.
        package var connectionsPerAddress = 100
        /// Addresses without a limit of their own: those of reverse proxies.
        package var proxies: [AddressRange] = []
        /// Descriptors that the rest of the process needs: files, and connections to other servers.
        package var otherDescriptors = 256
        /// At most half of the connections.
        package var streams = 1000
        /// Threads that run the handler.
        package var workers = 4
        /// Requests that wait for a worker; a further one is answered with 503.
        package var queue = 256

        package init() {}
    }

    package struct Deadlines: Sendable {
        /// From the first byte of a request, or the opening of the connection, to the end of the request's head.
        package var head = Duration.seconds(10)
        /// From there to the request's last byte.
        package var request = Duration.seconds(15)
        /// Between two requests of one connection.
        package var idle = Duration.seconds(60)
        /// For a client to receive a response, or what a stream has sent.
        package var response = Duration.seconds(30)
        /// For reading and discarding what a refused client still sends, so that it receives the response.
        package var linger = Duration.seconds(2)
        /// Between two heartbeats on a stream without events.
        package var heartbeat = Duration.seconds(15)

        package init() {}
    }
}

/// Counts of a server, for metrics.
package struct HTTPServerCounts: Sendable, Equatable {
    package var connections = 0
    package var streams = 0
    /// Requests passed to the handler.
    package var requests = 0
    /// Requests that `admit` answered from their head.
    package var answeredEarly = 0
    /// Requests that the server itself refused: malformed, too large, too slow, too many.
    package var refused = 0
    /// Connections closed when accepted because their address had too many.
    package var connectionsRefused = 0
    /// Connections closed while they waited for a request, to make room for a new one.
    package var connectionsReplaced = 0
    /// Event streams dropped because their client read too slowly.
    package var streamsDropped = 0
    /// Connections that could not be accepted, mostly because of missing file descriptors.
    package var acceptFailures = 0
}
