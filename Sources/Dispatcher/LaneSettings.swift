package import Credentials
package import Digest
package import HazardCore
import HazardWire

/// The settings of all lanes of a process.
package struct LaneSettings: Sendable {
    package var policy: Policy
    package var topics: TopicNames
    package var shards: Int
    /// The directory of the shards' files.
    package var storeDirectory: String
    package var intake = IntakeLimits()
    /// Who may write what on the inputs.
    package var signing = SigningKeys()
    package var pace = LanePace()
    /// How far a record's time may be ahead of this server's clock (`time.max_ahead`).
    package var maxAhead = Duration.minutes(2)
    /// How long an ended case is kept after its end (`retention.cases`).
    package var caseRetention = Duration.days(400)
    /// How long the changelog keeps tombstones. An older file may have missed one and is rebuilt.
    package var tombstoneRetention = Duration.days(1)
    /// When the group has lost its positions, the inputs are read from their oldest records (`hazard serve
    /// --from-oldest`).
    package var startsFromOldest = false
    /// The lane continues although retention removed records before they were read (`hazard serve --accept-gap`).
    package var acceptsGap = false
    /// The lane continues with another account key than its cases were written with (`hazard serve --new-account-key`).
    package var acceptsNewKey = false
    /// The key of the hash that turns a reporter's reference into an account.
    package let accountKey: MessageKey
    /// The hash by which a repeated message is recognised.
    package let hashes: KeyedHash

    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package init(
        policy: Policy, topics: TopicNames, shards: Int, storeDirectory: String, accountKey: MessageKey
    ) throws(DigestFailure) {
        self.policy = policy
        self.topics = topics
        self.shards = shards
        self.storeDirectory = storeDirectory
        self.accountKey = accountKey
        hashes = try KeyedHash(accountKey)
    }
}

/// Which reports are accepted.
package struct IntakeLimits: Sendable {
    /// How far `reported_at` may lie before the append time.
    package var maxAge = Duration.days(180)
    /// How far `reported_at` may lie after the append time.
    package var maxAhead = Duration.minutes(10)

    package init() {}
}

/// Batch sizes and waiting times of a lane.
package struct LanePace: Sendable {
    /// The largest number of records in a step. Larger batches share the fixed cost of a transaction; smaller ones
    /// answer sooner.
    package var batchRecords = 4_000
    /// How long to wait for the first record. Timers are checked at least this often.
    package var poll = Duration.milliseconds(100)
    /// Changelog records that one transaction of the store restores.
    package var restoreRecords = 5_000
    /// The largest number of timers that one step handles.
    package var timersPerStep = 500
    /// The delay before an aborted step is tried again. It doubles up to 600 times this value.
    package var retry = Duration.milliseconds(50)
    /// How long nothing is written to a queue that refused a record. It doubles with each refusal up to
    /// `longestQueuePause`.
    package var firstQueuePause = Duration.seconds(5)
    package var longestQueuePause = Duration.minutes(5)
    /// How often a lane looks whether its topics were changed by others.
    package var topicLook = Duration.minutes(1)
    /// How long a lane may take to release its shard.
    package var releaseTimeout = Duration.seconds(5)

    package init() {}
}
