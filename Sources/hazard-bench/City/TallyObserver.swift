import Dispatcher
import Foundation
import MessageLog
import Synchronization
import Wording

/// Counts the outcomes of records and prints failures to standard error.
final class TallyObserver: LaneObserver {
    private let counted = Mutex(Tally())

    var tally: Tally { counted.withLock { $0 } }

    func logCommitted(_ tally: Tally, shard: Int) { counted.withLock { $0 += tally } }
    func reached(_ point: FaultInjectionPoint, shard: Int) {}
    func committed(_ step: CommittedStep) {}
    func heartbeat(_ beat: LaneHeartbeat) {}
    func entered(_ phase: LanePhase, shard: Int) {
        if case .stopped(let reason) = phase { printError(reason.en) }
    }
    func failed(_ fault: LaneFault, shard: Int) { printError(fault.description) }
    func queue(_ department: String, refused: LogFailure?, shard: Int) {}

    private func printError(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}
