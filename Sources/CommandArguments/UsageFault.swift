package import Wording

/// Why a command line cannot be understood; the command ends with `ExitCode.usage`.
package enum UsageFault: BilingualError, Equatable, ExitCoded {
    case noVerb
    case incompleteVerb([String])
    case unknownVerb([String], nearest: String?)
    case unknownOption(String, nearest: String?)
    case missingValue(option: String)
    case unwantedValue(option: String)
    case repeated(option: String)
    case missingOption(String)
    case badChoice(option: String, value: String, choices: [String])
    case notInteger(option: String, value: String, range: ClosedRange<Int>)
    case badForm(option: String, value: String, expected: LocalText)
    case missingPositional(String)
    case extraPositional(String)

    package var exitCode: ExitCode { .usage }

    /// One sentence that names what is wrong and, where known, the fix.
    package var text: LocalText {
        switch self {
        case .noVerb: LocalText(zh: "缺少命令", en: "a command is missing")
        case .incompleteVerb(let words):
            LocalText(
                zh: "“\(words.joined(separator: " "))”之后缺少子命令",
                en: "\"\(words.joined(separator: " "))\" needs a further word")
        case .unknownVerb(let words, let nearest):
            UsageFault.withHint(
                nearest, zh: "没有命令“\(words.joined(separator: " "))”",
                en: "there is no command \"\(words.joined(separator: " "))\"")
        case .unknownOption(let name, let nearest):
            UsageFault.withHint(nearest, zh: "没有选项 \(name)", en: "there is no option \(name)")
        case .missingValue(let name): LocalText(zh: "选项 --\(name) 缺少值", en: "the option --\(name) needs a value")
        case .unwantedValue(let name): LocalText(zh: "选项 --\(name) 不带值", en: "the option --\(name) takes no value")
        case .repeated(let name): LocalText(zh: "选项 --\(name) 只能给一次", en: "the option --\(name) can be given once only")
        case .missingOption(let name): LocalText(zh: "缺少选项 --\(name)", en: "the option --\(name) is missing")
        case .badChoice(let name, let value, let choices):
            LocalText(
                zh: "选项 --\(name) 的值“\(value)”无效，可用：\(choices.joined(separator: "、"))",
                en: "--\(name) cannot be \"\(value)\"; use \(choices.joined(separator: " or "))")
        case .notInteger(let name, let value, let range):
            LocalText(
                zh: "选项 --\(name) 的值“\(value)”不是 \(range.lowerBound) 至 \(range.upperBound) 之间的整数",
                en: "--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(value)\""
            )
        case .badForm(let name, let value, let expected):
            LocalText(
                zh: "选项 --\(name) 的值“\(value)”无效：应为 \(expected.zh)",
                en: "--\(name) cannot be \"\(value)\": it is \(expected.en)")
        case .missingPositional(let name): LocalText(zh: "缺少参数 \(name)", en: "the argument \(name) is missing")
        case .extraPositional(let value): LocalText(zh: "多余的参数“\(value)”", en: "\"\(value)\" is one argument too many")
        }
    }

    private static func withHint(_ nearest: String?, zh: String, en: String) -> LocalText {
        guard let nearest else { return LocalText(zh: zh, en: en) }
        return LocalText(zh: "\(zh)；是否想用 \(nearest)？", en: "\(en); did you mean \(nearest)?")
    }
}
