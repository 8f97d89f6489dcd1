import CommandArguments
import HazardConfig
import HazardCore
import HazardWire
import JSONText
internal import HazardText
internal import Wording

/// `hazard due`: when a time limit ends, and which periods counted.
let dueVerb = Verb(
    path: ["due"],
    summary: LocalText(zh: "计算时限到期时刻，并列出计时的各段", en: "say when a limit ends, and which stretches of time counted"),
    options: [
        Option(
            "limit", .value("LIMIT"), isRequired: true,
            summary: LocalText(
                zh: "时限：15m、2uh、1ud 连续计时，4wh、5wd 按工作日历",
                en: "the limit: 15m, 2uh, 1ud run day and night, 4wh, 5wd by the working calendar")),
        Option(
            "from", .value("TIME"), isRequired: true,
            summary: LocalText(
                zh: "起算时刻，如 2026-02-13T17:00:00+08:00", en: "when it starts, as 2026-02-13T17:00:00+08:00")),
        Option(
            "pause", .values("FROM/TO"),
            summary: LocalText(
                zh: "暂停计时的区间，可多次使用；尚未恢复时写作 FROM/（保留斜杠）",
                en: "a time that does not count; may be repeated; one that has not ended is written FROM/")),
        .json,
    ] + Configuration.options
) { arguments in
    let question = try DueQuestion(arguments)
    let configuration = try Configuration.load(arguments)
    let answer = DueAnswer(question, calendar: configuration.policy.calendar, zone: configuration.settings.zone)
    if arguments.flag("json") {
        Terminal.print(bytes: answer.json)
    } else {
        Terminal.print(answer.text(arguments.language))
    }
    return .done
}

/// A time limit with its start and its pauses, as given.
struct DueQuestion {
    let limit: Limit
    let start: Instant
    let pauses: [Pause]

    init(_ arguments: Arguments) throws {
        let text = arguments.value("limit") ?? ""
        guard let limit = Limit(text) else {
            throw CommandFault(
                .usage, zh: "--limit“\(text)”不是时限：连续计时写 15m、2uh、1ud，按工作日历写 4wh、5wd",
                en:
                    "--limit \"\(text)\" is not a limit: write 15m, 2uh, 1ud (continuous) or 4wh, 5wd (working calendar)"
            )
        }
        self.limit = limit
        start = try DueQuestion.time(arguments.value("from") ?? "", of: "from")
        pauses = try arguments.values("pause").map(DueQuestion.pause)
    }

    private static func pause(_ text: String) throws -> Pause {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw CommandFault(
                .usage, zh: "--pause“\(text)”不是区间：写 FROM/TO，尚未恢复时写 FROM/",
                en: "--pause \"\(text)\" is not a pause: write FROM/TO, or FROM/ when it has not ended")
        }
        let start = try time(parts[0], of: "pause")
        let end = parts[1].isEmpty ? nil : try time(parts[1], of: "pause")
        guard let pause = Pause(from: start, to: end) else {
            throw CommandFault(
                .usage, zh: "--pause“\(text)”的结束早于开始：写 FROM/TO",
                en: "--pause \"\(text)\" ends before it begins: write FROM/TO")
        }
        return pause
    }

    private static func time(_ text: String, of option: String) throws -> Instant {
        guard let instant = TimeText.parse(text) else {
            throw CommandFault(
                .usage, zh: "--\(option)“\(text)”不是时间：请写\(TimeText.form.zh)",
                en: "--\(option) \"\(text)\" is no time: write \(TimeText.form.en)")
        }
        return instant
    }
}

/// The answer of `hazard due`, for people and for scripts.
struct DueAnswer {
    private let question: DueQuestion
    private let due: Due
    /// The year without a calendar that the limit runs into.
    private let missingYear: Int?
    private let pauses: [Pause]
    private let zone: ZoneOffset

    init(_ question: DueQuestion, calendar: WorkingCalendar, zone: ZoneOffset) {
        self.question = question
        (due, missingYear) = Deadline.due(question.limit, from: question.start, pauses: question.pauses, in: calendar)
        self.zone = zone
        pauses = PauseLedger(question.pauses).pauses
    }

    func text(_ language: Language) -> String {
        func words(_ zh: String, _ en: String) -> String { LocalText(zh: zh, en: en)[language] }
        func time(_ instant: Instant) -> String {
            String(TimeText.text(instant, zone).dropLast(6)).replacing("T", with: " ")
        }
        var lines = [
            words("到期  ", "due    ") + (due.at.map(time) ?? words("计时已暂停，未恢复前不到期", "not before the open pause ends"))
        ]
        for stretch in due.counted {
            lines.append(
                words("计时  ", "counts ") + time(stretch.from) + " – " + time(stretch.to) + "  "
                    + DueAnswer.text(of: .milliseconds(stretch.milliseconds))[language])
        }
        for pause in pauses {
            lines.append(words("暂停  ", "paused ") + time(pause.start) + " – " + (pause.end.map(time) ?? ""))
        }
        if let missingYear {
            lines.append(
                words(
                    "提醒  \(missingYear) 年没有工作日历，只除去周末计算；案卷会标记需要复核，加入 \(missingYear).yaml 后重新计算",
                    "note   \(missingYear) has no calendar: only its weekends are off; a case is marked for review, and counted "
                        + "again when \(missingYear).yaml is added"))
        }
        return lines.joined(separator: "\n")
    }

    /// A length of time to the second: `90m`, 1 小时 30 分钟.
    private static func text(of duration: Duration) -> LocalText {
        let seconds = duration.milliseconds / 1000
        let parts = [
            (seconds / 86_400, "天"), (seconds / 3600 % 24, "小时"), (seconds / 60 % 60, "分钟"), (seconds % 60, "秒"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return LocalText(
            zh: parts.isEmpty ? "0 秒" : parts.joined(separator: " "), en: DurationText.text(duration))
    }

    var json: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("limit", question.limit.description)
            writer.field("clock", question.limit.clock)
            writer.field("from", TimeText.text(question.start, zone))
            writer.field("due_at", due.at.map { TimeText.text($0, zone) })
            if let missingYear { writer.field("calendar_missing", missingYear) }
            writer.array("stretches", due.counted) { writer, stretch in
                writer.beginObject()
                writer.field("from", TimeText.text(stretch.from, zone))
                writer.field("to", TimeText.text(stretch.to, zone))
                writer.field("milliseconds", stretch.milliseconds)
                writer.endObject()
            }
            writer.array("pauses", pauses) { writer, pause in
                writer.beginObject()
                writer.field("from", TimeText.text(pause.start, zone))
                writer.field("to", pause.end.map { TimeText.text($0, zone) })
                writer.endObject()
            }
            writer.endObject()
        }
    }
}
