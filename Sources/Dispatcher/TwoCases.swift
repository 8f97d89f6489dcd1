import CaseStore
import HazardCore
import MessageLog

extension CommandKind {
    /// Whether the command changes two cases, or makes one out of another.
    var isAboutTwo: Bool {
        switch self {
        case .merge, .split, .link: true
        default: false
        }
    }
}

/// Commands about two cases: one decision changes both, and both are written together.
extension Step {
    mutating func applyToTwoCases(_ record: Record, _ command: Command, at now: Instant) throws(LaneFault) {
        if command.role == .system, try find(command.caseID) == nil {
            // The case's retention ended before the other shard's command arrived.
            tally.noOps += 1
            return
        }
        var second = try second(of: command, at: now)
        let entry: TrackedCase? = if case .known(let value) = second { try find(value.id) } else { nil }
        var hasEffect = false
        try apply(record, to: command.caseID, cause: command.cause, at: now) { decider, value in
            let verdict = decider.decide(command, on: &value, with: &second, at: now)
            if case .applied = verdict { hasEffect = true }
            return verdict
        }
        guard hasEffect, case .known(let value) = second else { return }
        guard let entry else {
            let made = try open(value)
            try markChanged(made)
            send(made, trace: nil, at: now)
            return
        }
        guard entry.value != value else { return }
        entry.value = value
        if command.kind == .merge { unitOfWork.assign(value.reports, to: value.id) }
        try markChanged(entry)
        send(entry, trace: nil, at: now)
    }

    private mutating func second(of command: Command, at now: Instant) throws(LaneFault) -> SecondCase {
        if command.kind == .split { return .number(try nextNumber(at: now)) }
        guard let id = command.action.other, id != command.caseID else { return .none }
        guard id.shard == context.shard else {
            return id.shard < context.settings.shards ? .elsewhere : .unknown
        }
        return try find(id).map { .known($0.value) } ?? .unknown
    }
}
