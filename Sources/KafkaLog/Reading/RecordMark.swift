internal import MessageLog

/// What identifies a record that was read: offset, time and checksum. A topic that was made anew has another record there.
struct RecordMark: Hashable, Sendable {
    var offset: Int64
    var timestamp: Int64
    var checksum: UInt64

    init(_ record: Record) {
        offset = record.offset
        timestamp = record.timestamp
        // FNV-1a, 64 bit. A key and a value of the same bytes give another checksum than both in the value.
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        record.key?.forEach(add)
        add(record.value == nil ? 0 : 1)
        record.value?.forEach(add)
        checksum = sum
    }

    /// Reads `text`; nil for the metadata of another program.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 4, parts[0] == "hazard-1", let offset = Int64(parts[1]), let timestamp = Int64(parts[2]),
            let checksum = UInt64(parts[3], radix: 16)
        else { return nil }
        self.offset = offset
        self.timestamp = timestamp
        self.checksum = checksum
    }

    /// The mark as the metadata of a committed position.
    var text: String { "hazard-1 \(offset) \(timestamp) \(String(checksum, radix: 16))" }
}

/// What is remembered of one input, by which a topic that was made anew is noticed.
struct InputMemory {
    /// The last record that was returned.
    var latest: Record?
    /// A record of the topic that was verified by the last look, or the first one that was read.
    ///
    /// The latest record would not do: a topic that was made anew and has grown past the position goes on without an error,
    /// and the latest record is then one of the new topic.
    var mark: RecordMark?
    /// The position that the group held when it was asked last.
    var committed: Int64?
    /// The topic was made anew, and no position of the new one was committed yet.
    var isReplaced = false

    /// The mark to commit with the position.
    mutating func markToCommit() -> RecordMark? {
        if mark == nil { mark = latest.map(RecordMark.init) }
        return mark
    }
}
