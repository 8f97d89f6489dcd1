internal import ChineseText
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog

/// A dead letter as its headers tell it, without what it holds.
struct DeadLetter {
    let place: DeadLetters.Place
    private let headers: DeadLetterHeaders?
    private let receivedAt: String?
    private let key: [UInt8]?
    private let id: String?
    private let size: Int

    init(_ record: Record) {
        place = DeadLetters.Place(partition: record.partition, offset: record.offset)
        headers = DeadLetterHeaders(record.headers.map { RecordHeader($0.name, $0.value) })
        receivedAt = record.headers.last { $0.name == DeadLetterHeaders.receivedAtName }
            .map { String(decoding: $0.value, as: UTF8.self) }
        key = record.key
        id = record.value.flatMap(SentID.of)
        size = record.value?.count ?? 0
    }

    /// Writes its members; those of a record that is no dead letter of ours are null.
    func write(to writer: inout JSONWriter) {
        writer.field("partition", place.partition)
        writer.field("offset", place.offset)
        writer.field("reason", headers?.reason)
        writer.field("message", headers?.sentence)
        writer.field("topic", headers?.topic)
        writer.field("source_partition", headers?.partition)
        writer.field("source_offset", headers?.offset)
        writer.field("received_at", receivedAt)
        // A sender may have put anything into its key.
        writer.field("key", key.map { Masking.masked(String(decoding: $0.prefix(128), as: UTF8.self)) })
        // The report's, feedback's or command's own: nothing else of the record stands in a list.
        writer.field("id", id)
        writer.field("size", size)
    }

    /// Writes the record itself: its bytes, and its text when they are UTF-8; both null for a tombstone.
    static func writeValue(of record: Record, to writer: inout JSONWriter) {
        writer.field("value_base64", record.value.map(Base64.encode))
        writer.field("text", record.value.flatMap { String(validating: $0, as: UTF8.self) })
    }
}

/// Bytes as text of 64 characters (RFC 4648 §4).
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let digit = digits[Int(bits >> UInt32(18 - 6 * place) & 0x3F)]
                text.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
