package import Dispatcher
internal import Foundation
package import HazardCore
package import MessageLog
internal import Synchronization
internal import Wording
internal import Testing

/// The point at which a lane must crash.
package struct CrashPlan: Sendable, CustomTestStringConvertible {
    package var point: FaultInjectionPoint
    /// Counted over all lanes, from 1.
    package var visit: Int
    /// The shards' files are deleted before new lanes start.
    package var losesFiles = false

    package init(point: FaultInjectionPoint, visit: Int, losesFiles: Bool = false) {
        self.point = point
        self.visit = visit
        self.losesFiles = losesFiles
    }

    package var testDescription: String { "\(point.rawValue), visit \(visit)\(losesFiles ? ", files lost" : "")" }
}

/// Records what lanes report, so that tests can check it and wait for it.
package final class RecordingObserver: LaneObserver {
    package struct Seen: Sendable {
        package var tally = Tally()
        /// The tally of each step that the log has, by shard and in order.
        package var tallies: [Int: [Tally]] = [:]
        package var steps = 0
        /// When the records of each step reached its stages.
        package var times: [StageTimes] = []
        package var phases: [Int: LanePhase] = [:]
        package var failures: [String] = []
        package var refusedQueues: [String] = []
        package var recoveredQueues: [String] = []
        package var notes: [String] = []
        package var visits = 0
        package var crashed = false
        package var isConserved = true
        /// The number of iterations of all loops.
        package var heartbeats = 0
        /// The number of iterations with nothing left to read, by shard.
        package var idleHeartbeats: [Int: Int] = [:]
        package var clockJump: Int64?
        /// The number of records whose time was capped.
        package var capped = 0
        /// By how many milliseconds the times of shards were set back, in total.
        package var wentBack: Int64 = 0
        /// The number of waiting emergencies that a lane reported last.
        package var waitingEmergencies = 0
        /// The inputs whose topics were made anew.
        package var replaced: [TopicPartition] = []
        package var foreign: [ForeignRecord] = []
        /// The partitions beyond the number of shards, by shard.
        package var extra: [Int: [TopicPartition]] = [:]
    }

    private let seen = Mutex(Seen())
    private let changed = NSCondition()
    private let crash: CrashPlan?

    package init(crash: CrashPlan? = nil) { self.crash = crash }

    package var state: Seen { seen.withLock { $0 } }

    private func update(_ body: (inout sending Seen) -> Void) {
        seen.withLock { body(&$0) }
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    /// Waits until the condition holds. Returns false on a timeout.
    package func wait(seconds: Double = 30, until condition: (Seen) -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !condition(state) {
            guard changed.wait(until: end) else { return condition(state) }
        }
        return true
    }

    package func reached(_ point: FaultInjectionPoint, shard: Int) throws(LaneFault) {
        guard let crash, crash.point == point else { return }
        var dies = false
        update { seen in
            guard !seen.crashed else {
                dies = true
                return
            }
            seen.visits += 1
            seen.crashed = seen.visits == crash.visit
            dies = seen.crashed
        }
        if dies {
            throw .release(
                LogFailure(
                    code: "crash",
                    sentence: LocalText(zh: "在 \(point.rawValue) 崩溃", en: "crash at \(point.rawValue)"),
                    isRetriable: false))
        }
    }

    package func logCommitted(_ tally: Tally, shard: Int) {
        update { seen in
            seen.tally += tally
            seen.tallies[shard, default: []].append(tally)
            if !tally.isConserved { seen.isConserved = false }
        }
    }

    package func committed(_ step: CommittedStep) {
        update { seen in
            seen.steps += 1
            if let times = step.times { seen.times.append(times) }
            seen.capped += step.capped
        }
    }

    package func timeWentBack(by milliseconds: Int64, shard: Int) { update { $0.wentBack += milliseconds } }
    package func topicReplaced(_ at: TopicPartition, shard: Int) { update { $0.replaced.append(at) } }
    package func foreign(_ records: [ForeignRecord], shard: Int) { update { $0.foreign += records } }
    package func readsExtra(_ partitions: [TopicPartition], shard: Int) { update { $0.extra[shard] = partitions } }
    package func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int) {
        update { $0.waitingEmergencies = count }
    }
    package func entered(_ phase: LanePhase, shard: Int) { update { $0.phases[shard] = phase } }
    package func failed(_ fault: LaneFault, shard: Int) { update { $0.failures.append(fault.description) } }
    package func note(_ text: String) { update { $0.notes.append(text) } }

    package func heartbeat(_ beat: LaneHeartbeat) {
        update { seen in
            seen.heartbeats += 1
            if beat.isCaughtUp { seen.idleHeartbeats[beat.shard, default: 0] += 1 }
            seen.clockJump = beat.clockJump
        }
    }

    package func queue(_ department: String, refused: LogFailure?, shard: Int) {
        update { seen in
            if refused == nil {
                seen.recoveredQueues.append(department)
            } else {
                seen.refusedQueues.append(department)
            }
        }
    }
}
