internal import HazardCore
internal import HazardWire
internal import MessageLog
internal import Synchronization

/// What people did about dead letters, read from the markers behind them. Each call reads only what is new.
final class DeadLetterMarks: Sendable {
    struct Mark: Sendable {
        /// Nobody will replay the letter; else it was replayed.
        var isDiscarded: Bool
        var by: String?
        var reason: String?
        var at: Instant
    }

    private struct Known {
        var next: [Int: Int64] = [:]
        var marks: [String: Mark] = [:]
    }

    private let log: any MessageLog
    private let topic: String
    private let known = Mutex(Known())

    private static let batch = 100
    private static let timeout = Duration.seconds(2)

    init(log: any MessageLog, topic: String) {
        self.log = log
        self.topic = topic
    }

    /// The last mark of each letter, by `<partition>/<offset>`.
    func current() throws(LogFailure) -> [String: Mark] {
        // Read without the lock: at worst two callers read the same.
        var now = known.withLock(\.self)
        for partition in 0..<(try log.describe([topic]).first?.partitions ?? 0) { try read(partition, &now) }
        known.withLock { known in
            if now.next.values.reduce(0, +) >= known.next.values.reduce(0, +) { known = now }
        }
        return now.marks
    }

    private func read(_ partition: Int, _ now: inout Known) throws(LogFailure) {
        let at = TopicPartition(topic, partition)
        let reader: any LogReader
        do throws(LogFailure) {
            reader = try log.reader(of: at, from: now.next[partition] ?? -1)
        } catch {
            guard error.code == "beyond-end" else { throw error }
            return
        }
        while true {
            let batch = try reader.read(max: Self.batch, timeout: Self.timeout)
            guard batch.atEnd || !batch.records.isEmpty else { throw .noRecord(of: at, within: Self.timeout) }
            for record in batch.records {
                now.next[partition] = record.offset + 1
                guard DeadLetterReplay.isMarker(record) else { continue }
                func text(_ name: String) -> String? {
                    record.header(name).map { String(decoding: $0, as: UTF8.self) }
                }
                let discarded = text(HeaderName.discarded)
                guard let place = discarded ?? text(HeaderName.replayed) else { continue }
                now.marks[place] = Mark(
                    isDiscarded: discarded != nil,
                    by: text(discarded == nil ? HeaderName.replayedBy : HeaderName.discardedBy),
                    reason: text(HeaderName.discardReason), at: Instant(milliseconds: record.timestamp))
            }
            if batch.atEnd { return }
        }
    }
}

extension DeadLetterReplay {
    /// Marks a letter that nobody will replay. The record stays as long as its topic keeps it.
    ///
    /// `reason` is at most 1,000 bytes; `caller` is who decides it.
    ///
    /// - Throws: `ReplayRefusal` for what is no letter, or a failure of the log.
    func discard(partition: Int, offset: Int64, reason: String, by caller: String?) throws(ReplayRefusal) {
        let at = TopicPartition(topics.deadLetters, partition)
        let partitions = try logged { () throws(LogFailure) in try log.describe([at.topic]).first?.partitions ?? 0 }
        guard partition < partitions, let letter = try record(at: at, offset) else {
            throw .unknown(partition: partition, offset: offset)
        }
        guard DeadLetterHeaders(letter.headers) != nil else { throw .noLetter(partition: partition, offset: offset) }
        var marker = NewRecord(topic: at.topic, partition: partition, key: letter.key, value: nil)
        var facts = [(HeaderName.discarded, "\(partition)/\(offset)"), (HeaderName.discardReason, reason)]
        if let caller { facts.append((HeaderName.discardedBy, caller)) }
        marker.headers = facts.map { Header($0, Array($1.utf8)) }
        try logged { () throws(LogFailure) in try log.appendTogether([marker], as: writer) }
    }
}
