import Dispatcher
import HazardAPI
import Synchronization

/// How every shard of this process is doing: what `/-/healthy`, `/-/ready` and the ready line are made of.
final class ShardBoard: Sendable {
    /// A lane that has not gone round for so long is stuck, milliseconds: longer than any commit may take.
    static let patience: Int64 = 120_000
    /// A step that has failed for so long is told, milliseconds: an aborted one now and then is nothing.
    static let indulgence: Int64 = 5_000

    private struct Shard {
        var phase: LanePhase
        var turnedAt: Int64
        var clockJump: Int64?
        var troubledQueues: [String] = []
        var trouble: Trouble?
    }

    private struct Trouble {
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
            if turn.isWell { $0[turn.shard]?.trouble = nil }
        }
    }

    /// A step failed and is tried again.
    func troubled(_ sentence: String, shard: Int) {
        let now = steady()
        shards.withLock { shards in
            let since = shards[shard]?.trouble?.since ?? now
            shards[shard]?.trouble = Trouble(since: since, sentence: sentence)
        }
    }

    func committed(_ step: CommittedStep) {
        shards.withLock { $0[step.shard]?.troubledQueues = step.troubledQueues }
        total.withLock { $0 += step.tally }
    }

    /// What became of every record since the start of this process.
    var tally: Tally { total.withLock { $0 } }

    /// The shards that are restored and at work here.
    var running: Set<Int> {
        shards.withLock { Set($0.filter { $0.value.phase == .running }.keys) }
    }

    /// Every shard that this process was given is at work, and there is one.
    var isReady: Bool { !running.isEmpty && hindrances.isEmpty }

    /// What `/-/healthy` and `/-/ready` answer.
    var health: HealthReport {
        let stuck = stuck
        var waiting = hindrances
        if running.isEmpty, waiting.isEmpty { waiting = ["no shard is at work here yet"] }
        return HealthReport(
            isAlive: stuck.isEmpty, aliveReasons: stuck, isReady: waiting.isEmpty, readyReasons: waiting)
    }

    /// Why this process should be restarted; empty when it lives. A broker that is away is no reason.
    var stuck: [String] {
        let now = steady()
        return shards.withLock { shards in
            shards.sorted { $0.key < $1.key }.compactMap { number, shard in
                let idle = now - shard.turnedAt
                switch shard.phase {
                case .running, .restoring:
                    return idle > Self.patience ? "shard \(number): no progress for \(idle / 1000) s" : nil
                case .recovering, .waiting, .stopped, .gone: return nil
                }
            }
        }
    }

    /// Why this process is not ready; empty when every shard it was given is at work.
    var hindrances: [String] {
        let now = steady()
        return shards.withLock { shards in
            shards.sorted { $0.key < $1.key }.compactMap { number, shard in
                switch shard.phase {
                case .running: hindrance(number, shard, now)
                case .recovering: "shard \(number): recovering"
                case .restoring(let done, let total): "shard \(number): restoring, \(done) of \(total) records"
                case .waiting(let reason): "shard \(number): waiting: \(reason)"
                case .stopped(let reason): "shard \(number): stopped: \(reason)"
                case .gone: nil
                }
            }
        }
    }

    private func hindrance(_ number: Int, _ shard: Shard, _ now: Int64) -> String? {
        if let trouble = shard.trouble, now - trouble.since > Self.indulgence {
            return "shard \(number): no step has succeeded for \((now - trouble.since) / 1000) s: \(trouble.sentence)"
        }
        return shard.clockJump.map {
            "shard \(number): the wall clock jumped by \($0 / 1000) s; timers wait until it is right again"
        }
    }

    /// Departments whose queues do not take records now.
    var troubledQueues: [String] {
        shards.withLock { Set($0.values.flatMap(\.troubledQueues)).sorted() }
    }
}
