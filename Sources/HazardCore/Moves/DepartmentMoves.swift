/// Moves of departments (`DECISIONS.md` #31 and #37).
extension CaseDecider {
    /// Applies a department's feedback on its own task.
    ///
    /// - Throws: `CaseRefusal` when the department has no task, the states do not allow the move, or an argument or
    ///   guard fails.
    func departmentMove(_ feedback: Feedback, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let department = feedback.department ?? ""
        guard let index = value.taskIndex(of: department) else {
            throw CaseRefusal(.noTask(department: department))
        }
        guard let move = CaseMoves.row(feedback.kind), move.isAllowed(in: CaseMoves.state(of: value, for: department)),
            move.task?.contains(value.tasks[index].state) == true
        else {
            throw CaseRefusal(
                .taskForbids(.feedback(feedback.kind), value.tasks[index].state, value.state),
                allowed: CaseMoves.allowed(department: department, on: value))
        }
        switch feedback.kind {
        case .accept: accept(feedback, &value, task: index, at: now)
        case .start:
            value.tasks[index].state = .working
            value.tasks[index].startedAt = now
            value.remember(feedback, at: now)
        case .return: try returnTask(feedback, &value, task: index, at: now)
        case .resolve: try resolve(feedback, &value, task: index, at: now)
        case .madeSafe: try madeSafe(feedback, &value, at: now)
        case .requestDelay, .requestHold, .requestWaiver, .appeal:
            try ask(feedback, &value, task: index, at: now)
        default: value.remember(feedback, at: now)
        }
    }

    private func accept(_ feedback: Feedback, _ value: inout Case, task index: Int, at now: Instant) {
        value.tasks[index].state = .accepted
        value.tasks[index].acceptedAt = now
        let before = value.state
        if before == .dispatched, value.tasks[index].department != Department.triageID { value.state = .inProgress }
        value.remember(feedback, from: before, at: now)
    }

    /// Returns a task 退单; a reason is required. A suggested department that is at work takes the part over; otherwise
    /// the triage centre must decide who acts. When no department is left, the whole case goes back to triage.
    private func returnTask(
        _ feedback: Feedback, _ value: inout Case, task index: Int, at now: Instant
    ) throws(CaseRefusal) {
        guard feedback.reason?.isEmpty == false else {
            throw CaseRefusal(
                .returnWithoutReason, allowed: CaseMoves.allowed(department: value.tasks[index].department, on: value))
        }
        let suggested = try suggestion(feedback, value)
        guard value.mayReturn(index) else {
            throw CaseRefusal(
                .returnedTooOften(times: value.tasks[index].returns, ofAll: value.flags.returns),
                allowed: CaseMoves.allowed(department: value.tasks[index].department, on: value))
        }
        let isLate = value.tasks[index].isReturnLate(at: now, policy.calendar)
        value.tasks[index].state = .returned
        value.tasks[index].endedAt = now
        value.tasks[index].returns += 1
        value.tasks[index].pauseClock(at: now)
        value.flags.returns += 1
        value.flags.buckPassed = value.tasks.filter { $0.returns > 0 }.count > 1
        value.voidRequests(of: value.tasks[index].department, at: now)
        value.tasks[index].pending.removeAll { $0.kind != .refused }
        let before = value.state
        if value.hasDepartmentAtWork {
            value.promoteLead(suggested: suggested)
            if !value.isAtWork(suggested) { value.askTriage(at: now, policy.calendar) }
        } else {
            value.backToTriage(at: now, policy.calendar)
        }
        value.remember(
            feedback, from: before, at: now,
            .returned(suggested: suggested, later: isLate ? StageLimits.returnTask : nil))
    }

    /// The department that the sender suggests; nil when it does not know.
    ///
    /// - Throws: `CaseRefusal` when the suggested department is unknown or retired.
    private func suggestion(_ feedback: Feedback, _ value: Case) throws(CaseRefusal) -> String? {
        guard let name = feedback.suggestedDepartment, name != Feedback.unknownDepartment else { return nil }
        if let known = policy.departments[name], !known.retired { return name }
        throw CaseRefusal(
            .unknownSuggestion(department: name, known: policy.activeDepartments),
            allowed: CaseMoves.allowed(department: feedback.department ?? "", on: value))
    }

    private func resolve(
        _ feedback: Feedback, _ value: inout Case, task index: Int, at now: Instant
    ) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(department: value.tasks[index].department, on: value)
        guard let result = feedback.result else {
            throw CaseRefusal(.resultMissing, allowed: allowed)
        }
        if policy.programmes[value.programme]?.demands.photoOnResolve == true, feedback.media.isEmpty {
            throw CaseRefusal(.photoMissing(programme: value.programme), allowed: allowed)
        }
        value.tasks[index].state = .done
        value.tasks[index].result = result
        value.tasks[index].endedAt = now
        value.voidRequests(of: value.tasks[index].department, at: now)
        let before = value.state
        value.settleOrTriage(at: now, policy.calendar)
        value.remember(feedback, from: before, at: now, .result(result))
    }

    /// Records that the place is fenced or manned. The first of the two limits is met, and the repair continues.
    private func madeSafe(_ feedback: Feedback, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        guard value.awaitsSafety else {
            throw CaseRefusal(
                value.madeSafeAt == nil ? .nothingToMakeSafe(category: value.category.id) : .madeSafeAlready,
                allowed: CaseMoves.allowed(department: feedback.department ?? "", on: value))
        }
        value.madeSafeAt = now
        value.remember(feedback, at: now)
    }
}

extension Case {
    /// Adds feedback to the history.
    mutating func remember(
        _ feedback: Feedback, from before: CaseState? = nil, at now: Instant, _ detail: EventDetail? = nil
    ) {
        record(
            .move(.feedback(feedback.kind)), from: before, by: feedback.historyActor, at: now, for: feedback.cause,
            detail, words: SaidWords(reason: feedback.reason, note: feedback.said))
    }

    /// Whether the task may be returned once more without a supervisor's decision.
    func mayReturn(_ index: Int) -> Bool {
        tasks[index].returns < StageLimits.returnsPerDepartment && flags.returns < StageLimits.returnsPerCase
    }

    /// Chooses a new lead when there is none: the suggested department if it is at work here, else the first department
    /// at work, else the first that is done. The case takes over the deadline of the new lead.
    mutating func promoteLead(suggested: String? = nil) {
        let parts = tasks.indices.filter { tasks[$0].department != Department.triageID }
        let alive = parts.filter { tasks[$0].state.isAlive }
        let done = parts.filter { tasks[$0].state == .done }
        guard !(alive + done).contains(where: { tasks[$0].role == .lead }),
            let heir = alive.first(where: { tasks[$0].department == suggested }) ?? alive.first ?? done.first
        else { return }
        for index in tasks.indices where tasks[index].role == .lead { tasks[index].role = .co }
        tasks[heir].role = .lead
        if tasks[heir].state.isAlive { tell(heir, TaskEvent(.changed, .role(.lead))) }
        followLead()
    }

    /// Adds a record for a department. A department that got no record yet learns everything from its first one, so
    /// only `dispatched` and `refused` are added for it.
    mutating func tell(_ index: Int, _ event: TaskEvent) {
        let hasNoRecord = tasks[index].version == 0
        if hasNoRecord, event.kind != .dispatched, event.kind != .refused { return }
        tasks[index].pending.append(event)
    }
}
