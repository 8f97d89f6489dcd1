package import CaseStore
import Foundation
internal import HazardCore
package import MessageLog
import Synchronization

/// The lanes of this process: one thread for each shard that the log assigns to it.
package final class Lanes: ShardHost {
    private struct Running {
        var lane: Lane
        var ended: DispatchSemaphore
    }

    private let log: any MessageLog
    private let dependencies: LaneDependencies
    private let onFailure: @Sendable (LogFailure) -> Void
    private let running = Mutex<[Int: Running]>([:])

    /// `onFailure` is called when the log as a whole fails permanently.
    package init(
        log: any MessageLog, rules: LaneRules, directory: StoreDirectory, machine: MachineClock,
        observer: any LaneObserver, onFailure: @escaping @Sendable (LogFailure) -> Void
    ) {
        self.log = log
        dependencies = LaneDependencies(rules: rules, directory: directory, machine: machine, observer: observer)
        self.onFailure = onFailure
    }

    /// The shards that have a lane now, sorted.
    package var shards: [Int] { running.withLock { $0.keys.sorted() } }

    package func assign(_ session: any ShardSession) {
        let lane = Lane(session: session, log: log, dependencies: dependencies)
        let ended = DispatchSemaphore(value: 0)
        running.withLock { $0[session.shard] = Running(lane: lane, ended: ended) }
        let thread = Thread {
            lane.run()
            ended.signal()
        }
        thread.name = "lane-\(session.shard)"
        thread.stackSize = 8 << 20
        thread.start()
    }

    package func revoke(_ shard: Int, lost: Bool) {
        guard let running = running.withLock({ $0.removeValue(forKey: shard) }) else { return }
        running.lane.stop()
        // A lost shard may already have a new owner. The owner's epoch fences all further writes of this lane.
        let releaseTimeout = dependencies.rules.settings.pace.releaseTimeout
        let timeout = lost ? releaseTimeout / 5 : releaseTimeout
        if running.ended.wait(timeout: .now() + .milliseconds(Int(timeout.milliseconds))) == .timedOut {
            running.lane.session.close()
        }
    }

    package func failed(_ failure: LogFailure) { onFailure(failure) }
}
