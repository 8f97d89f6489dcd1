/// How one process joins the group that shares the shards.
package struct Membership: Sendable {
    /// The group's name, the same in every process of an installation.
    package var group: String
    /// This process's name in the group; it stays the same after a restart because the store's directory holds it.
    package var member: String
    /// A shard's transactional id is `<writerPrefix><shard>`; it has one owner at a time.
    package var writerPrefix: String
    /// The topics whose partitions *k* with *k* mod `shards` = *p* are the inputs of shard *p*.
    package var inputs: [String]
    /// The topic whose partition *p* stands for shard *p* when the group assigns shards.
    package var assignedBy: String
    /// The number of shards.
    package var shards: Int

    /// Without `assignedBy` the first input assigns the shards.
    package init(
        group: String, member: String, writerPrefix: String, inputs: [String], assignedBy: String? = nil, shards: Int
    ) {
        self.group = group
        self.member = member
        self.writerPrefix = writerPrefix
        self.inputs = inputs
        self.assignedBy = assignedBy ?? inputs[0]
        self.shards = shards
    }
}

/// Runs the lanes of the shards that the group assigns to this process.
package protocol ShardHost: AnyObject, Sendable {
    /// Takes over a shard: one thread uses `session` until `revoke` is called. Must not block.
    func assign(_ session: any ShardSession)

    /// Gives up a shard. Returns when its lane has stopped using it, within about two seconds.
    ///
    /// When `lost` is true, another owner may already work on the shard: nothing may be committed any more.
    func revoke(_ shard: Int, lost: Bool)

    /// The log has failed permanently (fatal error, group refused): the process reports it and stops.
    func failed(_ failure: LogFailure)
}

/// One shard during one assignment: its inputs and its transactional writer. Only the lane's thread uses it.
///
/// Order of calls: `openWriter`, `findInputs`, `committed`, `replacedInputs`, `start`, then `poll` and `commit` repeatedly, then
/// `close`. After `CommitFailure.unknown` the order begins again with `openWriter`.
package protocol ShardSession: AnyObject, Sendable {
    var shard: Int { get }

    /// Fences every older writer of this shard and completes or aborts its open transaction. Replaces an earlier writer.
    ///
    /// - Throws: `fenced` when this assignment has ended; `unknown` when the broker did not say.
    func openWriter() throws(CommitFailure)

    /// Asks the log for the inputs of this shard: the partitions *k* of each input topic with *k* mod shards = shard. They are
    /// read from the next `start` on. Before the first call the inputs are the partitions of the shard's number.
    ///
    /// - Throws: `LogFailure` when a topic does not exist, has fewer partitions than there are shards, or cannot be asked.
    func findInputs() throws(LogFailure) -> [TopicPartition]

    /// The inputs whose topic was deleted and made anew since their last record was taken: the topic ends before their
    /// position, or another record is where a remembered one was. A record that is missing proves nothing.
    ///
    /// An input is in the answer until a position of it was committed again.
    ///
    /// - Throws: `LogFailure` when an input cannot be asked.
    func replacedInputs() throws(LogFailure) -> [TopicPartition]

    /// The stable positions of the shard's inputs; an input that was never committed is missing.
    ///
    /// - Throws: `LogFailure` when the positions cannot be read or the assignment has ended.
    func committed() throws(LogFailure) -> [Position]

    /// The oldest offset that is still held and the next one to be written, of any partition.
    ///
    /// - Throws: `LogFailure` when the partition does not exist or cannot be asked.
    func bounds(of at: TopicPartition) throws(LogFailure) -> (oldest: Int64, next: Int64)

    /// Starts reading the inputs at these positions; an input that is not named starts at its oldest record.
    ///
    /// A second call moves the inputs back or forward.
    ///
    /// - Throws: `LogFailure` when a position lies beyond the end or the assignment has ended.
    func start(at positions: [Position]) throws(LogFailure)

    /// Returns the next records of the shard's inputs, at most `max`, in order per partition.
    ///
    /// Returns as soon as there is a record, and after `timeout` without one.
    ///
    /// - Throws: `LogFailure` when the inputs cannot be read or the assignment has ended.
    func poll(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch

    /// Writes the records and the input positions, all or nothing; readers see both when it returns.
    ///
    /// Returns the position after the last record written to each partition of `watched` (the changelogs).
    ///
    /// - Throws: `CommitFailure`, which says what the lane must do next.
    func commit(
        _ records: [NewRecord], positions: [Position], watched: [TopicPartition]
    ) throws(CommitFailure) -> [Position]

    /// Releases the writer and the inputs and aborts the open transaction. A second call does nothing.
    ///
    /// After it every call throws `fenced`.
    func close()
}
