/// The names of an installation's topics: one prefix for all, and each name can be replaced.
package struct TopicNames: Hashable, Sendable {
    package var reports: String
    package var feedback: String
    package var commands: String
    package var cases: String
    package var rewards: String
    package var notices: String
    package var deadLetters: String
    /// The name of a department's queue is this and the department's id, such as `hazard.dispatch.gas`.
    package var dispatchPrefix: String
    /// The queues that have a name of their own, by department.
    package var queues: [String: String] = [:]

    /// The names of `config/contracts/README.md`; another prefix lets a second installation use the same broker.
    package init(prefix: String = "hazard") {
        reports = prefix + ".reports"
        feedback = prefix + ".feedback"
        commands = prefix + ".commands"
        cases = prefix + ".cases"
        rewards = prefix + ".rewards"
        notices = prefix + ".notices"
        deadLetters = prefix + ".dead-letters"
        dispatchPrefix = prefix + ".dispatch."
    }

    /// The topics that have one partition for each shard, inputs first.
    package var sharded: [String] { inputs + [cases, rewards] }

    /// The topics that a shard consumes.
    package var inputs: [String] { [reports, feedback, commands] }

    /// The queue of a department.
    package func dispatch(_ department: String) -> String {
        queues[department] ?? dispatchPrefix + department
    }

    /// The department whose queue this topic is; nil for any other topic.
    package func department(of topic: String) -> String? {
        if let own = queues.first(where: { $0.value == topic }) { return own.key }
        guard topic.hasPrefix(dispatchPrefix) else { return nil }
        let department = String(topic.dropFirst(dispatchPrefix.count))
        return department.isEmpty || queues[department] != nil ? nil : department
    }
}
