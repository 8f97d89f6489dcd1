import Dispatcher
import HazardAPI
import Synchronization

/// The status of every shard of this process, for `/-/healthy`, `/-/ready` and the ready line.
final class ShardStatus: Sendable {
    /// A lane whose loop has made no turn for this time is stuck; it is longer than any commit may take.
    private static let stuckAfter = Duration.seconds(120)
    /// A shard whose steps have failed for this time is not ready; single aborted steps are normal.
    private static let failureGracePeriod = Duration.seconds(5)

    private struct Shard {
        var phase: LanePhase
        /// Milliseconds of the steady clock.
        var turnedAt: Int64
        var clockJump: Int64?
        var troubledQueues: [String] = []
        var failure: StepFailure?
        /// The minutes of the steady clock in which record times were not believed, the last ones.
        var cappedMinutes: [Int64] = []
    }

    /// A shard that met record times ahead of this server's clock in so many of the last minutes is not ready.
    private static let cappedMinutesLimit = 3
    private static let cappedMinutesWatched: Int64 = 5

    private struct StepFailure {
        /// Milliseconds of the steady clock.
        var since: Int64
        var sentence: String
    }

    private let shards = Mutex<[Int: Shard]>([:])
    private let total = Mutex(Tally())
    private let steady: @Sendable () -> Int64

    init(steady: @escaping @Sendable () -> Int64) {
        self.steady = steady
    }

    func became(_ phase: LanePhase, shard: Int) {
        let now = steady()
        shards.withLock { shards in
            if phase == .gone {
                shards[shard] = nil
            } else {
                shards[shard, default: Shard(phase: phase, turnedAt: now)].phase = phase
                shards[shard]?.turnedAt = now
            }
        }
    }

    func turned(_ turn: LaneTurn) {
        shards.withLock {
            $0[turn.shard]?.turnedAt = turn.at
            $0[turn.shard]?.clockJump = turn.clockJump
            if turn.isWell { $0[turn.shard]?.failure = nil }
        }
    }

    /// A step failed and is tried again.
    func troubled(_ sentence: String, shard: Int) {
        let now = steady()
        shards.withLock { shards in
            let since = shards[shard]?.failure?.since ?? now
            shards[shard]?.failure = StepFailure(since: since, sentence: sentence)
        }
    }

    func committed(_ step: CommittedStep) {
        let minute = steady() / 60_000
        shards.withLock { shards in
            shards[step.shard]?.troubledQueues = step.troubledQueues
            guard step.capped > 0, shards[step.shard]?.cappedMinutes.last != minute else { return }
            shards[step.shard]?.cappedMinutes.removeAll { $0 <= minute - Self.cappedMinutesWatched }
            shards[step.shard]?.cappedMinutes.append(minute)
        }
        total.withLock { $0 += step.tally }
    }

    /// The counts of all records since the start of this process.
    var tally: Tally { total.withLock { $0 } }

    /// The shards that are restored and running.
    var running: Set<Int> {
        shards.withLock { Set($0.filter { $0.value.phase == .running }.keys) }
    }

    /// Every shard assigned to this process is running, and there is at least one.
    var isReady: Bool { !running.isEmpty && notReadyReasons.isEmpty }

    /// The response of `/-/healthy` and `/-/ready`.
    var health: HealthReport {
        let stuck = stuckShards
        var waiting = notReadyReasons
        if running.isEmpty, waiting.isEmpty { waiting = ["no shard is at work here yet"] }
        return HealthReport(
            isAlive: stuck.isEmpty, aliveReasons: stuck, isReady: waiting.isEmpty, readyReasons: waiting)
    }

    /// Why this process should be restarted; empty when its lanes work. An unreachable broker is not a reason.
    var stuckShards: [String] {
        let now = steady()
        return shards.withLock { shards in
            shards.sorted { $0.key < $1.key }.compactMap { number, shard in
                let idle = now - shard.turnedAt
                switch shard.phase {
                case .running, .restoring:
                    return Duration.milliseconds(idle) > Self.stuckAfter
                        ? "shard \(number): no progress for \(idle / 1000) s" : nil
                case .recovering, .waiting, .stopped, .gone: return nil
                }
            }
        }
    }

    /// Why this process is not ready; empty when every shard assigned to it is running.
    var notReadyReasons: [String] {
        let now = steady()
        return shards.withLock { shards in
            shards.sorted { $0.key < $1.key }.compactMap { number, shard in
                switch shard.phase {
                case .running: notReadyReason(number, shard, now)
                case .recovering: "shard \(number): recovering"
                case .restoring(let done, let total): "shard \(number): restoring, \(done) of \(total) records"
                case .waiting(let reason): "shard \(number): waiting: \(reason)"
                case .stopped(let reason): "shard \(number): stopped: \(reason)"
                case .gone: nil
                }
            }
        }
    }

    private func notReadyReason(_ number: Int, _ shard: Shard, _ now: Int64) -> String? {
        if let failure = shard.failure, .milliseconds(now - failure.since) > Self.failureGracePeriod {
            return "shard \(number): no step has succeeded for \((now - failure.since) / 1000) s: \(failure.sentence)"
        }
        let watched = now / 60_000 - Self.cappedMinutesWatched
        if shard.cappedMinutes.filter({ $0 > watched }).count >= Self.cappedMinutesLimit {
            return
                "shard \(number): records come with times ahead of this server's clock again and again: check the clock "
                + "of this server and of the log's brokers"
        }
        return shard.clockJump.map {
            "shard \(number): the wall clock jumped by \($0 / 1000) s; timers wait until it has been steady for a minute"
        }
    }

    /// Departments whose queues refuse records now.
    var troubledQueues: [String] {
        shards.withLock { Set($0.values.flatMap(\.troubledQueues)).sorted() }
    }
}
