package import ChineseText
package import HazardCore

/// The settings of the process; the policy about cases is separate.
package struct Settings: Sendable {
    /// The installation's name: part of Kafka's transactional ids.
    package var cluster = "hazard"
    package var zone = ZoneOffset.china
    package var log = LogSettings()
    package var topics = TopicSettings()
    package var store = StoreSettings()
    package var media = MediaSettings()
    package var board = BoardSettings()
    package var api = APISettings()
    package var intake = IntakeSettings()
    package var signing = SigningSettings()
    package var emergency = EmergencySettings()
    package var time = TimeSettings()
    package var retention = RetentionSettings()
    package var limits = LimitSettings()
    package var secrets = SecretSettings()
    package var bridge = BridgeSettings()
    package var masking = MaskingRules()
    package var logFormat = LogLineFormat.json
    package var logLevel = LogLineLevel.info
    package var policy = PolicyPaths(
        departments: "departments.yaml", categories: "categories.yaml", routing: "routing.yaml",
        programmes: "programmes.yaml", phrases: "phrases.yaml", merging: "merging.yaml", schemes: "schemes",
        calendar: "calendar")

    package init() {}

    /// Makes the rules of masking those of this process.
    package func useMasking() { MaskingRules.current = masking }
}

/// Where the shards' files are.
package struct StoreSettings: Sendable {
    package var directory = "data/store"

    package init() {}
}

/// Which reports are accepted.
package struct IntakeSettings: Sendable {
    /// How far `reported_at` may be in the past.
    package var maxAge = Duration.days(180)
    /// How far `reported_at` may be in the future.
    package var maxAhead = Duration.minutes(10)
    /// The programmes that the riders' page takes reports for; empty switches it off.
    package var web: [String] = []

    package init() {}
}

/// What happens to reports of danger to life.
package struct EmergencySettings: Sendable {
    /// How long such a case may wait in triage for a person before the machine pages departments.
    package var triageLimit = EmergencyWait.usualLimit

    package init() {}
}

/// Which record times are believed.
package struct TimeSettings: Sendable {
    /// How far a record's time may be ahead of this server's clock.
    package var maxAhead = Duration.minutes(2)

    package init() {}
}

/// How long records and cases are kept.
package struct RetentionSettings: Sendable {
    package var reports = Duration.days(30)
    package var feedback = Duration.days(30)
    package var commands = Duration.days(30)
    package var dispatch = Duration.days(30)
    package var notices = Duration.days(30)
    package var deadLetters = Duration.days(90)
    /// From the end of a case.
    package var cases = Duration.days(400)

    package init() {}
}

/// Limits on sizes, counts and waiting times.
package struct LimitSettings: Sendable {
    /// Most records in one step of a lane.
    package var batchRecords = 4000
    /// How long a lane waits for the first record.
    package var poll = Duration.milliseconds(100)
    /// Most timers that one step carries out.
    package var timersPerStep = 500
    /// Most bytes of a report's record.
    package var reportBytes = 900 * 1024
    /// Most bytes of an HTTP body that is one object.
    package var bodyBytes = 1 << 20
    /// Most bytes of an NDJSON body.
    package var batchBodyBytes = 16 << 20
    /// Most open HTTP connections, streams included; fewer when the process may not open that many descriptors.
    package var connections = 2000
    /// Most live streams; at most half of the connections, so that requests are answered too.
    package var streams = 1000
    /// Most open HTTP connections of one client address (of one /64 network for IPv6); not for `api.proxies`.
    package var connectionsPerAddress = 100
    /// How long stopping may take before the process ends without waiting any longer.
    package var stopWithin = Duration.seconds(30)

    package init() {}
}

/// Secrets of the installation.
package struct SecretSettings: Sendable {
    /// The key that turns a reporter's reference into an account; nil: a key is made once, in
    /// `account-key` beside `store.directory`.
    package var accountKey: [UInt8]?

    package init() {}
}

/// The format of log lines.
package enum LogLineFormat: String, CaseIterable, Sendable {
    case json, text
}

/// The lowest level of log lines that are written.
package enum LogLineLevel: String, CaseIterable, Sendable {
    case debug, info, warning, error
}
