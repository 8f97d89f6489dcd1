import Glibc
import Wording

/// Resolves a host name and a port to socket addresses.
enum AddressLookup {
    /// One resolved address.
    struct Found {
        let family: Int32
        /// A `sockaddr` of that family.
        let bytes: [UInt8]

        /// Calls `body` with the address, borrowed for the call.
        func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
            bytes.withUnsafeBytes { raw in
                var storage = sockaddr_storage()
                withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: raw) }
                return withUnsafePointer(to: &storage) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(raw.count)) }
                }
            }
        }
    }

    /// Why a name cannot be resolved.
    struct Failure: Error {
        let reason: LocalText
    }

    /// Returns at least one address, to bind to (`toListen`) or to connect to.
    ///
    /// - Throws: `Failure` when the port is out of range or the name has no address.
    static func find(_ host: String, port: Int, toListen: Bool) throws(Failure) -> [Found] {
        guard (0...65535).contains(port) else {
            throw Failure(
                reason: LocalText(
                    zh: "端口 \(port) 不在 0 至 65535 之间", en: "port \(port) is not between 0 and 65535"))
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = (toListen ? AI_PASSIVE : 0) | AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &first)
        guard code == 0 else {
            throw Failure(reason: code == EAI_SYSTEM ? SystemError.last() : reason(code))
        }
        // Owned until freed here; every address is copied out of the list.
        defer { freeaddrinfo(first) }
        var found: [Found] = []
        var next = first
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
                found.append(Found(family: entry.ai_family, bytes: Array(bytes)))
            }
            next = entry.ai_next
        }
        guard !found.isEmpty else {
            throw Failure(reason: LocalText(zh: "主机名没有地址", en: "the host name has no address"))
        }
        return found
    }

    /// The sentence of a resolver's error: the C library's in English, ours in Chinese.
    private static func reason(_ code: Int32) -> LocalText {
        let english = String(cString: gai_strerror(code))
        let chinese =
            switch code {
            case EAI_NONAME: "没有这个主机名"
            case EAI_AGAIN: "域名服务器暂时没有应答"
            case EAI_FAIL: "域名服务器无法解析此主机名"
            default: "主机名无法解析（\(english)）"
            }
        return LocalText(zh: chinese, en: english)
    }
}
