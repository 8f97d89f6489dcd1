internal import CCrypto

/// A secret that signs and checks messages with HMAC-SHA256 (RFC 2104).
///
/// libcrypto prepares its state from the key once; every message starts from a copy of that state.
package final class MessageKey: @unchecked Sendable {
    // @unchecked: the compiler does not know that after `init` the template is only read (EVP_MAC_CTX_dup).

    /// Owned; `deinit` frees it and so wipes the key in it.
    private let template: OpaquePointer

    /// Makes a key from one byte or more; RFC 2104 advises at least 32.
    ///
    /// - Throws: `DigestFailure` when the key is empty, or libcrypto has no HMAC or no memory.
    package init(bytes: [UInt8]) throws(DigestFailure) {
        guard !bytes.isEmpty else { throw DigestFailure(operation: .emptyMessageKey, code: 0) }
        let mac = EVP_MAC_fetch(nil, "HMAC", nil)
        // The context below holds its own reference; this one ends with the function.
        defer { EVP_MAC_free(mac) }
        guard mac != nil, let context = EVP_MAC_CTX_new(mac) else { throw DigestFailure.last(of: .messageCode) }
        guard MessageKey.setKey(bytes, in: context) else {
            EVP_MAC_CTX_free(context)
            throw DigestFailure.last(of: .messageKey)
        }
        template = context
    }

    deinit { EVP_MAC_CTX_free(template) }

    /// The 32-byte authentication code of a message.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func code(of message: [UInt8]) throws(DigestFailure) -> [UInt8] {
        guard let context = EVP_MAC_CTX_dup(template) else { throw DigestFailure.last(of: .messageCode) }
        defer { EVP_MAC_CTX_free(context) }
        var done: Int32 = 0
        let code = [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { output, count in
            var written = 0
            done = message.withUnsafeBufferPointer { EVP_MAC_update(context, $0.baseAddress, $0.count) }
            if done == 1 { done = EVP_MAC_final(context, output.baseAddress, &written, output.count) }
            count = done == 1 ? written : 0
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

    /// Sets the key of the context; libcrypto copies the bytes and the name during the call.
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
