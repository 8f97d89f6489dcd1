import CommandArguments
import HazardApp
import HazardConfig
import HazardCore
import JSONText
internal import Wording

/// `hazard config check`: shows every problem of the configuration, or its effective settings with secrets masked.
let configCheckVerb = Verb(
    path: ["config", "check"],
    summary: LocalText(
        zh: "检查全部配置；有问题以 2 退出，否则显示生效的配置",
        en: "check the whole configuration; show it as it takes effect, or exit with 2"),
    options: Configuration.options + [.json]
) { arguments in
    let configuration: LoadedConfig
    switch Configuration.read(arguments) {
    case .success(let loaded): configuration = loaded
    case .failure(let problems): return try ConfigCheck.refuse(problems, arguments)
    }
    let refused = LogOpening.problems(configuration)
    guard refused.list.isEmpty else { return try ConfigCheck.refuse(refused, arguments) }
    if let note = ConfigCheck.calendarNote(configuration) { Terminal.printError(note[arguments.language]) }
    for warning in configuration.settings.signingWarnings { Terminal.printError(warning[arguments.language]) }
    for note in configuration.policy.models.notes(at: ZoneText.clock, configuration.policy.zone) {
        Terminal.printError(note[arguments.language])
    }
    if let note = Configuration.secretsNote(configuration) { Terminal.printError(note[arguments.language]) }
    for setting in configuration.effective {
        if arguments.flag("json") {
            Terminal.print(bytes: ConfigCheck.json(setting))
        } else {
            let origin = setting.origin.description(in: arguments.language)
            Terminal.print("\(setting.key): \(setting.value)  # \(origin)")
        }
    }
    return .done
}

/// The output of `hazard config check`.
enum ConfigCheck {
    /// Ends the command with 2. With `--json` it prints the problems on standard output as one object, else on standard
    /// error as text.
    ///
    /// - Throws: `CommandFault` with the problems as text.
    static func refuse(_ problems: ConfigProblems, _ arguments: Arguments) throws(CommandFault) -> ExitCode {
        guard arguments.flag("json") else { throw CommandFault(problems) }
        Terminal.print(bytes: json(problems, arguments.language))
        return .usage
    }

    /// `{"problems":[{file, line, column, key, value, problem, hint}]}`. A problem without a line has null for line and
    /// column. A problem of a whole file has an empty key.
    static func json(_ problems: ConfigProblems, _ language: Language) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.array("problems", problems.list) { writer, problem in
                let hasLine = problem.place.line > 0
                writer.beginObject()
                writer.field("file", problem.place.file)
                writer.field("line", hasLine ? problem.place.line : nil)
                writer.field("column", hasLine ? problem.place.column : nil)
                writer.field("key", problem.keyPath)
                writer.field("value", problem.value)
                writer.field("problem", problem.problem[language])
                writer.field("hint", problem.hint?[language])
                writer.endObject()
            }
            writer.endObject()
        }
    }

    static func json(_ setting: EffectiveSetting) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("key", setting.key)
            writer.field("value", setting.value)
            writer.field("origin", setting.origin.description)
            writer.endObject()
        }
    }

    /// A reminder that a calendar is wanted; nil while there is enough time.
    static func calendarNote(_ configuration: LoadedConfig) -> LocalText? {
        guard let year = configuration.policy.calendar.yearWanted(at: ZoneText.clock) else { return nil }
        let place = configuration.settings.policy.calendar
        return LocalText(
            zh: "提醒：请在 \(place) 中加入 \(year).yaml；没有它，\(year) 年的时限只除去周末计算，案卷标记需要复核。",
            en:
                "note: add \(year).yaml to \(place): without it, limits in \(year) leave out weekends only, and cases are marked "
                + "for review.")
    }
}
