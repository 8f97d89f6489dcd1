import CaseStore
import HazardCore
import HazardWire
import MessageLog
import Wording

/// The one path for start, rebalance, unknown outcome, lost or old file (`Sources/README.md`, Recovery).
struct Recovery {
    let context: StepContext
    let session: any ShardSession
    let log: any MessageLog
    let directory: StoreDirectory
    let machine: MachineClock
    let isStopping: @Sendable () -> Bool

    private var shard: Int { context.shard }
    private var topics: TopicNames { context.settings.topics }

    /// Fences the older owner, brings the file up to the changelogs' ends, and starts the inputs where they were left.
    ///
    /// `anew` deletes the file first: a decision has met damage in it.
    func run(anew: Bool) throws(LaneFault) -> (ShardStore, LaneState) {
        try openWriter()
        try reach(.writerOpened)
        let store = try openStore(anew: anew)
        store.latestBelieved = machine.wall() + context.settings.maxAhead.milliseconds
        try reach(.storeOpened)
        for changelog in context.changelogs { try restore(store, from: changelog) }
        try reach(.restored)
        let inputs = InputPositions(context: context, session: session)
        let positions = try inputs.find(stored: try positions(of: store), hasCases: store.storedRows.cases > 0)
        try logged { () throws(LogFailure) in try session.start(at: positions) }
        try reach(.started)
        let numbers = ShardNumbers(lastSequence: store.highestShardSequence)
        let clock = LaneClock(
            machine: machine, last: max(store.shardTime, store.latestEventTime), maxAhead: context.settings.maxAhead)
        let pace = context.settings.pace
        let health = QueueHealth(firstWait: pace.queueRest, longestWait: pace.longestQueueRest)
        return (store, LaneState(numbers: numbers, clock: clock, health: health))
    }

    private func openWriter() throws(LaneFault) {
        do throws(CommitFailure) {
            try session.openWriter()
        } catch {
            if case .fenced(let failure) = error { throw .letGo(failure) }
            throw .recover(error.failure)
        }
    }

    // MARK: - The file

    /// Opens the shard's file; one that is damaged, old, or older than the changelog's tombstones is built anew.
    private func openStore(anew: Bool) throws(LaneFault) -> ShardStore {
        let cluster = try logged { () throws(LogFailure) in try log.clusterID() }
        let identity = StoreIdentity(cluster: cluster, topics: topics.sharded, shards: context.settings.shards)
        if !anew, let store = try openUsable(identity) { return store }
        return try stored { () throws(StoreFault) in
            try directory.delete(shard: shard)
            return try ShardStore.open(in: directory, shard: shard, identity: identity)
        }
    }

    /// The file as it is; nil when it has to be built anew.
    private func openUsable(_ identity: StoreIdentity) throws(LaneFault) -> ShardStore? {
        let store: ShardStore
        do {
            store = try ShardStore.open(in: directory, shard: shard, identity: identity)
        } catch {
            guard error.canRebuild else { throw LaneFault(error) }
            context.observer.troubled(LaneFault(error), shard: shard)
            return nil
        }
        for changelog in context.changelogs where try !isUsable(store, changelog) { return nil }
        return store
    }

    /// Whether a file can go on with that changelog from where it is; one that is ahead of it stops the shard.
    private func isUsable(_ store: ShardStore, _ changelog: TopicPartition) throws(LaneFault) -> Bool {
        guard let next = try positions(of: store).first(where: { $0.at == changelog })?.next else { return true }
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: changelog) }
        guard next <= bounds.next else {
            // Only Kafka can lose the end of a transaction: its tools are not named for the embedded log.
            let lostEnd = log.lostTransactionAdvice.map { ", or \($0.en)" } ?? ""
            throw .stop(
                "\(store.path) is ahead of \(changelog): it has read up to \(next), the topic ends at "
                    + "\(bounds.next). The topic was made anew, or the file belongs to another installation\(lostEnd). "
                    + "If the topic is right, run `hazard rebuild --shard \(shard)`.")
        }
        let age = machine.wall() - store.shardTime.milliseconds
        guard age > context.settings.tombstoneRetention.milliseconds, next < bounds.next else { return true }
        let days = age / 86_400_000
        let sentence = LocalText(
            zh: "\(store.path) 上次写入是 \(days) 天前：\(changelog) 可能已清除其后的删除标记，因此重建该文件。没有丢失任何数据。",
            en: "\(store.path) was last written \(days) days ago: \(changelog) may have dropped tombstones "
                + "since, so it is built anew. Nothing is lost.")
        context.observer.troubled(
            .recover(LogFailure(code: "store-old", sentence: sentence, isRetriable: true)), shard: shard)
        return false
    }

    // MARK: - The changelogs

    /// Reads a changelog from where the file ends to the topic's end, in large transactions.
    private func restore(_ store: ShardStore, from changelog: TopicPartition) throws(LaneFault) {
        let from = try positions(of: store).first { $0.at == changelog }?.next ?? 0
        let reader = try logged { () throws(LogFailure) in try log.reader(of: changelog, from: from) }
        let end = try logged { () throws(LogFailure) in try session.bounds(of: changelog).next }
        while true {
            guard !isStopping() else {
                throw .letGo(
                    LogFailure(
                        code: "stopping",
                        sentence: LocalText(zh: "恢复期间收到停止请求", en: "asked to stop while restoring"),
                        isRetriable: false))
            }
            let batch = try logged { () throws(LogFailure) in
                try reader.read(max: context.settings.pace.restoreRecords, timeout: .milliseconds(500))
            }
            if !batch.next.isEmpty || !batch.records.isEmpty { try apply(batch, to: store) }
            context.observer.turned(LaneTurn(shard: shard, at: machine.steady(), clockJump: nil, isWell: true))
            if batch.atEnd { return }
            if let next = batch.next.first?.next {
                context.observer.became(.restoring(done: next - from, of: end - from), shard: shard)
            }
            try reach(.restoring)
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

    /// One record of a changelog: a case's whole state, a month's counts, an entry or balance of the ledger, a tombstone.
    private func apply(_ record: Record, to store: ShardStore) throws(LaneFault) {
        let key = String(decoding: record.key ?? [], as: UTF8.self)
        do {
            if record.topic == topics.rewards {
                try restoreLedger(key, record.value, to: store)
            } else if let id = CaseID(key) {
                guard let body = record.value else { return try store.remove(id) }
                let value = try CaseCodec.decode(body)
                try store.put(
                    value, body: body, wakeAt: value.wakeAt(retention: context.settings.caseRetention),
                    before: try finding(beforeSplitOf: value, in: store))
            } else if MonthCounts.isKey(key), let body = record.value {
                let counts = try MonthCountsCodec.decode(body)
                try store.setCounts(counts.counts, of: counts.month, shardSequence: counts.shardSequence)
            }
        } catch let fault as StoreFault {
            throw LaneFault(fault)
        } catch {
            throw .stop(
                "\(record.at) offset \(record.offset), key \(key): \(error). The shard cannot be restored past it; a newer "
                    + "program may have written it.")
        }
    }

    /// What a case that reports have left was found by before this record: where it lay may have gone with them.
    private func finding(beforeSplitOf value: Case, in store: ShardStore) throws -> SearchKeyInputs? {
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

    private func reach(_ point: FaultInjectionPoint) throws(LaneFault) {
        try context.observer.reached(point, shard: shard)
    }
}

/// Runs what speaks to the log; a failure there means to learn again what is true.
func logged<Result>(_ body: () throws(LogFailure) -> Result) throws(LaneFault) -> Result {
    do {
        return try body()
    } catch {
        throw .recover(error)
    }
}

/// Runs what speaks to the file.
func stored<Result>(_ body: () throws(StoreFault) -> Result) throws(LaneFault) -> Result {
    do {
        return try body()
    } catch {
        throw LaneFault(error)
    }
}
