import CommandArguments
import JSONText

/// `hazard report`: sends one report, or a file of them, to Kafka or to a server.
let reportVerb = Verb(
    path: ["report"],
    summary: Phrase(
        zh: "发送一份上报，或一个文件（每行一份）；配置为 Kafka 且未指定服务时直接写入 Kafka",
        en: "send a report, or a file with one a line; to Kafka when that is configured and no server is named"),
    options: [
        Option(
            "file", .value("FILE"),
            summary: Phrase(zh: "每行一份上报的文件（- 为标准输入）", en: "file of reports, one a line (- is standard input)")),
        Option("raw", summary: Phrase(zh: "有误的行也原样发出（用于检验死信）", en: "send lines that are wrong too, as they are")),
        .json,
    ] + ReportFlags.options + Server.options
) { arguments in
    if let file = arguments.value("file") {
        if let other = ReportFlags.options.first(where: { arguments.flag($0.name) }) {
            throw CommandFault(.usage, "--\(other.name) describes a single report: leave it out with --file")
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
    let refused = try sink.send([ReportLine(number: 1, bytes: report.bytes)])
    if let refusal = refused.first {
        Terminal.complain(refusal.problems.joined(separator: "\n"))
        if !arguments.flag("raw") { return .failed }
    }
    let answer: JSONValue = ["report_id": .string(report.id)]
    if arguments.flag("json") { Terminal.print(bytes: answer.bytes) } else { Terminal.print(report.id) }
    return refused.isEmpty ? .done : .failed
}

/// Sends a file batch by batch and counts.
struct ReportFileWork {
    private let sink: any ReportSink
    private let isJSON: Bool
    private let isRaw: Bool
    private let words: CaseWords
    private var progress = ProgressLine()
    private var sent = 0
    private var refused = 0

    init(sink: any ReportSink, arguments: Arguments) {
        self.sink = sink
        isJSON = arguments.flag("json")
        isRaw = arguments.flag("raw")
        words = CaseWords(language: arguments.language)
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
            Terminal.complain(
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
        for refusal in bad.sorted(by: { $0.number < $1.number }) { tell(refusal) }
        progress.show(count: sent, done: lines.taken, of: lines.size)
    }

    private func tell(_ refusal: LineRefusal) {
        guard isJSON else {
            return Terminal.complain(
                words("第 \(refusal.number) 行：", "line \(refusal.number): ") + refusal.problems.joined(separator: "; "))
        }
        let problems = refusal.problems.map { JSONValue.string($0) }
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
