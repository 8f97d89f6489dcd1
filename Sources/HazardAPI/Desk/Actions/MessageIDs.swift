internal import Digest

/// Ids of messages that pages send. The page has the id in its form, so that a form sent twice has one effect.
enum MessageIDs {
    /// An id that no other message has; empty when there are no random numbers: then the server makes one later.
    static func fresh() -> String { (try? RandomToken.hex(byteCount: 12)).map { "desk-" + $0 } ?? "" }
}
