import CaseStore
import Digest
import HazardCore
import HazardWire
import MessageLog
import Wording

/// The one path for a start, a rebalance, an unknown outcome, and a lost or old file (`Sources/README.md`, Recovery).
struct Recovery {
    let context: StepContext
    let session: any ShardSession
    let log: any MessageLog
    let directory: StoreDirectory
    let machine: MachineClock
    let isStopping: @Sendable () -> Bool

    private var shard: Int { context.shard }
    private var topics: TopicNames { context.settings.topics }

    /// Fences the older owner, brings the file up to the end of the changelogs, and starts the inputs at their
    /// positions.
    ///
    /// `rebuilding` deletes the file first, because a decision found it damaged.
    ///
    /// - Throws: `LaneFault`, which says whether to try again, to wait for a person, or to release the shard.
    func run(rebuilding: Bool) throws(LaneFault) -> (ShardStore, LaneState) {
        try openWriter()
        try reached(.writerOpened)
        let store = try openStore(rebuilding: rebuilding)
        store.latestBelieved = machine.wall() + context.settings.maxAhead.milliseconds
        try reached(.storeOpened)
        var watch = TopicWatch()
        for changelog in context.changelogs { try restore(store, from: changelog, &watch) }
        try reached(.restored)
        try Self.checkKey(store, context)
        let inputs = InputPositions(context: context, session: session)
        let found = try inputs.find(stored: try positions(of: store), hasCases: store.storedRows.cases > 0)
        watch.inputs = found.inputs
        let transfers = try inputs.transferStart(found, stored: try positions(of: store))
        let isNewEnd = transfers.first != nil && transfers.oldCommandsEnd > 0
        if isNewEnd || found.replaced.contains(context.commands) { try remember(transfers.oldCommandsEnd, in: store) }
        let repeats = try found.readAgain.isEmpty ? nil : letters(of: Set(found.readAgain))
        try logged { () throws(LogFailure) in try session.start(at: found.positions) }
        try reached(.started)
        let numbers = ShardNumbers(lastSequence: store.highestShardSequence)
        let clock = LaneClock(
            machine: machine, last: max(store.shardTime, store.latestEventTime), maxAhead: context.settings.maxAhead)
        let pace = context.settings.pace
        let health = QueueHealth(firstPause: pace.firstQueuePause, longestPause: pace.longestQueuePause)
        watch.lookedAt = machine.steady()
        watch.committedAt = watch.lookedAt
        let state = LaneState(
            numbers: numbers, clock: clock, health: health, watch: watch, transfers: transfers, repeats: repeats)
        return (store, state)
    }

    /// Stores where the old records of other shards on `hazard.commands` end: a later start must find the same place.
    private func remember(_ end: Int64, in store: ShardStore) throws(LaneFault) {
        try stored { () throws(StoreFault) in
            try store.begin()
            try store.commit(
                positions: [Position(InputPositions.oldCommands(shard), next: end)], shardTime: store.shardTime)
        }
    }

    private func openWriter() throws(LaneFault) {
        do throws(CommitFailure) {
            try session.openWriter()
        } catch {
            if case .fenced(let failure) = error { throw .release(failure) }
            throw .recover(error.failure)
        }
    }

    // MARK: - The file

    /// Opens the shard's file. A file that is damaged, of another version, or older than the changelog's tombstones is
    /// rebuilt.
    private func openStore(rebuilding: Bool) throws(LaneFault) -> ShardStore {
        let cluster = try logged { () throws(LogFailure) in try log.clusterID() }
        let identity = StoreIdentity(cluster: cluster, topics: topics.sharded, shards: context.settings.shards)
        if !rebuilding, let store = try openUsable(identity) { return store }
        return try stored { () throws(StoreFault) in
            try directory.delete(shard: shard)
            return try ShardStore.open(in: directory, shard: shard, identity: identity)
        }
    }

    /// Opens the existing file; nil when it must be rebuilt.
    private func openUsable(_ identity: StoreIdentity) throws(LaneFault) -> ShardStore? {
        let store: ShardStore
        do {
            store = try ShardStore.open(in: directory, shard: shard, identity: identity)
        } catch {
            guard error.canRebuild else { throw LaneFault(error) }
            context.observer.failed(LaneFault(error), shard: shard)
            return nil
        }
        for changelog in context.changelogs where try !isUsable(store, changelog) { return nil }
        return store
    }

    /// Whether the file can continue with that changelog from its position.
    ///
    /// - Throws: `LaneFault.stop` when the file is ahead of the changelog.
    private func isUsable(_ store: ShardStore, _ changelog: TopicPartition) throws(LaneFault) -> Bool {
        guard let next = try positions(of: store).first(where: { $0.at == changelog })?.next else { return true }
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: changelog) }
        guard next <= bounds.next else {
            // Only Kafka can lose the end of a transaction, so the embedded log has no such advice.
            let lostEnd = log.lostTransactionAdvice
            let sentence = LocalText(
                zh: "\(store.path) 超前于 \(changelog)：文件已读到 \(next)，主题止于 \(bounds.next)。"
                    + "该主题被重建过，或者这个文件属于另一套系统\(lostEnd.map { "，或者" + $0.zh } ?? "")。"
                    + "若主题无误，请执行 `hazard rebuild --shard \(shard)`。",
                en: "\(store.path) is ahead of \(changelog): it has read up to \(next), the topic ends at "
                    + "\(bounds.next). The topic was created again, or the file belongs to another installation"
                    + "\(lostEnd.map { ", or " + $0.en } ?? ""). If the topic is right, run "
                    + "`hazard rebuild --shard \(shard)`.")
            throw .stop(sentence)
        }
        let age = machine.wall() - store.shardTime.milliseconds
        guard age > context.settings.tombstoneRetention.milliseconds, next < bounds.next else { return true }
        let days = age / 86_400_000
        let sentence = LocalText(
            zh: "\(store.path) 上次写入是 \(days) 天前：\(changelog) 可能已清除其后的删除标记，因此重建该文件。没有丢失任何数据。",
            en: "\(store.path) was last written \(days) days ago: \(changelog) may have dropped tombstones "
                + "since, so it is rebuilt. Nothing is lost.")
        context.observer.failed(
            .recover(LogFailure(code: "store-old", sentence: sentence, isRetriable: true)), shard: shard)
        return false
    }

    /// Stops when the cases were written with another secret: every reporter would be a stranger, and could be paid again.
    static func checkKey(_ store: ShardStore, _ context: StepContext) throws(LaneFault) {
        let shard = context.shard
        guard !context.settings.acceptsNewKey else { return }
        let own = context.settings.hashes.prefix
        guard try stored({ () throws(StoreFault) in try store.isOfOtherKey(than: own) }) else { return }
        throw .stop(
            LocalText(
                zh: "分片 \(shard) 的案卷是用另一个账户密钥写的：用现在的密钥会认不出上报人，奖励可能重复发放。"
                    + "请恢复原密钥（secrets.account_key_file，默认在存储目录旁的 account-key）；"
                    + "确已丢失时用 `hazard serve --new-account-key` 启动，直到各分片都有新上报。",
                en: "the cases of shard \(shard) were written with another account key: with this one no reporter is "
                    + "recognised, and a reward could be paid again. Put the old key back (secrets.account_key_file, or "
                    + "account-key beside store.directory). If it is lost, start with `hazard serve --new-account-key` until "
                    + "every shard has a new report."))
    }

    // MARK: - The changelogs

    /// Reads a changelog from the file's position to the end of the topic, in large transactions.
    private func restore(
        _ store: ShardStore, from changelog: TopicPartition, _ watch: inout TopicWatch
    ) throws(LaneFault) {
        let from = try positions(of: store).first { $0.at == changelog }?.next ?? 0
        let reader = try logged { () throws(LogFailure) in try log.reader(of: changelog, from: from) }
        let end = try logged { () throws(LogFailure) in try session.bounds(of: changelog).next }
        watch.changelogs[changelog] = KnownEnd(at: from)
        while true {
            try continueUnlessStopping()
            let batch = try logged { () throws(LogFailure) in
                try reader.read(max: context.settings.pace.restoreRecords, timeout: .milliseconds(500))
            }
            if !batch.next.isEmpty || !batch.records.isEmpty { try apply(batch, to: store, &watch) }
            if let next = batch.next.first?.next { watch.changelogs[changelog] = KnownEnd(at: next) }
            context.observer.heartbeat(
                LaneHeartbeat(shard: shard, at: machine.steady(), clockJump: nil, isProgressing: true))
            if batch.atEnd { return }
            if let next = batch.next.first?.next {
                context.observer.entered(.restoring(done: next - from, of: end - from), shard: shard)
            }
            try reached(.restoring)
        }
    }

    private func apply(_ batch: LogBatch, to store: ShardStore, _ watch: inout TopicWatch) throws(LaneFault) {
        try stored { () throws(StoreFault) in try store.begin() }
        var changelog = ChangelogRestore(context: context, store: store)
        do throws(LaneFault) {
            for record in batch.records { try changelog.apply(record) }
            try stored { () throws(StoreFault) in
                try store.commit(positions: batch.next, shardTime: store.latestEventTime)
            }
        } catch {
            try? store.rollback()
            throw error
        }
        guard !changelog.foreign.isEmpty else { return }
        context.observer.foreign(changelog.foreign, shard: shard)
        watch.hiding.formUnion(changelog.foreign.filter { $0.key != nil })
    }

    // MARK: - Inputs that are read again

    /// Reads every dead letter of these inputs.
    private func letters(of inputs: Set<TopicPartition>) throws(LaneFault) -> RepeatedLetters {
        var letters = RepeatedLetters(of: inputs)
        let topic = topics.deadLetters
        let partitions = try logged { () throws(LogFailure) in try log.describe([topic]).first?.partitions ?? 0 }
        for partition in 0..<partitions {
            let reader = try logged { () throws(LogFailure) in
                try log.reader(of: TopicPartition(topic, partition), from: -1)
            }
            var isAtEnd = false
            while !isAtEnd {
                try continueUnlessStopping()
                let batch = try logged { () throws(LogFailure) in
                    try reader.read(max: 500, timeout: .milliseconds(500))
                }
                for record in batch.records { letters.add(record) }
                isAtEnd = batch.atEnd
                context.observer.heartbeat(
                    LaneHeartbeat(shard: shard, at: machine.steady(), clockJump: nil, isProgressing: true))
            }
        }
        return letters
    }

    // MARK: - Details

    private func continueUnlessStopping() throws(LaneFault) {
        guard isStopping() else { return }
        throw .release(
            LogFailure(
                code: "stopping",
                sentence: LocalText(zh: "恢复期间收到停止请求", en: "asked to stop while restoring"),
                isRetriable: false))
    }

    private func positions(of store: ShardStore) throws(LaneFault) -> [Position] {
        try stored { () throws(StoreFault) in try store.positions() }
    }

    private func reached(_ point: FaultInjectionPoint) throws(LaneFault) {
        try context.observer.reached(point, shard: shard)
    }
}

/// Runs calls to the log. A failure there leads to recovery.
func logged<Result>(_ body: () throws(LogFailure) -> Result) throws(LaneFault) -> Result {
    do {
        return try body()
    } catch {
        throw .recover(error)
    }
}

/// Runs calls to the store. The kind of failure decides what the lane does.
func stored<Result>(_ body: () throws(StoreFault) -> Result) throws(LaneFault) -> Result {
    do {
        return try body()
    } catch {
        throw LaneFault(error)
    }
}
