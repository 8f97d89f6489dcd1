package import HazardCore

/// The topics of the installation: their names, and how many copies Kafka keeps of each.
package struct TopicSettings: Hashable, Sendable {
    package var names = TopicNames()
    /// Copies of each partition; -1 is the broker's default.
    package var replicas = -1

    package init() {}

    /// Whether Kafka accepts this as the name of a topic.
    static func isLegalName(_ name: String) -> Bool {
        guard name != ".", name != "..", (1...249).contains(name.utf8.count) else { return false }
        return name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
    }
}

extension TopicNames {
    /// Every topic except the queues, by the key below `topics` that names it.
    var byKey: [(key: String, topic: String)] {
        [
            ("reports", reports), ("feedback", feedback), ("commands", commands),
            ("transfers", transfers), ("cases", cases), ("rewards", rewards), ("notices", notices),
            ("dead_letters", deadLetters),
        ]
    }
}
