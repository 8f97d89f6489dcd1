package import Credentials
package import HazardCore
import Synchronization

/// The settings that the lanes of a process decide by. They can be replaced while lanes run
/// (`config/contracts/README.md`, Reload).
package final class LaneRules: Sendable {
    private struct State {
        var settings: LaneSettings
        var generation = 0
    }

    private let state: Mutex<State>

    package init(_ settings: LaneSettings) {
        state = Mutex(State(settings: settings))
    }

    /// The settings now.
    package var settings: LaneSettings { state.withLock { $0.settings } }

    /// Rises with each replacement.
    var generation: Int { state.withLock { $0.generation } }

    /// Replaces the policy and the keys of senders. Every lane uses them from its next step on.
    package func replace(policy: Policy, signing: SigningKeys) {
        state.withLock {
            $0.settings.policy = policy
            $0.settings.signing = signing
            $0.generation += 1
        }
    }
}
