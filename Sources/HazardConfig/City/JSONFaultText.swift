internal import JSONText
internal import Wording

/// Why a file is not JSON.
enum JSONFaultText {
    static func text(_ fault: JSONFault, in bytes: [UInt8]) -> LocalText {
        LocalText(zh: "不是 JSON：" + chinese(fault.code), en: "is not JSON: " + fault.problem(in: bytes))
    }

    private static func chinese(_ code: JSONFault.Code) -> String {
        switch code {
        case .empty: "文件是空的"
        case .byteOrderMark: "文件以字节顺序标记开头，请存为不带 BOM 的 UTF-8"
        case .badUTF8: "不是 UTF-8 文本，请另存为 UTF-8"
        case .unexpectedEnd: "文件提前结束"
        case .trailingComma: "末尾多了一个逗号"
        case .trailingBytes: "结束之后还有内容"
        case .controlCharacter: "字符串里有未转义的控制字符"
        case .badEscape: "字符串里的转义无效"
        case .badNumber: "数字的写法不对"
        case .outOfRange: "数字过大或过小"
        case .duplicateKey: "同一对象里有重复的键"
        case .tooDeep: "嵌套过深"
        case .tooLong, .tooMany: "内容过多"
        case .unexpectedByte, .wrongType, .missingField, .unknownField, .unknownValue, .badForm, .tooShort,
            .unsupportedVersion, .contradiction:
            "此处的内容不符合 JSON 语法"
        }
    }
}
