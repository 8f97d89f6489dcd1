import CommandArguments
import HTTP
import HazardCore
internal import HazardText
import HazardWire
import JSONText
internal import Wording

/// An error answer of the server, shown as its problem document says, with option names in place of field names.
struct Refusal: ExitCoded, CustomStringConvertible {
    let status: Int
    let problem: JSONValue?
    private let url: String
    private let words: AnswerWords
    private let fields: FieldOptions?

    /// `fields` maps each field of the request to the option it came from.
    init(_ response: HTTPResponse, from server: Server, _ fields: FieldOptions? = nil) {
        status = response.status.code
        problem = try? JSONValue(reading: response.body)
        url = server.url
        words = server.words
        self.fields = fields
    }

    /// The fault when another program answers at the server's address.
    static func foreign(_ url: String, _ code: ExitCode, _ what: LocalText) -> CommandFault {
        CommandFault(
            code, zh: "\(url) 上的不是隐患派单服务（答复：\(what.zh)），请核对 --server 的地址",
            en: "\(url) is no Hazard Dispatcher (it answered: \(what.en)); check the address that --server names")
    }

    /// Whether the answer is a problem document of this program.
    var isOurs: Bool { code != nil && problem?["detail"]?.string != nil }

    /// The code of the refused move, else that of the problem.
    var code: String? {
        problem?["code"]?.string
            ?? problem?["type"]?.string.flatMap {
                $0.hasPrefix(Refusal.type) ? String($0.dropFirst(Refusal.type.count)) : nil
            }
    }

    private static let type = "urn:hazard:problem:"

    /// Codes of wrong input: the same command can never succeed, whatever the state of the case (`DECISIONS.md` #40).
    private static let wrongUse: Set<String> = [
        RefusalCode.argumentMissing.rawValue, RefusalCode.unknownDepartment.rawValue,
        RefusalCode.unknownCategory.rawValue,
    ]

    var exitCode: ExitCode {
        switch status {
        case 400, 405, 413, 415: .usage
        case 409 where code.map(Refusal.wrongUse.contains) == true: .usage
        case 502, 503, 504: .unreachable
        case _ where !isOurs: .usage
        default: .failed
        }
    }

    /// The allowed moves or names; empty when the answer has none.
    var allowed: [String] { problem?["allowed"]?.array?.compactMap(\.line) ?? [] }

    /// The invalid fields, named by their options.
    var problems: [String] {
        (problem?["errors"]?.array ?? []).map { error in
            fields?.line(ProblemLine(error), words) ?? ProblemLine(error).text(words.language)
        }
    }

    var description: String { message(words.language) }

    func message(_ language: Language) -> String {
        guard isOurs, let detail = problem?["detail"]?.line else {
            let what =
                problem == nil
                ? LocalText(zh: "\(status)，不是 JSON", en: "\(status), no JSON")
                : LocalText(zh: "\(status)", en: "\(status)")
            return Refusal.foreign(url, exitCode, what).message(language)
        }
        let sentences = fields?.renamed(detail) ?? detail
        // These lines already name every option.
        if code == "invalid", fields != nil, !problems.isEmpty { return problems.joined(separator: "\n") }
        var lines = [words("服务未执行（\(status)）：", "the server answered \(status): ") + sentences]
        lines += problems.map { "  " + $0 }
        if status == 401 || status == 403 {
            lines.append(words("  以 --token-file FILE 提供令牌", "  give a token with --token-file FILE"))
        }
        if let nearest { lines.append("  " + words("是否想用 \(nearest)？", "did you mean \(nearest)?")) }
        if !allowed.isEmpty { lines.append("  " + allowedLine(language)) }
        return lines.joined(separator: "\n")
    }

    /// The configured name that is nearest to an unknown one, if there is one.
    private var nearest: String? {
        switch code {
        case RefusalCode.unknownDepartment.rawValue:
            fields?.nearest(to: "department", among: allowed) ?? fields?.nearest(to: "suggest", among: allowed)
        case RefusalCode.unknownCategory.rawValue:
            fields?.nearest(to: "category", among: words.names.categoryNames)
        default: nil
        }
    }

    private func allowedLine(_ language: Language) -> String {
        guard language == .zh else { return "allowed now: " + allowed.joined(separator: ", ") }
        let isMoves = allowed.allSatisfy(NameLists.moves.has)
        return isMoves
            ? "现在可以：" + words.list(allowed.map { "\(NameLists.moves[$0].zh) \($0)" })
            : "可用：" + words.list(allowed.map(words.department))
    }
}

/// One invalid field of a message.
struct ProblemLine: Sendable {
    let field: String
    let problem: String
    let hint: String

    init(field: String, problem: String, hint: String) {
        self.field = field
        self.problem = problem
        self.hint = hint
    }

    /// Reads an entry of an answer's `errors`.
    init(_ error: JSONValue) {
        self.init(
            field: error["field"]?.line ?? "", problem: error["problem"]?.line ?? "", hint: error["hint"]?.line ?? "")
    }

    /// One line: `field: problem (hint)`.
    func text(_ language: Language) -> String {
        (field.isEmpty ? "" : field + language(zh: "：", en: ": ")) + problem + advice(language)
    }

    init(_ problem: WireProblem, _ language: Language) {
        self.init(field: problem.field, problem: problem.problem[language], hint: problem.hint[language])
    }

    /// The hint in brackets, unless it only repeats the problem: `expected X … (send X)`.
    func advice(_ language: Language) -> String {
        let verb = ["send ", "请发送：", "请写 "].first(where: hint.hasPrefix)
        let words = hint.dropFirst(verb?.count ?? 0)
        let name = field.split(separator: ".").last ?? ""
        let isRepeated = words.isEmpty || problem.contains(words) || ["add \(name)", "请补上 \(name)"].contains(hint)
        return isRepeated ? "" : language(zh: "（\(hint)）", en: " (\(hint))")
    }
}
