import Dispatcher
import Foundation
import HazardCore
import MessageLog
import Synchronization
import Testing

/// Where a lane is to die, as data.
struct CrashPlan: Sendable, CustomTestStringConvertible {
    var point: LanePoint
    /// The how-manieth time any lane comes there.
    var visit: Int
    /// Before new lanes start, the shards' files are deleted.
    var losesFiles = false

    var testDescription: String { "\(point.rawValue), visit \(visit)\(losesFiles ? ", files lost" : "")" }
}

/// What the lanes told, for tests to look at and wait for.
final class RecordingObserver: LaneObserver {
    struct Seen: Sendable {
        var tally = Tally()
        /// Of each step that the log has, by shard, in order.
        var tallies: [Int: [Tally]] = [:]
        var steps = 0
        var phases: [Int: LanePhase] = [:]
        var troubles: [String] = []
        var refusedQueues: [String] = []
        var queuesBack: [String] = []
        var notes: [String] = []
        var visits = 0
        var crashed = false
        var isConserved = true
        /// How often the loop went round, and what it last told of the wall clock.
        var turns = 0
        /// Of those the ones with nothing left to read, by shard.
        var idleTurns: [Int: Int] = [:]
        var clockJump: Int64?
    }

    private let seen = Mutex(Seen())
    private let changed = NSCondition()
    private let crash: CrashPlan?

    init(crash: CrashPlan? = nil) { self.crash = crash }

    var state: Seen { seen.withLock { $0 } }

    private func update(_ body: (inout sending Seen) -> Void) {
        seen.withLock { body(&$0) }
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    /// Waits until what was seen satisfies the condition.
    func wait(seconds: Double = 30, until condition: (Seen) -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !condition(state) {
            guard changed.wait(until: end) else { return condition(state) }
        }
        return true
    }

    func reached(_ point: LanePoint, shard: Int) throws(LaneFault) {
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
        if dies { throw .letGo(LogFailure(code: "crash", reason: "crash at \(point.rawValue)", isRetriable: false)) }
    }

    func logCommitted(_ tally: Tally, shard: Int) {
        update { seen in
            seen.tally += tally
            seen.tallies[shard, default: []].append(tally)
            if !tally.isConserved { seen.isConserved = false }
        }
    }

    func committed(_ step: CommittedStep) { update { $0.steps += 1 } }
    func became(_ phase: LanePhase, shard: Int) { update { $0.phases[shard] = phase } }
    func troubled(_ fault: LaneFault, shard: Int) { update { $0.troubles.append(fault.sentence) } }
    func note(_ text: String) { update { $0.notes.append(text) } }

    func turned(_ turn: LaneTurn) {
        update { seen in
            seen.turns += 1
            if turn.isCaughtUp { seen.idleTurns[turn.shard, default: 0] += 1 }
            seen.clockJump = turn.clockJump
        }
    }

    func queue(_ department: String, refused: LogFailure?, shard: Int) {
        update { seen in
            if refused == nil {
                seen.queuesBack.append(department)
            } else {
                seen.refusedQueues.append(department)
            }
        }
    }
}
