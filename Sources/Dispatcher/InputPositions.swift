import MessageLog

/// Where a lane begins to read its inputs: the group's positions, checked against what the log still holds.
struct InputPositions {
    let context: StepContext
    let session: any ShardSession

    /// The positions to start at; an input never read is missing and starts at its oldest record.
    ///
    /// Stops the shard when records would be skipped or the log was made anew: a person must know.
    func find(stored: [Position], hasCases: Bool) throws(LaneFault) -> [Position] {
        var positions = try logged { () throws(LogFailure) in try session.committed() }
        if positions.isEmpty, hasCases, !context.settings.startsFromOldest {
            positions = stored.filter { context.inputs.contains($0.at) }
            guard !positions.isEmpty else {
                throw .stop(
                    "shard \(context.shard) has cases but the group has no positions: they expired "
                        + "(offsets.retention.minutes) or the group was deleted. Reading from the oldest records is "
                        + "harmless, for report and event ids are remembered: start with `hazard serve --from-oldest`.")
            }
        }
        for position in positions { try check(position) }
        return positions
    }

    private func check(_ position: Position) throws(LaneFault) {
        let bounds = try logged { () throws(LogFailure) in try session.bounds(of: position.at) }
        if position.next > bounds.next {
            throw .stop(
                "the group's position of \(position.at) is \(position.next), but the topic ends at \(bounds.next): it was "
                    + "deleted and made anew. Restore the topic, or use another `log.group` and `store.directory`.")
        }
        guard position.next < bounds.oldest, !context.settings.acceptsGap else { return }
        throw .stop(
            "\(position.at) lost the records \(position.next) to \(bounds.oldest - 1) to its retention before they were "
                + "read. Ask the gateways to send them again, then start with `hazard serve --accept-gap`.")
    }
}
