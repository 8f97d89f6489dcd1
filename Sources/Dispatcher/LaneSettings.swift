package import Digest
package import HazardCore
import HazardWire

/// What every lane of a process is told at its start.
package struct LaneSettings: Sendable {
    package var policy: Policy
    package var topics: TopicNames
    package var shards: Int
    /// Where the shards' files are.
    package var storeDirectory: String
    package var intake = IntakeLimits()
    package var pace = LanePace()
    /// How far a record's time may be ahead of this server's clock: `time.max_ahead`.
    package var maxAhead = Duration.minutes(2)
    /// How long an ended case is kept.
    package var caseRetention = Duration.days(400)
    /// How long the changelog keeps tombstones: a file that is older may miss one and is built anew.
    package var tombstoneRetention = Duration.days(1)
    /// Read the inputs from their oldest records when the group has lost its positions.
    package var startsFromOldest = false
    /// Go on although records were lost to retention before they were read.
    package var acceptsGap = false
    /// Turns a reporter's reference into an account.
    package let accountKey: MessageKey
    /// Recognises a message that is sent again.
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

/// Which reports are taken.
package struct IntakeLimits: Sendable {
    /// How far `reported_at` may lie behind the append time.
    package var maxAge = Duration.days(180)
    /// How far it may lie ahead.
    package var maxAhead = Duration.minutes(10)
    /// By key id; when there is any, every report must be signed.
    package var signatureKeys: [String: MessageKey] = [:]

    package init() {}
}

/// How much a lane takes at once and how long it waits.
package struct LanePace: Sendable {
    /// Records in a step at most: a transaction's fixed cost wants thousands, a reader's patience fewer.
    package var batchRecords = 4_000
    /// How long to wait for the first record; timers are looked at as often.
    package var poll = Duration.milliseconds(100)
    /// Records of the changelog restored in one transaction of the store.
    package var restoreRecords = 5_000
    /// Timers carried out in one step.
    package var timersPerStep = 500
    /// How long to wait before an aborted step is tried again, doubled up to a hundredfold.
    package var retry = Duration.milliseconds(50)
    /// How long a refused queue is left alone, doubled with each refusal up to the longest.
    package var queueRest = Duration.seconds(5)
    package var longestQueueRest = Duration.minutes(5)
    /// How long a lane may take to let go of its shard.
    package var letGo = Duration.seconds(5)

    package init() {}
}
