/// The names of an installation's topics: one prefix for all, and each name can be replaced.
package struct TopicNames: Hashable, Sendable {
    package var reports: String
    package var feedback: String
    package var commands: String
    /// What the shards send each other; only the dispatcher writes it.
    package var transfers: String
    package var cases: String
    package var rewards: String
    package var notices: String
    package var deadLetters: String
    /// The prefix of the departments' queues, which is followed by the department's id, such as `hazard.dispatch.gas`.
    package var dispatchPrefix: String
    /// The queues with a name of their own, by department id.
    package var queues: [String: String] = [:]

    /// The names of `config/contracts/README.md`. Another prefix lets a second installation use the same broker.
    package init(prefix: String = "hazard") {
        reports = prefix + ".reports"
        feedback = prefix + ".feedback"
        commands = prefix + ".commands"
        transfers = prefix + ".transfers"
        cases = prefix + ".cases"
        rewards = prefix + ".rewards"
        notices = prefix + ".notices"
        deadLetters = prefix + ".dead-letters"
        dispatchPrefix = prefix + ".dispatch."
    }

    /// The topics with one partition for each shard, inputs first.
    package var sharded: [String] { inputs + [cases, rewards] }

    /// The topics that a shard consumes.
    package var inputs: [String] { [reports, feedback, commands, transfers] }

    /// The name of a department's queue.
    package func dispatch(_ department: String) -> String {
        queues[department] ?? dispatchPrefix + department
    }

    /// The id of the department whose queue this topic is; nil for any other topic.
    package func department(of topic: String) -> String? {
        if let own = queues.first(where: { $0.value == topic }) { return own.key }
        guard topic.hasPrefix(dispatchPrefix) else { return nil }
        let department = String(topic.dropFirst(dispatchPrefix.count))
        return department.isEmpty || queues[department] != nil ? nil : department
    }
}
