/// The value of a `Host` field: a name or an address, with an optional port.
enum HostName {
    /// An empty host is valid: a client without a host name sends it (RFC 9110 §7.2).
    static func isValid(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: marks.contains(byte)
            }
        }
    }

    private static let marks = Array("-._~%!$&'()*+,;=:[]".utf8)
}
