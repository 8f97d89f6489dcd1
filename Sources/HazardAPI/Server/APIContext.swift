package import Credentials
package import Digest
package import HTTP
package import HazardCore
package import HazardStatistics
package import HazardWire
package import MediaFiles
package import MessageLog
package import Telemetry

/// Everything that the API needs at its start.
package struct APIContext: Sendable {
    /// The API appends messages to it, and reads it for dead letters and for streams that resume.
    package var log: any MessageLog
    package var topics: TopicNames
    package let rules: ServedRules
    /// How many shards the installation has.
    package var shards: Int
    /// The prefix of the names under which the API writes several records together.
    package var writerPrefix = "hazard-"
    /// The folder with the lanes' files `shard-<p>.db`, which the API opens read-only.
    package var storeDirectory: String
    /// The answer of `/version`.
    package var version: String
    /// The shards whose lanes run in this process now.
    package var ownedShards: @Sendable () -> Set<Int> = { [] }
    package var health: @Sendable () -> HealthReport = { .unknown }
    /// The figures of the running process for `GET /v1/stats`.
    package var present: @Sendable () -> KPIPresent = { KPIPresent() }
    package var metrics = MetricRegistry()
    package var logger = Logger()
    /// Who read which case or reporter.
    package var accessLog = AccessLog(nil)
    package var limits = APILimits()
    package var desk = DeskSettings()
    /// Loads policy, tokens, keys and certificates anew; nil where the configuration cannot be read again.
    package var reload: (@Sendable () -> ReloadAnswer)?
    /// Recognises a message that is sent again with other content; nil: its id alone counts.
    package var hashes: KeyedHash?
    /// The time that decides what is overdue, and the `at` of a message that names none.
    package var now: @Sendable () -> Instant = { WallClock.now() }
    /// The stored pictures; nil: none are taken.
    package var media: MediaFolder?
    /// Makes small pictures; nil when its program is missing.
    package var pictureTool: PictureTool?
    /// Where lanes publish their commits.
    package let hub: ChangeHub
    /// Writes requests to the log.
    let posts: LogPosts

    package init(
        log: any MessageLog, topics: TopicNames, policy: Policy, shards: Int, storeDirectory: String, version: String
    ) {
        self.log = log
        self.topics = topics
        rules = ServedRules(policy: policy)
        self.shards = shards
        self.storeDirectory = storeDirectory
        self.version = version
        hub = ChangeHub()
        posts = LogPosts()
    }

    package var policy: Policy {
        get { rules.policy }
        nonmutating set { rules.policy = newValue }
    }

    package var tokens: [AccessToken] {
        get { rules.tokens }
        nonmutating set { rules.tokens = newValue }
    }

    package var signer: ServerSigner? {
        get { rules.signer }
        nonmutating set { rules.signer = newValue }
    }

    package var zone: ZoneOffset { policy.zone }
}

/// The limits of the API.
package struct APILimits: Sendable {
    /// The most bytes of a body that is one object.
    package var object = 1024 * 1024
    /// The most bytes of a body of lines.
    package var lines = 16 * 1024 * 1024
    /// The most bytes of a form. It is read before its `api_key` is known, so it is small.
    package var form = 128 * 1024
    /// The most bytes of a picture.
    package var media = 10 * 1024 * 1024
    /// The longest `?wait=`.
    package var wait = Duration.seconds(30)
    /// The most requests that wait for an outcome at the same time: each holds a worker. One more gets its 202 at once.
    package var waiters = 8
    /// The number of threads that answer; more than `waiters`, so that waiting requests hold up no others.
    package var workers = 16
    /// The most streams that read the log at the same time.
    package var replays = 4
    /// The most questions for figures computed at the same time: each reads every case of its window.
    package var statistics = 2
    /// The most entries of a page.
    package var page = 500
    /// The ages of reports that are taken. The lane would dead-letter any other report.
    package var reportAge = ReportAge()
    /// How long reports, dead letters and notices stay in the log, where an erasure cannot reach them.
    package var rawRetention = Duration.days(90)

    package init() {}
}

/// What the pages for people need to know of the installation.
package struct DeskSettings: Sendable {
    /// Host names under which browsers reach the pages, besides localhost and addresses in digits.
    package var hosts: [String] = []
    /// Whether the server itself speaks TLS.
    package var isSecure = false
    /// Reverse proxies: what they say of a client's address and scheme counts.
    package var proxies: [AddressRange] = []
    /// The programmes that the riders' page takes reports for; empty switches it off.
    package var programmes: [String] = []

    package init() {}
}

extension APIContext {
    /// The headers that say for whom the server wrote a value; none when the installation has no server key.
    ///
    /// - Throws: A 503 when the value cannot be signed.
    func signature(of value: [UInt8], for caller: Caller) throws(Problem) -> [Header] {
        guard let signer else { return [] }
        do throws(DigestFailure) {
            let made = try signer.headers(for: value, of: caller.signedFor)
            return [Header(HeaderName.signature, made.signature), Header(HeaderName.signedFor, made.signedFor)]
        } catch {
            logger.error("message-not-signed", ["reason": .string(error.description)])
            throw Problem(
                503, "not-signed", zh: "服务现在无法签名：请稍后重发", en: "the message cannot be signed now: send it again later")
        }
    }
}
