internal import Foundation
package import MessageLog

/// How an embedded log keeps time and house.
package struct EmbeddedLogSettings: Sendable {
    /// Milliseconds since 1970; asked once for each group of records written together.
    package var clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    /// Seconds between two rounds of retention and compaction; `nil` leaves them to `EmbeddedLog.maintain`.
    package var maintenanceSeconds: Double? = 60
    /// Told when a round of maintenance failed; the next round tries again. Called on a thread of the log.
    package var maintenanceFailed: @Sendable (LogFailure) -> Void = { _ in }

    /// Bytes `log.db` may grow to, before writing fails as `disk-full`; `nil` leaves the whole disk to it.
    package var maxBytes: Int?

    package init() {}
}
