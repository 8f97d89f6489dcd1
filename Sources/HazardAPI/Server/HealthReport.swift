package import Wording

/// The health of the process: whether its loops run, and whether it can do its work.
///
/// Reasons are whole sentences.
package struct HealthReport: Hashable, Sendable {
    /// False when a loop hangs: restart the process.
    package var isAlive: Bool
    package var aliveReasons: [LocalText]
    /// False while shards are restored or something the process needs is missing: send requests elsewhere.
    package var isReady: Bool
    package var readyReasons: [LocalText]

    package init(isAlive: Bool, aliveReasons: [LocalText] = [], isReady: Bool, readyReasons: [LocalText] = []) {
        self.isAlive = isAlive
        self.aliveReasons = aliveReasons
        self.isReady = isReady
        self.readyReasons = readyReasons
    }

    /// Before the lanes have reported.
    static let unknown = HealthReport(
        isAlive: true, isReady: false,
        readyReasons: [LocalText(zh: "各分片尚未启动。", en: "The lanes have not been started yet.")])
}
