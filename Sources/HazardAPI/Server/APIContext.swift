package import Digest
package import HazardCore
package import HazardStatistics
package import HazardWire
package import MessageLog
package import Telemetry

/// Everything the API is told at its start.
package struct APIContext: Sendable {
    /// Written to with `append`; read for dead letters and for streams that resume.
    package var log: any MessageLog
    package var topics: TopicNames
    package var policy: Policy
    /// How many shards the installation has.
    package var shards: Int
    /// Where the lanes keep `shard-<p>.db`; opened read-only.
    package var storeDirectory: String
    /// What `/version` answers.
    package var version: String
    /// The shards whose lanes run in this process now.
    package var ownedShards: @Sendable () -> Set<Int> = { [] }
    package var health: @Sendable () -> HealthReport = { .unknown }
    /// What the running process knows of itself for `GET /v1/stats`.
    package var present: @Sendable () -> KPIPresent = { KPIPresent() }
    package var metrics = MetricRegistry()
    package var logger = Logger()
    /// None: everything is allowed to this machine, nothing to any other.
    package var tokens: [AccessToken] = []
    package var limits = APILimits()
    /// Signs reports that come in over HTTP, where the installation wants them signed.
    package var signer: ReportSigner?
    /// Recognises a message that is sent again with other content; nil: its id alone counts.
    package var hashes: KeyedHash?
    /// What is overdue depends on it, and the `at` of a message that names none.
    package var now: @Sendable () -> Instant = { WallClock.now() }
    /// Where lanes say what they committed.
    package let hub: ChangeHub

    package init(
        log: any MessageLog, topics: TopicNames, policy: Policy, shards: Int, storeDirectory: String, version: String
    ) {
        self.log = log
        self.topics = topics
        self.policy = policy
        self.shards = shards
        self.storeDirectory = storeDirectory
        self.version = version
        hub = ChangeHub()
    }

    package var zone: ZoneOffset { policy.zone }
}

/// What bounds the API; sizes in bytes.
package struct APILimits: Sendable {
    /// A body that is one object.
    package var object = 1024 * 1024
    /// A body of lines.
    package var lines = 16 * 1024 * 1024
    /// The longest `?wait=`, seconds.
    package var wait = 30.0
    /// Requests that wait for an outcome at once: each holds a worker. One more is answered 202 at once.
    package var waiters = 8
    /// Threads that answer; more than `waiters`, so that those who wait hold up nobody.
    package var workers = 16
    /// Streams that read what they missed from the log at once.
    package var replays = 4
    /// Questions for figures computed at once: each reads every case of its window.
    package var statistics = 2
    /// The most entries of a page.
    package var page = 500
    /// Reports outside it are refused at once, for the lane would make dead letters of them.
    package var reportAge = ReportAge()

    package init() {}
}

/// Signs a report's bytes as gateways do (`config/contracts/README.md`, Report).
package struct ReportSigner: Sendable {
    package var keyID: String
    package var key: MessageKey

    package init(keyID: String, key: MessageKey) {
        self.keyID = keyID
        self.key = key
    }

    /// The value of the header `hazard-signature`.
    package func signature(of value: [UInt8]) throws(DigestFailure) -> [UInt8] {
        Array((keyID + ";" + Hex.encode(try key.code(of: value))).utf8)
    }
}
