internal import HTTP
internal import HazardText
internal import JSONText
internal import Wording

/// `/dead-letters`: the records that could not be used, and one of them with its bytes.
struct DeadLettersPage: Sendable {
    private static let shownBytes = 16_384
    private static let reasonBytes = 1_000

    // MARK: - The list

    func list(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let isAll = query.flag("all") ?? false
        try query.finish()
        let items = request.routed.http.query.filter { $0.name != "all" }
        let question = request.routed.question(items, by: request.caller, to: Route.named("listDeadLetters"))
        let marks = try services.deadLetters.marks()
        let answer = try services.deadLetters.list(question, request.language, without: isAll ? [] : Set(marks.keys))
        let page = (try? JSONValue(reading: answer.body)) ?? .null
        let letters = page["dead_letters"]?.array ?? []
        var content = DeskFrame.Content(title: request("死信（无法使用的记录）", "Dead letters"), html: "")
        let columns = [
            request("位置", "Place"), request("原因", "Reason"), request("说明", "What is wrong"), request("来自", "From"),
            request("编号", "Id"), request("收到", "Received"), request("字节", "Bytes"),
        ]
        let other =
            isAll
            ? "<a href=\"/dead-letters\">\(request("只看未处理的", "Only those nobody has handled"))</a>"
            : "<a href=\"/dead-letters?all=true\">\(request("也看已重放和不再处理的", "Also those that were replayed or discarded"))</a>"
        content.html = "<p class=\"quiet\">\(other)</p>"
        content.html +=
            letters.isEmpty
            ? HTML.element("p", request("没有要处理的记录。", "There is nothing to handle."), "class=\"card\"")
            : HTML.table(columns, letters.map { row($0, marks, request) })
        content.html += request.linkToNextPage(page["next"]?.string)
        return request.page(content)
    }

    private func row(_ letter: JSONValue, _ marks: [String: DeadLetterMarks.Mark], _ request: DeskRequest) -> String {
        func text(_ key: String) -> String { letter[key]?.string ?? "" }
        func number(_ key: String) -> String { letter[key].flatMap(Figures.number) ?? "" }
        let place = number("partition") + "/" + number("offset")
        let mark = marks[place].map { "<br>" + HTML.element("small", sentence(of: $0, request)) } ?? ""
        return HTML.row([
            "<a class=\"id\" href=\"/dead-letters/\(place)\">\(place)</a>\(mark)",
            HTML.escaped(text("reason_name")) + "<br><code>\(HTML.escaped(text("reason")))</code>",
            "<span class=\"said\">\(HTML.escaped(text("message")))</span>",
            HTML.escaped(text("topic") + " " + number("source_partition") + "/" + number("source_offset")),
            "<span class=\"said\">\(HTML.escaped(text("id")))</span>",
            HTML.escaped(String(text("received_at").prefix(19)).replacing("T", with: " ")), number("size"),
        ])
    }

    /// What was done about a letter, by whom and when.
    private func sentence(of mark: DeadLetterMarks.Mark, _ request: DeskRequest) -> String {
        let name = mark.isDiscarded ? request("不再处理", "Discarded") : request("已重放", "Replayed")
        let more = [mark.by, request.minute(mark.at)].compactMap(\.self).joined(separator: " · ")
        return name + " · " + more + (mark.reason.map { request("：", ": ") + $0 } ?? "")
    }

    // MARK: - One letter

    func show(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let done = query.text("done") ?? ""
        try query.finish()
        let values = Self.place(request)
        let question = request.routed.question([], by: request.caller, to: Route.named("showDeadLetter"), values)
        let letter = (try? JSONValue(reading: try services.deadLetters.show(question, request.language).body)) ?? .null
        let mark = try services.deadLetters.marks()[values.joined(separator: "/")]
        var content = DeskFrame.Content(
            title: request("死信 ", "Dead letter ") + values.joined(separator: "/"), html: "")
        let facts: [(String, String?)] = [
            (request("处理", "Handled"), mark.map { sentence(of: $0, request) }),
            (request("原因", "Reason"), letter["reason_name"]?.string), (request("代码", "Code"), letter["reason"]?.string),
            (request("说明", "What is wrong"), letter["message"]?.string),
            (request("主题", "Topic"), letter["topic"]?.string),
            (request("键", "Key"), letter["key"]?.string), (request("编号", "Id"), letter["id"]?.string),
            (request("收到", "Received"), letter["received_at"]?.string),
            (request("字节", "Bytes"), letter["size"].flatMap(Figures.number)),
        ]
        let rows = facts.compactMap { name, value in
            value.map { HTML.element("dt", name) + HTML.element("dd", $0, "class=\"said\"") }
        }
        content.html =
            Self.said(done, request) + "<dl>\(rows.joined())</dl>"
            + (letter["topic"]?.string == nil ? "" : forms(values, isReplayed: mark?.isDiscarded == false, request))
            + bytes(letter, request)
            + "<p><a href=\"/dead-letters\">\(request("返回列表", "Back to the list"))</a></p>"
        return request.page(content)
    }

    private static func place(_ request: DeskRequest) -> [String] {
        [request.routed.value(of: "partition"), request.routed.value(of: "offset")]
    }

    private static func said(_ done: String, _ request: DeskRequest) -> String {
        switch done {
        case "replay":
            HTML.element("p", request("已送回原主题。", "It is back in its topic."), "class=\"done\" role=\"status\"")
        case "discard":
            HTML.element("p", request("已记为不再处理。", "It is marked as discarded."), "class=\"done\" role=\"status\"")
        default: ""
        }
    }

    private func forms(_ values: [String], isReplayed: Bool, _ request: DeskRequest) -> String {
        let address = "/dead-letters/" + values.map(FormText.encoded).joined(separator: "/")
        let again =
            !isReplayed
            ? ""
            : "<label><input type=\"checkbox\" name=\"again\" value=\"yes\" required> "
                + request("已重放过，再来一次", "It was replayed before: once more") + "</label> "
        let replay =
            request.form(address, "replay") + FormHTML.hidden("move", "replay") + again
            + "<button class=\"main\">\(request("重放：送回原主题", "Replay: back to its topic"))</button></form>"
        let reason = FormHTML.text(
            "reason", request("理由", "Reason"), isRequired: true, "class=\"wide-field\"")
        let discard =
            request.form(address, "discard") + FormHTML.hidden("move", "discard")
            + "<div class=\"fields\">\(reason)</div><button>\(request("不再处理", "Discard"))</button></form>"
        return "<div class=\"forms\">\(replay)<details><summary>\(request("不再处理…", "Discard…"))</summary>"
            + "\(discard)</details></div>"
    }

    /// The record as text, its control characters made visible; as base64 when it is no text.
    private func bytes(_ letter: JSONValue, _ request: DeskRequest) -> String {
        let text = letter["text"]?.string ?? letter["value_base64"]?.string ?? ""
        let isText = letter["text"]?.string != nil
        let shown = text.count > Self.shownBytes ? text.prefix(Self.shownBytes) + "…" : text[...]
        return HTML.element("h2", isText ? request("内容", "Content") : request("内容（Base64）", "Content (Base64)"))
            + "<pre class=\"raw\">\(HTML.escaped(String(shown)))</pre>"
    }

    // MARK: - Moves

    /// Sends the record back to its topic, or marks it as one that nobody will replay.
    func act(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let values = Self.place(request)
        let move = request.form["move"] ?? "replay"
        switch move {
        case "discard":
            guard let reason = request.form["reason"], reason.utf8.count <= Self.reasonBytes else {
                throw .invalid(
                    "reason", LocalText(zh: "需要理由，最多 1000 字节", en: "a reason is needed, of at most 1,000 bytes"),
                    hint: LocalText(zh: "请写明为何不再处理", en: "say why nobody will handle it"))
            }
            let question = request.routed.question([], by: request.caller, to: Route.named("showDeadLetter"), values)
            try services.deadLetters.discard(question, reason: reason)
        case "replay":
            let items = request.form["again"] == nil ? [] : [QueryItem(name: "again", value: "true")]
            let question = request.routed.question(
                items, by: request.caller, to: Route.named("replayDeadLetter"), values)
            _ = try services.deadLetters.replay(question)
        default:
            throw .invalid(
                "move", LocalText(zh: "应为 replay 或 discard", en: "expected replay or discard"),
                hint: LocalText(zh: "请从页面上的表单提交", en: "use a form of the page"))
        }
        return DeskRequest.redirect("/dead-letters/\(values.map(FormText.encoded).joined(separator: "/"))?done=\(move)")
    }
}
