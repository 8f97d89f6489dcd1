import CaseStore
import HazardCore
import HazardWire
import JSONText
import MessageLog

/// The last records of this shard on its changelogs, as the store has them.
struct OwnRecords {
    let context: StepContext
    let store: ShardStore

    /// Whether this shard may write a record with that key. Other keys of strangers may hold anything and are not shown.
    static func mayHave(_ key: String, _ context: StepContext) -> Bool {
        if let id = CaseID(key) { return id.shard == context.shard }
        if MonthCounts.isKey(key) { return true }
        guard let (programme, _) = reward(key) else { return false }
        return context.settings.policy.programmes[programme] != nil
    }

    /// The programme and the entry of a key on `hazard.rewards`; the entry is nil for the balance of the fund.
    static func reward(_ key: String) -> (programme: String, entryID: String?)? {
        guard let slash = key.firstIndex(of: "/") else { return nil }
        let programme = String(key[..<slash])
        if key == RewardCodec.fundKey(programme) { return (programme, nil) }
        return (programme, String(key[key.index(after: slash)...]))
    }

    /// The last record with that key; nil when this shard has written none.
    ///
    /// - Throws: `StoreFault` when the store cannot be read.
    func last(_ key: String, on at: TopicPartition, shardSequence: Int64) throws(StoreFault) -> NewRecord? {
        guard let body = try body(key, on: at.topic, shardSequence: shardSequence) else { return nil }
        return NewRecord(topic: at.topic, partition: at.partition, key: Array(key.utf8), value: body)
    }

    private func body(_ key: String, on topic: String, shardSequence: Int64) throws(StoreFault) -> [UInt8]? {
        if topic == context.settings.topics.rewards {
            guard let (programme, entryID) = Self.reward(key) else { return nil }
            guard let entryID else { return try store.fund(of: programme) }
            return try store.reward(entryID, of: programme)
        }
        if let id = CaseID(key) { return id.shard == context.shard ? try store.body(of: id) : nil }
        guard MonthCounts.isKey(key), let month = key.split(separator: "/").last.map(String.init) else { return nil }
        var counts = MonthCounts(shard: context.shard, month: month)
        guard counts.key == key else { return nil }
        counts.counts = try store.counts(of: month)
        counts.shardSequence = shardSequence
        return counts.counts.isEmpty ? nil : JSONWriter.bytes { MonthCountsCodec.encode(counts, to: &$0) }
    }
}
