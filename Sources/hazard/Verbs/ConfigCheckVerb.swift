import CommandArguments
import HazardApp
import HazardConfig
import HazardCore
import JSONText
internal import Wording

/// `hazard config check`: every problem at once, else the effective configuration with secrets masked.
let configCheckVerb = Verb(
    path: ["config", "check"],
    summary: LocalText(
        zh: "检查全部配置；有问题以 2 退出，否则显示生效的配置",
        en: "check the whole configuration; show it as it takes effect, or exit with 2"),
    options: Configuration.options + [.json]
) { arguments in
    let configuration = try Configuration.load(arguments)
    let refused = LogOpening.problems(configuration.settings)
    guard refused.isEmpty else {
        throw CommandFault(
            .usage,
            zh: refused.map { "log.kafka.settings.\($0.setting)：\($0.reason.zh)" }.joined(separator: "\n"),
            en: refused.map { "log.kafka.settings.\($0.setting): \($0.reason.en)" }.joined(separator: "\n"))
    }
    if let note = calendarNote(configuration) { Terminal.complain(note[arguments.language]) }
    for setting in configuration.effective {
        if arguments.flag("json") {
            Terminal.print(
                bytes: JSONWriter.bytes { writer in
                    writer.beginObject()
                    writer.field("key", setting.key)
                    writer.field("value", setting.value)
                    writer.field("origin", setting.origin.description)
                    writer.endObject()
                })
        } else {
            Terminal.print("\(setting.key): \(setting.value)  # \(setting.origin)")
        }
    }
    return .done
}

/// That the calendar ends before long; nil while there is time.
private func calendarNote(_ configuration: LoadedConfig) -> LocalText? {
    let calendar = configuration.policy.calendar
    guard let year = calendar.yearWanted(at: ZoneText.clock), let left = calendar.daysLeft(at: ZoneText.clock) else {
        return nil
    }
    let place = configuration.settings.policy.calendar
    return LocalText(
        zh: "提醒：工作日历 \(left) 天后到期，请在 \(place) 中加入 \(year).yaml；没有它，\(year) 年里服务无法启动。",
        en:
            "note: the working calendar ends in \(left) days: add \(year).yaml to \(place), without it no server starts in "
            + "\(year).")
}
