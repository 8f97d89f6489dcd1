import CaseStore
import HazardCore

/// What a step does because a time has come.
extension Step {
    /// Handles what is due by time: emergencies that nobody has handled, deadlines, queues to try again, unclaimed rewards,
    /// and cases whose retention has ended.
    mutating func decideTimers(inputsRead: Bool) throws(LaneFault) {
        try decideEmergencies()
        guard let now = clock.timerTime(inputsRead: inputsRead) else { return }
        if !isToppedUp { tally.timers += try ledger.topUp(at: now) }
        isToppedUp = true
        tally.timers += try ledger.decideTimers(at: now)
        if !hasFollowedPolicy { try followPolicy(at: now) }
        for id in try stored({ () throws(StoreFault) in
            try store.due(upTo: now, limit: context.settings.pace.timersPerStep)
        }) {
            guard let entry = try find(id), !entry.isChanged else { continue }
            if entry.value.isPastRetention(at: now, retention: context.settings.caseRetention) {
                tally.timers += 1
                unitOfWork.remove(entry)
            } else if context.decider.decideTimers(on: &entry.value, at: now) {
                tally.timers += 1
                try markChanged(entry)
                send(entry, trace: nil, at: now)
            } else {
                try sendAgain(entry, at: now)
            }
        }
    }

    /// Counts deadlines again that were computed without a calendar that the policy has now, and moves open tasks to
    /// departments that got another id.
    private mutating func followPolicy(at now: Instant) throws(LaneFault) {
        let limit = context.settings.pace.timersPerStep
        var left = limit
        for year in context.settings.policy.calendar.years.sorted() where left > 0 {
            for id in try stored({ () throws(StoreFault) in try store.cases(missing: year, limit: left) }) {
                left -= 1
                guard let entry = try find(id), !entry.isChanged, context.decider.recount(&entry.value, at: now) else {
                    continue
                }
                tally.timers += 1
                try markChanged(entry)
                send(entry, trace: nil, at: now)
            }
        }
        for department in context.settings.policy.renamedDepartments.keys.sorted() where left > 0 {
            for id in try stored({ () throws(StoreFault) in try store.openCases(of: department, limit: left) }) {
                guard let entry = try find(id), !entry.isChanged, context.decider.rename(&entry.value, at: now) else {
                    continue
                }
                left -= 1
                tally.timers += 1
                try markChanged(entry)
                send(entry, trace: nil, at: now)
            }
        }
        hasFollowedPolicy = left == limit
    }

    /// Handles emergencies whose limit is over. Their limits run on while the wall clock has jumped.
    private mutating func decideEmergencies() throws(LaneFault) {
        let now = clock.emergencyTime
        let latest = now.adding(EmergencyWait.clockTolerance)
        for id in try stored({ () throws(StoreFault) in
            try store.dueEmergencies(upTo: now, latest: latest, limit: context.settings.pace.timersPerStep)
        }) {
            guard let entry = try find(id), !entry.isChanged, context.decider.pageUnattended(&entry.value, at: now)
            else {
                continue
            }
            tally.timers += 1
            try markChanged(entry)
            send(entry, trace: nil, at: now)
        }
    }

    /// Tries the queues that a case waits for. While none accepts a record, the case is unchanged and is not written
    /// (`DECISIONS.md` #6).
    private mutating func sendAgain(_ entry: TrackedCase, at now: Instant) throws(LaneFault) {
        let before = entry.value
        send(entry, trace: nil, at: now)
        guard entry.value.hasSentNothing(since: before) else {
            tally.timers += 1
            try markChanged(entry)
            return
        }
        let next = entry.value.wakeAt(retention: context.settings.caseRetention)
        entry.value = before
        isPostponing = true
        try stored { () throws(StoreFault) in
            try store.postpone(before.id, until: next ?? now.adding(minutes: 1))
        }
    }
}

extension Case {
    /// Whether no department and no reporter received a record since `before`.
    fileprivate func hasSentNothing(since before: Case) -> Bool {
        notices.count == before.notices.count && zip(before.tasks, tasks).allSatisfy { $0.version == $1.version }
    }
}
