package import HazardCore
internal import HazardWire
package import MessageLog
package import Wording

/// Sends dead letters back to their topics (`config/contracts/README.md`, Dead letter).
///
/// The record goes back with its original bytes and headers, and a marker goes to the dead letters, in one transaction. The
/// marker has no value; its headers name the letter and whoever replayed it.
package struct DeadLetterReplay: Sendable {
    let log: any MessageLog
    let topics: TopicNames
    private let shards: Int
    /// The name under which one caller at a time writes.
    let writer: String

    package init(log: any MessageLog, topics: TopicNames, shards: Int, writer: String) {
        self.log = log
        self.topics = topics
        self.shards = shards
        self.writer = writer
    }

    /// Replays one letter and returns the topic it went to.
    ///
    /// `again` replays a letter that was replayed before; `caller` is who asks for it.
    ///
    /// - Throws: `ReplayRefusal` with its reason, or a failure of the log.
    package func replay(
        partition: Int, offset: Int64, again: Bool, by caller: String?
    ) throws(ReplayRefusal) -> String {
        let at = TopicPartition(topics.deadLetters, partition)
        let partitions = try logged { () throws(LogFailure) in try log.describe([at.topic]).first?.partitions ?? 0 }
        guard partition < partitions, let letter = try record(at: at, offset) else {
            throw .unknown(partition: partition, offset: offset)
        }
        guard let headers = DeadLetterHeaders(letter.headers), topics.inputs.contains(headers.topic) else {
            throw .noLetter(partition: partition, offset: offset)
        }
        if !again, try isReplayed(letter) { throw .replayed(partition: partition, offset: offset) }
        let original = try original(of: letter, headers)
        let place = "\(partition)/\(offset)"
        var marker = NewRecord(topic: at.topic, partition: partition, key: letter.key, value: nil)
        marker.headers = [Header(HeaderName.replayed, Array(place.utf8))]
        if let caller { marker.headers.append(Header(HeaderName.replayedBy, Array(caller.utf8))) }
        let back = NewRecord(
            topic: headers.topic, partition: headers.partition % shards, key: original.key, value: original.value,
            headers: original.headers + [Header(HeaderName.replayedFrom, Array(place.utf8))])
        try logged { () throws(LogFailure) in try log.appendTogether([back, marker], as: writer) }
        return headers.topic
    }

    /// Whether a record of the dead letters only says what became of a letter. A letter with such a header of its sender is none.
    package static func isMarker(_ record: Record) -> Bool {
        guard record.header(HeaderName.replayed) != nil || record.header(HeaderName.discarded) != nil else {
            return false
        }
        return DeadLetterHeaders(record.headers) == nil
    }

    // MARK: - Reading

    func record(at: TopicPartition, _ offset: Int64) throws(ReplayRefusal) -> Record? {
        do throws(LogFailure) {
            return try log.reader(of: at, from: offset).read(max: 1, timeout: .seconds(5)).records
                .first { $0.offset == offset }
        } catch {
            guard error.code == "beyond-end" else { throw .log(error) }
            return nil
        }
    }

    /// Whether a marker behind the letter names it.
    private func isReplayed(_ letter: Record) throws(ReplayRefusal) -> Bool {
        let place = Array("\(letter.partition)/\(letter.offset)".utf8)
        return try logged { () throws(LogFailure) in
            let reader = try log.reader(of: letter.at, from: letter.offset + 1)
            while true {
                let batch = try reader.read(max: 100, timeout: .seconds(2))
                if batch.records.contains(where: { Self.isMarker($0) && $0.header(HeaderName.replayed) == place }) {
                    return true
                }
                if batch.atEnd { return false }
            }
        }
    }

    /// The record as it was before it became a dead letter.
    ///
    /// What is left out of a letter is read in its topic, as long as the record is there.
    private func original(of letter: Record, _ headers: DeadLetterHeaders) throws(ReplayRefusal) -> Record {
        let omitted = [HeaderName.deadValueOmitted, HeaderName.headersOmitted, HeaderName.keyOmitted]
        if omitted.contains(where: { letter.header($0) != nil }) {
            let at = TopicPartition(headers.topic, headers.partition)
            guard let record = try record(at: at, headers.offset),
                record.timestamp == headers.receivedAt.milliseconds
            else { throw .incomplete(at, offset: headers.offset) }
            return record
        }
        var original = letter
        for name in HeaderName.ofDeadLetter {
            // The last of a name is the dispatcher's; an earlier one came with the record.
            guard let index = original.headers.lastIndex(where: { $0.name == name }) else { continue }
            original.headers.remove(at: index)
        }
        return original
    }

    func logged<Result>(_ body: () throws(LogFailure) -> Result) throws(ReplayRefusal) -> Result {
        do throws(LogFailure) { return try body() } catch { throw .log(error) }
    }
}

/// Why a dead letter was not replayed.
package struct ReplayRefusal: BilingualError {
    package enum Reason: String, Sendable {
        case unknown = "unknown-dead-letter"
        case noLetter = "not-a-dead-letter"
        case replayed = "replayed-before"
        case incomplete = "value-omitted"
        case log = "log-unavailable"
    }

    package let reason: Reason
    package let text: LocalText
    /// The failure of the log, for `log`.
    package var failure: LogFailure?

    private init(_ reason: Reason, zh: String, en: String) {
        self.reason = reason
        text = LocalText(zh: zh, en: en)
    }

    static func unknown(partition: Int, offset: Int64) -> ReplayRefusal {
        ReplayRefusal(
            .unknown, zh: "没有无法使用的记录 \(partition)/\(offset)，或已过保存期",
            en: "there is no dead letter \(partition)/\(offset): its retention may be over")
    }

    static func noLetter(partition: Int, offset: Int64) -> ReplayRefusal {
        ReplayRefusal(
            .noLetter, zh: "\(partition)/\(offset) 不是可重放的记录：缺少来源主题，或只是重放的标记",
            en:
                "\(partition)/\(offset) is no letter that can be replayed: it names no input topic, or only marks a replay"
        )
    }

    static func replayed(partition: Int, offset: Int64) -> ReplayRefusal {
        ReplayRefusal(
            .replayed, zh: "\(partition)/\(offset) 已经重放过；确需再次重放请加 --again（HTTP：again=true）",
            en: "\(partition)/\(offset) was replayed before; --again (over HTTP again=true) replays it once more")
    }

    static func incomplete(_ at: TopicPartition, offset: Int64) -> ReplayRefusal {
        ReplayRefusal(
            .incomplete, zh: "该记录因过大被删减，而原记录 \(at) 位点 \(offset) 已不在主题中：请由发送方重新发送",
            en:
                "parts that were too large are left out, and the record \(at) offset \(offset) is no longer in its topic: "
                + "ask the sender to send it again")
    }

    static func log(_ failure: LogFailure) -> ReplayRefusal {
        var refusal = ReplayRefusal(.log, zh: failure.text.zh, en: failure.text.en)
        refusal.failure = failure
        return refusal
    }
}
