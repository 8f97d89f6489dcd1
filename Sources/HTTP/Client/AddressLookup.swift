import Glibc

/// The socket addresses a host name and port stand for.
enum AddressLookup {
    /// One address to make a socket for.
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

    /// Why a name stands for no address, in the system's words.
    struct Failure: Error {
        let reason: String
    }

    /// The addresses to bind to (`toListen`) or to connect to, at least one.
    static func find(_ host: String, port: Int, toListen: Bool) throws(Failure) -> [Found] {
        guard (0...65535).contains(port) else { throw Failure(reason: "port \(port) is not between 0 and 65535") }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = (toListen ? AI_PASSIVE : 0) | AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &first)
        guard code == 0 else {
            let reason = code == EAI_SYSTEM ? SystemText.of(errno) : String(cString: gai_strerror(code))
            throw Failure(reason: reason)
        }
        // The list is ours until freed here; every address is copied out of it.
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
        guard !found.isEmpty else { throw Failure(reason: "the name stands for no address") }
        return found
    }
}
