/// Facts about a whole shard, stored in one row so that no query has to scan for them.
struct ShardSummary: Hashable {
    /// Milliseconds since 1970; 0 before the first record.
    var shardTime: Int64 = 0
    /// The latest `at` of any history entry, in milliseconds since 1970.
    var latestEvent: Int64 = 0
    /// The highest `shard_seq` of any task.
    var shardSequence: Int64 = 0
    var rows = StoreRows()

    mutating func goBack(to time: Int64) {
        shardTime = min(shardTime, time)
        latestEvent = min(latestEvent, time)
    }
}

/// The number of rows in a shard's tables.
package struct StoreRows: Hashable, Sendable {
    package var cases = 0
    package var tasks = 0
    package var reports = 0
    package var history = 0

    package init() {}
}
