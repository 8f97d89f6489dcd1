package import HazardCore
internal import JSONText

/// What a message says, as bytes to be hashed: equal for a message that is sent again, whatever the order of its fields and the
/// time it was sent at.
package enum MessageContent {
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
