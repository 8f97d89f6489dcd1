import CaseStore
import HazardCore
import MessageLog

extension CommandKind {
    /// Two cases change, or one comes of another.
    var isAboutTwo: Bool {
        switch self {
        case .merge, .split, .link: true
        default: false
        }
    }
}

/// Commands about two cases: both change in one decision, and are written with it.
extension Step {
    mutating func applyToTwoCases(_ record: Record, _ command: Command, at now: Instant) throws(LaneFault) {
        if command.role == .system, try find(command.caseID) == nil {
            // Its time of keeping was over before the other shard spoke.
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
            try touch(made)
            send(made, trace: nil, at: now)
            return
        }
        guard entry.value != value else { return }
        entry.value = value
        if command.kind == .merge { working.remember(value.reports, of: value.id) }
        try touch(entry)
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
