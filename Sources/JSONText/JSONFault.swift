/// Why a document is refused, and at which byte.
///
/// The reader throws it for grammar, types and ranges. A decoder throws it for what a value means, with the offset that
/// it noted before it read the value. A fault is small, and its sentences are built only when a person reads it.
package struct JSONFault: Error, Hashable, Sendable {
    /// What kind of fault; the raw name never changes.
    package let code: Code
    /// The byte in the document, from 0, where the faulty value or token starts; the document's length when it ends too
    /// early.
    package let offset: Int
    /// What would be right; never text of the document.
    package let expected: JSONExpectation

    package init(_ code: Code, at offset: Int, _ expected: JSONExpectation) {
        self.code = code
        self.offset = offset
        self.expected = expected
    }

    /// The fault of an object at `offset` without a required field.
    package static func missing(_ field: String, at offset: Int) -> JSONFault {
        JSONFault(.missingField, at: offset, .field(field))
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
        // The text is JSON that the reader does not accept.
        case duplicateKey = "duplicate-key"
        case tooDeep = "too-deep"
        case wrongType = "wrong-type"
        case outOfRange = "out-of-range"
        // A decoder does not accept the value.
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
