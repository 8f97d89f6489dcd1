/// Where a server listens.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; `0.0.0.0` is every IPv4 address, `::` every IPv6 one (name both for both).
    package var host: String
    /// 0 chooses any free port.
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// PEM files of a server's certificate: TLS 1.2 and later.
package struct TLSFiles: Sendable {
    /// The certificate, followed by those that lead to a root.
    package var chain: String
    package var key: String

    package init(chain: String, key: String) {
        self.chain = chain
        self.key = key
    }
}

/// Everything that bounds a server; the defaults suit one department's board and its gateways.
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
        /// Request line and header fields together.
        package var head = 16 * 1024
        /// All bodies being read or handled at once; a request above it is answered 503.
        package var bodies = 256 * 1024 * 1024
        package var connections = 1024
        /// Connections of one client address (of one /64 for IPv6). Behind a proxy all clients share its address.
        package var connectionsPerAddress = 256
        package var streams = 500
        /// Threads that run the handler.
        package var workers = 4
        /// Requests that wait for a worker; one more is answered 503.
        package var queue = 256

        package init() {}
    }

    package struct Deadlines: Sendable {
        /// From a request's first byte, or the connection's opening, to its last byte.
        package var request = Duration.seconds(15)
        /// Between two requests of one connection.
        package var idle = Duration.seconds(60)
        /// For a client to read a response, or what a stream has written.
        package var response = Duration.seconds(30)
        /// For swallowing what a refused client still sends, so that it can read why.
        package var linger = Duration.seconds(2)
        /// Between two signs of life on a silent stream.
        package var heartbeat = Duration.seconds(15)

        package init() {}
    }
}

/// What a server has done and holds, for metrics.
package struct HTTPServerCounts: Sendable, Equatable {
    package var connections = 0
    package var streams = 0
    /// Requests handed to the handler.
    package var requests = 0
    /// Requests answered from their head by `admit`.
    package var answeredEarly = 0
    /// Requests the server itself refused: malformed, too big, too slow, too many.
    package var refused = 0
    /// Connections closed on arrival because their address had too many.
    package var turnedAway = 0
    /// Event streams dropped because their client read too slowly.
    package var streamsDropped = 0
    /// Times a connection could not be accepted, mostly for want of file descriptors.
    package var acceptFailures = 0
}
