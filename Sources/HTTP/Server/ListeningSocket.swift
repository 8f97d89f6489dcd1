import Glibc

/// A socket that listens, not yet in a loop.
struct ListeningSocket {
    /// Owned by whoever holds this value; whoever takes the socket into a loop closes it.
    let descriptor: Int32
    /// With the port the system chose where 0 was asked for.
    let address: ListenAddress

    private static let backlog: Int32 = 1024

    /// Listens on every address of each entry; all or none.
    /// - Throws: `cannotListen`, naming the entry.
    static func open(_ addresses: [ListenAddress]) throws(HTTPServerFailure) -> [ListeningSocket] {
        var opened: [ListeningSocket] = []
        do throws(HTTPServerFailure) {
            for address in addresses {
                for found in try lookUp(address) {
                    opened.append(try open(found, for: address))
                }
            }
        } catch {
            for socket in opened {
                close(socket.descriptor)
            }
            throw error
        }
        return opened
    }

    private static func lookUp(_ address: ListenAddress) throws(HTTPServerFailure) -> [AddressLookup.Found] {
        do throws(AddressLookup.Failure) {
            let found = try AddressLookup.find(address.host, port: address.port, toListen: true)
            // A free port is one port: a name of several addresses gets it on its first.
            return address.port == 0 ? Array(found.prefix(1)) : found
        } catch {
            throw .cannotListen(address, reason: error.reason)
        }
    }

    private static func open(
        _ found: AddressLookup.Found, for address: ListenAddress
    ) throws(HTTPServerFailure) -> ListeningSocket {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(found.family, kind, 0)
        guard descriptor >= 0 else { throw .cannotListen(address, reason: SystemText.of(errno)) }
        SocketOption.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if found.family == AF_INET6 {
            SocketOption.set(descriptor, SocketOption.ipv6, IPV6_V6ONLY, 1)
        }
        // Accepted sockets inherit it: small TLS records must not wait for acknowledgements.
        SocketOption.set(descriptor, SocketOption.tcp, TCP_NODELAY, 1)
        let isBound = found.withAddress { bind(descriptor, $0, $1) == 0 }
        guard isBound, listen(descriptor, backlog) == 0, let bound = PeerAddress(boundTo: descriptor) else {
            let code = errno
            close(descriptor)
            throw .cannotListen(address, reason: words(code, port: address.port))
        }
        return ListeningSocket(
            descriptor: descriptor, address: ListenAddress(host: address.host, port: bound.port))
    }

    private static func words(_ code: Int32, port: Int) -> String {
        switch code {
        case EADDRINUSE: "another program listens there; stop it or choose another port"
        case EACCES: "no permission; ports below 1024 need CAP_NET_BIND_SERVICE, others do not (port \(port))"
        case EADDRNOTAVAIL: "the address is not one of this machine's"
        default: SystemText.of(code)
        }
    }
}

/// Integer options of a socket.
enum SocketOption {
    // IPPROTO_TCP and IPPROTO_IPV6 of <netinet/in.h>, as numbers: that header is seen through Glibc and through CEvent, and the
    // compiler then finds the names or not by the order of the files.
    static let tcp: Int32 = 6
    static let ipv6: Int32 = 41

    /// A failure is ignored: every option set here makes a working connection better, none makes it work.
    static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
