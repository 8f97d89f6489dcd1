internal import Glibc

/// One IP address, or a network, as `10.0.0.7`, `10.0.0.0/8` or `2001:db8::/32`.
package struct NetworkRange: Hashable, Sendable, CustomStringConvertible {
    /// The 4 bytes of an IPv4 address, or the 16 of an IPv6 address.
    package let bytes: [UInt8]
    /// How many bits, from the first, belong to the network.
    package let bits: Int
    package let description: String

    /// Reads an address, or an address with the number of its network's bits; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.address(String(first)) else { return nil }
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(parts[1]),
                (0...(bytes.count * 8)).contains(bits)
            else { return nil }
            self.bits = bits
        } else {
            bits = bytes.count * 8
        }
        self.bytes = bytes
        description = text
    }

    private static func address(_ text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
