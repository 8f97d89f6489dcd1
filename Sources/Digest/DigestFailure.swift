internal import CCrypto
package import Wording

/// libcrypto could not do what was asked: memory ran out, or its configuration lacks the algorithm.
package struct DigestFailure: BilingualError, Equatable {
    /// What libcrypto was asked to do.
    package enum Operation: Sendable {
        case sha256, messageCode, messageKey, emptyMessageKey, randomBytes
    }

    package let operation: Operation
    /// The oldest error number in this thread's libcrypto queue; 0 when there is none.
    package let code: UInt

    package var description: String { text.en }

    package var text: LocalText {
        let name = operation.text
        return LocalText(
            zh: "libcrypto 执行“\(name.zh)”失败（错误 \(code)）；请检查 openssl.cnf 及其默认 provider",
            en: "libcrypto failed at \(name.en) (error \(code)); check openssl.cnf and its default provider")
    }

    /// Takes the oldest error of this thread and empties the queue, so that no later call reads it as its own error.
    static func last(of operation: Operation) -> DigestFailure {
        let code = UInt(ERR_get_error())
        ERR_clear_error()
        return DigestFailure(operation: operation, code: code)
    }
}

extension DigestFailure.Operation {
    fileprivate var text: LocalText {
        switch self {
        case .sha256: LocalText(zh: "SHA-256", en: "SHA-256")
        case .messageCode: LocalText(zh: "HMAC-SHA256", en: "HMAC-SHA256")
        case .messageKey: LocalText(zh: "HMAC-SHA256 密钥", en: "HMAC-SHA256 key")
        case .emptyMessageKey: LocalText(zh: "HMAC-SHA256（空密钥）", en: "HMAC-SHA256 with an empty key")
        case .randomBytes: LocalText(zh: "随机数", en: "random bytes")
        }
    }
}
