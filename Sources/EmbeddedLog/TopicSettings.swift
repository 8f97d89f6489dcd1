internal import MessageLog

/// The settings of a topic, by Kafka's names, and what they mean here.
struct TopicSettings: Sendable {
    /// As they were given, for `describe`; those that only a broker knows are kept and have no effect.
    let given: [String: String]
    let deletes: Bool
    let compacts: Bool
    /// Milliseconds a record is kept after its append; `nil` is for ever.
    let retention: Int64?
    /// Milliseconds a tombstone is kept, so that a slow reader still learns of it.
    let tombstoneRetention: Int64
    /// The most bytes of key, value and headers together.
    let maxBytes: Int

    init(_ given: [String: String], of topic: String) throws(LogFailure) {
        func refuse(_ name: String, _ wanted: String) -> LogFailure {
            LogFailure(
                code: "bad-setting",
                reason: "topic \(topic): \(name) is \"\(given[name] ?? "")\": it must be \(wanted)",
                isRetriable: false)
        }
        func number(_ name: String, or normal: Int64, from least: Int64, to most: Int64) throws(LogFailure) -> Int64 {
            guard let text = given[name] else { return normal }
            guard let value = Int64(text), value >= least, value <= most else {
                throw refuse(name, "a whole number from \(least) to \(most)")
            }
            return value
        }
        self.given = given
        let policies = (given["cleanup.policy"] ?? "delete").split(separator: ",").map { $0.filter { $0 != " " } }
        guard !policies.isEmpty, policies.allSatisfy({ $0 == "delete" || $0 == "compact" }) else {
            throw refuse("cleanup.policy", "delete, compact, or compact,delete")
        }
        deletes = policies.contains("delete")
        compacts = policies.contains("compact")
        guard ["LogAppendTime", "CreateTime"].contains(given["message.timestamp.type"] ?? "CreateTime") else {
            throw refuse("message.timestamp.type", "LogAppendTime or CreateTime")
        }
        let kept = try number("retention.ms", or: 7 * 86_400_000, from: -1, to: .max)
        retention = kept < 0 ? nil : kept
        tombstoneRetention = try number("delete.retention.ms", or: 86_400_000, from: 0, to: .max)
        maxBytes = Int(try number("max.message.bytes", or: 1_048_588, from: 0, to: 256 << 20))
    }
}
