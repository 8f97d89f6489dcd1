internal import CCrypto

/// A secret that signs and checks messages with HMAC-SHA256 (RFC 2104).
///
/// The key is worked into libcrypto's state once; every message starts from a copy of that state.
package final class MessageKey: @unchecked Sendable {
    // Unchecked, because a pointer says nothing of threads: after `init` the template is only read (EVP_MAC_CTX_dup).

    /// Owned by this object, freed in `deinit`, which also wipes the key in it.
    private let template: OpaquePointer

    /// A key of one byte or more; RFC 2104 advises at least 32.
    ///
    /// - Throws: `DigestFailure` when the key is empty, or libcrypto has no HMAC or no memory.
    package init(bytes: [UInt8]) throws(DigestFailure) {
        guard !bytes.isEmpty else { throw DigestFailure(operation: "HMAC-SHA256 with an empty key", code: 0) }
        let mac = EVP_MAC_fetch(nil, "HMAC", nil)
        // The context below takes its own reference; ours ends with this function.
        defer { EVP_MAC_free(mac) }
        guard mac != nil, let context = EVP_MAC_CTX_new(mac) else { throw DigestFailure.taken(at: "HMAC-SHA256") }
        guard MessageKey.setKey(bytes, in: context) else {
            EVP_MAC_CTX_free(context)
            throw DigestFailure.taken(at: "HMAC-SHA256 key")
        }
        template = context
    }

    deinit { EVP_MAC_CTX_free(template) }

    /// The 32-byte code of a message.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func code(of message: [UInt8]) throws(DigestFailure) -> [UInt8] {
        guard let context = EVP_MAC_CTX_dup(template) else { throw DigestFailure.taken(at: "HMAC-SHA256") }
        defer { EVP_MAC_CTX_free(context) }
        var done: Int32 = 0
        let code = [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { output, count in
            var written = 0
            done = message.withUnsafeBufferPointer { EVP_MAC_update(context, $0.baseAddress, $0.count) }
            if done == 1 { done = EVP_MAC_final(context, output.baseAddress, &written, output.count) }
            count = done == 1 ? written : 0
        }
        guard done == 1 else { throw DigestFailure.taken(at: "HMAC-SHA256") }
        return code
    }

    /// Whether a code belongs to a message; takes the same time wherever the two differ.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func accepts(_ code: [UInt8], for message: [UInt8]) throws(DigestFailure) -> Bool {
        ConstantTime.equal(code, try self.code(of: message))
    }

    /// Works the key into the context; libcrypto copies the bytes and the name during the call.
    private static func setKey(_ bytes: [UInt8], in context: OpaquePointer) -> Bool {
        var name = Array("SHA256".utf8CString)
        return name.withUnsafeMutableBufferPointer { name in
            let parameters = [
                OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(context, bytes, bytes.count, parameters) == 1
        }
    }
}
