package import HazardCore
internal import JSONText

/// What a message says, as bytes to be hashed: equal for a message that is sent again, whatever the order of its fields and the
/// time it was sent at.
package enum MessageContent {
    /// What a report says, whatever the order of its fields and the white space between them.
    package static func bytes(of report: Report) -> [UInt8] {
        guard let ext = report.ext else { return encoded(report) }
        var content = report
        content.ext = try? JSONValue(reading: ext).sorted.bytes
        return encoded(content)
    }

    private static func encoded(_ report: Report) -> [UInt8] {
        JSONWriter.bytes { ReportCodec.encode(report, zone: .utc, to: &$0) }
    }

    package static func bytes(of feedback: Feedback) -> [UInt8] {
        var content = feedback
        content.at = Instant(milliseconds: 0)
        return JSONWriter.bytes { FeedbackCodec.encode(content, zone: .utc, to: &$0) }
    }

    package static func bytes(of command: Command) -> [UInt8] {
        var content = command
        content.at = Instant(milliseconds: 0)
        return JSONWriter.bytes { CommandCodec.encode(CommandMessage(content), zone: .utc, to: &$0) }
    }
}

extension JSONValue {
    /// The same value with the members of every object in the order of their names.
    fileprivate var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(members.map { Member($0.key, $0.value.sorted) }.sorted { $0.key < $1.key })
        default: self
        }
    }
}
