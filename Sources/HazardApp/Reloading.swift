internal import Credentials
internal import Dispatcher
internal import HTTP
package import HazardAPI
package import HazardConfig
internal import HazardCore
internal import MessageLog
internal import Telemetry
internal import Wording

/// Loads policy, tokens, signing keys and certificates anew while the service runs (`config/contracts/README.md`,
/// Reload).
///
/// A valid configuration holds for new decisions from the next step on. An invalid one changes nothing.
package final class Reloading: Sendable {
    /// What a reload replaces.
    struct Targets: Sendable {
        var lanes: LaneRules
        var served: ServedRules
        var certificate: @Sendable () throws(AppFault) -> Void
        /// Opens the file of the access log again, which a rotation may have moved away.
        var accessLog: @Sendable () -> Void = {}
        /// Creates the queues of new departments, where the service creates topics.
        var topics: @Sendable (LoadedConfig) throws(AppFault) -> Void
        /// The problems that the open cases have with a policy.
        var openCases: @Sendable (Policy) -> [LocalText]
    }

    /// Loads the configuration with the options of the start, and with these overrides.
    package typealias Load = @Sendable ([String]) -> Result<LoadedConfig, ConfigProblems>

    private let started: LoadedConfig
    private let load: Load
    private let targets: Targets
    private let metrics: RulesMetrics
    private let logger: Logger

    init(_ started: LoadedConfig, load: @escaping Load, targets: Targets, metrics: RulesMetrics, logger: Logger) {
        self.started = started
        self.load = load
        self.targets = targets
        self.metrics = metrics
        self.logger = logger
        metrics.hash.series(started.policy.rulesHash).set(1)
        metrics.lastReloadSuccessful.set(1)
        metrics.lastReloadTimestamp.set(Double(SystemClock.machine.wall()) / 1000)
    }

    /// Reloads once; never twice at a time.
    package func reload() -> ReloadAnswer {
        targets.accessLog()
        let answer = attempt()
        metrics.lastReloadSuccessful.set(answer.problems.isEmpty ? 1 : 0)
        guard answer.problems.isEmpty else {
            for problem in answer.problems { logger.error("reload-refused", ["problem": .string(problem.en)]) }
            return answer
        }
        metrics.lastReloadTimestamp.set(Double(SystemClock.machine.wall()) / 1000)
        logger.info(
            "reloaded",
            [
                "rules": .string(answer.rulesHash ?? ""),
                "restart_needed": .string(answer.restartNeeded.joined(separator: " ")),
            ])
        return answer
    }

    private func attempt() -> ReloadAnswer {
        // Everything that is shown has this zone, so it changes only with a restart.
        let zone = started.effective.first { $0.key == Self.zone }?.value ?? ""
        let loaded: LoadedConfig
        switch load(["\(Self.zone)=\(zone)"]) {
        case .success(let configuration): loaded = configuration
        case .failure(let problems):
            return ReloadAnswer(
                problems: problems.list.map { problem in
                    LocalText(zh: problem.description(in: .zh), en: problem.description(in: .en))
                })
        }
        let problems =
            targets.openCases(loaded.policy)
            + ListenCheck.problems(
                loaded.settings.api.listen.map { ListenAddress(host: $0.host, port: $0.port) },
                tokens: loaded.settings.api.tokens)
        guard problems.isEmpty else { return ReloadAnswer(problems: problems) }
        do throws(AppFault) {
            try use(loaded)
        } catch {
            return ReloadAnswer(problems: [error.text])
        }
        return ReloadAnswer(rulesHash: loaded.policy.rulesHash, restartNeeded: differences(from: loaded))
    }

    /// - Throws: `AppFault` when a key, a certificate or a topic cannot be used; then nothing has changed.
    private func use(_ loaded: LoadedConfig) throws(AppFault) {
        let signing = try Secrets.signing(loaded)
        try targets.topics(loaded)
        try targets.certificate()
        let before = targets.served.policy.rulesHash
        targets.lanes.replace(policy: loaded.policy, signing: signing)
        targets.served.policy = loaded.policy
        targets.served.tokens = loaded.settings.api.tokens
        targets.served.signer = signing.server
        if before != loaded.policy.rulesHash { metrics.hash.series(before).set(0) }
        metrics.hash.series(loaded.policy.rulesHash).set(1)
    }

    /// The keys of settings that differ from the start's and need a restart.
    private func differences(from loaded: LoadedConfig) -> [String] {
        let before = Dictionary(started.effective.map { ($0.key, $0.value) }) { $1 }
        let now = Dictionary(loaded.effective.map { ($0.key, $0.value) }) { $1 }
        return Set(before.keys).union(now.keys).filter { key in
            before[key] != now[key] && !Self.reloaded.contains { key.hasPrefix($0) }
        }.sorted()
    }

    private static let zone = "zone"
    /// The beginnings of the keys that a reload applies.
    private static let reloaded = ["policy.", "api.tokens", "api.tls.", "signing.", "emergency."]
}
