import MessageLog
import Testing

/// One kind of log that must keep every rule of the suite.
///
/// To add a kind: write a factory in a file of its own and name it in `available`.
struct LogUnderTest: Sendable, CustomTestStringConvertible {
    let name: String
    /// Makes a log with topics of its own, which no other test touches.
    let install: @Sendable ([TopicDescription]) throws -> any Installation

    var testDescription: String { name }

    static let available: [LogUnderTest] = [.embedded] + kafka
}

/// A log made for one test, with everything the test may do to it.
protocol Installation: AnyObject, Sendable {
    /// The log; the same one every time until `crash`.
    var log: any MessageLog { get }
    /// Goes before every name that outlives a test: topics, groups, members, writers. May be empty.
    var prefix: String { get }
    /// Another owner of the same records: a second handle, or the log itself when one process is all it has.
    func anotherOwner() throws -> any MessageLog
    /// Drops `log` as `kill -9` does, without a word to it; from then on `log` is the same records opened anew.
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

    /// The members of one process that share the shards of `inputs`; `group` tells owners apart, the writers' names do not.
    func membership(group: String = "dispatcher", inputs: [String] = ["in"], shards: Int = 1) -> Membership {
        Membership(
            group: prefix + group, member: prefix + group + "-1", writerPrefix: prefix + "hazard-",
            inputs: inputs.map { name($0) }, shards: shards)
    }

    /// Everything committed in that partition, read to its end.
    func contents(_ topic: String, _ partition: Int = 0, from next: Int64 = 0) throws -> [Record] {
        let reader = try log.reader(of: at(topic, partition), from: next)
        var records: [Record] = []
        while true {
            let batch = try reader.read(max: 100, milliseconds: 10_000)
            records += batch.records
            if batch.atEnd { return records }
        }
    }

    /// The values in that partition as text.
    func texts(_ topic: String, _ partition: Int = 0, from next: Int64 = 0) throws -> [String] {
        try contents(topic, partition, from: next).map(\.text)
    }
}

extension Record {
    /// The value as text; a tombstone reads `<tombstone>`.
    var text: String { value.map { String(decoding: $0, as: UTF8.self) } ?? "<tombstone>" }
}

extension CommitFailure {
    /// What the lane must do next, as a word to compare.
    var kind: String {
        switch self {
        case .aborted: "aborted"
        case .refused(let topic, _): "refused \(topic)"
        case .unknown: "unknown"
        case .fenced: "fenced"
        }
    }
}

/// The topic most tests need: inputs with `partitions`, and one that takes what follows.
func inputsAndOutput(_ under: LogUnderTest, partitions: Int = 1) throws -> any Installation {
    try under.install([
        TopicDescription(name: "in", partitions: partitions), TopicDescription(name: "out", partitions: partitions),
    ])
}
