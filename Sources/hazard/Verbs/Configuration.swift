import CommandArguments
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import Telemetry
internal import Wording

/// The configuration as every command that needs one takes it: `--config FILE` and any number of `--set`.
enum Configuration {
    static let options = [
        Option(
            "config", .value("FILE"),
            summary: LocalText(
                zh: "配置文件，默认取 HAZARD_CONFIG，再取 config/hazard.yaml",
                en: "configuration file; by default HAZARD_CONFIG, else config/hazard.yaml")),
        Option(
            "set", .values("KEY=VALUE"),
            summary: LocalText(
                zh: "覆盖一个配置项，如 log.kind=kafka，可多次使用", en: "override one setting, as log.kind=kafka; may be repeated")),
    ]

    /// The file named, or the usual one.
    static func file(_ arguments: Arguments) -> String {
        arguments.value("config") ?? ProcessInfo.processInfo.environment["HAZARD_CONFIG"] ?? "config/hazard.yaml"
    }

    /// Loads it, or throws everything that is wrong with it; `overrides` stand beside those of `--set`.
    static func load(_ arguments: Arguments, overrides: [String] = []) throws -> LoadedConfig {
        let loaded = ConfigLoader.load(
            file: file(arguments), overrides: arguments.values("set") + overrides,
            environment: ProcessInfo.processInfo.environment, now: ZoneText.clock)
        switch loaded {
        case .success(let configuration): return configuration
        case .failure(let problems): throw CommandFault(.usage, problems.description)
        }
    }

    /// The logger that the configuration asks for, on standard error.
    static func logger(_ settings: Settings) -> Logger {
        let level: LogLevel =
            switch settings.logLevel {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        return Logger(
            format: settings.logFormat == .json ? .json : .text, minimumLevel: level,
            offsetMinutes: settings.zone.minutes)
    }
}

/// Why a command ends without having done its work: a sentence and an exit code.
struct CommandFault: ExitCoded, CustomStringConvertible {
    let exitCode: ExitCode
    private let phrase: LocalText

    init(_ exitCode: ExitCode, _ description: String) {
        self.init(exitCode, zh: description, en: description)
    }

    init(_ exitCode: ExitCode, zh: String, en: String) {
        self.exitCode = exitCode
        phrase = LocalText(zh: zh, en: en)
    }

    var description: String { phrase.en }

    func message(_ language: Language) -> String { phrase[language] }

    /// What the service says when it cannot start.
    init(_ fault: AppFault) {
        let code: ExitCode =
            switch fault.kind {
            case .failed: .failed
            case .configuration: .usage
            case .unreachable: .unreachable
            }
        self.init(code, zh: fault.text.zh, en: fault.text.en)
    }
}
