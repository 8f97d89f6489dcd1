import Dispatcher
import Foundation
import MessageLog
import Synchronization

/// Counts what became of records, and complains aloud.
final class TallyWatch: LaneObserver {
    private let counted = Mutex(Tally())

    var tally: Tally { counted.withLock { $0 } }

    func logCommitted(_ tally: Tally, shard: Int) { counted.withLock { $0 += tally } }
    func reached(_ point: FaultInjectionPoint, shard: Int) {}
    func committed(_ step: CommittedStep) {}
    func turned(_ turn: LaneTurn) {}
    func became(_ phase: LanePhase, shard: Int) {
        if case .stopped(let reason) = phase { complain(reason) }
    }
    func troubled(_ fault: LaneFault, shard: Int) { complain(fault.sentence) }
    func queue(_ department: String, refused: LogFailure?, shard: Int) {}

    private func complain(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}
