import CaseStore
import Dispatch
import HazardCore
package import HazardWire
import MessageLog
import Synchronization
import Wording

/// Keeps a read model of one shard up to date from `hazard.cases` and `hazard.rewards`, without owning the shard.
///
/// It decides nothing and writes nothing to the log. Its file is a view like a lane's: it may be deleted at any time.
final class CaseFollower: @unchecked Sendable {
    // Unchecked: only the follower's thread runs `run`; what other threads use has a lock.

    private let context: StepContext
    private let log: any MessageLog
    private let directory: StoreDirectory
    private let machine: MachineClock
    private let changed: @Sendable (FollowedChanges) -> Void
    private let isStopped = Mutex(false)
    /// Signalled by `stop`, so that no pause goes on.
    private let stopSignal = DispatchSemaphore(value: 0)

    /// How long a read of an idle changelog waits: a change arrives sooner.
    private static let wait = Duration.seconds(1)
    private static let records = 2_000
    private static let retry = Duration.milliseconds(50)
    /// How often an idle shard's file says that it is still complete, in milliseconds.
    private static let sign: Int64 = 10 * 60_000

    private var shard: Int { context.shard }

    init(
        shard: Int, log: any MessageLog, dependencies: LaneDependencies,
        changed: @escaping @Sendable (FollowedChanges) -> Void
    ) {
        context = StepContext(settings: dependencies.rules.settings, shard: shard, observer: dependencies.observer)
        directory = dependencies.directory
        machine = dependencies.machine
        self.log = log
        self.changed = changed
    }

    func stop() {
        isStopped.withLock { $0 = true }
        stopSignal.signal()
    }

    private var isStopping: Bool { isStopped.withLock { $0 } }

    /// Follows the shard until `stop`. After a fault it begins again at the position of its file.
    func run() {
        var delay = RetryDelay(first: Self.retry)
        var isDamaged = false
        while !isStopping {
            context.observer.entered(.recovering, shard: shard)
            do throws(LaneFault) {
                try follow(rebuilding: isDamaged) { delay = RetryDelay(first: Self.retry) }
            } catch {
                context.observer.failed(error, shard: shard)
                isDamaged = error.isDamagedFile
                if case .stop(let sentence) = error {
                    context.observer.entered(.stopped(reason: sentence), shard: shard)
                    return
                }
                if case .wait(let fault) = error {
                    context.observer.entered(.waiting(reason: fault.text), shard: shard)
                }
                _ = stopSignal.wait(timeout: .now() + delay.next() / .seconds(1))
            }
        }
        context.observer.entered(.ended, shard: shard)
    }

    private func follow(rebuilding: Bool, progress: () -> Void) throws(LaneFault) {
        let store = try open(rebuilding: rebuilding)
        var readers = try context.changelogs.map { changelog throws(LaneFault) in try reader(of: changelog, store) }
        var isCaughtUp = false
        var committed = machine.steady()
        while !isStopping {
            var isAtEnd = true
            for index in readers.indices {
                // Only the cases are waited for: rewards are seldom and change no list.
                let batch = try logged { () throws(LogFailure) in
                    try readers[index].read(
                        max: Self.records, timeout: index == 0 && isCaughtUp ? Self.wait : .milliseconds(20))
                }
                isAtEnd = isAtEnd && batch.atEnd
                guard !batch.records.isEmpty || !batch.next.isEmpty else { continue }
                try apply(batch, to: store)
                committed = machine.steady()
                if isCaughtUp { publish(batch, store) }
            }
            if isAtEnd, machine.steady() - committed > Self.sign {
                try apply(LogBatch(records: [], atEnd: true, next: []), to: store)
                committed = machine.steady()
            }
            if isAtEnd { try stored { () throws(StoreFault) in try store.checkpointWhenIdle() } }
            progress()
            context.observer.heartbeat(
                LaneHeartbeat(
                    shard: shard, at: machine.steady(), clockJump: nil, isProgressing: true, isCaughtUp: isAtEnd))
            guard isAtEnd, !isCaughtUp else { continue }
            isCaughtUp = true
            try Recovery.checkKey(store, context)
            context.observer.entered(.running, shard: shard)
        }
        readers = []
    }

    // MARK: - The file

    private func open(rebuilding: Bool) throws(LaneFault) -> ShardStore {
        let cluster = try logged { () throws(LogFailure) in try log.clusterID() }
        let topics = context.settings.topics.sharded
        let identity = StoreIdentity(cluster: cluster, topics: topics, shards: context.settings.shards)
        if !rebuilding, let store = try existing(identity) { return store }
        return try stored { () throws(StoreFault) in
            try directory.delete(shard: shard)
            return try ShardStore.open(in: directory, shard: shard, identity: identity)
        }
    }

    /// The file, if it is usable and no tombstone after its last commit may be gone.
    private func existing(_ identity: StoreIdentity) throws(LaneFault) -> ShardStore? {
        let store: ShardStore
        do {
            store = try ShardStore.open(in: directory, shard: shard, identity: identity)
        } catch {
            guard error.canRebuild else { throw LaneFault(error) }
            context.observer.failed(LaneFault(error), shard: shard)
            return nil
        }
        let age = machine.wall() - store.shardTime.milliseconds
        return age > context.settings.tombstoneRetention.milliseconds ? nil : store
    }

    private func reader(of changelog: TopicPartition, _ store: ShardStore) throws(LaneFault) -> any LogReader {
        let positions = try stored { () throws(StoreFault) in try store.positions() }
        let next = positions.first { $0.at == changelog }?.next ?? 0
        return try logged { () throws(LogFailure) in try log.reader(of: changelog, from: next) }
    }

    private func apply(_ batch: LogBatch, to store: ShardStore) throws(LaneFault) {
        try stored { () throws(StoreFault) in try store.begin() }
        var changelog = ChangelogRestore(context: context, store: store)
        do throws(LaneFault) {
            for record in batch.records { try changelog.apply(record) }
            // The time of the file is when it was last known to be complete.
            try stored { () throws(StoreFault) in
                try store.commit(positions: batch.next, shardTime: Instant(milliseconds: machine.wall()))
            }
        } catch {
            try? store.rollback()
            throw error
        }
        if !changelog.foreign.isEmpty { context.observer.foreign(changelog.foreign, shard: shard) }
    }

    // MARK: - The desk

    /// Tells the desk what changed, each case as the store has it now.
    private func publish(_ batch: LogBatch, _ store: ShardStore) {
        var changes: [FollowedChange] = []
        for record in batch.records where record.topic == context.settings.topics.cases {
            guard let key = record.key, let id = CaseID(String(decoding: key, as: UTF8.self)), id.shard == shard,
                record.value != nil, let body = try? store.body(of: id), let value = try? CaseCodec.decode(body)
            else { continue }
            changes.append(FollowedChange(offset: record.offset, change: CaseChange(value, body: body)))
        }
        if !changes.isEmpty { changed(FollowedChanges(shard: shard, changes: changes)) }
    }
}

/// What a follower has read and stored.
package struct FollowedChanges: Sendable {
    package var shard: Int
    package var changes: [FollowedChange]
}

/// A case that has changed, and the offset of its record on `hazard.cases`.
package struct FollowedChange: Sendable {
    package var offset: Int64
    package var change: CaseChange
}
