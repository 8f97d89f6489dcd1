import Glibc
import Wording

/// A listening socket that is not in an event loop yet.
struct ListeningSocket {
    /// Owned by the holder of this value, until a `Listener` takes it over.
    let descriptor: Int32
    /// With the port that the system chose when 0 was requested.
    let address: ListenAddress

    private static let backlog: Int32 = 1024

    /// Listens on every address of each entry, or on none.
    ///
    /// - Throws: `cannotListen` that names the entry.
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
            // The system chooses a port for one address only: the first of the name.
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
        guard descriptor >= 0 else { throw .cannotListen(address, reason: SystemError.last()) }
        SocketOption.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if found.family == AF_INET6 {
            SocketOption.set(descriptor, SocketOption.ipv6, IPV6_V6ONLY, 1)
        }
        // Accepted sockets inherit it; small TLS records must not wait for acknowledgements.
        SocketOption.set(descriptor, SocketOption.tcp, TCP_NODELAY, 1)
        let isBound = found.withAddress { bind(descriptor, $0, $1) == 0 }
        guard isBound, listen(descriptor, backlog) == 0, let bound = PeerAddress(boundTo: descriptor) else {
            let code = errno
            close(descriptor)
            throw .cannotListen(address, reason: reason(code, port: address.port))
        }
        return ListeningSocket(
            descriptor: descriptor, address: ListenAddress(host: address.host, port: bound.port))
    }

    private static func reason(_ code: Int32, port: Int) -> LocalText {
        switch code {
        case EADDRINUSE:
            LocalText(
                zh: "已有别的程序在监听该端口；请停止它，或改用别的端口",
                en: "another program listens there; stop it or choose another port")
        case EACCES:
            LocalText(
                zh: "没有权限；1024 以下的端口需要 CAP_NET_BIND_SERVICE，其他端口不需要（端口 \(port)）",
                en: "no permission; ports below 1024 need CAP_NET_BIND_SERVICE, others do not (port \(port))")
        case EADDRNOTAVAIL:
            LocalText(zh: "该地址不属于本机", en: "the address is not one of this machine's")
        default: SystemError.text(code)
        }
    }
}

/// Sets integer options of a socket.
enum SocketOption {
    // IPPROTO_TCP and IPPROTO_IPV6 of <netinet/in.h> as numbers: both Glibc and CEvent import that header, and whether the
    // compiler finds the names depends on the order of the files.
    static let tcp: Int32 = 6
    static let ipv6: Int32 = 41

    /// Ignores failures: every option here improves a connection that also works without it.
    static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
