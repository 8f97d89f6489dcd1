/// Why a document was refused, and at which byte: small enough to throw on the lane, turned into words only when asked.
///
/// The reader throws it for grammar, types and ranges; a decoder above throws the same type for what a value means,
/// with the offset it noted before reading that value.
package struct JSONFault: Error, Hashable, Sendable {
    /// What kind of fault; the raw name never changes.
    package let code: Code
    /// The byte in the document, from 0, where the offending thing starts (its length when it ends too early).
    package let offset: Int
    /// The field's name for `missingField`, the limit for `tooLong` and `tooMany`, else what was expected, as a noun
    /// phrase (“a number”, “one of a, b”). Never text taken from the document.
    package let detail: String

    package init(_ code: Code, at offset: Int, _ detail: String) {
        self.code = code
        self.offset = offset
        self.detail = detail
    }

    /// The closed list of faults; the raw name is for records, metrics and answers.
    package enum Code: String, CaseIterable, Sendable {
        // The text is not JSON.
        case empty
        case byteOrderMark = "byte-order-mark"
        case badUTF8 = "bad-utf8"
        case unexpectedByte = "unexpected-byte"
        case unexpectedEnd = "unexpected-end"
        case trailingComma = "trailing-comma"
        case trailingBytes = "trailing-bytes"
        case controlCharacter = "control-character"
        case badEscape = "bad-escape"
        case badNumber = "bad-number"
        // It is JSON that we do not take.
        case duplicateKey = "duplicate-key"
        case tooDeep = "too-deep"
        case wrongType = "wrong-type"
        case outOfRange = "out-of-range"
        // A decoder above does not take the value.
        case missingField = "missing-field"
        case unknownField = "unknown-field"
        case unknownValue = "unknown-value"
        case badForm = "bad-form"
        case tooLong = "too-long"
        case tooShort = "too-short"
        case tooMany = "too-many"
        case unsupportedVersion = "unsupported-version"
        case contradiction
    }
}
