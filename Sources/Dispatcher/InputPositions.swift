import MessageLog
import Wording

/// Finds where a lane starts to read its inputs: the group's positions, checked against the records that the log still
/// holds.
struct InputPositions {
    let context: StepContext
    let session: any ShardSession

    /// The positions to start at. An input that was never read has none and starts at its oldest record.
    ///
    /// - Throws: `LaneFault.stop` when records would be skipped or when a topic was deleted and created again;
    ///   `LaneFault.recover` when the log fails.
    func find(stored: [Position], hasCases: Bool) throws(LaneFault) -> [Position] {
        var positions = try logged { () throws(LogFailure) in try session.committed() }
        if positions.isEmpty, hasCases, !context.settings.startsFromOldest {
            positions = stored.filter { context.inputs.contains($0.at) }
            guard !positions.isEmpty else {
                throw .stop(noPositions)
            }
        }
        for position in positions { try check(position) }
        return positions
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
    func transferStart(_ positions: [Position], stored: [Position]) throws(LaneFault) -> TransferStart {
        var start = TransferStart()
        start.oldCommandsEnd = stored.first { $0.at == Self.oldCommands(context.shard) }?.next ?? 0
        guard !positions.contains(where: { $0.at == context.transfers }) else { return start }
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: context.transfers) }
        start.first = Position(context.transfers, next: bounds.oldest)
        if start.oldCommandsEnd == 0, !positions.isEmpty {
            start.oldCommandsEnd = try logged { () throws(LogFailure) in try session.bounds(of: context.commands).next }
        }
        return start
    }

    private func check(_ position: Position) throws(LaneFault) {
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: position.at) }
        if position.next > bounds.next {
            throw .stop(
                LocalText(
                    zh: "消费组在 \(position.at) 的位点是 \(position.next)，但主题止于 \(bounds.next)：该主题曾被删除后重建。"
                        + "请恢复该主题，或改用另一个 `log.group` 和 `store.directory`。",
                    en: "the group's position of \(position.at) is \(position.next), but the topic ends at "
                        + "\(bounds.next): it was deleted and created again. Restore the topic, or use another "
                        + "`log.group` and `store.directory`."))
        }
        guard position.next < bounds.oldest, !context.settings.acceptsGap else { return }
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
