internal import CCrypto

/// libcrypto could not do what was asked: memory ran out, or its configuration offers no such algorithm.
package struct DigestFailure: Error, Equatable, CustomStringConvertible {
    /// What was being done, as `SHA-256` or `random bytes`.
    package let operation: String
    /// The number of the oldest error in libcrypto's queue of this thread; 0 when it left none.
    package let code: UInt

    package var description: String {
        "libcrypto failed at \(operation) (error \(code)); check openssl.cnf and its default provider"
    }

    /// Takes the oldest error of this thread and empties the queue, so that nobody reads it as theirs.
    static func taken(at operation: String) -> DigestFailure {
        let code = UInt(ERR_get_error())
        ERR_clear_error()
        return DigestFailure(operation: operation, code: code)
    }
}
