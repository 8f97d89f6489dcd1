/// How the process is: whether its loops go round, and whether it can do its work.
///
/// Reasons are whole sentences in the language of the installation's logs.
package struct HealthReport: Hashable, Sendable {
    /// False when a loop stands still: restart the process.
    package var isAlive: Bool
    package var aliveReasons: [String]
    /// False while shards are restored or something needed is away: send requests elsewhere.
    package var isReady: Bool
    package var readyReasons: [String]

    package init(isAlive: Bool, aliveReasons: [String] = [], isReady: Bool, readyReasons: [String] = []) {
        self.isAlive = isAlive
        self.aliveReasons = aliveReasons
        self.isReady = isReady
        self.readyReasons = readyReasons
    }

    /// Before anyone has said how the process is.
    static let unknown = HealthReport(
        isAlive: true, isReady: false, readyReasons: ["The lanes have not been started yet."])
}
