import CaseStore
import HazardCore
import HazardWire
import MessageLog

/// Erases reporters on request, in every shard (`config/contracts/README.md`, Erase).
extension Step {
    /// A supervisor's order is decided by its case, and then carried out in every shard; another shard's order only here.
    mutating func decideErasure(_ command: Command, _ record: Record, at now: Instant) throws(LaneFault) {
        guard case .erase(let order) = command.action else { return }
        guard command.role != .system else {
            try erase(order, command, at: now)
            tally.applied += 1
            return
        }
        var isApplied = false
        try apply(record, to: command.caseID, cause: command.cause, at: now) { decider, value in
            let verdict = decider.decide(command, on: &value, at: now)
            isApplied = verdict == .applied
            return verdict
        }
        guard isApplied else { return }
        var passed = command
        passed.role = .system
        for shard in 0..<context.settings.shards where shard != context.shard {
            passed.commandID =
                "\(command.caseID.text)-erase-\(RewardEntryID.hash([command.commandID, command.operatorName]))-\(shard)"
            try outbox.addCommand(CommandMessage(passed, shard: shard))
        }
        passed.commandID = command.commandID
        try erase(order, passed, at: now)
    }

    private mutating func erase(_ order: ErasureOrder, _ command: Command, at now: Instant) throws(LaneFault) {
        var ids = try stored { () throws(StoreFault) in try store.cases(for: order) }
        // Cases that this step has opened or changed are not in the tables yet.
        ids += unitOfWork.changed.map(\.value.id).filter { !ids.contains($0) }
        for id in ids {
            guard let entry = try find(id), entry.value.reports.contains(where: order.covers) else { continue }
            guard context.decider.decide(command, on: &entry.value, at: now) == .applied else { continue }
            unitOfWork.assign(entry.value.reports, to: id)
            try markChanged(entry)
            send(entry, trace: nil, at: now)
        }
        if let account = order.account { try ledger.erase(account: account, at: now) }
    }
}
