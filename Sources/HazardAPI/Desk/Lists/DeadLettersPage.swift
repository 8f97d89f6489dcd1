internal import HTTP
internal import HazardText
internal import JSONText
internal import Wording

/// `/dead-letters`: the records that could not be used, and one of them with its bytes.
struct DeadLettersPage: Sendable {
    private static let shownBytes = 16_384

    func list(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        try request.routed.query.finish()
        let items = request.routed.http.query
        let question = request.routed.question(items, by: request.caller, to: Route.named("listDeadLetters"))
        let page = (try? JSONValue(reading: try services.deadLetters.list(question, request.language).body)) ?? .null
        let letters = page["dead_letters"]?.array ?? []
        var content = DeskFrame.Content(title: request("死信（无法使用的记录）", "Dead letters"), html: "")
        let columns = [
            request("位置", "Place"), request("原因", "Reason"), request("说明", "What is wrong"), request("来自", "From"),
            request("编号", "Id"), request("收到", "Received"), request("字节", "Bytes"),
        ]
        content.html =
            letters.isEmpty
            ? HTML.element("p", request("没有无法使用的记录。", "There are no dead letters."), "class=\"card\"")
            : HTML.table(columns, letters.map { row($0, request) })
        content.html += request.linkToNextPage(page["next"]?.string)
        return request.page(content)
    }

    private func row(_ letter: JSONValue, _ request: DeskRequest) -> String {
        func text(_ key: String) -> String { letter[key]?.string ?? "" }
        func number(_ key: String) -> String { letter[key].flatMap(Figures.number) ?? "" }
        let place = number("partition") + "/" + number("offset")
        return HTML.row([
            "<a class=\"id\" href=\"/dead-letters/\(place)\">\(place)</a>",
            HTML.escaped(text("reason_name")) + "<br><code>\(HTML.escaped(text("reason")))</code>",
            "<span class=\"said\">\(HTML.escaped(text("message")))</span>",
            HTML.escaped(text("topic") + " " + number("source_partition") + "/" + number("source_offset")),
            "<span class=\"said\">\(HTML.escaped(text("id")))</span>",
            HTML.escaped(String(text("received_at").prefix(19)).replacing("T", with: " ")), number("size"),
        ])
    }

    func show(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        _ = query.text("done")
        try query.finish()
        let values = [request.routed.value(of: "partition"), request.routed.value(of: "offset")]
        let question = request.routed.question([], by: request.caller, to: Route.named("showDeadLetter"), values)
        let letter = (try? JSONValue(reading: try services.deadLetters.show(question, request.language).body)) ?? .null
        var content = DeskFrame.Content(
            title: request("死信 ", "Dead letter ") + values.joined(separator: "/"), html: "")
        let facts: [(String, String?)] = [
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
            "<dl>\(rows.joined())</dl>" + bytes(letter, request)
            + "<p><a href=\"/dead-letters\">\(request("返回列表", "Back to the list"))</a></p>"
        return request.page(content)
    }

    /// Sends the record back to its topic.
    func replay(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let values = [request.routed.value(of: "partition"), request.routed.value(of: "offset")]
        let items = request.form["again"] == nil ? [] : [QueryItem(name: "again", value: "true")]
        let question = request.routed.question(
            items, by: request.caller, to: Route.named("replayDeadLetter"), values)
        _ = try services.deadLetters.replay(question)
        return DeskRequest.redirect("/dead-letters/\(values.map(FormText.encoded).joined(separator: "/"))?done=replay")
    }

    private func replay(_ values: [String], _ request: DeskRequest) -> String {
        let name = request("重放：送回原主题", "Replay: back to its topic")
        let address = "/dead-letters/" + values.map(FormText.encoded).joined(separator: "/")
        return request.form(address, "replay", "class=\"card\"")
            + "<label><input type=\"checkbox\" name=\"again\" value=\"yes\"> "
            + "\(request("以前重放过也再来一次", "once more, if it was replayed before"))</label> "
            + "<button class=\"main\">\(name)</button></form>"
    }

    /// The record as text, its control characters made visible; as base64 when it is no text.
    private func bytes(_ letter: JSONValue, _ request: DeskRequest) -> String {
        let text = letter["text"]?.string ?? letter["value_base64"]?.string ?? ""
        let isText = letter["text"]?.string != nil
        let shown = text.count > Self.shownBytes ? text.prefix(Self.shownBytes) + "…" : text[...]
        return HTML.element("h2", isText ? request("内容", "Content") : request("内容（Base64）", "Content (Base64)"))
            + "<pre class=\"raw\">\(HTML.escaped(String(shown)))</pre>"
    }
}

/// Says that a record was sent back.
enum DoneReplay {
    static func html(_ request: DeskRequest) -> String {
        guard request.routed.http.query("done") == "replay" else { return "" }
        return HTML.element("p", request("已送回原主题。", "It is back in its topic."), "class=\"done\" role=\"status\"")
    }
}
