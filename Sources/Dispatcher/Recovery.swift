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
        for changelog in context.changelogs { try restore(store, from: changelog) }
        try reached(.restored)
        try checkKey(store)
        let inputs = InputPositions(context: context, session: session)
        let positions = try inputs.find(stored: try positions(of: store), hasCases: store.storedRows.cases > 0)
        let transfers = try inputs.transferStart(positions, stored: try self.positions(of: store))
        if transfers.first != nil, transfers.oldCommandsEnd > 0 { try remember(transfers.oldCommandsEnd, in: store) }
        try logged { () throws(LogFailure) in try session.start(at: positions) }
        try reached(.started)
        let numbers = ShardNumbers(lastSequence: store.highestShardSequence)
        let clock = LaneClock(
            machine: machine, last: max(store.shardTime, store.latestEventTime), maxAhead: context.settings.maxAhead)
        let pace = context.settings.pace
        let health = QueueHealth(firstPause: pace.firstQueuePause, longestPause: pace.longestQueuePause)
        return (store, LaneState(numbers: numbers, clock: clock, health: health, transfers: transfers))
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
    private func checkKey(_ store: ShardStore) throws(LaneFault) {
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
    private func restore(_ store: ShardStore, from changelog: TopicPartition) throws(LaneFault) {
        let from = try positions(of: store).first { $0.at == changelog }?.next ?? 0
        let reader = try logged { () throws(LogFailure) in try log.reader(of: changelog, from: from) }
        let end = try logged { () throws(LogFailure) in try session.bounds(of: changelog).next }
        while true {
            guard !isStopping() else {
                throw .release(
                    LogFailure(
                        code: "stopping",
                        sentence: LocalText(zh: "恢复期间收到停止请求", en: "asked to stop while restoring"),
                        isRetriable: false))
            }
            let batch = try logged { () throws(LogFailure) in
                try reader.read(max: context.settings.pace.restoreRecords, timeout: .milliseconds(500))
            }
            if !batch.next.isEmpty || !batch.records.isEmpty { try apply(batch, to: store) }
            context.observer.heartbeat(
                LaneHeartbeat(shard: shard, at: machine.steady(), clockJump: nil, isProgressing: true))
            if batch.atEnd { return }
            if let next = batch.next.first?.next {
                context.observer.entered(.restoring(done: next - from, of: end - from), shard: shard)
            }
            try reached(.restoring)
        }
    }

    private func apply(_ batch: LogBatch, to store: ShardStore) throws(LaneFault) {
        try stored { () throws(StoreFault) in try store.begin() }
        do throws(LaneFault) {
            for record in batch.records { try apply(record, to: store) }
            try stored { () throws(StoreFault) in
                try store.commit(positions: batch.next, shardTime: store.latestEventTime)
            }
        } catch {
            try? store.rollback()
            throw error
        }
    }

    /// Applies one changelog record: a case, the counts of a month, an entry or balance of the ledger, or a tombstone.
    private func apply(_ record: Record, to store: ShardStore) throws(LaneFault) {
        let key = String(decoding: record.key ?? [], as: UTF8.self)
        do {
            if record.topic == topics.rewards {
                try restoreLedger(key, record.value, to: store)
            } else if let id = CaseID(key) {
                guard let body = record.value else { return try store.remove(id) }
                var value = try CaseCodec.decode(body)
                let isProtected = try context.settings.hashes.protect(&value)
                try store.put(
                    value, body: isProtected ? CaseCodec.bytes(of: value, zone: context.settings.policy.zone) : body,
                    wakeAt: value.wakeAt(retention: context.settings.caseRetention),
                    before: try searchKeyInputs(beforeSplitOf: value, in: store))
            } else if MonthCounts.isKey(key), let body = record.value {
                let counts = try MonthCountsCodec.decode(body)
                try store.setCounts(counts.counts, of: counts.month, shardSequence: counts.shardSequence)
            }
        } catch let fault as StoreFault {
            throw LaneFault(fault)
        } catch {
            let reason = LocalText(describing: error)
            throw .stop(
                LocalText(
                    zh: "\(record.at) 位点 \(record.offset)，键 \(key)：\(reason.zh)。该分片无法越过它继续恢复；它可能由更新版本的程序写入。",
                    en: "\(record.at) offset \(record.offset), key \(key): \(reason.en). The shard cannot be restored "
                        + "past it; a newer program may have written it."))
        }
    }

    /// The search key inputs that a case had before reports were split off; nil for other cases.
    ///
    /// The record no longer has the places of those reports, but the store still has their search keys.
    private func searchKeyInputs(beforeSplitOf value: Case, in store: ShardStore) throws -> SearchKeyInputs? {
        let isSplit = value.links.contains { $0.kind == .splitOff }
        guard isSplit, let body = try store.body(of: value.id) else { return nil }
        return SearchKeyInputs(try CaseCodec.decode(body))
    }

    private func restoreLedger(_ key: String, _ body: [UInt8]?, to store: ShardStore) throws {
        guard let body else {
            return try store.removeReward(String(key.split(separator: "/").last ?? ""))
        }
        switch try RewardCodec.decode(key: key, body) {
        case .entry(let entry):
            try store.put(entry, body: body, wakeAt: entry.wakeAt(retention: context.settings.caseRetention))
        case .fund(let fund): try store.put(fund, body: body)
        }
    }

    // MARK: - Details

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
