/// What is true of a whole shard, kept in one row so that nobody has to scan for it.
struct ShardMarks: Hashable {
    /// Milliseconds since 1970; 0 before the first record.
    var shardTime: Int64 = 0
    /// The newest `at` of any history entry.
    var latestEvent: Int64 = 0
    /// The highest `shard_seq` of any task.
    var shardSequence: Int64 = 0
    var rows = StoreRows()
}

/// How many rows a shard's tables hold.
package struct StoreRows: Hashable, Sendable {
    package var cases = 0
    package var tasks = 0
    package var reports = 0
    package var history = 0

    package init() {}
}
