import CommandArguments
import HazardApp
import HazardConfig
import JSONText

/// `hazard config check`: every problem at once, else the effective configuration with secrets masked.
let configCheckVerb = Verb(
    path: ["config", "check"],
    summary: Phrase(
        zh: "检查全部配置；有问题以 2 退出，否则显示生效的配置",
        en: "check the whole configuration; show it as it takes effect, or exit with 2"),
    options: Configuration.options + [.json]
) { arguments in
    let configuration = try Configuration.load(arguments)
    let refused = LogOpening.problems(configuration.settings)
    guard refused.isEmpty else {
        throw CommandFault(
            .usage, refused.map { "log.kafka.settings.\($0.setting): \($0.reason)" }.joined(separator: "\n"))
    }
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
