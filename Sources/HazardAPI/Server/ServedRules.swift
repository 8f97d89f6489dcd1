package import Credentials
package import HazardCore
internal import Synchronization

/// The policy and the tokens that the API answers by. They can be replaced while it serves
/// (`config/contracts/README.md`, Reload).
package final class ServedRules: Sendable {
    private struct State {
        var policy: Policy
        var tokens: [AccessToken] = []
        var signer: ServerSigner?
    }

    private let state: Mutex<State>

    package init(policy: Policy) {
        state = Mutex(State(policy: policy))
    }

    package var policy: Policy {
        get { state.withLock { $0.policy } }
        set { state.withLock { $0.policy = newValue } }
    }

    /// Signs what the server writes for its callers; nil without `signing.server_key_file`.
    package var signer: ServerSigner? {
        get { state.withLock { $0.signer } }
        set { state.withLock { $0.signer = newValue } }
    }

    /// Without tokens this machine may do everything, and no other machine anything.
    package var tokens: [AccessToken] {
        get { state.withLock { $0.tokens } }
        set { state.withLock { $0.tokens = newValue } }
    }
}
