package import CaseStore
import Foundation
package import MessageLog
import Synchronization

/// The followers of every shard, a thread each.
package final class CaseFollowers: Sendable {
    private let log: any MessageLog
    private let dependencies: LaneDependencies
    private let changed: @Sendable (FollowedChanges) -> Void
    private let running = Mutex<[Running]>([])

    private struct Running {
        var follower: CaseFollower
        var ended: DispatchSemaphore
    }

    /// `changed` is called on the thread of the shard, after its file has the changes.
    package init(
        log: any MessageLog, rules: LaneRules, directory: StoreDirectory, machine: MachineClock,
        observer: any LaneObserver, changed: @escaping @Sendable (FollowedChanges) -> Void
    ) {
        self.log = log
        dependencies = LaneDependencies(rules: rules, directory: directory, machine: machine, observer: observer)
        self.changed = changed
    }

    /// Starts to follow every shard.
    package func start() {
        let shards = dependencies.rules.settings.shards
        // Before any of them is ready: the process is ready when all are.
        for shard in 0..<shards { dependencies.observer.entered(.recovering, shard: shard) }
        for shard in 0..<shards {
            let follower = CaseFollower(shard: shard, log: log, dependencies: dependencies, changed: changed)
            let ended = DispatchSemaphore(value: 0)
            running.withLock { $0.append(Running(follower: follower, ended: ended)) }
            let thread = Thread {
                follower.run()
                ended.signal()
            }
            thread.name = "follow-\(shard)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Returns when every follower has ended, at the latest after the limit.
    package func stop(within limit: Duration) {
        let all = running.withLock { running in
            defer { running = [] }
            return running
        }
        for one in all { one.follower.stop() }
        let deadline = DispatchTime.now() + limit / .seconds(1)
        for one in all { _ = one.ended.wait(timeout: deadline) }
    }
}
