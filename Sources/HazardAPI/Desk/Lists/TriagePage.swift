internal import ChineseText
internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import Wording

/// `/triage`: the cases that wait for a person, one after another, the most urgent first.
///
/// Keys: 1–9 choose a category, Enter accepts the first, D opens the dispatch, R the rejection, N goes to the next case.
struct TriagePage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let (_, after) = CaseLists.order(&query)
        try query.finish()
        var filter = CaseFilter()
        filter.state = .triage
        let page = try CaseLists(context: context, readers: readers).page(filter, .urgency, after: after, limit: 1)
        let counts = try readers.readAll { reader throws(StoreFault) in try reader.casesByState() }
        let waiting = counts.reduce(0) { $0 + ($1[.triage] ?? 0) }
        var content = DeskFrame.Content(title: request("分拨", "Triage"), html: "")
        content.html = HTML.element("p", request("待分拨 \(waiting) 件", "\(waiting) in triage"), "class=\"quiet\"")
        content.stream = "?state=triage"
        if let stored = page.entries.first {
            let value = try StoredCases.decode(stored.body, context)
            content.caseID = value.id.text
            request.routed.reads.note(case: value.id.text)
            content.html += TriageCard(value: value, next: page.next, request: request).html
        } else {
            content.html += HTML.element("p", request("没有待分拨的案卷。", "Nothing waits in triage."), "class=\"card\"")
            if after != nil { content.html += "<p><a href=\"/triage\">\(request("从头开始", "Start again"))</a></p>" }
        }
        return request.page(content)
    }
}

/// One case of triage with its suggestion.
struct TriageCard {
    let value: Case
    let next: String?
    let request: DeskRequest

    var html: String {
        let article = CaseArticle(value: value, request: request)
        let media = MediaLinks.html(value.media, request)
        let skip =
            next.map {
                "<a class=\"button\" rel=\"next\" data-key=\"n\" href=\"/triage?after=\(FormText.encoded($0))\">"
                    + "\(request("下一件", "Next")) <kbd>N</kbd></a>"
            } ?? ""
        return article.head + media + evidence + choices + more
            + "<p class=\"pages\"><a href=\"/cases/\(value.id.text)\">\(request("打开案卷", "Open the case")) \(value.id.text)</a> \(skip)</p>"
    }

    private var evidence: String {
        let chips = value.decision.evidence.map { chip(request.words.evidence($0)) }
        return chips.isEmpty
            ? "" : "<ul class=\"chips\" aria-label=\"\(request("依据", "Evidence"))\">\(chips.joined())</ul>"
    }

    /// A piece of evidence. A pattern with many alternatives shows the first of them, and all when it is opened.
    private func chip(_ text: String) -> String {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map { part in
            let choices = part.split(separator: "|")
            return choices.count > 4 ? choices.prefix(3).joined(separator: "|") + "|…" : String(part)
        }
        let short = parts.joined(separator: " ")
        guard short != text else { return HTML.element("li", text) }
        return "<li><details>" + HTML.element("summary", short) + HTML.escaped(text) + "</details></li>"
    }

    // MARK: - Categories

    /// The likeliest categories: the case's own, the next best, and what the words speak for.
    private var likely: [HazardCategory] {
        let policy = request.context.policy
        var names = [value.category.id]
        if let second = value.decision.runnerUp { names.append(second) }
        if let text = value.text { names += policy.textClassifier.classify(text).scores.map(\.category) }
        names += policy.categories.sorted { $0.priority.rawValue < $1.priority.rawValue }.map(\.id)
        var seen: Set<String> = []
        return names.compactMap { policy.category($0) }
            .filter { !$0.retired && $0.id != HazardCategory.unclassifiedID && seen.insert($0.id).inserted }
            .prefix(9).map(\.self)
    }

    private var choices: String {
        guard let role = request.commandRole,
            CaseMoves.allowed(to: role, on: value, at: request.now).contains(CommandKind.classify.rawValue)
        else { return "" }
        let buttons = likely.enumerated().map { index, category in
            let name = LocalText(zh: category.name, en: category.nameEnglish)[request.language]
            return "<button name=\"category\" value=\"\(HTML.escaped(category.code))\" data-key=\"\(index + 1)\""
                + "\(index == 0 ? " class=\"main\"" : "")><kbd>\(index + 1)</kbd> \(HTML.escaped(category.code + " " + name))</button>"
        }
        return "<h2>\(request("改判为", "Classify as"))</h2>"
            + request.form("/cases/" + value.id.text, "classify", "class=\"keys\"") + common("classify")
            + "\(buttons.joined())</form>"
    }

    private func common(_ kind: String) -> String {
        FormHTML.hidden("command", kind) + FormHTML.hidden("message_id", MessageIDs.fresh())
            + FormHTML.hidden("seen", String(value.history.last?.sequence ?? 0)) + FormHTML.hidden("next", "/triage")
    }

    // MARK: - Other moves

    private var more: String {
        guard let role = request.commandRole else { return "" }
        let allowed = CaseMoves.allowed(to: role, on: value, at: request.now)
        let kinds: [(CommandKind, String)] = [(.dispatch, "d"), (.reject, "r"), (.escalate, "")]
        return kinds.filter { allowed.contains($0.0.rawValue) }.map { kind, key in
            let name = MoveNames.button(kind.rawValue, NameLists.moves[kind.rawValue][request.language], request)
            let mark = key.isEmpty ? "" : " <kbd>\(key.uppercased())</kbd>"
            return "<details data-key=\"\(key)\"><summary>\(HTML.escaped(name))\(mark)</summary>"
                + request.form("/cases/" + value.id.text, kind.rawValue) + common(kind.rawValue)
                + "<div class=\"fields\">\(ActionFields(value: value, request: request).html(of: kind))</div>"
                + "<button class=\"main\">\(HTML.escaped(name))</button></form></details>"
        }.joined()
    }
}
