/// Commands that decide who acts: classify, dispatch, waive, urge, escalate (`DECISIONS.md` #32).
extension CaseDecider {
    /// Sets the category of the case. Route and limits follow from it, by the present configuration.
    ///
    /// - Throws: `CaseRefusal` when the category or the condition is unknown.
    func classify(
        as name: String, _ asked: String?, _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        guard let category = policy.category(name) else {
            throw CaseRefusal(.unknownCategory(name), allowed: allowed)
        }
        guard let condition = asked.map(category.condition) ?? category.conditions.first else {
            throw CaseRefusal(
                .unknownCondition(asked, category: category.code, known: category.conditions.map(\.code)),
                allowed: allowed)
        }
        let before = value.state
        let isNews = value.category.id != category.id || value.condition != condition.code
        if value.category.id != category.id, value.category.id != HazardCategory.unclassifiedID {
            value.flags.recategorised += 1
        }
        value.category.code = category.code
        value.category.id = category.id
        value.category.name = category.name
        value.condition = condition.code
        let route = policy.routing.decide(facts(of: value, at: now))
        let limits = category.limits(for: condition)
        value.priority = route.priority ?? category.priority
        // A person who classifies an emergency counts as both keys (`DOMAIN.md` §5, two-key rule).
        value.flags.emergency = category.priority == .p0
        value.flags.needsReview = route.needsReview
        value.decision.rule = route.rule
        // What models said stays, so that it can be compared with what people decide.
        let models = value.decision.evidence.filter { if case .model = $0 { true } else { false } }
        value.decision.evidence = [.classifiedBy(command.operatorName)] + models
        value.decision.runnerUp = nil
        value.decision.closeRule = policy.closeRule(for: route, programme: value.programme)
        value.decision.limit = limits.due
        let madeSafeWithin = value.decision.makeSafeLimit
        value.decision.makeSafeLimit = limits.makeSafe
        value.decision.rulesHash = policy.rulesHash
        let isForTriage = route.lead == Department.triageID
        if before == .triage || isForTriage { value.setDue(from: now, policy.calendar) }
        value.changeSafety(from: madeSafeWithin, at: now, policy.calendar)
        let wanted = [DepartmentRole(route.lead, .lead)] + route.co.map { DepartmentRole($0, .co) }
        applyCategory(wanted, isNews: isNews, &value, at: now)
        assign(wanted, &value, at: now)
        if isForTriage { value.backToTriage(at: now, policy.calendar) }
        value.remember(
            command, from: before, at: now, .classified(category: category.code, condition: condition.code))
    }

    /// Applies a new category to the departments at work: those that still fit get the new category and limit, the
    /// others are told to stop.
    private func applyCategory(_ wanted: [DepartmentRole], isNews: Bool, _ value: inout Case, at now: Instant) {
        let change = TaskChange.classified(category: value.category.id)
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            let department = value.tasks[index].department
            guard department != Department.triageID else { continue }
            guard wanted.contains(where: { $0.department == department }) else {
                value.revoke(index, change, at: now)
                continue
            }
            let isMoved = value.changeLimit(of: index, policy.calendar)
            if isNews || isMoved { value.tell(index, TaskEvent(.changed, change)) }
        }
    }

    /// Dispatches the case to departments by name.
    ///
    /// - Throws: `CaseRefusal` when a department is unknown or retired, or when nothing would change.
    func dispatch(
        to named: [DepartmentRole], _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        let wanted = withLead(named.map(\.withTriageAsked), value)
        for entry in wanted {
            guard let known = policy.departments[entry.department], !known.retired else {
                throw CaseRefusal(.unknownDepartment(entry.department), allowed: policy.activeDepartments)
            }
        }
        let news = wanted.contains { entry in
            guard let index = value.taskIndex(of: entry.department) else { return true }
            let isOther = value.tasks[index].role != entry.role && entry.department != Department.triageID
            return isOther || !value.tasks[index].state.isAlive
        }
        let isGoingOut = value.state == .triage && wanted.contains { $0.department != Department.triageID }
        guard news || isGoingOut else {
            throw CaseRefusal(.alreadyDispatched, allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        let before = value.state
        if isGoingOut, value.category.id == HazardCategory.unclassifiedID {
            value.decision.limit = policy.dispatchedLimit
        }
        if policy.category(value.category.id)?.priority == .p0 { value.flags.emergency = true }
        assign(wanted, &value, at: now)
        value.remember(command, from: before, at: now, .dispatched(wanted))
    }

    /// Ensures that a department leads: when neither the case nor the command has a lead, the first department of the
    /// command does.
    private func withLead(_ wanted: [DepartmentRole], _ value: Case) -> [DepartmentRole] {
        let isLed = value.tasks.contains {
            $0.role == .lead && ($0.state.isAlive || $0.state == .done) && $0.department != Department.triageID
        }
        guard !isLed, !wanted.contains(where: { $0.role == .lead }),
            let first = wanted.firstIndex(where: { $0.department != Department.triageID })
        else { return wanted }
        var led = wanted
        led[first].role = .lead
        return led
    }

    /// Releases departments from their tasks; a reason is required.
    ///
    /// - Throws: `CaseRefusal` without a reason, or when a department has no open or returned task.
    func waive(
        _ departments: [String], _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        try needReason(command, value)
        let before = value.state
        var waived: [Int] = []
        for department in departments {
            guard let index = value.taskIndex(of: department),
                value.tasks[index].state.isAlive || value.tasks[index].state == .returned
            else {
                throw CaseRefusal(
                    .noOpenTask(department: department), allowed: CaseMoves.allowed(role: command.role, on: value))
            }
            waived.append(index)
        }
        value.waive(waived, reason: command.reason, at: now, policy.calendar)
        value.remember(command, from: before, at: now, .waived(departments))
    }

    /// Urges 催办 or supervises 督办 the case: sets the flag and adds a record for every department at work.
    ///
    /// - Throws: `CaseRefusal` when the case was urged less than four hours before.
    func urge(
        _ command: Command, _ kind: TaskEventKind, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        if kind == .supervised {
            value.flags.supervised = true
        } else if !value.takeUrge(at: now) {
            throw CaseRefusal(
                .urgedLately(hours: StageLimits.urgeHours),
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.tell(index, TaskEvent(kind, saying: command.reason, cause: command.cause))
        }
        value.remember(command, from: value.state, at: now)
    }

    /// Marks the case for a supervisor before the timers do; a reason is required.
    func escalate(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        value.flags.escalated = true
        value.remember(command, from: value.state, at: now)
    }

    /// Gives tasks to the wanted departments. The triage centre's own task ends unless it is among them.
    func assign(_ wanted: [DepartmentRole], _ value: inout Case, at now: Instant) {
        let before = value.state
        if wanted.contains(where: { $0.role == .lead }) {
            for index in value.tasks.indices where value.tasks[index].role == .lead {
                let stays = wanted.contains { $0.department == value.tasks[index].department && $0.role == .lead }
                guard !stays else { continue }
                value.tasks[index].role = .co
                if value.tasks[index].state.isAlive { value.tell(index, TaskEvent(.changed, .role(.co))) }
            }
        }
        for entry in wanted { give(entry, &value, at: now) }
        if !wanted.contains(where: { $0.department == Department.triageID }) { value.endTriage(at: now) }
        // When the triage centre leads, or no department is at work, the case stays in triage.
        guard !wanted.contains(where: { $0 == DepartmentRole(Department.triageID, .lead) }),
            value.hasDepartmentAtWork
        else { return }
        if before == .triage {
            value.state = .registered
            value.registeredAt = value.registeredAt ?? now
            value.pauses.resume(at: now)
        }
        value.promoteLead()
        value.followLead()
        value.followSafety(at: now, policy.calendar)
    }

    private func give(_ entry: DepartmentRole, _ value: inout Case, at now: Instant) {
        guard let index = value.taskIndex(of: entry.department) else {
            value.addTask(entry.department, entry.role, at: now, policy.calendar)
            return
        }
        let changed = value.tasks[index].role != entry.role
        value.tasks[index].role = entry.role
        let limit = value.limit(for: entry.department)
        guard !value.tasks[index].state.isAlive else {
            let isMoved = value.tasks[index].limit != limit && value.changeLimit(of: index, policy.calendar)
            if changed || isMoved { value.tell(index, TaskEvent(.changed, .role(entry.role))) }
            return
        }
        // The department that returned the task gets only the time that was left (`DOMAIN.md`, Return, delay, hold,
        // urge).
        if value.tasks[index].state == .returned, value.tasks[index].limit == limit {
            value.note(value.tasks[index].resumeClock(at: now, policy.calendar), of: limit)
        } else {
            value.note(value.tasks[index].startClock(limit, at: now, policy.calendar), of: limit)
        }
        value.ask(again: index)
    }

    func facts(of value: Case, at now: Instant) -> RoutingFacts {
        var facts = RoutingFacts(programme: value.programme, channel: value.reports.first?.channel ?? .import)
        let local = policy.zone.civil(now)
        facts.category = value.category.id
        facts.condition = value.condition
        facts.district = value.location?.district
        facts.areas = policy.places(of: value.location)
        facts.roadClass = value.location?.roadClass
        facts.kind = value.kind
        facts.hour = local.hour
        facts.weekday = local.date.weekday
        return facts
    }
}

extension DepartmentRole {
    /// The same entry, but the triage centre never leads: it gets the role `co`.
    fileprivate var withTriageAsked: DepartmentRole {
        department == Department.triageID ? DepartmentRole(department, .co) : self
    }
}

extension Case {
    /// Releases departments from their tasks. The case is then resolved, continues, or goes to triage.
    mutating func waive(_ indices: [Int], reason: String?, at now: Instant, _ calendar: WorkingCalendar) {
        for index in indices {
            if tasks[index].state.isAlive { revoke(index, reason.map(TaskChange.said), at: now) }
            tasks[index].state = .waived
        }
        promoteLead()
        settleOrTriage(at: now, calendar)
        // Nobody is asked about a returned task any more.
        if state != .triage, !tasks.contains(where: { $0.state == .returned }) { endTriage(at: now) }
    }

    /// Applies the present limit to a task, counted from the beginning of its clock. Returns whether the deadline
    /// moved.
    fileprivate mutating func changeLimit(of index: Int, _ calendar: WorkingCalendar) -> Bool {
        let limit = limit(for: tasks[index].department)
        var task = tasks[index]
        note(task.changeLimit(limit, calendar), of: limit)
        guard task.limit != tasks[index].limit || task.dueAt != tasks[index].dueAt else { return false }
        tasks[index] = task
        return true
    }
}
