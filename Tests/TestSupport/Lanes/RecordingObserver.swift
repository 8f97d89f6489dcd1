package import Dispatcher
internal import Foundation
package import HazardCore
package import MessageLog
internal import Synchronization
internal import Wording
internal import Testing

/// Where a lane is to die, as data.
package struct CrashPlan: Sendable, CustomTestStringConvertible {
    package var point: FaultInjectionPoint
    /// The how-manieth time any lane comes there.
    package var visit: Int
    /// Before new lanes start, the shards' files are deleted.
    package var losesFiles = false

    package init(point: FaultInjectionPoint, visit: Int, losesFiles: Bool = false) {
        self.point = point
        self.visit = visit
        self.losesFiles = losesFiles
    }

    package var testDescription: String { "\(point.rawValue), visit \(visit)\(losesFiles ? ", files lost" : "")" }
}

/// What the lanes told, for tests to look at and wait for.
package final class RecordingObserver: LaneObserver {
    package struct Seen: Sendable {
        package var tally = Tally()
        /// Of each step that the log has, by shard, in order.
        package var tallies: [Int: [Tally]] = [:]
        package var steps = 0
        package var phases: [Int: LanePhase] = [:]
        package var troubles: [String] = []
        package var refusedQueues: [String] = []
        package var queuesBack: [String] = []
        package var notes: [String] = []
        package var visits = 0
        package var crashed = false
        package var isConserved = true
        /// How often the loop went round, and what it last told of the wall clock.
        package var turns = 0
        /// Of those the ones with nothing left to read, by shard.
        package var idleTurns: [Int: Int] = [:]
        package var clockJump: Int64?
        /// Records whose time was not believed.
        package var capped = 0
        /// By how much the shards' times were set back, milliseconds in all.
        package var wentBack: Int64 = 0
        /// The waiting emergencies that a lane told of last.
        package var emergenciesToldOf = 0
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

    /// Waits until what was seen satisfies the condition.
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
            throw .letGo(
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
            seen.capped += step.capped
        }
    }

    package func timeWentBack(by milliseconds: Int64, shard: Int) { update { $0.wentBack += milliseconds } }
    package func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int) {
        update { $0.emergenciesToldOf = count }
    }
    package func became(_ phase: LanePhase, shard: Int) { update { $0.phases[shard] = phase } }
    package func troubled(_ fault: LaneFault, shard: Int) { update { $0.troubles.append(fault.sentence) } }
    package func note(_ text: String) { update { $0.notes.append(text) } }

    package func turned(_ turn: LaneTurn) {
        update { seen in
            seen.turns += 1
            if turn.isCaughtUp { seen.idleTurns[turn.shard, default: 0] += 1 }
            seen.clockJump = turn.clockJump
        }
    }

    package func queue(_ department: String, refused: LogFailure?, shard: Int) {
        update { seen in
            if refused == nil {
                seen.queuesBack.append(department)
            } else {
                seen.refusedQueues.append(department)
            }
        }
    }
}
