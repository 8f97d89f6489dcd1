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
    /// Milliseconds an ended case is kept.
    package var caseRetention: Int64 = 400 * 86_400_000
    /// Milliseconds that the changelog keeps tombstones: a file that is older may miss one and is built anew.
    package var tombstoneRetention: Int64 = 86_400_000
    /// Read the inputs from their oldest records when the group has lost its positions.
    package var startsFromOldest = false
    /// Go on although records were lost to retention before they were read.
    package var acceptsGap = false
    /// Turns a reporter's reference into an account.
    package var accountKey: MessageKey

    package init(
        policy: Policy, topics: TopicNames, shards: Int, storeDirectory: String, accountKey: MessageKey
    ) {
        self.policy = policy
        self.topics = topics
        self.shards = shards
        self.storeDirectory = storeDirectory
        self.accountKey = accountKey
    }
}

/// Which reports are taken.
package struct IntakeLimits: Sendable {
    /// Milliseconds that `reported_at` may lie behind the append time.
    package var maxAge: Int64 = 180 * 86_400_000
    /// Milliseconds that it may lie ahead.
    package var maxAhead: Int64 = 10 * 60_000
    /// By key id; when there is any, every report must be signed.
    package var signatureKeys: [String: MessageKey] = [:]

    package init() {}
}

/// How much a lane takes at once and how long it waits.
package struct LanePace: Sendable {
    /// Records in a step at most: a transaction's fixed cost wants thousands, a reader's patience fewer.
    package var batchRecords = 4_000
    /// Milliseconds to wait for the first record; timers are looked at as often.
    package var pollMilliseconds = 100
    /// Records of the changelog restored in one transaction of the store.
    package var restoreRecords = 5_000
    /// Timers carried out in one step.
    package var timersPerStep = 500
    /// Milliseconds before an aborted step is tried again, doubled up to a hundredfold.
    package var retryMilliseconds = 50
    /// Milliseconds a refused queue rests, doubled with each refusal up to the longest.
    package var queueRest: Int64 = 5_000
    package var longestQueueRest: Int64 = 300_000
    /// Milliseconds that a lane may take to let go of its shard.
    package var letGoMilliseconds = 5_000

    package init() {}
}
