package import HazardCore

/// Which departments' queues, and the notices, take records: a breaker each, so that one that is bad delays no other.
package struct QueueHealth: Sendable {
    private enum State {
        case blocked(until: Instant, times: Int)
        /// One case a step tries whether the queue is back.
        case probing(times: Int, probed: Bool)
    }

    /// The topic of notices, among the departments.
    package static let notices = "notices"

    private let firstWait: Duration
    private let longestWait: Duration
    private var states: [String: State] = [:]

    /// A queue that refuses a record is left alone for the first wait, doubled with each further refusal up to the longest.
    package init(firstWait: Duration = .seconds(5), longestWait: Duration = .minutes(5)) {
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// The departments whose queue is not known to work, sorted.
    package var troubled: [String] { states.keys.sorted() }

    /// Whether a record may be put on the queue now; a probe is used up by asking.
    package mutating func reach(_ department: String, at now: Instant) -> Reach {
        switch states[department] {
        case nil: return .open
        case .blocked(let until, let times):
            guard until <= now else { return .blocked(until: until) }
            states[department] = .probing(times: times, probed: true)
            return .open
        case .probing(let times, let probed):
            guard !probed else { return .blocked(until: now.adding(.seconds(1))) }
            states[department] = .probing(times: times, probed: true)
            return .open
        }
    }

    /// The log refused a record for this queue.
    package mutating func refused(_ department: String, at now: Instant) {
        let times =
            switch states[department] {
            case nil: 0
            case .blocked(_, let times), .probing(let times, _): times + 1
            }
        let wait = min(firstWait * (1 << min(times, 20)), longestWait)
        states[department] = .blocked(until: now.adding(wait), times: times)
    }

    /// A step was committed: the queues probed in it are back, and a new probe is allowed to the others.
    ///
    /// Answers the departments that are back.
    package mutating func committed() -> [String] {
        var back: [String] = []
        for (department, state) in states {
            if case .probing(_, true) = state { back.append(department) }
        }
        for department in back { states[department] = nil }
        return back.sorted()
    }
}
