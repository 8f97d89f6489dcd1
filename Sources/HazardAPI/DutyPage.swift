internal import CaseStore
internal import HTTPServer
internal import HazardCore
internal import HazardWire

/// `/`: the duty officer's overview, counts by state and the newest cases, kept fresh by the stream.
///
/// It needs nothing from elsewhere. A caller without rights gets the frame only, with a field for a token; the script
/// fetches the same page with it.
struct DutyPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    private static let rows = 50

    func show(_ request: HTTPRequest, _ caller: Caller?) throws(Problem) -> HTTPResponse {
        let words = DutyWords(acceptLanguage: request.header("accept-language"))
        let content: String
        if let caller, Route.cases.roles?.contains(caller.role) == true, caller.role != .department {
            content = try counts(words) + (try table(words))
        } else {
            content = "<p>\(HTML.escaped(words.tokenNeeded))</p>"
        }
        var answer = HTTPResponse.content(
            "text/html; charset=utf-8", Array(DutyFrame.page(words, content: content).utf8))
        answer.headers["Content-Security-Policy"] = DutyFrame.policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Vary"] = "Accept-Language, Authorization"
        return answer
    }

    private func counts(_ words: DutyWords) throws(Problem) -> String {
        var counts: [CaseState: Int] = [:]
        for part in try readers.readAll({ reader throws(StoreFault) in try reader.casesByState() }) {
            counts.merge(part, uniquingKeysWith: +)
        }
        let items = CaseState.allCases.map { state in
            "<li><a href=\"/v1/cases?state=\(state.rawValue)\">\(HTML.escaped(words.state(state)))</a> \(counts[state] ?? 0)</li>"
        }
        let missing = readers.isComplete ? "" : "<p>\(HTML.escaped(words.incomplete))</p>"
        return "\(missing)<ul class=\"counts\">\(items.joined())</ul>"
    }

    private func table(_ words: DutyWords) throws(Problem) -> String {
        let found = try readers.readAll { reader throws(StoreFault) in try reader.newestCases(limit: Self.rows) }
        let newest = found.flatMap { $0 }.sorted { $0.id > $1.id }.prefix(Self.rows)
        guard !newest.isEmpty else { return "<p>\(HTML.escaped(words.noCases))</p>" }
        var rows = ""
        for stored in newest { rows += row(try StoredCases.decode(stored.body, context), words) }
        let head = words.columns.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }.joined()
        return "<table><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table>"
    }

    private func row(_ value: Case, _ words: DutyWords) -> String {
        let isLate = CaseSelection.isLate(value, at: context.now())
        let departments = value.tasks.map { task in
            let name = context.policy.departments[task.department]
            let shown = words.isChinese ? name?.name : name?.nameEnglish
            return "\(shown ?? task.department) (\(words.state(task.state)))"
        }
        let category = context.policy.category(value.category.code)
        let cells = [
            words.state(value.state), value.priority.rawValue,
            (words.isChinese ? value.category.name : category?.nameEnglish) ?? value.category.name,
            value.location?.district ?? "", departments.joined(separator: ", "),
            value.dueAt.map { minute($0) } ?? "",
        ]
        let link = "<td><a href=\"/v1/cases/\(value.id.text)\">\(value.id.text)</a></td>"
        return "<tr\(isLate ? " class=\"late\"" : "")>\(link)"
            + cells.map { "<td>\(HTML.escaped($0))</td>" }.joined() + "</tr>"
    }

    /// Local time to the minute, as a person reads it.
    private func minute(_ instant: Instant) -> String {
        String(Timestamp.text(instant, context.zone).prefix(16).replacing("T", with: " "))
    }
}

/// Text inside a page.
enum HTML {
    /// The text with everything that means something in HTML written as a reference.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
