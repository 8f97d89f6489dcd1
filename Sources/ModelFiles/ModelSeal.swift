internal import Digest

/// The last field of a model file: the SHA-256 of all bytes before it, so that a cut or changed file is refused.
package enum ModelSeal {
    private static let opening = Array(",\"sha256\":\"".utf8)
    private static let closing = Array("\"}\n".utf8)
    private static let count = opening.count + 64 + closing.count

    /// The bytes of a file: `body`, an object without its closing brace, and the seal.
    ///
    /// - Throws: `ModelFault` when the digest cannot be computed.
    package static func sealed(_ body: [UInt8]) throws(ModelFault) -> [UInt8] {
        body + opening + Array(try digest(body[...]).utf8) + closing
    }

    /// Checks the seal.
    ///
    /// - Throws: `ModelFault` when the file is cut or its bytes are not those that were written.
    static func check(_ bytes: [UInt8]) throws(ModelFault) {
        guard bytes.count > count, bytes.suffix(closing.count).elementsEqual(closing),
            bytes.suffix(count).prefix(opening.count).elementsEqual(opening)
        else {
            throw ModelFault(
                zh: "文件不完整：缺少末尾的 sha256 字段；请重新复制，或用 hazard train 重新训练",
                en:
                    "the file is cut: it does not end with the field sha256; copy it again, or train it again with hazard train"
            )
        }
        let written = bytes.suffix(64 + closing.count).prefix(64)
        guard try digest(bytes.dropLast(count)).utf8.elementsEqual(written) else {
            throw ModelFault(
                zh: "文件内容与其 sha256 字段不符：已被改动；请重新复制，或用 hazard train 重新训练",
                en:
                    "the bytes do not match the field sha256, so the file was changed; copy it again, or train it again with hazard train"
            )
        }
    }

    /// The SHA-256 in hexadecimal digits.
    static func digest(_ bytes: ArraySlice<UInt8>) throws(ModelFault) -> String {
        do throws(DigestFailure) {
            return Hex.encode(try SHA256.digest(of: Array(bytes)))
        } catch {
            throw ModelFault(zh: "无法计算校验值：“\(error)”", en: "the digest cannot be computed: \(error)")
        }
    }
}
