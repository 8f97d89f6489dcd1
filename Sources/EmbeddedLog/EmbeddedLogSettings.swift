internal import Foundation
package import MessageLog

/// The settings of an embedded log.
package struct EmbeddedLogSettings: Sendable {
    /// Returns milliseconds since 1970; called once for each group of records that are written together.
    package var clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    /// Time between two rounds of retention and compaction; with nil, only `EmbeddedLog.maintain` runs them.
    package var maintenanceInterval: Duration? = .seconds(60)
    /// Called on a thread of the log when a round of maintenance failed; the next round tries again.
    package var maintenanceFailed: @Sendable (LogFailure) -> Void = { _ in }

    /// Maximum size of `log.db` in bytes; beyond it writing fails with `disk-full`. With nil, only the disk limits it.
    package var maxBytes: Int?

    package init() {}
}
