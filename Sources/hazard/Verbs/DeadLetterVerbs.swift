import CommandArguments
import HazardConfig
import HazardCore
internal import HazardText
import HazardWire
import JSONText
internal import Wording

/// `hazard dead-letters list`: the unusable records with their reasons.
let deadLetterListVerb = Verb(
    path: ["dead-letters", "list"],
    summary: LocalText(zh: "列出无法使用的记录及原因", en: "list the records that could not be used, and why"),
    options: [
        .json,
        Option(
            "limit", .value("N"), summary: LocalText(zh: "最多列出多少条，默认 1000", en: "at most this many, 1000 by default")),
        Option(
            "after", .value("PARTITION/OFFSET"), summary: LocalText(zh: "从此位置之后开始", en: "start after this place")),
    ] + Server.options
) { arguments in
    let most = try arguments.integer("limit", in: 1...10_000_000) ?? 1000
    let source = try DeadLetterSource.of(arguments)
    defer { source.close() }
    let words = AnswerWords(language: arguments.language)
    var list = DeadLetterList(words: words, zone: source.zone)
    let next = try source.list(after: arguments.value("after"), most: most) { letter in
        if arguments.flag("json") {
            Terminal.print(bytes: letter.bytes)
            list.count += 1
        } else {
            list.take(letter)
        }
    }
    list.flush()
    if let next { ListEnd.printMore(list.count, after: next, words) }
    if list.count == 0, !arguments.flag("json") { Terminal.printError(words("没有无法使用的记录", "no dead letters")) }
    return .done
}

/// `hazard dead-letters show`: one unusable record with its bytes.
let deadLetterShowVerb = Verb(
    path: ["dead-letters", "show"],
    summary: LocalText(zh: "显示一条无法使用的记录及其原始内容", en: "show one record that could not be used, with its bytes"),
    options: [.json] + Server.options,
    positionals: [
        Positional(
            "PARTITION",
            summary: LocalText(zh: "分区；或列表中的位置，如 0/41", en: "partition; or the place that the list shows, as 0/41")),
        Positional("OFFSET", .optional, summary: LocalText(zh: "位点", en: "offset")),
    ]
) { arguments in
    let words = [arguments.positional("PARTITION"), arguments.positional("OFFSET")].compactMap(\.self)
    guard let (partition, offset) = DeadLetterSource.place(words.joined(separator: "/")) else {
        throw CommandFault(
            .usage, zh: "请写列表中的位置，如 0/41 或 0 41，见 `hazard dead-letters list`",
            en: "write a place as `hazard dead-letters list` shows it, such as 0/41 or 0 41")
    }
    let source = try DeadLetterSource.of(arguments)
    defer { source.close() }
    let letter = try source.show(partition: partition, offset: offset)
    if arguments.flag("json") {
        Terminal.print(bytes: letter.bytes)
        return .done
    }
    Terminal.print(DeadLetterLine.text(letter, source.zone, AnswerWords(language: arguments.language)))
    if let text = letter["text"]?.string {
        Terminal.print("\n" + text)
    } else if let bytes = letter["value_base64"]?.string {
        Terminal.print("\nbase64: " + bytes)
    }
    return .done
}

/// A table of dead letters. It prints 500 rows at a time, because there may be millions.
struct DeadLetterList {
    let words: AnswerWords
    let zone: ZoneText
    var count = 0
    private var rows: [[String]] = []

    init(words: AnswerWords, zone: ZoneText) {
        self.words = words
        self.zone = zone
    }

    mutating func take(_ letter: JSONValue) {
        if count == 0 { rows.append(head) }
        rows.append(DeadLetterLine.cells(letter, zone, words))
        count += 1
        if rows.count >= 500 { flush() }
    }

    mutating func flush() {
        if !rows.isEmpty { Terminal.print(TextTable.lines(rows).joined(separator: "\n")) }
        rows = []
    }

    private var head: [String] {
        [
            words("位置", "place"), words("时间", "at"), words("原因", "reason"), words("编号", "id"),
            words("来源", "from"), words("大小", "size"), words("说明", "what is wrong"),
        ]
    }
}

/// A dead letter in one line.
enum DeadLetterLine {
    static func text(_ letter: JSONValue, _ zone: ZoneText, _ words: AnswerWords) -> String {
        TextTable.lines([cells(letter, zone, words)]).joined()
    }

    static func cells(_ letter: JSONValue, _ zone: ZoneText, _ words: AnswerWords) -> [String] {
        let reason = letter["reason"]?.string ?? "?"
        let name = RejectionReason(rawValue: reason)?.name[words.language]
        let source = letter["topic"]?.string ?? "?"
        return [
            "\(letter["partition"]?.int ?? 0)/\(letter["offset"]?.int ?? 0)", zone.text(letter["received_at"]),
            name.map { "\($0) \(reason)" } ?? reason, letter["id"]?.string ?? "-",
            "\(source)[\(letter["source_partition"]?.int ?? -1)]@\(letter["source_offset"]?.int ?? -1)",
            words("\(letter["size"]?.int ?? 0) 字节", "\(letter["size"]?.int ?? 0) B"), letter["message"]?.string ?? "",
        ]
    }
}
