import HazardCore
import HazardWire
import MessageLog

/// What a lane keeps from step to step. A step works on a copy; the lane takes the copy over once it is committed.
struct LaneState {
    var numbers: ShardNumbers
    var clock: LaneClock
    var health: QueueHealth
    /// A topic refused the size of a record; applies until a step is committed.
    var trimming = RecordTrimming()
    var watch: TopicWatch
    /// The dead letters of inputs that are read again; nil when they are read to their end.
    var repeats: RepeatedLetters?
    var transfers: TransferStart
    /// The last batch reached the end of every input.
    var isCaughtUp = false
    /// When waiting emergencies were last reported, in milliseconds of the steady clock.
    var emergenciesReportedAt: Int64?
    /// The funds hold what the configuration gives them; checked once after a start.
    var isToppedUp = false
    /// No case waits for a calendar that has come, or for a department's new id; checked once after a start and after a change of the policy.
    var hasFollowedPolicy = false

    init(
        numbers: ShardNumbers, clock: LaneClock, health: QueueHealth, watch: TopicWatch, transfers: TransferStart,
        repeats: RepeatedLetters?
    ) {
        self.numbers = numbers
        self.clock = clock
        self.health = health
        self.watch = watch
        self.transfers = transfers
        self.repeats = repeats
    }
}

/// How the shard began with `hazard.transfers`.
struct TransferStart {
    /// Records of `hazard.commands` before this offset may be other shards': they lay there before `hazard.transfers` was used.
    var oldCommandsEnd: Int64 = 0
    /// The position of `hazard.transfers` to be committed with the next step, so that this start is the only first one; nil
    /// when the group has one.
    var first: Position?
}

/// The running numbers of a shard.
struct ShardNumbers {
    /// The local day in which `lastNumber` counts.
    var date: CivilDate?
    var lastNumber = 0
    /// The last `shard_seq` that a task record received.
    var lastSequence: Int64 = 0
}

/// What a step reads and does not change.
struct StepContext {
    let settings: LaneSettings
    let shard: Int
    let triage: Triage
    let opening: CaseOpening
    let decider: CaseDecider
    let merging: MergeRule
    let observer: any LaneObserver
    /// The partition of this shard in `hazard.cases`.
    let changelog: TopicPartition
    /// The partitions of this shard in the two topics that the store is a view of: cases and rewards.
    let changelogs: [TopicPartition]
    let commands: TopicPartition
    let transfers: TopicPartition

    init(settings: LaneSettings, shard: Int, observer: any LaneObserver) {
        self.settings = settings
        self.shard = shard
        self.observer = observer
        changelog = TopicPartition(settings.topics.cases, shard)
        changelogs = [changelog, TopicPartition(settings.topics.rewards, shard)]
        commands = TopicPartition(settings.topics.commands, shard)
        transfers = TopicPartition(settings.topics.transfers, shard)
        triage = Triage(settings: settings, shard: shard)
        let hashes = settings.hashes
        let textHash = TextHash { try? hashes.words($0) }
        opening = CaseOpening(policy: settings.policy, textHash: textHash)
        decider = CaseDecider(policy: settings.policy, textHash: textHash)
        merging = MergeRule(policy: settings.policy.merging)
    }
}
