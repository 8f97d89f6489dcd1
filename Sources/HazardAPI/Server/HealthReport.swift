/// The health of the process: whether its loops run, and whether it can do its work.
///
/// Reasons are whole sentences in English, as log lines are.
package struct HealthReport: Hashable, Sendable {
    /// False when a loop hangs: restart the process.
    package var isAlive: Bool
    package var aliveReasons: [String]
    /// False while shards are restored or something the process needs is missing: send requests elsewhere.
    package var isReady: Bool
    package var readyReasons: [String]

    package init(isAlive: Bool, aliveReasons: [String] = [], isReady: Bool, readyReasons: [String] = []) {
        self.isAlive = isAlive
        self.aliveReasons = aliveReasons
        self.isReady = isReady
        self.readyReasons = readyReasons
    }

    /// Before the lanes have reported.
    static let unknown = HealthReport(
        isAlive: true, isReady: false, readyReasons: ["The lanes have not been started yet."])
}
