package import HazardCore

/// Loads a configuration: everything is checked, and every problem is reported at once.
///
/// A flag stands above the environment, that above the file, that above the default. Any key can be given as
/// `--set key.path=value` or as `HAZARD_KEY_PATH`; below `log.kafka.settings` a variable's `_` stands for a dot
/// (`HAZARD_LOG_KAFKA_SETTINGS_SECURITY_PROTOCOL` is `security.protocol`). An unknown `HAZARD_…` variable is a problem,
/// except `HAZARD_CONFIG`, `HAZARD_SERVER`, `HAZARD_TOKEN_FILE`, `HAZARD_TEST_…` and `HAZARD_BENCH_…`.
package enum ConfigLoader {
    /// The configuration of a file and what stands above it.
    ///
    /// - Parameters:
    ///   - file: the configuration file; the policy's files stand beside it unless `policy.…` says otherwise
    ///   - overrides: `key.path=value` each
    ///   - environment: the process's environment
    ///   - now: the wall clock; the calendar must have a file for its year. nil asks for no year in particular
    /// - Returns: the configuration, or everything that is wrong with it
    package static func load(
        file: String, overrides: [String] = [], environment: [String: String] = [:], now: Instant? = nil
    ) -> Result<LoadedConfig, ConfigProblems> {
        let findings = Findings()
        // Everything else is looked for beside this file: without it there is one problem, and no other to tell.
        do throws(ConfigFileFailure) {
            _ = try ConfigFile.read(file)
        } catch {
            findings.add(
                at: ConfigPlace(file: file), "", "cannot be read: \(error.reason)",
                hint: "name the configuration with --config FILE or HAZARD_CONFIG")
            return .failure(findings.problems)
        }
        let root = PolicyFiles.tree(file, findings)
        let sources = SettingSources(root: root, flags: overrides, environment: environment, findings: findings)
        let directory = ConfigFile.directory(of: file)
        let reader = SettingReader(sources: sources, directory: directory, findings: findings)
        let settings = Settings(reader)
        sources.reportUnclaimed()
        let today = now.map { settings.zone.civil($0).date }
        var files = PolicyFiles(findings: findings, zone: settings.zone, today: today)
        let policy = files.read(settings.policy)
        SettingsCheck(settings: settings, policy: policy, file: file, reader: reader).run()
        guard findings.isEmpty else { return .failure(findings.problems) }
        let effective = reader.effective + areaCount(policy, settings)
        return .success(LoadedConfig(settings: settings, policy: policy, effective: effective))
    }

    /// How many areas were read, when the configuration names some.
    private static func areaCount(_ policy: Policy, _ settings: Settings) -> [EffectiveSetting] {
        guard !policy.areas.isEmpty, let path = settings.policy.areas else { return [] }
        let count = String(policy.areas.areas.count)
        return [EffectiveSetting(key: "policy.areas.count", value: count, origin: .file(ConfigPlace(file: path)))]
    }
}

/// A configuration without problems.
package struct LoadedConfig: Sendable {
    package var settings: Settings
    package var policy: Policy
    /// Every setting with its value and where it comes from; secrets masked.
    package var effective: [EffectiveSetting]

    package init(settings: Settings, policy: Policy, effective: [EffectiveSetting]) {
        self.settings = settings
        self.policy = policy
        self.effective = effective
    }
}
