package import Wording

/// A command line that cannot be understood; the command ends with `ExitCode.usage`.
package enum UsageFault: Error, Equatable, ExitCoded {
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
    case missingPositional(String)
    case extraPositional(String)

    package var exitCode: ExitCode { .usage }

    /// One sentence that names what is wrong and, where it can be known, the fix.
    package func message(_ language: Language) -> String {
        phrase[language]
    }

    private var phrase: LocalText {
        switch self {
        case .noVerb: LocalText(zh: "缺少命令", en: "a command is missing")
        case .incompleteVerb(let words):
            LocalText(
                zh: "“\(words.joined(separator: " "))”之后缺少子命令",
                en: "\"\(words.joined(separator: " "))\" needs a further word")
        case .unknownVerb(let words, let nearest):
            LocalText(
                zh: "没有命令“\(words.joined(separator: " "))”" + UsageFault.hint(zh: nearest),
                en: "there is no command \"\(words.joined(separator: " "))\"" + UsageFault.hint(en: nearest))
        case .missingPositional(let name): LocalText(zh: "缺少参数 \(name)", en: "the argument \(name) is missing")
        case .extraPositional(let value): LocalText(zh: "多余的参数“\(value)”", en: "\"\(value)\" is one argument too many")
        default: optionPhrase
        }
    }

    private var optionPhrase: LocalText {
        switch self {
        case .unknownOption(let name, let nearest):
            LocalText(
                zh: "没有选项 \(name)" + UsageFault.hint(zh: nearest),
                en: "there is no option \(name)" + UsageFault.hint(en: nearest))
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
        default: LocalText(zh: "命令行无法理解", en: "the command line cannot be understood")
        }
    }

    private static func hint(zh nearest: String?) -> String { nearest.map { "；是否想用 \($0)？" } ?? "" }
    private static func hint(en nearest: String?) -> String { nearest.map { "; did you mean \($0)?" } ?? "" }
}
