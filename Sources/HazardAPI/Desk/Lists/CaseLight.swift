internal import HazardCore
internal import Wording

/// The light of a case: how much of the time to its next deadline is used. A word and a shape say the same as the colour.
struct CaseLight {
    let light: Light
    let due: Instant?

    /// Nil when nobody has to keep a deadline now.
    init?(_ value: Case, at now: Instant) {
        due = value.nextDueAt
        if value.isLate(at: now) {
            light = .red
        } else if let due {
            light = Light(
                used: now.milliseconds - Self.start(of: value, due).milliseconds,
                of: due.milliseconds - Self.start(of: value, due).milliseconds)
        } else {
            return nil
        }
    }

    /// When the clock of that deadline began.
    private static func start(of value: Case, _ due: Instant) -> Instant {
        if let wait = value.emergency, wait.limitAt == due { return wait.since }
        if let task = value.tasks.first(where: { $0.state == .sent && $0.acknowledgeBy == due }) {
            return task.sentAt ?? task.createdAt
        }
        if value.stageDueAt == due, let resolved = value.resolvedAt { return resolved }
        if value.makeSafeDueAt == due, let from = value.makeSafeFrom { return from }
        return value.registeredAt ?? value.openedAt
    }

    func html(at now: Instant, _ request: DeskRequest) -> String {
        let (shape, name) =
            switch light {
            case .green: ("●", request("正常", "in time"))
            case .yellow: ("▲", request("将到期", "nearly due"))
            case .red: ("■", request("超期", "overdue"))
            }
        let time = due.map { DutyTime.due($0, now: now, request.context.zone, in: request.language) } ?? ""
        return "<span class=\"light \(light.rawValue)\"><span aria-hidden=\"true\">\(shape)</span> "
            + "\(HTML.escaped(name))</span> \(time)"
    }
}

extension Case {
    /// Whether the next deadline has passed, or the work is not done and a timer said that it is overdue.
    func isLate(at now: Instant) -> Bool {
        guard !state.isEnded else { return false }
        return flags.overdue && resolvedAt == nil || nextDueAt.map { $0 < now } ?? false
    }
}
