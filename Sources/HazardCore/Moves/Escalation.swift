/// What falls due by time: reminded, urged 催办, a supervisor, 督办 (`DOMAIN.md` §6, ladder). It changes no state but a
/// hold's and an unchecked case's, closes nothing, and fires once.
extension CaseDecider {
    /// Carries out everything that is due; false when nothing was.
    package func decideTimers(on value: inout Case, at now: Instant) -> Bool {
        let before = value.history.count
        switch value.state {
        case .suspended:
            guard let until = value.suspendedUntil, until <= now else { return false }
            value.resume(at: now, policy.calendar)
            value.fired(.resumed, from: .suspended, at: now)
        case .triage, .registered, .dispatched, .inProgress:
            askForAcceptance(&value, at: now)
            askForSafety(&value, at: now)
            escalate(&value, at: now)
        case .resolved, .checking: askForCheck(&value, at: now)
        case .closed, .cancelled, .rejected, .merged: return false
        }
        return value.history.count > before
    }

    /// A department that has not accepted in 15 minutes is told again, and after a day a supervisor has to look.
    private func askForAcceptance(_ value: inout Case, at now: Instant) {
        for index in value.tasks.indices {
            let told = value.tasks[index].acknowledgeUrges
            while let at = value.tasks[index].nextAcknowledgeUrge, at <= now {
                value.tasks[index].acknowledgeUrges += 1
            }
            guard value.tasks[index].acknowledgeUrges > told else { continue }
            value.tasks[index].isAcknowledgedLate = true
            if value.tasks[index].acknowledgeUrges > 1 { value.flags.escalated = true }
            value.tell(index, TaskEvent(.changed, .timer(.notAccepted)))
            value.fired(.notAccepted, at: now, .timer(department: value.tasks[index].department, isUrged: true))
        }
    }

    private func askForSafety(_ value: inout Case, at now: Instant) {
        guard let at = value.nextMakeSafeUrge, at <= now else { return }
        value.flags.madeSafeLate = true
        let alive = value.tasks.indices.filter { value.tasks[$0].state.isAlive }
        let leads = alive.filter { value.tasks[$0].role == .lead }
        let urged = !alive.isEmpty && value.takeUrge(at: now)
        for index in leads.isEmpty ? alive : leads {
            value.tell(index, TaskEvent(urged ? .urged : .changed, .timer(.notSafe)))
        }
        value.fired(.notSafe, at: now)
    }

    /// Each task by its own clock; the rungs that were passed meanwhile are told as one, the highest.
    private func escalate(_ value: inout Case, at now: Instant) {
        var mayUrge: Bool?
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            guard let at = value.tasks[index].nextLevelAt, at <= now else { continue }
            let level = value.tasks[index].level(at: now, policy.calendar)
            value.tasks[index].escalate(to: level, policy.calendar)
            let department = value.tasks[index].department
            let isTriage = department == Department.triageID
            if level.rawValue >= EscalationLevel.overdue.rawValue {
                value.tasks[index].isOverdue = true
                // The triage centre's quarter of an hour is no promise of the case.
                if !isTriage { value.flags.overdue = true }
            }
            switch level {
            case .none: break
            case .reminded:
                value.tell(index, TaskEvent(.changed, .timer(.reminded)))
                value.fired(.reminded, at: now, .timer(department: department, isUrged: true))
            case .overdue, .supervisor:
                if level == .supervisor { value.flags.escalated = true }
                // Nor does it use up what departments may be urged.
                let urges = isTriage || mayUrge ?? value.takeUrge(at: now)
                if !isTriage { mayUrge = urges }
                let word = level == .overdue ? OwnMove.overdue : OwnMove.escalated
                if urges { value.tell(index, TaskEvent(.urged, .timer(word))) }
                value.fired(word, at: now, .timer(department: department, isUrged: urges))
            case .supervised:
                value.flags.escalated = true
                value.flags.supervised = true
                value.tell(index, TaskEvent(.supervised, .timer(.escalated)))
                value.fired(.escalated, at: now, .supervised(department: department))
            }
        }
    }

    /// A resolved case waits for its check; one that nobody checks is for a supervisor, and never closes by itself.
    private func askForCheck(_ value: inout Case, at now: Instant) {
        guard let at = value.stageDueAt, at <= now else { return }
        if value.state == .resolved {
            value.state = .checking
            value.stageDueAt = now.adding(StageLimits.check)
            value.fired(.checkDue, from: .resolved, at: now)
        } else {
            value.stageDueAt = nil
            value.flags.escalated = true
            value.fired(.checkLate, at: now)
        }
    }
}

extension Case {
    /// Departments are urged once in four hours, whoever urges; true takes this turn.
    mutating func takeUrge(at now: Instant) -> Bool {
        if let next = nextUrge, now < next { return false }
        lastUrgedAt = now
        flags.urges += 1
        return true
    }

    /// From when on they may be urged again; nil when they never were.
    var nextUrge: Instant? { lastUrgedAt?.adding(.hours(StageLimits.urgeHours)) }

    fileprivate mutating func fired(
        _ move: OwnMove, from before: CaseState? = nil, at now: Instant, _ detail: EventDetail? = nil
    ) {
        record(.move(.own(move)), from: before, by: Actor(.timer), at: now, detail)
    }
}

extension CaseTask {
    /// When a department that was told and has not accepted is told again: at the time it had, and a day after.
    var nextAcknowledgeUrge: Instant? {
        guard state == .sent, let acknowledgeBy else { return nil }
        switch acknowledgeUrges {
        case 0: return acknowledgeBy
        case 1: return acknowledgeBy.adding(.days(1))
        default: return nil
        }
    }

    /// A hold is over: the accept limit that ran when it began goes on, and what was told of it is not told again.
    mutating func resumeAcknowledging(at end: Instant) {
        guard let next = nextAcknowledgeUrge, let pause = pauses.pauses.last else { return }
        // A queue that came back meanwhile has told it in the midst of the hold.
        let stopped = max(pause.start, sentAt ?? pause.start)
        guard stopped < next, stopped < end else { return }
        acknowledgeBy = acknowledgeBy?.adding(stopped.duration(to: end))
    }

    /// The department was just told, and has so long to accept.
    mutating func acknowledge(within limit: Duration, from now: Instant) {
        acknowledgeBy = now.adding(limit)
        acknowledgeUrges = 0
    }
}
