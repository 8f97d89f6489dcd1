package import HazardCore

/// How the process is set up; policy about cases is not in here.
package struct Settings: Sendable {
    /// The installation's name: part of Kafka's transactional ids.
    package var cluster = "hazard"
    package var zone = ZoneOffset.china
    package var log = LogSettings()
    package var topics = TopicSettings()
    package var store = StoreSettings()
    package var api = APISettings()
    package var intake = IntakeSettings()
    package var retention = RetentionSettings()
    package var limits = LimitSettings()
    package var secrets = SecretSettings()
    package var logFormat = LogLineFormat.json
    package var logLevel = LogLineLevel.info
    package var policy = PolicyPaths(
        departments: "departments.yaml", categories: "categories.yaml", routing: "routing.yaml",
        programmes: "programmes.yaml", phrases: "phrases.yaml", merging: "merging.yaml", schemes: "schemes",
        calendar: "calendar")

    package init() {}
}

/// Where the shards' files are.
package struct StoreSettings: Sendable {
    package var directory = "data/store"

    package init() {}
}

/// Which reports are taken.
package struct IntakeSettings: Sendable {
    /// Milliseconds that `reported_at` may lie behind.
    package var maxAge: Int64 = 180 * 86_400_000
    /// Milliseconds that it may lie ahead.
    package var maxAhead: Int64 = 10 * 60_000
    /// Secrets by key id; when there is any, every report must be signed.
    package var signatures: [String: [UInt8]] = [:]

    package init() {}
}

/// How long things are kept, in milliseconds.
package struct RetentionSettings: Sendable {
    package var reports: Int64 = 30 * 86_400_000
    package var feedback: Int64 = 30 * 86_400_000
    package var commands: Int64 = 30 * 86_400_000
    package var dispatch: Int64 = 30 * 86_400_000
    package var notices: Int64 = 30 * 86_400_000
    package var deadLetters: Int64 = 90 * 86_400_000
    /// After a case ended.
    package var cases: Int64 = 400 * 86_400_000

    package init() {}
}

/// Sizes and paces.
package struct LimitSettings: Sendable {
    /// Records in a lane's step at most.
    package var batchRecords = 4000
    /// Milliseconds a lane waits for the first record.
    package var pollMilliseconds = 100
    /// Timers carried out in one step.
    package var timersPerStep = 500
    /// Bytes of a report's record.
    package var reportBytes = 900 * 1024
    /// Bytes of an HTTP body that is one object.
    package var bodyBytes = 1 << 20
    /// Bytes of an NDJSON body.
    package var batchBodyBytes = 16 << 20
    /// Open HTTP connections, streams included.
    package var connections = 1000
    /// Milliseconds that a stop may take before the process ends regardless.
    package var stopMilliseconds = 30_000

    package init() {}
}

/// Secrets of the installation.
package struct SecretSettings: Sendable {
    /// Turns a reporter's reference into an account; nil: one is made and kept with the store.
    package var accountKey: [UInt8]?

    package init() {}
}

/// How log lines are written.
package enum LogLineFormat: String, CaseIterable, Sendable {
    case json, text
}

/// Which log lines are written.
package enum LogLineLevel: String, CaseIterable, Sendable {
    case debug, info, warning, error
}
