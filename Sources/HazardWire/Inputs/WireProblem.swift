internal import HazardCore
internal import JSONText
package import Wording

/// One problem of a message, as the answer to its sender lists it (`config/contracts/README.md`, HTTP: `errors`).
package struct WireProblem: Hashable, Sendable {
    /// The field's path, such as `media[2].sha256`; empty for the message as a whole.
    package var field: String
    /// What is wrong; never the value of a string.
    package var problem: LocalText
    /// What to send instead.
    package var hint: LocalText
    /// The byte in the message, from 0.
    package var offset: Int

    package init(field: String, problem: LocalText, hint: LocalText, offset: Int) {
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
            hint: rejection.reason == .tooBig
                ? LocalText(zh: "请减小内容：媒体用引用，不要内嵌", en: "send less: media by reference, not inside")
                : LocalText(zh: "请发送一个 JSON 对象", en: "send one JSON object"),
            offset: rejection.offset ?? 0)
    }

    private static func hint(_ fault: JSONFault) -> LocalText {
        let expected = fault.expected.text
        return switch fault.code {
        case .missingField:
            if case .field(let name) = fault.expected {
                LocalText(zh: "请补上 \(name)", en: "add \(name)")
            } else {
                LocalText(zh: "请补上：\(expected.zh)", en: "add \(expected.en)")
            }
        case .duplicateKey: LocalText(zh: "每个字段请只发送一次", en: "send each field once")
        case .tooDeep: LocalText(zh: "嵌套请\(expected.zh)", en: "nest \(expected.en)")
        case .byteOrderMark, .badUTF8: LocalText(zh: "请发送不带标记的 UTF-8", en: "send plain UTF-8")
        case .controlCharacter: LocalText(zh: "控制字符请写作 \\u00XX", en: "write control characters as \\u00XX")
        case .unexpectedByte, .unexpectedEnd, .trailingComma, .trailingBytes, .badEscape, .badNumber, .empty:
            LocalText(zh: "请发送一个 JSON 对象（RFC 8259）", en: "send one JSON object (RFC 8259)")
        case .tooLong, .tooShort, .tooMany, .unsupportedVersion, .unknownField, .unknownValue, .badForm, .wrongType,
            .outOfRange, .contradiction:
            LocalText(zh: "请发送：\(expected.zh)", en: "send \(expected.en)")
        }
    }
}
