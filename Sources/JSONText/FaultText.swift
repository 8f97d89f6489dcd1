package import Wording

extension JSONFault {
    /// The path of the fault in its document, such as `location.lat`; empty for the document itself.
    ///
    /// For `missingField` it ends with the name of the missing field.
    package func path(in bytes: [UInt8]) -> String {
        let place = JSONPath.of(offset, in: bytes)
        guard code == .missingField, case .field(let name) = expected else { return place }
        return place.isEmpty ? name : "\(place).\(name)"
    }

    /// The fault in one sentence: where, what is expected, and the kind of value that stands there.
    ///
    /// It never shows the value itself, which may be text about a person.
    package func sentence(in bytes: [UInt8]) -> LocalText {
        let (path, problem) = (path(in: bytes), problem(in: bytes))
        return LocalText(
            zh: "\(path.isEmpty ? "文档" : path)（字节偏移 \(offset)）：\(problem.zh)",
            en: "\(path.isEmpty ? "document" : path) (byte \(offset)): \(problem.en)")
    }

    /// What is wrong, without the place: “expected a number, found a string”.
    package func problem(in bytes: [UInt8]) -> LocalText {
        let expected = expected.text
        switch code {
        case .empty:
            return LocalText(zh: "文档为空；请发送一个 JSON 值", en: "the document is empty; send a JSON value")
        case .byteOrderMark:
            return LocalText(
                zh: "文档以字节顺序标记（BOM）开头；请发送不带标记的 UTF-8",
                en: "the document starts with a byte order mark; send plain UTF-8 without one")
        case .badUTF8:
            return LocalText(
                zh: "文本不是有效的 UTF-8（字节 \(hex(bytes))）；请发送 UTF-8",
                en: "the text is not valid UTF-8 (byte \(hex(bytes))); send UTF-8")
        case .unexpectedEnd:
            return LocalText(
                zh: "文档不完整；此处应为：\(expected.zh)", en: "the document ends too early; expected \(expected.en)")
        case .trailingComma:
            let found = found(in: bytes)
            return LocalText(
                zh: "\(found.zh) 之前多了一个逗号；请删去", en: "a comma stands before the closing \(found.en); remove it")
        case .trailingBytes:
            let found = found(in: bytes)
            return LocalText(
                zh: "文档结束后还有内容（\(found.zh)）；请只发送一个值",
                en: "something follows the end of the document: \(found.en); send \(expected.en)")
        case .controlCharacter:
            return LocalText(
                zh: "字符串中有未转义的控制字符（字节 \(hex(bytes))）；请写作 \\u00XX",
                en: "a control character (byte \(hex(bytes))) stands unescaped in a string; write it as \\u00XX")
        case .badEscape:
            return LocalText(
                zh: "字符串中的转义无效；应为：\(expected.zh)", en: "the escape in the string is not valid; expected \(expected.en)")
        case .duplicateKey:
            return LocalText(
                zh: "同一对象中此字段出现两次；请只发送一次", en: "the field stands twice in its object; send it once")
        case .tooDeep:
            return LocalText(
                zh: "对象和数组嵌套过深；\(expected.zh)", en: "objects and arrays are nested too deeply; \(expected.en) are read")
        case .missingField:
            return LocalText(
                zh: "缺少必填字段（null 视为缺少）；请补上",
                en: "the required field is missing (null counts as missing); add it")
        case .unknownField:
            return LocalText(
                zh: "没有这个字段；应为：\(expected.zh)", en: "the field is not known here; expected \(expected.en)")
        case .contradiction:
            return LocalText(
                zh: "此值与另一字段不符；应为：\(expected.zh)",
                en: "the value does not go with another field; expected \(expected.en)")
        case .tooShort, .tooLong, .tooMany, .unexpectedByte, .badNumber, .wrongType, .outOfRange, .unknownValue,
            .badForm, .unsupportedVersion:
            let found = found(in: bytes)
            return LocalText(
                zh: "应为：\(expected.zh)；实际：\(found.zh)", en: "expected \(expected.en), found \(found.en)")
        }
    }

    // MARK: - What stands there

    /// What stands at the offset: how much of it where the size is wrong, else its kind.
    private func found(in bytes: [UInt8]) -> LocalText {
        switch (code, expected) {
        case (.tooLong, _), (.tooMany, _): LocalText(zh: "超出", en: "more")
        case (.tooShort, .atLeastOneOf): LocalText(zh: "一项也没有", en: "none")
        case (.tooShort, _): LocalText(zh: "不足", en: "less")
        default: kind(in: bytes)
        }
    }

    /// The kind of value at the offset. A number is shown (cut at 24 characters), a string only as its kind.
    private func kind(in bytes: [UInt8]) -> LocalText {
        guard bytes.indices.contains(offset) else { return LocalText(zh: "文档结尾", en: "the end of the document") }
        let rest = bytes[offset...]
        switch bytes[offset] {
        case UInt8(ascii: "\""):
            return code == .wrongType
                ? LocalText(zh: "字符串", en: "a string") : LocalText(zh: "另一个字符串", en: "another string")
        case UInt8(ascii: "{"): return LocalText(zh: "对象", en: "an object")
        case UInt8(ascii: "["): return LocalText(zh: "数组", en: "an array")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = number(at: rest)
            return LocalText(zh: "数字 \(number)", en: "the number \(number)")
        case 0x21...0x7E:
            for word in ["true", "false", "null"] where rest.starts(with: word.utf8) {
                return LocalText(zh: word, en: word)
            }
            let character = Character(UnicodeScalar(bytes[offset]))
            return LocalText(zh: "“\(character)”", en: "‘\(character)’")
        default: return LocalText(zh: "字节 \(hex(bytes))", en: "the byte \(hex(bytes))")
        }
    }

    private func number(at rest: ArraySlice<UInt8>) -> String {
        let number = rest.prefix(25).prefix { byte in
            (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
        }
        return String(decoding: number.prefix(24), as: UTF8.self) + (number.count > 24 ? "…" : "")
    }

    private func hex(_ bytes: [UInt8]) -> String {
        guard bytes.indices.contains(offset) else { return "none" }
        let digits = String(bytes[offset], radix: 16, uppercase: true)
        return "0x\(digits.count < 2 ? "0" : "")\(digits)"
    }
}
