import Dispatcher
import HazardAPI
import Synchronization
import Wording

/// The status of every shard of this process, for `/-/healthy`, `/-/ready` and the ready line.
final class ShardStatus: Sendable {
    /// A lane whose loop has made no turn for this time is stuck; it is longer than any commit may take.
    private static let stuckAfter = Duration.seconds(120)
    /// A shard whose steps have failed for this time is not ready; single aborted steps are normal.
    private static let failureGracePeriod = Duration.seconds(5)

    private struct Shard {
        var phase: LanePhase
        /// Milliseconds of the steady clock.
        var lastHeartbeat: Int64
        var clockJump: Int64?
        var unavailableQueues: [String] = []
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
        var sentence: LocalText
    }

    private let shards = Mutex<[Int: Shard]>([:])
    private let total = Mutex(Tally())
    private let steady: @Sendable () -> Int64

    init(steady: @escaping @Sendable () -> Int64) {
        self.steady = steady
    }

    func entered(_ phase: LanePhase, shard: Int) {
        let now = steady()
        shards.withLock { shards in
            if phase == .ended {
                shards[shard] = nil
            } else {
                shards[shard, default: Shard(phase: phase, lastHeartbeat: now)].phase = phase
                shards[shard]?.lastHeartbeat = now
            }
        }
    }

    func heartbeat(_ beat: LaneHeartbeat) {
        shards.withLock {
            $0[beat.shard]?.lastHeartbeat = beat.at
            $0[beat.shard]?.clockJump = beat.clockJump
            if beat.isProgressing { $0[beat.shard]?.failure = nil }
        }
    }

    /// A step failed and is tried again.
    func failed(_ sentence: LocalText, shard: Int) {
        let now = steady()
        shards.withLock { shards in
            let since = shards[shard]?.failure?.since ?? now
            shards[shard]?.failure = StepFailure(since: since, sentence: sentence)
        }
    }

    func committed(_ step: CommittedStep) {
        let minute = steady() / 60_000
        shards.withLock { shards in
            shards[step.shard]?.unavailableQueues = step.unavailableQueues
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
        if running.isEmpty, waiting.isEmpty {
            waiting = [LocalText(zh: "本机还没有分片在工作", en: "no shard is running here yet")]
        }
        return HealthReport(
            isAlive: stuck.isEmpty, aliveReasons: stuck, isReady: waiting.isEmpty, readyReasons: waiting)
    }

    /// Why this process should be restarted; empty when its lanes work. An unreachable broker is not a reason.
    var stuckShards: [LocalText] {
        let now = steady()
        return shards.withLock { shards in
            shards.sorted { $0.key < $1.key }.compactMap { number, shard in
                let idle = now - shard.lastHeartbeat
                switch shard.phase {
                case .running, .restoring:
                    guard .milliseconds(idle) > Self.stuckAfter else { return nil }
                    return LocalText(
                        zh: "分片 \(number)：\(idle / 1000) 秒没有进展", en: "shard \(number): no progress for \(idle / 1000) s"
                    )
                case .recovering, .waiting, .stopped, .ended: return nil
                }
            }
        }
    }

    /// Why this process is not ready; empty when every shard assigned to it is running.
    var notReadyReasons: [LocalText] {
        let now = steady()
        return shards.withLock { shards in
            shards.sorted { $0.key < $1.key }.compactMap { number, shard in
                notReadyReason(shard, now).map {
                    LocalText(zh: "分片 \(number)：\($0.zh)", en: "shard \(number): \($0.en)")
                }
            }
        }
    }

    private func notReadyReason(_ shard: Shard, _ now: Int64) -> LocalText? {
        switch shard.phase {
        case .running: runningReason(shard, now)
        case .recovering: LocalText(zh: "正在恢复", en: "recovering")
        case .restoring(let done, let total):
            LocalText(zh: "正在恢复，已完成 \(done)/\(total) 条记录", en: "restoring, \(done) of \(total) records")
        case .waiting(let reason): LocalText(zh: "等待中：\(reason.zh)", en: "waiting: \(reason.en)")
        case .stopped(let reason): LocalText(zh: "已停止：\(reason.zh)", en: "stopped: \(reason.en)")
        case .ended: nil
        }
    }

    private func runningReason(_ shard: Shard, _ now: Int64) -> LocalText? {
        if let failure = shard.failure, .milliseconds(now - failure.since) > Self.failureGracePeriod {
            let seconds = (now - failure.since) / 1000
            return LocalText(
                zh: "\(seconds) 秒内没有一步成功：\(failure.sentence.zh)",
                en: "no step has succeeded for \(seconds) s: \(failure.sentence.en)")
        }
        let watched = now / 60_000 - Self.cappedMinutesWatched
        if shard.cappedMinutes.filter({ $0 > watched }).count >= Self.cappedMinutesLimit {
            return LocalText(
                zh: "不断有记录的时间超前于本机时钟：请核对本机的时钟（使用 Kafka 时还有其服务器的时钟）",
                en: "records come with times ahead of this server's clock again and again: check the clock of this "
                    + "server and, with Kafka, of its brokers")
        }
        return shard.clockJump.map {
            LocalText(
                zh: "系统时钟跳变了 \($0 / 1000) 秒；时钟稳定一分钟之后定时事项才继续",
                en: "the wall clock jumped by \($0 / 1000) s; timers wait until it has been steady for a minute")
        }
    }

    /// Departments whose queues refuse records now.
    var unavailableQueues: [String] {
        shards.withLock { Set($0.values.flatMap(\.unavailableQueues)).sorted() }
    }
}
