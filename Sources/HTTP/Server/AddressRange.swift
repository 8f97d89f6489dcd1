internal import Glibc

/// One IP address, or all addresses that begin with the same bits.
package struct AddressRange: Hashable, Sendable {
    /// The 4 bytes of an IPv4 address, or the 16 of an IPv6 address.
    package let bytes: [UInt8]
    /// How many bits, from the first, an address has in common with these bytes.
    package let bits: Int

    package init(bytes: [UInt8], bits: Int) {
        self.bytes = bytes
        self.bits = bits
    }

    /// Whether the address of these bytes is in the range.
    func contains(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        return zip(bytes, address).enumerated().allSatisfy { index, pair in
            let compared = max(0, min(8, bits - index * 8))
            return compared == 0 || (pair.0 ^ pair.1) >> UInt8(8 - compared) == 0
        }
    }

    /// Whether an address as text, such as `192.0.2.7` or `2001:db8::7`, is in the range; false for anything else.
    package func contains(address: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: self.bytes.count)
        return inet_pton(self.bytes.count == 4 ? AF_INET : AF_INET6, address, &bytes) == 1 && contains(bytes)
    }
}
