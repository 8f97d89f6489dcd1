import CommandArguments
import HazardConfig
import JSONText

/// `hazard dead-letters list`: what could not be used, and why.
let deadLetterListVerb = Verb(
    path: ["dead-letters", "list"],
    summary: Phrase(zh: "列出无法使用的记录及原因", en: "list the records that could not be used, and why"),
    options: [
        .json,
        Option("limit", .value("N"), summary: Phrase(zh: "最多列出多少条，默认 1000", en: "at most so many, 1000 by default")),
        Option(
            "after", .value("PARTITION/OFFSET"), summary: Phrase(zh: "从此位置之后开始", en: "begin after this place")),
    ] + Server.options
) { arguments in
    let most = try arguments.integer("limit", in: 1...10_000_000) ?? 1000
    let source = try DeadLetterSource.of(arguments)
    defer { source.close() }
    let zone = source.zone
    try source.list(after: arguments.value("after"), most: most) { letter in
        if arguments.flag("json") {
            Terminal.print(bytes: letter.bytes)
        } else {
            Terminal.print(DeadLetterLine.text(letter, zone))
        }
    }
    return .done
}

/// `hazard dead-letters show`: one of them with its bytes.
let deadLetterShowVerb = Verb(
    path: ["dead-letters", "show"],
    summary: Phrase(zh: "显示一条无法使用的记录及其原始内容", en: "show one record that could not be used, with its bytes"),
    options: [.json] + Server.options,
    positionals: [
        Positional("PARTITION", summary: Phrase(zh: "分区", en: "partition")),
        Positional("OFFSET", summary: Phrase(zh: "位点", en: "offset")),
    ]
) { arguments in
    guard let partition = arguments.positional("PARTITION").flatMap({ Int($0) }), partition >= 0,
        let offset = arguments.positional("OFFSET").flatMap({ Int64($0) }), offset >= 0, offset < .max
    else {
        throw CommandFault(.usage, "PARTITION and OFFSET are whole numbers, as `hazard dead-letters list` shows them")
    }
    let source = try DeadLetterSource.of(arguments)
    defer { source.close() }
    let letter = try source.show(partition: partition, offset: offset)
    if arguments.flag("json") {
        Terminal.print(bytes: letter.bytes)
        return .done
    }
    Terminal.print(DeadLetterLine.text(letter, source.zone))
    if let text = letter["text"]?.string {
        Terminal.print("\n" + text)
    } else if let bytes = letter["value_base64"]?.string {
        Terminal.print("\nbase64: " + bytes)
    }
    return .done
}

/// A dead letter in a line.
enum DeadLetterLine {
    static func text(_ letter: JSONValue, _ zone: ZoneText) -> String {
        let place = "\(letter["partition"]?.int ?? 0)/\(letter["offset"]?.int ?? 0)"
        let source =
            "\(letter["topic"]?.string ?? "?")[\(letter["source_partition"]?.int ?? -1)]@\(letter["source_offset"]?.int ?? -1)"
        return
            "\(place)  \(zone.text(letter["received_at"]))  \(letter["reason"]?.string ?? "?")  \(source)  "
            + "\(letter["size"]?.int ?? 0) B  \(letter["message"]?.string ?? "")"
    }
}
