import Foundation
import Synchronization
package import Wording

/// What systemd is told of the lanes.
package struct LaneHealth: Sendable {
    package var running: Set<Int> = []
    /// Why the process should be started again; empty when no lane is stuck.
    package var stuck: [LocalText] = []
    /// Why it is not ready.
    package var waiting: [LocalText] = []

    package init() {}
}

/// Tells systemd how the service fares: that it takes reports, which shards run, that it stops, and, for the watchdog of the
/// unit, that no lane is stuck.
///
/// It is the last component, so it says `READY=1` when all others have started. A shard may still be restored then; reports
/// are taken meanwhile, and `/-/ready` tells the two apart.
package final class ServiceNotifier: Component, Sendable {
    let name = "systemd"
    /// How often the state of the shards is looked at.
    private static let pause = Duration.seconds(5)

    private struct State {
        var isStopping = false
        /// The sentence that was sent last.
        var said = ""
    }

    private let socket: NotifySocket
    private let health: @Sendable () -> LaneHealth
    /// Systemd wants to hear of the service once in this time; nil without a watchdog.
    private let watchdog: Duration?
    private let state = Mutex(State())
    private let changed = NSCondition()

    /// Nil when the service was not started by systemd.
    package init?(environment: [String: String], health: @escaping @Sendable () -> LaneHealth) {
        guard let socket = NotifySocket(environment: environment) else { return nil }
        self.socket = socket
        self.health = health
        let isForOther = environment["WATCHDOG_PID"].map { $0 != String(getpid()) } ?? false
        let limit = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = isForOther || limit <= 0 ? nil : .microseconds(limit)
    }

    package func start() throws(AppFault) {
        socket.send(["READY=1"])
        tell()
        let thread = Thread { [self] in
            while wait() { tell() }
        }
        thread.name = name
        thread.start()
    }

    package func stop(within limit: Duration) {
        state.withLock { $0.isStopping = true }
        changed.lock()
        changed.broadcast()
        changed.unlock()
        socket.send(["STOPPING=1", "STATUS=正在停止 · stopping"])
    }

    /// Sends that the service is alive unless a lane is stuck, and the state of the shards when it has changed.
    package func tell() {
        let health = health()
        var lines = watchdog != nil && health.stuck.isEmpty ? ["WATCHDOG=1"] : []
        let sentence = Self.sentence(health)
        let isNew = state.withLock { state in
            guard !state.isStopping, state.said != sentence else { return false }
            state.said = sentence
            return true
        }
        if isNew { lines.append("STATUS=" + sentence) }
        if !lines.isEmpty { socket.send(lines) }
    }

    private static func sentence(_ health: LaneHealth) -> String {
        let running = health.running.sorted().map(String.init).joined(separator: ",")
        let reasons = health.stuck + health.waiting
        guard !reasons.isEmpty else {
            return running.isEmpty
                ? "本机还没有分片 · no shard is here yet" : "分片 \(running) 在工作 · shards \(running) are running"
        }
        return reasons.map { $0.zh + " · " + $0.en }.joined(separator: "; ").replacing("\n", with: " ")
    }

    /// Waits until it is time to send again; false when the service stops.
    private func wait() -> Bool {
        let pause = watchdog.map { min(Self.pause, $0 / 3) } ?? Self.pause
        let end = Date(timeIntervalSinceNow: pause / .seconds(1))
        changed.lock()
        defer { changed.unlock() }
        while !state.withLock({ $0.isStopping }) {
            guard changed.wait(until: end) else { break }
        }
        return !state.withLock { $0.isStopping }
    }
}
