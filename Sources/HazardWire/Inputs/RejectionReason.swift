internal import HazardCore
internal import JSONText

extension RejectionReason {
    /// The reason of a fault: `malformed` for the grammar, else what the fault says of the content.
    init(_ code: JSONFault.Code) {
        switch code {
        case .empty, .byteOrderMark, .badUTF8, .unexpectedByte, .unexpectedEnd, .trailingComma, .trailingBytes,
            .controlCharacter, .badEscape, .badNumber, .duplicateKey, .tooDeep:
            self = .malformed
        case .unsupportedVersion:
            self = .unknownSchemaVersion
        case .wrongType, .outOfRange, .missingField, .unknownField, .unknownValue, .badForm, .tooLong, .tooShort,
            .tooMany, .contradiction:
            self = .invalid
        }
    }
}
