internal import JSONText

/// One thing wrong with a message, as an answer tells it (`config/contracts/README.md`, HTTP: `errors`).
package struct WireProblem: Hashable, Sendable {
    /// The field's path, such as `media[2].sha256`; empty for the message as a whole.
    package var field: String
    /// What is wrong; never the value of a string.
    package var problem: String
    /// What to send instead.
    package var hint: String
    /// The byte in the message, from 0.
    package var offset: Int

    package init(field: String, problem: String, hint: String, offset: Int) {
        self.field = field
        self.problem = problem
        self.hint = hint
        self.offset = offset
    }

    init(_ fault: JSONFault, in bytes: [UInt8]) {
        self.init(
            field: fault.path(in: bytes), problem: fault.problem(in: bytes), hint: WireProblem.hint(fault),
            offset: fault.offset)
    }

    init(_ rejection: Rejection) {
        self.init(
            field: rejection.field ?? "", problem: rejection.sentence,
            hint: rejection.reason == .tooBig ? "send less: media by reference, not inside" : "send one JSON object",
            offset: rejection.offset ?? 0)
    }

    private static func hint(_ fault: JSONFault) -> String {
        switch fault.code {
        case .missingField: "add \(fault.detail)"
        case .duplicateKey: "send each field once"
        case .tooDeep: "nest at most \(fault.detail) levels"
        case .tooLong, .tooShort, .tooMany: "send \(fault.detail)"
        case .byteOrderMark, .badUTF8: "send plain UTF-8"
        case .controlCharacter: "write control characters as \\u00XX"
        case .unexpectedByte, .unexpectedEnd, .trailingComma, .trailingBytes, .badEscape, .badNumber, .empty:
            "send one JSON object (RFC 8259)"
        case .unsupportedVersion, .unknownField, .unknownValue, .badForm, .wrongType, .outOfRange, .contradiction:
            "send \(fault.detail)"
        }
    }
}
