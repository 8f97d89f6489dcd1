package import HazardCore

/// One circuit breaker for each department's queue and one for the notices, so that an unavailable queue delays no
/// other.
package struct QueueHealth: Sendable {
    private enum CircuitBreaker {
        case open(until: Instant, times: Int)
        /// One case in each step tests whether the queue accepts records again.
        case halfOpen(times: Int, probed: Bool)
    }

    /// The name of the topic of notices, beside the departments.
    package static let notices = "notices"

    private let firstPause: Duration
    private let longestPause: Duration
    private var breakers: [String: CircuitBreaker] = [:]

    /// A queue that refuses a record is not written for `firstPause`. The pause doubles with each refusal, up to
    /// `longestPause`.
    package init(firstPause: Duration = .seconds(5), longestPause: Duration = .minutes(5)) {
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// The departments whose circuit breaker is open or half open, sorted.
    package var unavailable: [String] { breakers.keys.sorted() }

    /// Whether a record may be written to the queue now. In the half-open state the first call uses up the test of this
    /// step.
    package mutating func reach(_ department: String, at now: Instant) -> Reach {
        switch breakers[department] {
        case nil: return .open
        case .open(let until, let times):
            guard until <= now else { return .blocked(until: until) }
            breakers[department] = .halfOpen(times: times, probed: true)
            return .open
        case .halfOpen(let times, let probed):
            guard !probed else { return .blocked(until: now.adding(.seconds(1))) }
            breakers[department] = .halfOpen(times: times, probed: true)
            return .open
        }
    }

    /// Opens the circuit breaker: the log refused a record for this queue.
    package mutating func refused(_ department: String, at now: Instant) {
        let times =
            switch breakers[department] {
            case nil: 0
            case .open(_, let times), .halfOpen(let times, _): times + 1
            }
        let pause = min(firstPause * (1 << min(times, 20)), longestPause)
        breakers[department] = .open(until: now.adding(pause), times: times)
    }

    /// Closes the circuit breakers that were tested in a step that is now committed.
    ///
    /// Returns their departments, sorted.
    package mutating func committed() -> [String] {
        var back: [String] = []
        for (department, state) in breakers {
            if case .halfOpen(_, true) = state { back.append(department) }
        }
        for department in back { breakers[department] = nil }
        return back.sorted()
    }
}
