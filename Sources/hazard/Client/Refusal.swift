import CommandArguments
import HTTP
import HazardCore
internal import HazardText
import HazardWire
import JSONText
internal import Wording

/// An error answer of the server, shown as its problem document says it, with options in place of fields.
struct Refusal: ExitCoded, CustomStringConvertible {
    let status: Int
    let problem: JSONValue?
    private let url: String
    private let words: AnswerWords
    private let fields: FieldOptions?

    /// `fields` says which option each field of the request came from.
    init(_ response: HTTPResponse, from server: Server, _ fields: FieldOptions? = nil) {
        status = response.status.code
        problem = try? JSONValue(reading: response.body)
        url = server.url
        words = server.words
        self.fields = fields
    }

    /// The fault when another program answers at the server's address.
    static func foreign(_ url: String, _ code: ExitCode, _ what: String) -> CommandFault {
        CommandFault(
            code, zh: "\(url) 上的不是隐患派单服务（答复：\(what)），请核对 --server 的地址",
            en: "\(url) is no Hazard Dispatcher (it answered: \(what)); check the address that --server names")
    }

    /// Whether the answer is a problem document of this program.
    var isOurs: Bool { code != nil && problem?["detail"]?.string != nil }

    /// The code: of the refusal of a move, else of the problem.
    var code: String? {
        problem?["code"]?.string
            ?? problem?["type"]?.string.flatMap {
                $0.hasPrefix(Refusal.type) ? String($0.dropFirst(Refusal.type.count)) : nil
            }
    }

    private static let type = "urn:hazard:problem:"

    /// Codes of wrong input: the same command cannot succeed, whatever the state of the case.
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

    /// The wrong fields, by their options.
    var problems: [String] {
        (problem?["errors"]?.array ?? []).map { error in
            fields?.line(ProblemLine(error), words) ?? ProblemLine(error).text
        }
    }

    var description: String { message(words.language) }

    func message(_ language: Language) -> String {
        guard isOurs, let detail = problem?["detail"]?.line else {
            let what = "\(status)" + (problem == nil ? words("，不是 JSON", ", no JSON") : "")
            return Refusal.foreign(url, exitCode, what).message(language)
        }
        let said = fields?.renamed(detail) ?? detail
        // The lines name every option, so the list of fields before them is not needed.
        if code == "invalid", fields != nil, !problems.isEmpty { return problems.joined(separator: "\n") }
        var lines = [words("服务未执行（\(status)）：", "the server answered \(status): ") + said]
        lines += problems.map { "  " + $0 }
        if status == 401 || status == 403 {
            lines.append(words("  以 --token-file FILE 提供令牌", "  give a token with --token-file FILE"))
        }
        if let meant { lines.append("  " + words("是否想用 \(meant)？", "did you mean \(meant)?")) }
        if !allowed.isEmpty { lines.append("  " + allowedLine(language)) }
        return lines.joined(separator: "\n")
    }

    /// The configured name nearest to one that is not configured, if there is one.
    private var meant: String? {
        switch code {
        case RefusalCode.unknownDepartment.rawValue:
            fields?.meant(by: "department", among: allowed) ?? fields?.meant(by: "suggest", among: allowed)
        case RefusalCode.unknownCategory.rawValue:
            fields?.meant(by: "category", among: words.names.categoryNames)
        default: nil
        }
    }

    private func allowedLine(_ language: Language) -> String {
        guard language == .zh else { return "allowed now: " + allowed.joined(separator: ", ") }
        if code == RefusalCode.unknownDepartment.rawValue {
            return "可用：" + allowed.map(words.department).joined(separator: "、")
        }
        let moves = allowed.map { NameLists.moves.has($0) ? "\(NameLists.moves[$0].zh) \($0)" : $0 }
        return "现在可以：" + moves.joined(separator: "、")
    }
}

/// One wrong field of a message.
struct ProblemLine: Sendable {
    let field: String
    let problem: String
    let hint: String

    init(field: String, problem: String, hint: String) {
        self.field = field
        self.problem = problem
        self.hint = hint
    }

    /// As an answer's `errors` lists it.
    init(_ error: JSONValue) {
        self.init(
            field: error["field"]?.line ?? "", problem: error["problem"]?.line ?? "", hint: error["hint"]?.line ?? "")
    }

    /// In a line: `field: problem (hint)`.
    var text: String { (field.isEmpty ? "" : field + ": ") + problem + advice }

    init(_ problem: WireProblem, _ language: Language) {
        self.init(field: problem.field, problem: problem.problem[language], hint: problem.hint[language])
    }

    /// The hint, unless it only says the problem again: `expected X … (send X)`.
    var advice: String {
        let verb = ["send ", "请发送：", "请写 "].first(where: hint.hasPrefix)
        let words = hint.dropFirst(verb?.count ?? 0)
        let name = field.split(separator: ".").last ?? ""
        let isSaid = words.isEmpty || problem.contains(words) || ["add \(name)", "请补上 \(name)"].contains(hint)
        return isSaid ? "" : " (\(hint))"
    }

    static func text(_ error: JSONValue) -> String { ProblemLine(error).text }

    static func text(field: String, problem: String, hint: String) -> String {
        ProblemLine(field: field, problem: problem, hint: hint).text
    }
}
