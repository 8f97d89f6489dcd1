import MessageLog
import Wording

/// Finds where a lane starts to read its inputs: the group's positions, checked against the records that the log still
/// holds.
struct InputPositions {
    let context: StepContext
    let session: any ShardSession

    /// Where a lane starts to read.
    struct Found {
        /// The partitions to read.
        var inputs: [TopicPartition]
        /// An input without a position starts at its oldest record.
        var positions: [Position]
        /// Inputs of which records may be read a second time.
        var readAgain: [TopicPartition]
        /// Inputs whose topics were made anew.
        var replaced: [TopicPartition]
    }

    /// The inputs and the positions to start at. An input that was never read, or whose topic was made anew, has none.
    ///
    /// - Throws: `LaneFault.stop` when records would be skipped; `LaneFault.recover` when the log fails.
    func find(stored: [Position], hasCases: Bool) throws(LaneFault) -> Found {
        let inputs = try logged { () throws(LogFailure) in try session.findInputs() }
        let extra = inputs.filter { $0.partition >= context.settings.shards }
        context.observer.readsExtra(extra, shard: context.shard)
        var positions = try logged { () throws(LogFailure) in try session.committed() }
        let stored = stored.filter { inputs.contains($0.at) && $0.next > 0 }
        if positions.isEmpty, hasCases {
            if context.settings.startsFromOldest {
                return Found(inputs: inputs, positions: [], readAgain: inputs, replaced: [])
            }
            positions = stored
            guard !positions.isEmpty else { throw .stop(noPositions) }
        }
        var replaced = try logged { () throws(LogFailure) in try session.replacedInputs() }
        // A broker forgets the positions of a topic that is deleted.
        replaced += stored.map(\.at).filter { at in
            !replaced.contains(at) && !positions.contains { $0.at == at }
        }
        positions.removeAll { replaced.contains($0.at) }
        for position in positions where try isReplaced(position) { replaced.append(position.at) }
        positions.removeAll { replaced.contains($0.at) }
        for at in replaced { context.observer.topicReplaced(at, shard: context.shard) }
        return Found(inputs: inputs, positions: positions, readAgain: replaced, replaced: replaced)
    }

    // MARK: - The first start with `hazard.transfers`

    /// The row of the store's positions that says where the old records of other shards on `hazard.commands` end.
    static func oldCommands(_ shard: Int) -> TopicPartition { TopicPartition("old-commands", shard) }

    /// What the shard must know about `hazard.transfers`.
    ///
    /// Before there was that topic, shards wrote to `hazard.commands`. What lies there when an installation starts for the first
    /// time with `hazard.transfers` is still applied; the same written later is refused.
    ///
    /// - Throws: `LaneFault.recover` when the log fails.
    func transferStart(_ found: Found, stored: [Position]) throws(LaneFault) -> TransferStart {
        var start = TransferStart()
        start.oldCommandsEnd = stored.first { $0.at == Self.oldCommands(context.shard) }?.next ?? 0
        // The offsets of a topic that was made anew are not those of the old commands.
        if found.replaced.contains(context.commands) { start.oldCommandsEnd = 0 }
        // A topic of transfers that was made anew is no first start.
        let isKnown =
            found.positions.contains { $0.at == context.transfers } || found.replaced.contains(context.transfers)
        guard !isKnown else { return start }
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: context.transfers) }
        start.first = Position(context.transfers, next: bounds.oldest)
        if start.oldCommandsEnd == 0, !found.positions.isEmpty {
            start.oldCommandsEnd = try logged { () throws(LogFailure) in try session.bounds(of: context.commands).next }
        }
        return start
    }

    /// Whether the topic ends before the position.
    ///
    /// - Throws: `LaneFault.stop` when retention has removed records that were not read.
    private func isReplaced(_ position: Position) throws(LaneFault) -> Bool {
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: position.at) }
        if position.next > bounds.next { return true }
        guard position.next < bounds.oldest, !context.settings.acceptsGap else { return false }
        throw .stop(
            LocalText(
                zh: "\(position.at) 的记录 \(position.next) 至 \(bounds.oldest - 1) 尚未读取就已因保留期限被清除。"
                    + "请让各接入方重新发送，然后用 `hazard serve --accept-gap` 启动。",
                en: "\(position.at) lost the records \(position.next) to \(bounds.oldest - 1) to its retention before "
                    + "they were read. Ask the gateways to send them again, then start with `hazard serve --accept-gap`."
            ))
    }

    private var noPositions: LocalText {
        LocalText(
            zh: "分片 \(context.shard) 有案卷，但消费组没有位点：位点已过期（offsets.retention.minutes），或消费组已被删除。"
                + "从最早的记录读起没有影响，因为上报和事件的编号都已记录：请用 `hazard serve --from-oldest` 启动。",
            en: "shard \(context.shard) has cases but the group has no positions: they expired "
                + "(offsets.retention.minutes) or the group was deleted. Reading from the oldest records is "
                + "harmless, because report and event ids are stored: start with `hazard serve --from-oldest`.")
    }
}
