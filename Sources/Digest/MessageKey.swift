internal import CCrypto

/// A secret that signs and checks messages with HMAC-SHA256 (RFC 2104).
///
/// The key is hashed once, into two states; every message starts from a copy of them and allocates nothing but its code.
package final class MessageKey: @unchecked Sendable {
    // @unchecked: the compiler does not know that after `init` the states are only read.

    /// Owned; `deinit` wipes and frees it.
    private let states: UnsafeMutablePointer<hazard_hmac_key>

    /// Makes a key from one byte or more; RFC 2104 advises at least 32.
    ///
    /// - Throws: `DigestFailure` when the key is empty or libcrypto refuses it.
    package init(bytes: [UInt8]) throws(DigestFailure) {
        guard !bytes.isEmpty else { throw DigestFailure(operation: .emptyMessageKey, code: 0) }
        states = .allocate(capacity: 1)
        states.initialize(to: hazard_hmac_key())
        guard hazard_hmac_prepare(states, bytes, bytes.count) == 1 else { throw DigestFailure.last(of: .messageKey) }
    }

    deinit {
        OPENSSL_cleanse(states, MemoryLayout<hazard_hmac_key>.size)
        states.deallocate()
    }

    /// The 32-byte authentication code of a message.
    ///
    /// - Throws: `DigestFailure` when libcrypto fails.
    package func code(of message: [UInt8]) throws(DigestFailure) -> [UInt8] {
        var done: Int32 = 0
        let code = [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { output, count in
            done = message.withUnsafeBufferPointer {
                hazard_hmac(states, $0.baseAddress, $0.count, output.baseAddress)
            }
            count = done == 1 ? SHA256.byteCount : 0
        }
        guard done == 1 else { throw DigestFailure.last(of: .messageCode) }
        return code
    }

    /// Whether a code belongs to a message; the comparison takes the same time wherever the codes differ.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func accepts(_ code: [UInt8], for message: [UInt8]) throws(DigestFailure) -> Bool {
        ConstantTime.equal(code, try self.code(of: message))
    }
}
