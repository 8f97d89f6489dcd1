/// A time during which a clock is stopped: the case is suspended, or the task is returned.
package struct Pause: Hashable, Sendable {
    package var start: Instant
    /// The first instant that counts again; nil while the end is unknown.
    package var end: Instant?

    /// A pause; nil when the end is before the start.
    package init?(from start: Instant, to end: Instant? = nil) {
        if let end, end < start { return nil }
        self.start = start
        self.end = end
    }
}

/// All pauses of one clock. Overlapping pauses count once.
package struct PauseLedger: Hashable, Sendable {
    /// Sorted and disjoint, without empty ones; only the last can be open.
    package private(set) var pauses: [Pause] = []

    package init() {}

    package init(_ pauses: [Pause]) {
        guard !pauses.isEmpty else { return }
        for pause in pauses.sorted(by: { $0.start < $1.start }) { append(pause) }
    }

    /// Adds a pause at any position.
    package mutating func add(_ pause: Pause) { self = PauseLedger(pauses + [pause]) }

    /// Stops the clock; no effect when it is stopped without an end already.
    package mutating func pause(at now: Instant) {
        guard let pause = Pause(from: now) else { return }
        add(pause)
    }

    /// Starts the clock again; no effect when it runs. A pause that begins later than `now` is removed.
    package mutating func resume(at now: Instant) {
        guard let last = pauses.last, last.end == nil else { return }
        pauses.removeLast()
        if let closed = Pause(from: last.start, to: now), closed.start < now { pauses.append(closed) }
    }

    /// Adds a pause that starts no earlier than the last one.
    private mutating func append(_ pause: Pause) {
        if let end = pause.end, end <= pause.start { return }
        guard let last = pauses.indices.last, pauses[last].end.map({ pause.start <= $0 }) ?? true else {
            pauses.append(pause)
            return
        }
        guard let known = pauses[last].end, let end = pause.end else {
            pauses[last].end = nil
            return
        }
        pauses[last].end = max(known, end)
    }
}
