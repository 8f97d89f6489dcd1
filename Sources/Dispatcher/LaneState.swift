import HazardCore
import HazardWire
import MessageLog

/// What a lane carries from step to step; a step works on a copy, which stands once it is committed.
struct LaneState {
    var numbers: ShardNumbers
    var clock: LaneClock
    var health: QueueHealth
    /// For one step: the dead letters' topic refused the size of a record.
    var omitsLargeValues = false
    /// Nothing waited to be read behind the last batch.
    var isCaughtUp = false
    /// When waiting emergencies were last told of, steady milliseconds.
    var emergenciesToldAt: Int64?
    /// The funds have what the configuration gives them; looked at once after a start.
    var isToppedUp = false
}

/// The running numbers of a shard.
struct ShardNumbers {
    /// The local day that `lastNumber` counts.
    var date: CivilDate?
    var lastNumber = 0
    /// The last `shard_seq` given to a task record.
    var lastSequence: Int64 = 0
}

/// What a step needs and does not change.
struct StepContext {
    let settings: LaneSettings
    let shard: Int
    let triage: Triage
    let opening: CaseOpening
    let decider: CaseDecider
    let merging: MergeRule
    let observer: any LaneObserver
    /// `hazard.cases`, this shard's partition.
    let changelog: TopicPartition
    /// Both topics that the store is a view of, this shard's partitions.
    let changelogs: [TopicPartition]
    let inputs: [TopicPartition]

    init(settings: LaneSettings, shard: Int, observer: any LaneObserver) {
        self.settings = settings
        self.shard = shard
        self.observer = observer
        changelog = TopicPartition(settings.topics.cases, shard)
        changelogs = [changelog, TopicPartition(settings.topics.rewards, shard)]
        inputs = settings.topics.inputs.map { TopicPartition($0, shard) }
        triage = Triage(settings: settings, shard: shard)
        opening = CaseOpening(policy: settings.policy)
        decider = CaseDecider(policy: settings.policy)
        merging = MergeRule(policy: settings.policy.merging)
    }
}
