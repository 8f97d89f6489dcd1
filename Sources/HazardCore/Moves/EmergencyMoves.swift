/// Emergencies that wait in triage: the limit for a person, and what the machine does after it
/// (`config/contracts/README.md`, Emergencies).
extension CaseDecider {
    /// Starts the limit of a case that now waits in triage as P0, and ends it when the case no longer does.
    ///
    /// `isPersonsMove` is true after an accepted command. If the case still waits, the limit starts once more.
    func watchEmergency(_ value: inout Case, isPersonsMove: Bool = false, at now: Instant) {
        value.watchEmergency(limit: policy.emergencyLimit, isPersonsMove: isPersonsMove, at: now)
    }

    /// Acts on an emergency that no person has touched within the limit: pages the departments of its category, or those
    /// for its kinds of danger. What the words make doubtful goes to a supervisor instead (`DOMAIN.md` §11, G12).
    ///
    /// Returns whether anything was due.
    package func pageUnattended(_ value: inout Case, at now: Instant) -> Bool {
        guard value.isWaitingEmergency, let wait = value.emergency, !wait.isEscalated, wait.isOver(at: now) else {
            return false
        }
        value.flags.overdue = true
        value.flags.needsReview = true
        let departments = value.decision.isDoubtful ? [] : departmentsToPage(value, at: now)
        guard !departments.isEmpty else {
            value.emergency?.isEscalated = true
            value.emergency?.since = min(wait.since, now)
            value.flags.escalated = true
            if let index = value.taskIndex(of: Department.triageID), value.tasks[index].state.isAlive {
                value.tell(index, TaskEvent(.supervised, .timer(.escalated)))
            }
            value.record(
                .move(.own(.escalated)), by: Actor(.timer), at: now, .unattended(isDoubtful: value.decision.isDoubtful))
            return true
        }
        if value.category.id == HazardCategory.unclassifiedID { value.decision.limit = policy.dispatchedLimit }
        value.flags.emergency = true
        assign(departments, &value, at: now)
        value.state = .dispatched
        value.dispatchedAt = value.dispatchedAt ?? now
        value.emergency = nil
        value.record(
            .move(.own(.pagedUnattended)), from: .triage, by: Actor(.timer), at: now, .dispatched(departments))
        return true
    }

    /// The departments of the case's category, else those for its kinds of danger; without those that returned the case.
    private func departmentsToPage(_ value: Case, at now: Instant) -> [DepartmentRole] {
        let known = (routed(value, at: now) + value.decision.dangers.map(\.department)).filter(isAtWork)
        let wanted = known.isEmpty ? [Department.publicSecurityID].filter(isAtWork) : known
        var paged: [DepartmentRole] = []
        for department in wanted where !paged.contains(where: { $0.department == department }) {
            if let index = value.taskIndex(of: department), value.tasks[index].returns > 0 { continue }
            paged.append(DepartmentRole(department, paged.isEmpty ? .lead : .co))
        }
        return paged
    }

    func isAtWork(_ department: String) -> Bool { policy.departments[department]?.retired == false }

    private func routed(_ value: Case, at now: Instant) -> [String] {
        guard value.category.id != HazardCategory.unclassifiedID else { return [] }
        let route = policy.routing.decide(facts(of: value, at: now))
        guard !route.isFallback, route.lead != Department.triageID else { return [] }
        return [route.lead] + route.co
    }
}

extension Case {
    /// The same with the limit given.
    package mutating func watchEmergency(limit: Duration, isPersonsMove: Bool = false, at now: Instant) {
        guard isWaitingEmergency else {
            emergency = nil
            return
        }
        if emergency == nil {
            emergency = EmergencyWait(since: now, limitAt: now.adding(limit))
        } else if isPersonsMove {
            emergency?.limitAt = now.adding(limit)
            emergency?.isEscalated = false
        }
    }
}
