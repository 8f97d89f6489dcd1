package import HazardCore
internal import Wording

/// Loads a configuration, checks all of it, and reports every problem at once.
///
/// A `--set` flag takes precedence over the environment, the environment over the file, and the file over the default. Every key
/// can be given as `--set key.path=value` or as `HAZARD_KEY_PATH`; below `log.kafka.settings` the `_` of a variable stands for a
/// dot (`HAZARD_LOG_KAFKA_SETTINGS_SECURITY_PROTOCOL` is `security.protocol`). An unknown `HAZARD_…` variable is a problem, except
/// `HAZARD_CONFIG`, `HAZARD_SERVER`, `HAZARD_TOKEN_FILE`, `HAZARD_CA_FILE`, `HAZARD_TEST_…` and `HAZARD_BENCH_…`.
package enum ConfigLoader {
    /// The configuration of a file, of the environment and of flags.
    ///
    /// - Parameters:
    ///   - file: the configuration file; the policy files are in the same directory unless `policy.…` names other paths
    ///   - overrides: `key.path=value` each
    ///   - environment: the process's environment
    /// - Returns: the configuration, or every problem that it has
    package static func load(
        file: String, overrides: [String] = [], environment: [String: String] = [:]
    ) -> Result<LoadedConfig, ConfigProblems> {
        let problems = ProblemCollector()
        // All other files are looked up beside this one: when it cannot be read, no other problem is reported.
        do throws(ConfigFileFailure) {
            _ = try ConfigFile.read(file)
        } catch {
            problems.add(
                at: ConfigPlace(file: file), "", .cannotBeRead(error.reason),
                hint: LocalText(
                    zh: "用 --config FILE 或 HAZARD_CONFIG 指定配置文件",
                    en: "name the configuration with --config FILE or HAZARD_CONFIG"))
            return .failure(problems.sorted)
        }
        let root = PolicyFiles.tree(file, problems)
        let sources = SettingSources(root: root, flags: overrides, environment: environment, problems: problems)
        let directory = ConfigFile.directory(of: file)
        let reader = SettingReader(sources: sources, directory: directory, problems: problems)
        let settings = Settings(reader)
        sources.reportUnknown()
        var files = PolicyFiles(problems: problems, zone: settings.zone)
        var policy = files.read(settings.policy)
        policy.emergencyLimit = settings.emergency.triageLimit
        SettingsCheck(settings: settings, policy: policy, file: file, reader: reader).run()
        guard problems.isEmpty else { return .failure(problems.sorted) }
        let effective = reader.effective + areaCount(policy, settings)
        var loaded = LoadedConfig(file: file, settings: settings, policy: policy, effective: effective)
        loaded.exposedSecrets = reader.exposedSecrets
        loaded.bridges = files.bridges
        return .success(loaded)
    }

    /// The number of areas that were read, when the configuration names some.
    private static func areaCount(_ policy: Policy, _ settings: Settings) -> [EffectiveSetting] {
        guard !policy.areas.isEmpty, let path = settings.policy.areas else { return [] }
        let count = String(policy.areas.areas.count)
        return [EffectiveSetting(key: "policy.areas.count", value: count, origin: .file(ConfigPlace(file: path)))]
    }
}

/// A configuration without problems.
package struct LoadedConfig: Sendable {
    /// The path of the configuration file, as given.
    package var file: String
    package var settings: Settings
    package var policy: Policy
    /// Every setting with its value and its source; secrets are masked.
    package var effective: [EffectiveSetting]
    /// The keys of secrets that `--set` itself contains: every user of the machine sees them in the list of processes.
    package var exposedSecrets: [String] = []
    /// Where the bridges carry the tasks of departments.
    package var bridges = DepartmentBridges()

    package init(file: String, settings: Settings, policy: Policy, effective: [EffectiveSetting]) {
        self.file = file
        self.settings = settings
        self.policy = policy
        self.effective = effective
    }

    /// The place where a setting was given; the configuration file when it has its default.
    package func place(of key: String) -> ConfigPlace {
        switch effective.first(where: { $0.key == key })?.origin {
        case .file(let place): place
        case .environment(let variable): ConfigPlace(file: variable)
        case .flag: ConfigPlace(file: "--set")
        case .default, nil: ConfigPlace(file: file)
        }
    }
}
