import CommandArguments
import JSONText

/// `hazard tail`: every change as it happens.
let tailVerb = Verb(
    path: ["tail"],
    summary: Phrase(zh: "实时显示案卷与任务的变化", en: "show changes of cases and tasks as they happen"),
    options: [
        .json,
        Option("count", .value("N"), summary: Phrase(zh: "显示 N 条后结束", en: "end after N lines")),
    ] + CaseFilters.options + Server.options
) { arguments in
    let server = try Server(arguments)
    let most = try arguments.integer("count", in: 1...Int.max) ?? Int.max
    let target = "/v1/stream" + CaseFilters.text(try CaseFilters.query(arguments))
    let words = CaseWords(language: arguments.language)
    var lines = LiveLines(zone: server.zone, words: words, hasColours: Terminal.hasColours)
    var shown = 0
    let opened = {
        Terminal.complain(words("正在跟随 \(server.url)，Ctrl-C 结束", "following \(server.url), Ctrl-C ends"))
    }
    try server.stream(target, opened: opened) { line in
        guard let event = lines.take(line), event.name != "position" else { return true }
        if arguments.flag("json") {
            let value = JSONValue.object([.init("event", .string(event.name)), .init("data", event.value)])
            Terminal.print(bytes: value.bytes)
        } else if let text = lines.text(event) {
            Terminal.print(text)
        } else {
            return true
        }
        shown += 1
        return shown < most
    }
    guard shown < most else { return .done }
    throw CommandFault(
        .unreachable, words("服务结束了数据流", "the server ended the stream: it stopped, or this client was too slow"))
}
