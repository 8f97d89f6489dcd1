/// What happens to a case by time: reminders, urges 催办, a supervisor, supervision 督办 (`DOMAIN.md` §6, escalation
/// levels; `DECISIONS.md` #34).
///
/// A timer resumes a suspended case and turns a resolved case into `checking`; it changes no other state and closes
/// nothing.
extension CaseDecider {
    /// Applies everything that is due. Returns false when nothing was.
    package func decideTimers(on value: inout Case, at now: Instant) -> Bool {
        let before = value.history.count
        switch value.state {
        case .suspended:
            guard let until = value.suspendedUntil, until <= now else { return false }
            value.resume(at: now, policy.calendar)
            value.fired(.resumed, from: .suspended, at: now)
        case .triage, .registered, .dispatched, .inProgress:
            _ = pageUnattended(&value, at: now)
            askForAcceptance(&value, at: now)
            askForSafety(&value, at: now)
            escalate(&value, at: now)
        case .resolved, .checking: askForCheck(&value, at: now)
        case .closed, .cancelled, .rejected, .merged: return false
        }
        return value.history.count > before
    }

    /// Reminds a department that has not accepted within 15 minutes. One day later the case is marked for a supervisor.
    private func askForAcceptance(_ value: inout Case, at now: Instant) {
        for index in value.tasks.indices {
            let before = value.tasks[index].acknowledgeUrges
            while let at = value.tasks[index].nextAcknowledgeUrge, at <= now {
                value.tasks[index].acknowledgeUrges += 1
            }
            guard value.tasks[index].acknowledgeUrges > before else { continue }
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

    /// Escalates each task by its own clock. Levels that passed meanwhile are reported as one, the highest.
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
                // The triage centre's 15 minutes are not a deadline of the case.
                if !isTriage { value.flags.overdue = true }
            }
            switch level {
            case .none: break
            case .reminded:
                value.tell(index, TaskEvent(.changed, .timer(.reminded)))
                value.fired(.reminded, at: now, .timer(department: department, isUrged: true))
            case .overdue, .supervisor:
                if level == .supervisor { value.flags.escalated = true }
                // A late triage does not use up the one urge in four hours either.
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

    /// Marks a resolved case that nobody checked, later for a supervisor. It never closes the case.
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
    /// Counts an urge if one is allowed now: a case is urged at most once in four hours, whoever urges. Returns whether
    /// it is allowed.
    mutating func takeUrge(at now: Instant) -> Bool {
        if let next = nextUrge, now < next { return false }
        lastUrgedAt = now
        flags.urges += 1
        return true
    }

    /// The instant from which the case may be urged again; nil when it was never urged.
    var nextUrge: Instant? { lastUrgedAt?.adding(.hours(StageLimits.urgeHours)) }

    fileprivate mutating func fired(
        _ move: OwnMove, from before: CaseState? = nil, at now: Instant, _ detail: EventDetail? = nil
    ) {
        record(.move(.own(move)), from: before, by: Actor(.timer), at: now, detail)
    }
}

extension CaseTask {
    /// When a department that has not accepted is reminded next: at its accept limit and one day later; nil otherwise.
    var nextAcknowledgeUrge: Instant? {
        guard state == .sent, let acknowledgeBy else { return nil }
        switch acknowledgeUrges {
        case 0: return acknowledgeBy
        case 1: return acknowledgeBy.adding(.days(1))
        default: return nil
        }
    }

    /// Continues the accept limit that was running when the hold began. A reminder that was already sent is not
    /// repeated.
    mutating func resumeAcknowledging(at end: Instant) {
        guard let next = nextAcknowledgeUrge, let pause = pauses.pauses.last else { return }
        // A queue that became reachable during the hold got its task at `sentAt`, so the limit began then.
        let stopped = max(pause.start, sentAt ?? pause.start)
        guard stopped < next, stopped < end else { return }
        acknowledgeBy = acknowledgeBy?.adding(stopped.duration(to: end))
    }

    /// Starts the accept limit.
    mutating func acknowledge(within limit: Duration, from now: Instant) {
        acknowledgeBy = now.adding(limit)
        acknowledgeUrges = 0
    }
}
