import CommandArguments
import Foundation
import HTTP
import JSONText
internal import Wording

/// `hazard report`: sends one report, or a file of reports, to Kafka or to a server.
let reportVerb = Verb(
    path: ["report"],
    summary: LocalText(
        zh: "发送一份上报，或一个文件（每行一份）；配置为 Kafka 且未指定服务时直接写入 Kafka",
        en: "send a report, or a file with one a line; to Kafka when that is configured and no server is named"),
    options: [
        Option(
            "file", .value("FILE"),
            summary: LocalText(zh: "每行一份上报的文件（- 为标准输入）", en: "file of reports, one a line (- is standard input)")),
        Option(
            "raw", summary: LocalText(zh: "有误的行也原样发出（用于检验无法使用的记录）", en: "send lines that are wrong too, as they are")),
        Option(
            "wait", .value("SECONDS"),
            summary: LocalText(
                zh: "等待立卷的秒数，0 至 30，默认 0；得到后一并显示案卷编号",
                en: "wait so long for its case and show the case's id too, 0 to 30, 0 by default")),
        .json,
    ] + ReportFlags.options + KafkaSigner.options + Server.options
) { arguments in
    let wait = try MessageSending.seconds(arguments) ?? 0
    if let file = arguments.value("file") {
        guard wait == 0 else {
            throw CommandFault(
                .usage, zh: "--wait 只用于单份上报，不能与 --file 一起用",
                en: "--wait is for a single report: leave it out with --file")
        }
        if let other = ReportFlags.options.first(where: { arguments.flag($0.name) }) {
            throw CommandFault(
                .usage, zh: "--\(other.name) 描述单份上报，不能与 --file 一起用",
                en: "--\(other.name) describes a single report: leave it out with --file")
        }
        let lines = try ReportLines(file)
        let sink = try ReportSinks.open(arguments)
        defer { sink.close() }
        var work = ReportFileWork(sink: sink, arguments: arguments)
        return try work.run(lines)
    }
    let report = try ReportFlags.report(arguments, ZoneText())
    let sink = try ReportSinks.open(arguments)
    defer { sink.close() }
    guard wait == 0 || sink.server != nil else {
        throw CommandFault(
            .usage, zh: "--wait 要向服务询问：请以 --server URL 指定", en: "--wait asks a server: name it with --server URL")
    }
    let refused = try sink.send([ReportLine(number: 1, bytes: report.bytes)])
    if let refusal = refused.first {
        let words = AnswerWords(language: arguments.language, names: .ofConfiguration(arguments))
        let fields = ReportFlags.fields(arguments)
        Terminal.printError(refusal.problems.map { fields.line($0, words) }.joined(separator: "\n"))
        // The options make an invalid report, so the same command can never succeed (`DECISIONS.md` #40).
        if !arguments.flag("raw") { return .usage }
    }
    let outcome = try sink.server.flatMap { try ReportOutcome.wait(report.id, on: $0, seconds: wait) }
    ReportOutcome.show(report.id, outcome, arguments, hasWaited: wait > 0)
    return refused.isEmpty ? .done : .failed
}

/// The outcome of a sent report: its case, and its role in the case.
enum ReportOutcome {
    /// Polls the server until a case has the report; nil when the time is over.
    static func wait(_ id: String, on server: Server, seconds: Double) throws -> JSONValue? {
        guard seconds > 0 else { return nil }
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        while true {
            if let found = try server.find("/v1/reports/" + HTTPClient.encode(id)) { return found }
            guard ContinuousClock.now < end else { return nil }
            // Polling, because the token of a gateway may look up its reports but may not follow the stream.
            Thread.sleep(forTimeInterval: 0.2)
        }
    }

    static func show(_ id: String, _ outcome: JSONValue?, _ arguments: Arguments, hasWaited: Bool) {
        if arguments.flag("json") {
            let answer: JSONValue = outcome ?? ["report_id": .string(id)]
            return Terminal.print(bytes: answer.bytes)
        }
        let words = AnswerWords(language: arguments.language)
        if let outcome {
            let state = words.state(outcome["state"]?.string ?? "?")
            return Terminal.print("\(id)  \(outcome["case_id"]?.line ?? "?")  \(state)")
        }
        Terminal.print(id)
        guard hasWaited else { return }
        Terminal.printError(
            words(
                "尚无案卷收录此上报：稍后用 `hazard case show --report \(id)` 查看，仍无则查无法使用的记录 `hazard dead-letters list`",
                "no case has it yet: look later with `hazard case show --report \(id)`, and else among the dead letters"
            ))
    }
}

/// Sends a file in batches and counts the results.
struct ReportFileWork {
    private let sink: any ReportSink
    private let isJSON: Bool
    private let isRaw: Bool
    private let words: AnswerWords
    private var progress = ProgressLine()
    private var sent = 0
    private var refused = 0

    init(sink: any ReportSink, arguments: Arguments) {
        self.sink = sink
        isJSON = arguments.flag("json")
        isRaw = arguments.flag("raw")
        words = AnswerWords(language: arguments.language)
    }

    mutating func run(_ lines: ReportLines) throws -> ExitCode {
        do {
            var batch: [ReportLine] = []
            var bytes = 0
            while let piece = try lines.next() {
                for line in piece {
                    if batch.count == sink.batch.lines || bytes + line.bytes.count >= sink.batch.bytes {
                        try send(batch, lines)
                        (batch, bytes) = ([], 0)
                    }
                    batch.append(line)
                    bytes += line.bytes.count + 1
                }
            }
            try send(batch, lines)
        } catch {
            progress.finish()
            Terminal.printError(
                words(
                    "中断前已确认 \(sent) 份；重发整个文件无害",
                    "\(sent) reports were durable before this; sending the whole file again is harmless"))
            throw error
        }
        progress.finish()
        summary()
        return refused == 0 ? .done : .failed
    }

    private mutating func send(_ batch: [ReportLine], _ lines: ReportLines) throws {
        guard !batch.isEmpty else { return }
        let bad = try sink.send(batch)
        sent += isRaw ? batch.count : batch.count - bad.count
        refused += bad.count
        if !bad.isEmpty { progress.finish() }
        for refusal in bad.sorted(by: { $0.number < $1.number }) { print(refusal) }
        progress.show(count: sent, done: lines.taken, of: lines.size)
    }

    private func print(_ refusal: LineRefusal) {
        guard isJSON else {
            return Terminal.printError(
                words("第 \(refusal.number) 行：", "line \(refusal.number): ")
                    + refusal.problems.map { $0.text(words.language) }.joined(separator: words("；", "; ")))
        }
        let problems = refusal.problems.map { JSONValue.string($0.text(words.language)) }
        Terminal.print(
            bytes: JSONValue.object([
                .init("line", .int(Int64(refusal.number))), .init("problems", .array(problems)),
            ]).bytes)
    }

    private func summary() {
        let seconds = (progress.seconds * 100).rounded() / 100
        guard isJSON else {
            return Terminal.print(
                words(
                    "已发送 \(sent) 份到 \(sink.place)，未通过检查 \(refused) 份，用时 \(seconds) 秒，每秒 \(progress.perSecond(sent)) 份",
                    "sent \(sent) to \(sink.place), refused \(refused), in \(seconds) s: \(progress.perSecond(sent)) a second"
                ))
        }
        Terminal.print(
            bytes: JSONValue.object([
                .init("sent", .int(Int64(sent))), .init("refused", .int(Int64(refused))),
                .init("seconds", .double(seconds)), .init("per_second", .int(Int64(progress.perSecond(sent)))),
            ]).bytes)
    }
}
