import CEvent
import Glibc

/// An IP address with a port, as text and as the bytes that connection limits use.
struct PeerAddress {
    /// `192.0.2.7` or `2001:db8::7`; an IPv4-mapped IPv6 address is written as IPv4.
    let host: String
    let port: Int
    /// The 4 or 16 bytes of the address.
    let bytes: [UInt8]
    /// Connections are counted by this: the IPv4 address, or the /64 network of an IPv6 address.
    let network: [UInt8]

    /// Reads a socket address; nil when it is not an IP address.
    /// - Parameter address: borrowed for the call; at least as long as its family requires.
    init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let (bytes, port) = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { known in
                (withUnsafeBytes(of: known.pointee.sin_addr) { Array($0) }, UInt16(bigEndian: known.pointee.sin_port))
            }
            self.init(bytes: bytes, port: port)
        case AF_INET6:
            let (bytes, port) = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { known in
                (withUnsafeBytes(of: known.pointee.sin6_addr) { Array($0) }, UInt16(bigEndian: known.pointee.sin6_port))
            }
            self.init(bytes: bytes, port: port)
        default:
            return nil
        }
    }

    /// The address a socket is bound to.
    init?(boundTo socket: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let peer = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getsockname(socket, address, &length) == 0 ? PeerAddress(address) : nil
            }
        }
        guard let peer else { return nil }
        self = peer
    }

    private init(bytes: [UInt8], port: UInt16) {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        let plain = bytes.count == 16 && bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
        self.bytes = plain
        host = Self.text(plain)
        self.port = Int(port)
        network = plain.count == 4 ? plain : Array(plain.prefix(8))
    }

    private static func text(_ bytes: [UInt8]) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
