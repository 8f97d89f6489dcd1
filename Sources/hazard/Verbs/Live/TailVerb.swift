import CommandArguments
import Foundation
import HazardCore
import HazardWire
import JSONText
internal import Wording

/// `hazard tail`: shows every change as it happens.
let tailVerb = Verb(
    path: ["tail"],
    summary: LocalText(
        zh: "实时显示案卷与任务的变化；断线自动重连，不漏不重", en: "show changes of cases and tasks as they happen, over lost connections too"),
    options: [
        .json,
        Option("count", .value("N"), summary: LocalText(zh: "显示 N 条后结束", en: "end after N lines")),
        Option(
            "since", .value("TIME"), form: .timeOrAge,
            summary: LocalText(
                zh: "先列出此时以来的变化：时间、日期，或多久以前，如 1h", en: "first the changes since a time, a day, or so long ago, as 1h")),
        Option(
            "similar",
            summary: LocalText(
                zh: "新案卷之后列出可能相同的案卷", en: "after a new case, those that are possibly the same")),
    ] + CaseFilters.options + Server.options
) { arguments in
    let server = try Server(arguments)
    let most = try arguments.integer("count", in: 1...Int.max) ?? Int.max
    let tail = Tail(server: server, isJSON: arguments.flag("json"), most: most)
    let filters = try CaseFilters.query(arguments)
    if let since = arguments.value("since") {
        try tail.showPast(since: try TimeOption.instant(since, server.zone), filters, CaseFilters.fields(arguments))
    }
    let similar = arguments.flag("similar") ? [("similar", "true")] : []
    try tail.follow("/v1/stream" + CaseFilters.text(filters + similar))
    return .done
}

/// A live stream that reconnects and resumes after it breaks off.
final class Tail {
    private let server: Server
    private let isJSON: Bool
    private let most: Int
    private var lines: LiveLines
    private var shown = 0
    private var wasOpen = false
    private var isLost = false
    /// Why the server ended the stream, in its words.
    private var reason: String?
    /// The versions of the cases that `showPast` has printed as JSON.
    private var versions: [String: Int64] = [:]

    init(server: Server, isJSON: Bool, most: Int) {
        self.server = server
        self.isJSON = isJSON
        self.most = most
        lines = LiveLines(zone: server.zone, words: server.words, hasColours: Terminal.hasColours)
    }

    /// Follows the stream until `most` lines are shown.
    ///
    /// A server that was never reached is an error. A server that goes away is tried again, because it may restart.
    func follow(_ target: String) throws {
        var pause = 1.0
        while shown < most {
            do {
                let before = shown
                try once(target)
                if shown > before { pause = 1 }
            } catch let refusal as Refusal where wasOpen && refusal.code == "position-gone" {
                lines.forgetPosition()
                Terminal.printError(
                    server.words(
                        "服务的日志已不是原来那份：从现在起重新跟随，其间的变化请用 case list 查看",
                        "the server has another log now: following from here on, see `hazard case list` for what was missed"
                    ))
                continue
            } catch let fault as any ExitCoded where wasOpen && fault.exitCode == .unreachable {
                // Handled below: the stream is opened again.
            }
            guard shown < most else { return }
            guard wasOpen else {
                throw CommandFault(.unreachable, zh: "服务结束了数据流，请再试", en: "the server ended the stream: try again")
            }
            printLoss()
            Thread.sleep(forTimeInterval: pause)
            pause = min(10, pause * 2)
        }
    }

    /// Shows what happened since a time; `follow` continues after it.
    ///
    /// The position is read before the cases, so that no change is missed. What both have is shown once.
    func showPast(since: Instant, _ filters: [(String, String)], _ fields: FieldOptions) throws {
        try server.stream("/v1/stream" + CaseFilters.text(filters)) { lines.take($0)?.name != "position" }
        let start = TimeText.text(since, server.zone.zone)
        var cases: [JSONValue] = []
        var after: String?
        repeat {
            var query = filters + [("changed_since", start), ("sort", "id"), ("limit", "200")]
            if let after { query.append(("after", after)) }
            let page = try server.get("/v1/cases" + CaseFilters.text(query), fields: fields)
            cases += page["cases"]?.array ?? []
            after = page["next"]?.string
        } while after != nil
        for past in lines.past(of: cases, since: since) where shown < most {
            if isJSON {
                versions[past.value["case_id"]?.string ?? ""] = past.value["version"]?.int
                guard past.isLast else { continue }
                print(LiveLines.Event(name: "case", value: past.value))
            } else {
                Terminal.print(past.text)
            }
            shown += 1
        }
    }

    private func print(_ event: LiveLines.Event) {
        let value = JSONValue.object([.init("event", .string(event.name)), .init("data", event.value)])
        Terminal.print(bytes: value.bytes)
    }

    private func once(_ target: String) throws {
        try server.stream(target, from: lines.position, opened: { printOpen() }, { take($0) })
    }

    /// Shows one line of the stream. Returns false when `most` lines are shown.
    private func take(_ line: String) -> Bool {
        guard let event = lines.take(line), event.name != "position" else { return true }
        if event.name == "end" {
            reason = event.value["detail"]?.line
            return true
        }
        if isJSON {
            let known = event.name == "case" ? versions[event.value["case_id"]?.string ?? ""] : nil
            if let known, event.value["version"]?.int ?? 0 <= known { return true }
            print(event)
        } else if let text = lines.text(event) {
            Terminal.print(text)
        } else {
            return true
        }
        shown += 1
        return shown < most
    }

    private func printOpen() {
        let words = server.words
        Terminal.printError(
            isLost
                ? words("已重新连上 \(server.url)，其间的变化随后补上", "connected to \(server.url) again, what was missed follows")
                : words("正在跟随 \(server.url)，Ctrl-C 结束", "following \(server.url), Ctrl-C ends"))
        (wasOpen, isLost) = (true, false)
    }

    private func printLoss() {
        guard !isLost else { return }
        isLost = true
        let now = String(server.zone.text(.string(server.zone.now)).suffix(8))
        let why = reason ?? server.words("服务停止，或本机太慢", "it stopped, or this client was too slow")
        reason = nil
        Terminal.printError(
            server.words(
                "\(now) 与 \(server.url) 的连接断开（\(why)），正在重试；Ctrl-C 结束",
                "\(now) lost \(server.url) (\(why)): trying again, Ctrl-C ends"))
    }
}
