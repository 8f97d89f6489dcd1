internal import HTTP
internal import Wording

/// Why a remote did not do what it was asked, though it may later.
struct RemoteTrouble: Error, Hashable {
    enum Kind: String {
        /// No connection, or no complete answer.
        case unreachable
        /// It asks for fewer requests, or is out of order for now.
        case busy
        /// The key, the address or the certificate is not right: a person must change something.
        case settings
        /// An answer that is not what the standard says.
        case unreadable
    }

    var kind: Kind
    /// For log lines; it holds no path, query or key.
    var reason: String
    /// How long the remote asks to wait.
    var retryAfter: Duration?
    /// Whether the remote may have done it all the same.
    var isInDoubt: Bool
    /// Whether the remote says that what was asked for does not exist.
    var isAbsent = false

    init(_ kind: Kind, _ reason: String, retryAfter: Duration? = nil, isInDoubt: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.retryAfter = retryAfter
        self.isInDoubt = isInDoubt
    }

    /// There was no complete answer. A request that was never sent leaves no doubt.
    init(_ failure: HTTPClientFailure) {
        switch failure {
        case .badAddress: self.init(.settings, "the address cannot be used")
        case .cannotConnect: self.init(.unreachable, failure.text.en)
        case .tls, .untrusted, .speaksPlainHTTP, .speaksTLS: self.init(.settings, failure.text.en)
        case .timeout, .closed: self.init(.unreachable, failure.text.en, isInDoubt: true)
        case .badResponse: self.init(.unreadable, failure.text.en, isInDoubt: true)
        }
    }

    /// The answer's status says that the request was not done, or not surely.
    init(_ response: HTTPResponse) {
        let code = response.status.code
        let wait = response.headers["Retry-After"].flatMap { RetryAfter.duration($0) }
        switch code {
        case 429: self.init(.busy, "it answered \(response.status)", retryAfter: wait)
        case 500...: self.init(.busy, "it answered \(response.status)", retryAfter: wait, isInDoubt: true)
        case 300..<400:
            self.init(.settings, "it answered \(response.status): a bridge follows no redirect", retryAfter: wait)
        default: self.init(.settings, "it answered \(response.status)", retryAfter: wait)
        }
    }
}

/// The header `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
enum RetryAfter {
    /// A longer wait is cut to this: a mistake of the remote must not stop a bridge for ever.
    private static let most = Duration.seconds(86_400)

    /// How long to wait; nil for a text that is neither.
    static func duration(_ text: String, now: Int = HTTPDate.seconds()) -> Duration? {
        if let seconds = Int(text) { return seconds < 0 ? nil : min(.seconds(seconds), most) }
        guard let until = HTTPDate.seconds(of: text) else { return nil }
        return min(.seconds(max(0, until - now)), most)
    }
}

/// When the next attempt is made: later after each failure, and at a random moment, so that many do not come back together.
package struct Backoff: Sendable {
    package var first = Duration.seconds(1)
    package var most = Duration.seconds(300)

    package init() {}

    /// The wait after so many failures in a row, from 1: between half and all of the doubled time.
    func wait(after failures: Int, random: (ClosedRange<Double>) -> Double = { Double.random(in: $0) }) -> Duration {
        let doubled = failures > 20 ? most : min(most, first * (1 << max(0, failures - 1)))
        return doubled * random(0.5...1)
    }
}

/// Whether a remote may be asked now.
struct RemoteGate {
    private let backoff: Backoff
    private let steady: @Sendable () -> ContinuousClock.Instant
    private var failures = 0
    private var opensAt: ContinuousClock.Instant?

    init(_ surroundings: BridgeSurroundings) {
        backoff = surroundings.backoff
        steady = surroundings.steady
    }

    /// How long the remote must be left in peace; zero when it may be asked.
    var closedFor: Duration { opensAt.map { max(.zero, steady().duration(to: $0)) } ?? .zero }

    mutating func succeeded() {
        failures = 0
        opensAt = nil
    }

    /// Closes the gate after trouble; returns for how long.
    mutating func failed(_ trouble: RemoteTrouble) -> Duration {
        failures += 1
        let wait = max(backoff.wait(after: failures), trouble.retryAfter ?? .zero)
        opensAt = steady() + wait
        return wait
    }
}
