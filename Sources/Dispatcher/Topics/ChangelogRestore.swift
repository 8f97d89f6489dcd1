import CaseStore
import HazardCore
import HazardWire
import MessageLog
import Wording

/// Applies the records of a changelog to the store's open transaction, and finds those that another program wrote.
struct ChangelogRestore {
    let context: StepContext
    let store: ShardStore
    private(set) var foreign: [ForeignRecord] = []

    init(context: StepContext, store: ShardStore) {
        self.context = context
        self.store = store
    }

    /// Applies one record: a case, the counts of a month, an entry or balance of the ledger, or a tombstone.
    ///
    /// - Throws: `LaneFault.stop` for a record of a newer version of the program; the fault of the store.
    mutating func apply(_ record: Record) throws(LaneFault) {
        let key = record.key.flatMap { String(validating: $0, as: UTF8.self) }
        do {
            guard let key, try isOurs(record, key) else {
                foreign.append(ForeignRecord(record, key: key.flatMap { OwnRecords.mayHave($0, context) ? $0 : nil }))
                return
            }
        } catch let fault as StoreFault {
            throw LaneFault(fault)
        } catch let fault as WireFault where fault.code != .newer {
            foreign.append(ForeignRecord(record, key: key.flatMap { OwnRecords.mayHave($0, context) ? $0 : nil }))
        } catch {
            let reason = LocalText(describing: error)
            throw .stop(
                LocalText(
                    zh: "\(record.at) 位点 \(record.offset)，键 \(key ?? "")：\(reason.zh)。该分片无法越过它继续恢复；它由更新版本的程序写入。",
                    en:
                        "\(record.at) offset \(record.offset), key \(key ?? ""): \(reason.en). The shard cannot be restored "
                        + "past it; a newer program has written it."))
        }
    }

    /// Applies the record and returns true; returns false for a foreign one.
    private func isOurs(_ record: Record, _ key: String) throws -> Bool {
        if record.topic == context.settings.topics.rewards { return try applyReward(key, record.value) }
        if MonthCounts.isKey(key) {
            guard let body = record.value else { return false }
            let counts = try MonthCountsCodec.decode(body)
            guard counts.key == key, counts.shard == context.shard else { return false }
            try store.setCounts(counts.counts, of: counts.month, shardSequence: counts.shardSequence)
            return true
        }
        guard let id = CaseID(key), id.shard == context.shard else { return false }
        guard let body = record.value else { return try remove(id) }
        var value = try CaseCodec.decode(body)
        guard value.id == id else { return false }
        let isProtected = try context.settings.hashes.protect(&value)
        try store.put(
            value, body: isProtected ? CaseCodec.bytes(of: value, zone: context.settings.policy.zone) : body,
            wakeAt: value.wakeAt(retention: context.settings.caseRetention),
            before: try searchKeyInputs(beforeSplitOf: value))
        return true
    }

    /// Removes the case of a tombstone. We write one only for an ended case, so the tombstone of any other is foreign.
    private func remove(_ id: CaseID) throws -> Bool {
        guard let stored = try store.body(of: id) else { return true }
        guard try CaseCodec.decode(stored).state.isEnded else { return false }
        try store.remove(id)
        return true
    }

    private func applyReward(_ key: String, _ body: [UInt8]?) throws -> Bool {
        guard let (programme, entryID) = OwnRecords.reward(key) else { return false }
        guard let body else {
            guard let entryID else { return false }
            guard let stored = try store.reward(entryID, of: programme) else { return true }
            guard case .entry(let entry) = try RewardCodec.decode(key: key, stored), entry.hasEnded else {
                return false
            }
            try store.removeReward(entryID)
            return true
        }
        switch try RewardCodec.decode(key: key, body) {
        case .entry(let entry):
            guard RewardCodec.key(entry) == key else { return false }
            try store.put(entry, body: body, wakeAt: entry.wakeAt(retention: context.settings.caseRetention))
        case .fund(let fund):
            guard RewardCodec.fundKey(fund.programme) == key else { return false }
            try store.put(fund, body: body)
        }
        return true
    }

    /// The search key inputs that a case had before reports were split off; nil for other cases.
    ///
    /// The record no longer has the places of those reports, but the store still has their search keys.
    private func searchKeyInputs(beforeSplitOf value: Case) throws -> SearchKeyInputs? {
        let isSplit = value.links.contains { $0.kind == .splitOff }
        guard isSplit, let body = try store.body(of: value.id) else { return nil }
        return SearchKeyInputs(try CaseCodec.decode(body))
    }
}

extension RewardEntry {
    /// Only its retention is still to come.
    fileprivate var hasEnded: Bool { !state.isLive || claimedAt != nil }
}
