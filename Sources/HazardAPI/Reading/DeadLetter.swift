internal import ChineseText
internal import HazardCore
internal import HazardText
internal import HazardWire
package import JSONText
package import MessageLog
package import Wording

/// A record that could not be used, as the server and the command line show it.
package enum DeadLetter {
    /// Its members, with `message` and `reason_name` in that language; null for what a record without our headers lacks.
    ///
    /// The value is the record itself, which may hold a raw report.
    package static func json(_ record: Record, in language: Language, withValue: Bool) -> JSONValue {
        let headers = DeadLetterHeaders(record.headers)
        var members: [JSONValue.Member] = [
            .init("partition", .int(Int64(record.partition))),
            .init("offset", .int(record.offset)),
            .init("reason", .text(headers?.reason.rawValue)),
            .init("reason_name", .text(headers?.reason.name[language])),
            .init("message", .text(headers?.sentence[language])),
            .init("topic", .text(headers?.topic)),
            .init("source_partition", headers.map { .int(Int64($0.partition)) } ?? .null),
            .init("source_offset", headers.map { .int($0.offset) } ?? .null),
            .init("received_at", .text(text(HeaderName.deadReceivedAt, of: record))),
            // A sender may put anything into its key.
            .init("key", .text(record.key.map { Masking.masked(String(decoding: $0.prefix(128), as: UTF8.self)) })),
            // The id of the report, feedback or command; a list shows nothing else of the record.
            .init("id", .text(record.value.flatMap(SentID.of))),
            .init("size", .int(Int64(record.value?.count ?? 0))),
        ]
        if withValue {
            members.append(.init("value_base64", .text(record.value.map(Base64.encode))))
            members.append(.init("text", .text(record.value.flatMap { String(validating: $0, as: UTF8.self) })))
        }
        return .object(members)
    }

    private static func text(_ header: String, of record: Record) -> String? {
        record.headers.last { $0.name == header }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}

extension JSONValue {
    /// A string, or null for nil.
    fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
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
