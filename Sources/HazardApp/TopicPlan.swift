package import HazardConfig
import HazardCore
package import MessageLog

/// The topics that an installation needs, compared with those that exist.
package struct TopicPlan: Sendable {
    /// Every topic as it should be, inputs first.
    package let wanted: [TopicDescription]
    private let notices: String
    private let cases: String
    private let inputs: [String]

    /// Plans the topics of a configuration: one partition for each shard in the sharded topics, one partition in the others.
    package init(settings: Settings, departments: [String]) {
        let topics = settings.topics.names
        notices = topics.notices
        cases = topics.cases
        inputs = topics.inputs
        let shards = settings.log.shards
        let replicas = settings.topics.replicas
        func topic(_ name: String, partitions: Int, _ settings: [String: String]) -> TopicDescription {
            var all = settings
            all[Self.timestampType] = "LogAppendTime"
            return TopicDescription(name: name, partitions: partitions, settings: all, replicas: replicas)
        }
        func deleted(after retention: Duration, bytes: Int) -> [String: String] {
            [
                "cleanup.policy": "delete", "retention.ms": String(retention.milliseconds),
                "max.message.bytes": String(bytes),
            ]
        }
        let compacted = [
            "cleanup.policy": "compact", "max.message.bytes": String(Self.inputBytes),
            "min.compaction.lag.ms": String(Self.compactionLag.milliseconds),
            "delete.retention.ms": String(Self.tombstoneRetention.milliseconds),
            "max.compaction.lag.ms": String(Self.longestCompactionLag.milliseconds),
        ]
        let keep = settings.retention
        wanted =
            [
                topic(
                    topics.reports, partitions: shards,
                    deleted(after: keep.reports, bytes: Self.inputBytes)),
                topic(
                    topics.feedback, partitions: shards,
                    deleted(after: keep.feedback, bytes: Self.inputBytes)),
                topic(
                    topics.commands, partitions: shards,
                    deleted(after: keep.commands, bytes: Self.inputBytes)),
                topic(
                    topics.transfers, partitions: shards,
                    deleted(after: keep.commands, bytes: Self.inputBytes)),
                topic(topics.cases, partitions: shards, compacted),
                topic(topics.rewards, partitions: shards, compacted),
                topic(
                    topics.notices, partitions: 1, deleted(after: keep.notices, bytes: Self.inputBytes)),
                topic(
                    topics.deadLetters, partitions: 1,
                    deleted(after: keep.deadLetters, bytes: Self.inputBytes + Self.deadLetterExtra)),
            ]
            + departments.sorted().map {
                topic(
                    topics.dispatch($0), partitions: 1,
                    deleted(after: keep.dispatch, bytes: Self.inputBytes))
            }
    }

    /// The maximum size of an input record in bytes: 1 MiB and its overhead, Kafka's default.
    package static let inputBytes = 1_048_588
    /// The bytes that a dead letter's headers may add (`config/contracts/README.md`, Common).
    package static let deadLetterExtra = 64 * 1024
    /// How long a tombstone stays readable; a store that is older is rebuilt. 7 days.
    package static let tombstoneRetention = Duration.seconds(7 * 86_400)

    /// How long a record is not compacted. The dispatcher's own record outlives a stranger's with the same key until it is
    /// written again. 1 day.
    package static let compactionLag = Duration.seconds(86_400)

    /// After so long an older version of a record is gone from the topic, also one that an erasure replaced. 7 days.
    package static let longestCompactionLag = Duration.seconds(7 * 86_400)

    /// The step for each topic, in the order of `wanted`.
    package func compare(with existing: [TopicDescription]) -> [TopicStep] {
        let byName = Dictionary(existing.map { ($0.name, $0) }) { first, _ in first }
        return wanted.map { wanted in
            guard let found = byName[wanted.name] else { return .create(wanted) }
            let changes = wanted.settings.filter { key, value in
                found.settings[key].map { $0 != value } ?? false
            }.map { SettingChange(key: $0.key, found: found.settings[$0.key] ?? "", wanted: $0.value) }
                .sorted { $0.key < $1.key }
            if isSharded(wanted), found.partitions != wanted.partitions {
                // `hazard.cases` assigns the shards. Of another topic a lane reads all partitions, or only its own.
                guard wanted.name != cases, found.partitions > wanted.partitions else {
                    return .refuse(wanted, found: found.partitions)
                }
                return .extra(wanted, found: found.partitions, changes)
            }
            return changes.isEmpty ? .fine(wanted) : .alter(wanted, changes)
        }
    }

    /// Whether an input's record times come from the clocks of its senders.
    package func isOnCreateTime(_ step: TopicStep) -> Bool {
        inputs.contains(step.topic.name) && step.changes.contains { $0.key == Self.timestampType }
    }

    private static let timestampType = "message.timestamp.type"

    /// Whether lanes need this topic. A missing queue delays only its department, and a missing notices topic only notices.
    package func isMandatory(_ topic: TopicDescription) -> Bool {
        topic.name != notices && wanted.prefix(8).contains { $0.name == topic.name }
    }

    private func isSharded(_ topic: TopicDescription) -> Bool {
        wanted.prefix(6).contains { $0.name == topic.name }
    }
}

/// What must be done for one topic.
package enum TopicStep: Hashable, Sendable {
    case fine(TopicDescription)
    case create(TopicDescription)
    case alter(TopicDescription, [SettingChange])
    /// The topic has more partitions than there are shards. They are read, and nothing is lost.
    case extra(TopicDescription, found: Int, [SettingChange])
    /// The topic has a number of partitions with which no server starts.
    case refuse(TopicDescription, found: Int)

    package var topic: TopicDescription {
        switch self {
        case .fine(let topic), .create(let topic), .alter(let topic, _), .extra(let topic, _, _),
            .refuse(let topic, _):
            topic
        }
    }

    /// The settings that differ.
    package var changes: [SettingChange] {
        switch self {
        case .alter(_, let changes), .extra(_, _, let changes): changes
        case .fine, .create, .refuse: []
        }
    }
}

/// A setting with a wrong value.
package struct SettingChange: Hashable, Sendable {
    package var key: String
    package var found: String
    package var wanted: String
}

extension TopicPlan {
    /// Creates missing topics and corrects settings; does not change a topic with another number of partitions.
    ///
    /// - Throws: `LogFailure` of the first topic that fails.
    package func apply(_ steps: [TopicStep], to log: any MessageLog) throws(LogFailure) {
        let missing = steps.compactMap { step -> TopicDescription? in
            if case .create(let topic) = step { topic } else { nil }
        }
        if !missing.isEmpty { try log.create(missing) }
        for step in steps {
            guard !step.changes.isEmpty else { continue }
            try log.alter(
                step.topic.name, settings: Dictionary(step.changes.map { ($0.key, $0.wanted) }) { first, _ in first })
        }
    }
}
