import CommandArguments
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import Telemetry
internal import Wording

/// The options `--config` and `--set`, and the configuration that they name.
enum Configuration {
    static let options = [
        Option(
            "config", .value("FILE"),
            summary: LocalText(
                zh: "配置文件，默认取 HAZARD_CONFIG，再取 config/hazard.yaml，再取 /etc/hazard/hazard.yaml",
                en:
                    "configuration file; by default HAZARD_CONFIG, else config/hazard.yaml, else /etc/hazard/hazard.yaml"
            )),
        Option(
            "set", .values("KEY=VALUE"),
            summary: LocalText(
                zh: "覆盖一个配置项，如 log.kind=kafka，可多次使用", en: "override one setting, as log.kind=kafka; may be repeated")),
    ]

    /// Looked for in this order. The second is that of the Debian package.
    private static let usual = ["config/hazard.yaml", "/etc/hazard/hazard.yaml"]

    /// The file of `--config`, else of `HAZARD_CONFIG`, else the first usual one that is there; the first usual one when none is.
    static func file(_ arguments: Arguments) -> String {
        arguments.value("config") ?? ProcessInfo.processInfo.environment["HAZARD_CONFIG"]
            ?? usual.first { FileManager.default.fileExists(atPath: $0) } ?? usual[0]
    }

    /// The configuration, or all its problems. `overrides` are added to those of `--set`.
    static func read(_ arguments: Arguments, overrides: [String] = []) -> Result<LoadedConfig, ConfigProblems> {
        ConfigLoader.load(
            file: file(arguments), overrides: arguments.values("set") + overrides,
            environment: ProcessInfo.processInfo.environment)
    }

    /// Reads the configuration again with the same options and environment, and with further overrides.
    static func reader(_ arguments: Arguments) -> @Sendable ([String]) -> Result<LoadedConfig, ConfigProblems> {
        let (file, set) = (file(arguments), arguments.values("set"))
        return { overrides in
            ConfigLoader.load(
                file: file, overrides: set + overrides, environment: ProcessInfo.processInfo.environment)
        }
    }

    /// The configuration. `overrides` are added to those of `--set`.
    ///
    /// - Throws: `CommandFault` with every problem of the configuration.
    static func load(_ arguments: Arguments, overrides: [String] = []) throws(CommandFault) -> LoadedConfig {
        switch read(arguments, overrides: overrides) {
        case .success(let configuration): return configuration
        case .failure(let problems): throw CommandFault(problems)
        }
    }

    /// A warning that `--set` contains secrets, which every user of the machine sees in the list of processes; nil without any.
    static func secretsNote(_ configuration: LoadedConfig) -> LocalText? {
        guard !configuration.exposedSecrets.isEmpty else { return nil }
        let keys = configuration.exposedSecrets.joined(separator: ", ")
        return LocalText(
            zh: "提醒：命令行中的密钥 \(keys) 会出现在进程列表（ps）中：请改放文件（secrets.account_key_file、signing.server_key_file、"
                + "log.kafka.settings_files）",
            en: "note: every user of this machine sees the secrets of the command line in ps (\(keys)): use files "
                + "(secrets.account_key_file, signing.server_key_file, log.kafka.settings_files)")
    }

    /// A logger with the configuration's level and format. It writes to standard error.
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

/// Why a command fails: a text and an exit code.
struct CommandFault: ExitCoded, CustomStringConvertible {
    let exitCode: ExitCode
    private let text: LocalText

    init(_ exitCode: ExitCode, zh: String, en: String) {
        self.exitCode = exitCode
        text = LocalText(zh: zh, en: en)
    }

    /// Every problem of a configuration, one on each line.
    init(_ problems: ConfigProblems) {
        self.init(.usage, zh: problems.text(.zh), en: problems.text(.en))
    }

    /// Why the service cannot start.
    init(_ fault: AppFault) {
        let code: ExitCode =
            switch fault.kind {
            case .failed: .failed
            case .configuration: .usage
            case .unreachable: .unreachable
            }
        self.init(code, zh: fault.text.zh, en: fault.text.en)
    }

    var description: String { text.en }

    func message(_ language: Language) -> String { text[language] }
}
