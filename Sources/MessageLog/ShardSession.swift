/// How one process takes part in sharing the shards.
package struct Membership: Sendable {
    /// The group's name, the same for every process of an installation.
    package var group: String
    /// This process among them, the same after a restart (kept in the store's directory).
    package var member: String
    /// Names the writer of a shard: `<writerPrefix><shard>` is the transactional id, one owner at a time.
    package var writerPrefix: String
    /// The topics whose partition *p* is the input of shard *p*.
    package var inputs: [String]
    /// How many shards there are.
    package var shards: Int

    package init(group: String, member: String, writerPrefix: String, inputs: [String], shards: Int) {
        self.group = group
        self.member = member
        self.writerPrefix = writerPrefix
        self.inputs = inputs
        self.shards = shards
    }
}

/// Whoever runs lanes: told which shards this process owns.
package protocol ShardHost: AnyObject, Sendable {
    /// A shard is ours: use `session` on one thread until `take` is called. Must not block.
    func give(_ session: any ShardSession)

    /// A shard is ours no longer. Returns when its lane has let go, within about two seconds.
    ///
    /// When `lost` is true another owner may already be at work: nothing may be committed any more.
    func take(_ shard: Int, lost: Bool)

    /// The log as a whole failed for good (fatal error, group refused): say so and stop.
    func failed(_ failure: LogFailure)
}

/// One shard during one assignment: its inputs and its transactional writer. One thread uses it, the lane's.
///
/// Order of a life: `openWriter` → `committed` → `start` → (`poll` → `commit`)… → `close`. After `CommitFailure.unknown`
/// the life begins again with `openWriter`.
package protocol ShardSession: AnyObject, Sendable {
    var shard: Int { get }

    /// Fences any older writer of this shard and resolves its open transaction. Replaces an earlier writer.
    ///
    /// Throws `fenced` when this assignment is over, `unknown` when it could not be learned.
    func openWriter() throws(CommitFailure)

    /// The stable positions of the shard's inputs; an input never committed is missing.
    func committed() throws(LogFailure) -> [Position]

    /// The oldest record still held and the next one to be written, of any partition.
    func bounds(of at: TopicPartition) throws(LogFailure) -> (oldest: Int64, next: Int64)

    /// Starts reading the inputs there; an input not named starts at its oldest record. Also rewinds.
    func start(at positions: [Position]) throws(LogFailure)

    /// The next records of the shard's inputs, in order per partition: returns as soon as there are any, at most `max`,
    /// and after `milliseconds` without.
    func poll(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch

    /// Writes the records and the input positions, all or nothing; both are visible to readers when it returns.
    ///
    /// Answers the position after the last record written to each partition named in `watched` (a changelog's).
    func commit(
        _ records: [NewRecord], positions: [Position], watched: [TopicPartition]
    ) throws(CommitFailure) -> [Position]

    /// Lets go of writer and inputs, aborting what is open. Harmless twice. After it every call throws `fenced`.
    func close()
}
