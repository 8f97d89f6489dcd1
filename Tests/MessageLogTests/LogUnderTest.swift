import MessageLog
import Testing

/// One kind of log that must pass the whole suite.
///
/// A new kind needs a factory in its own file and an entry in `available`.
struct LogUnderTest: Sendable, CustomTestStringConvertible {
    let name: String
    /// Makes a log with its own topics, which no other test uses.
    let install: @Sendable ([TopicDescription]) throws -> any Installation

    var testDescription: String { name }

    static let available: [LogUnderTest] = [.embedded] + kafka
}

/// A log that was made for one test, with the operations of the test.
protocol Installation: AnyObject, Sendable {
    /// The log; the same object until `crash`.
    var log: any MessageLog { get }
    /// The prefix of every name that outlives a test: topics, groups, members, writers. May be empty.
    var prefix: String { get }
    /// Another owner of the same records: a second log, or the same log when only one process can have it.
    func anotherOwner() throws -> any MessageLog
    /// Ends `log` like `kill -9`, without closing it; afterwards `log` has the same records, opened again.
    func crash() throws
    /// Closes and removes what can be removed.
    func close()
}

extension Installation {
    /// The real name of the topic that the test calls `topic`.
    func name(_ topic: String) -> String { prefix + topic }

    func at(_ topic: String, _ partition: Int = 0) -> TopicPartition { TopicPartition(name(topic), partition) }

    /// A record for one of the test's topics.
    func record(
        _ topic: String, _ partition: Int? = 0, key: String? = nil, _ value: String?, headers: [Header] = []
    ) -> NewRecord {
        NewRecord(
            topic: name(topic), partition: partition, key: key.map { Array($0.utf8) },
            value: value.map { Array($0.utf8) },
            headers: headers)
    }

    /// A record without a key for partition 0 of one of the test's topics.
    func record(_ topic: String, _ value: String, headers: [Header] = []) -> NewRecord {
        record(topic, 0, key: nil, value, headers: headers)
    }

    /// The membership of one process in the group that shares `inputs`. Owners differ by `group`; their writers have the same names.
    func membership(group: String = "dispatcher", inputs: [String] = ["in"], shards: Int = 1) -> Membership {
        Membership(
            group: prefix + group, member: prefix + group + "-1", writerPrefix: prefix + "hazard-",
            inputs: inputs.map { name($0) }, shards: shards)
    }

    /// All committed records of a partition.
    func contents(_ topic: String, _ partition: Int = 0, from next: Int64 = 0) throws -> [Record] {
        let reader = try log.reader(of: at(topic, partition), from: next)
        var records: [Record] = []
        while true {
            let batch = try reader.read(max: 100, timeout: .seconds(10))
            records += batch.records
            if batch.atEnd { return records }
        }
    }

    /// The values of a partition as text.
    func texts(_ topic: String, _ partition: Int = 0, from next: Int64 = 0) throws -> [String] {
        try contents(topic, partition, from: next).map(\.text)
    }
}

extension Record {
    /// The value as text; a tombstone reads `<tombstone>`.
    var text: String { value.map { String(decoding: $0, as: UTF8.self) } ?? "<tombstone>" }
}

extension CommitFailure {
    /// The kind of the failure as a word, for comparisons.
    var kind: String {
        switch self {
        case .aborted: "aborted"
        case .refused(let topic, _): "refused \(topic)"
        case .unknown: "unknown"
        case .fenced: "fenced"
        }
    }
}

/// The topics that most tests need: `in` and `out`, each with `partitions`.
func inputsAndOutput(_ under: LogUnderTest, partitions: Int = 1) throws -> any Installation {
    try under.install([
        TopicDescription(name: "in", partitions: partitions), TopicDescription(name: "out", partitions: partitions),
    ])
}
