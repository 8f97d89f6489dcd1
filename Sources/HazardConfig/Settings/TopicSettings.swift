/// The names of the topics, and how many copies Kafka keeps.
package struct TopicSettings: Hashable, Sendable {
    package var prefix: String
    /// -1 is the broker's default.
    package var replicas = -1
    package var reports: String
    package var feedback: String
    package var commands: String
    package var cases: String
    package var rewards: String
    package var notices: String
    package var deadLetters: String
    /// A department's queue is this and its id.
    package var dispatchPrefix: String

    package init(prefix: String = "hazard") {
        self.prefix = prefix
        reports = "\(prefix).reports"
        feedback = "\(prefix).feedback"
        commands = "\(prefix).commands"
        cases = "\(prefix).cases"
        rewards = "\(prefix).rewards"
        notices = "\(prefix).notices"
        deadLetters = "\(prefix).dead-letters"
        dispatchPrefix = "\(prefix).dispatch."
    }

    /// The queue of a department.
    package func dispatch(_ department: String) -> String { dispatchPrefix + department }

    /// Every topic but the queues, by the key that names it.
    var named: [(key: String, topic: String)] {
        [
            ("reports", reports), ("feedback", feedback), ("commands", commands), ("cases", cases),
            ("rewards", rewards), ("notices", notices), ("dead_letters", deadLetters),
        ]
    }

    /// Whether Kafka takes this as a topic's name.
    static func isLegal(_ name: String) -> Bool {
        guard name != ".", name != "..", (1...249).contains(name.utf8.count) else { return false }
        return name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
    }
}
