import CommandArguments
import Synchronization
import Wording

/// Runs a small program and records its output.
final class SampleProgram: Sendable {
    struct Unreachable: ExitCoded {
        let exitCode = ExitCode.unreachable
        func message(_ language: Language) -> String { language == .zh ? "连不上" : "\(self)" }
    }
    struct Broken: Error {}

    private let recorded = Mutex<(output: String, errors: String, arguments: Arguments?)>(("", "", nil))

    var output: String { recorded.withLock { $0.output } }
    var errors: String { recorded.withLock { $0.errors } }
    /// The arguments of the verb that ran.
    var arguments: Arguments? { recorded.withLock { $0.arguments } }

    func run(_ line: String..., environment: [String: String] = [:]) -> ExitCode { run(line, environment: environment) }

    func run(_ line: [String], environment: [String: String] = [:]) -> ExitCode {
        let output = Program.Output(
            standardOutput: { text in self.recorded.withLock { $0.output += text } },
            standardError: { text in self.recorded.withLock { $0.errors += text } })
        return program.run(line, environment: environment, output: output)
    }

    var program: Program {
        let record: @Sendable (Arguments) -> ExitCode = { arguments in
            self.recorded.withLock { $0.arguments = arguments }
            return .done
        }
        let config = Option(
            "config", .value("FILE"), isRequired: true, summary: LocalText(zh: "配置文件", en: "configuration"))
        let set = Option("set", .values("KEY=VALUE"), summary: LocalText(zh: "覆盖一项配置", en: "override one setting"))
        let format = Option("log-format", .choice(["text", "json"]), summary: LocalText(zh: "日志格式", en: "log format"))
        let limit = Option("limit", .value("N"), summary: LocalText(zh: "数量", en: "how many"))
        return Program(
            name: "hazard", summary: LocalText(zh: "隐患派单。", en: "Dispatches hazards."),
            verbs: [
                Verb(
                    path: ["serve"], summary: LocalText(zh: "运行全部", en: "Run everything."),
                    options: [config, set, format],
                    run: record),
                Verb(
                    path: ["case", "show"], summary: LocalText(zh: "显示案卷", en: "Show one case."),
                    options: [.json], positionals: [Positional("ID", summary: LocalText(zh: "案卷号", en: "case id"))],
                    run: record),
                Verb(
                    path: ["case", "list"], summary: LocalText(zh: "列出案卷", en: "List cases."), options: [.json, limit],
                    positionals: [Positional("STATE", .optional, summary: LocalText(zh: "状态", en: "state"))]
                ) { arguments in
                    _ = try arguments.integer("limit", in: 1...500)
                    return record(arguments)
                },
                Verb(
                    path: ["replay"], summary: LocalText(zh: "重放", en: "Replay."),
                    positionals: [Positional("FILE", .many, summary: LocalText(zh: "文件", en: "files"))], run: record),
                Verb(
                    path: ["paint"], summary: LocalText(zh: "上色", en: "Paint."), options: [set],
                    positionals: [
                        Positional("PLACE", summary: LocalText(zh: "位置", en: "place")),
                        Positional(
                            "COLOUR", choices: ["red", "green"], summary: LocalText(zh: "颜色", en: "colour")),
                    ], run: record),
                Verb(path: ["version"], summary: LocalText(zh: "版本", en: "Version."), run: record),
                Verb(
                    path: ["ask"], summary: LocalText(zh: "询问", en: "Ask."),
                    options: [
                        Option("name", .value("ID"), unless: "file", summary: LocalText(zh: "名称", en: "name")),
                        Option("file", .value("FILE"), summary: LocalText(zh: "文件", en: "file")),
                    ], run: record),
                Verb(path: ["ping"], summary: LocalText(zh: "连接", en: "Connect.")) { _ in throw Unreachable() },
                Verb(path: ["break"], summary: LocalText(zh: "失败", en: "Fail.")) { _ in throw Broken() },
            ])
    }
}
