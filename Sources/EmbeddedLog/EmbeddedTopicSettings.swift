internal import MessageLog
internal import Wording

/// The settings of a topic, by Kafka's names, and their effect in the embedded log.
struct EmbeddedTopicSettings: Sendable {
    /// As they were given, for `describe`; settings that only a broker applies are stored and have no effect.
    let given: [String: String]
    let deletes: Bool
    let compacts: Bool
    /// How long a record is kept after its append; nil is without limit.
    let retention: Duration?
    /// How long a tombstone is kept, so that a slow reader still receives it.
    let tombstoneRetention: Duration
    /// The maximum size of key, value and headers together, in bytes.
    let maxBytes: Int

    /// - Throws: `bad-setting` for the first setting whose value is not valid.
    init(_ given: [String: String], of topic: String) throws(LogFailure) {
        func refusal(_ name: String, zh: String, en: String) -> LogFailure {
            .badSetting(name, of: topic, value: given[name] ?? "", expected: LocalText(zh: zh, en: en))
        }
        func number(_ name: String, default normal: Int64, from least: Int64, to most: Int64) throws(LogFailure)
            -> Int64
        {
            guard let text = given[name] else { return normal }
            guard let value = Int64(text), value >= least, value <= most else {
                throw refusal(
                    name, zh: " \(least) 至 \(most) 之间的整数", en: "a whole number from \(least) to \(most)")
            }
            return value
        }
        self.given = given
        let policies = (given["cleanup.policy"] ?? "delete").split(separator: ",").map { $0.filter { $0 != " " } }
        guard !policies.isEmpty, policies.allSatisfy({ $0 == "delete" || $0 == "compact" }) else {
            throw refusal(
                "cleanup.policy", zh: " delete、compact 或 compact,delete", en: "delete, compact, or compact,delete")
        }
        deletes = policies.contains("delete")
        compacts = policies.contains("compact")
        guard ["LogAppendTime", "CreateTime"].contains(given["message.timestamp.type"] ?? "CreateTime") else {
            throw refusal(
                "message.timestamp.type", zh: " LogAppendTime 或 CreateTime", en: "LogAppendTime or CreateTime")
        }
        let milliseconds = try number("retention.ms", default: 7 * 86_400_000, from: -1, to: .max)
        retention = milliseconds < 0 ? nil : .milliseconds(milliseconds)
        tombstoneRetention = .milliseconds(
            try number("delete.retention.ms", default: 86_400_000, from: 0, to: .max))
        maxBytes = Int(try number("max.message.bytes", default: 1_048_588, from: 0, to: 256 << 20))
    }
}
