extension JSONFault {
    /// The place of the fault in its document, such as `location.lat`; empty for the document itself.
    ///
    /// For `missingField` it ends with the name of the field that is not there.
    package func path(in bytes: [UInt8]) -> String {
        let place = JSONPath.of(offset, in: bytes)
        guard code == .missingField else { return place }
        return place.isEmpty ? detail : "\(place).\(detail)"
    }

    /// The fault in one sentence for people: where, what was expected, and the kind of thing that stood there.
    ///
    /// It never shows the value itself, which may be text about a person.
    package func sentence(in bytes: [UInt8]) -> String {
        let path = path(in: bytes)
        return "\(path.isEmpty ? "document" : path) (byte \(offset)): \(problem(in: bytes))"
    }

    /// What is wrong, without the place: “expected a number, found a string”.
    package func problem(in bytes: [UInt8]) -> String {
        switch code {
        case .empty:
            "the document is empty; send \(detail)"
        case .byteOrderMark:
            "the document starts with a byte order mark; send plain UTF-8 without one"
        case .badUTF8:
            "the text is not valid UTF-8 (byte \(hex(bytes))); send UTF-8"
        case .unexpectedEnd:
            "the document ends too early; expected \(detail)"
        case .trailingComma:
            "a comma stands before the closing \(found(in: bytes)); remove it"
        case .trailingBytes:
            "something follows the end of the document: \(found(in: bytes)); send \(detail)"
        case .controlCharacter:
            "a control character (byte \(hex(bytes))) stands unescaped in a string; write it as \\u00XX"
        case .badEscape:
            "the escape in the string is not valid; expected \(detail)"
        case .duplicateKey:
            "the field stands twice in its object; send it once"
        case .tooDeep:
            "objects and arrays are nested too deeply; at most \(detail) levels are read"
        case .missingField:
            "the required field is missing (null counts as missing); add it"
        case .unknownField:
            "the field is not known here; expected \(detail)"
        case .tooShort: "expected \(detail), found \(detail.hasPrefix("at least one") ? "none" : "less")"
        case .tooLong, .tooMany: "expected \(detail), found more"
        case .contradiction:
            "the value does not go with another field; expected \(detail)"
        case .unexpectedByte, .badNumber, .wrongType, .outOfRange, .unknownValue, .badForm, .unsupportedVersion:
            "expected \(detail), found \(found(in: bytes))"
        }
    }

    /// The kind of thing at the offset: a number is shown (cut at 24 characters), a string only as its kind.
    private func found(in bytes: [UInt8]) -> String {
        guard bytes.indices.contains(offset) else { return "the end of the document" }
        let rest = bytes[offset...]
        switch bytes[offset] {
        case UInt8(ascii: "\""): return code == .wrongType ? "a string" : "another string"
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: "["): return "an array"
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = rest.prefix(25).prefix { byte in
                (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
                    || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
            }
            return "the number \(String(decoding: number.prefix(24), as: UTF8.self))\(number.count > 24 ? "…" : "")"
        case _ where rest.starts(with: "true".utf8): return "true"
        case _ where rest.starts(with: "false".utf8): return "false"
        case _ where rest.starts(with: "null".utf8): return "null"
        case 0x21...0x7E: return "‘\(Character(UnicodeScalar(bytes[offset])))’"
        default: return "the byte \(hex(bytes))"
        }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        guard bytes.indices.contains(offset) else { return "none" }
        let digits = String(bytes[offset], radix: 16, uppercase: true)
        return "0x\(digits.count < 2 ? "0" : "")\(digits)"
    }
}
