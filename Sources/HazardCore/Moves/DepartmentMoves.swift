/// What departments bring about.
extension CaseDecider {
    /// A department's feedback on its own task.
    func departmentMove(_ feedback: Feedback, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let department = feedback.department ?? ""
        guard let index = value.taskIndex(of: department) else {
            throw CaseRefusal(.noTask, "\(department) has no task in case \(value.id.text)")
        }
        guard let move = CaseMoves.row(feedback.kind), move.isAllowed(in: CaseMoves.state(of: value, for: department)),
            move.task?.contains(value.tasks[index].state) == true
        else {
            throw CaseRefusal(
                .moveNotAllowed,
                "\(feedback.kind.rawValue) is not allowed while the task is \(value.tasks[index].state.rawValue) "
                    + "and the case \(value.state.rawValue)",
                allowed: CaseMoves.allowed(department: department, on: value))
        }
        switch feedback.kind {
        case .accept: accept(feedback, &value, task: index, at: now)
        case .start:
            value.tasks[index].state = .working
            value.tasks[index].startedAt = now
            value.remember(feedback, at: now)
        case .return: try giveBack(feedback, &value, task: index, at: now)
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

    /// 退单: with a reason; whoever is named and at work takes the part over, else the triage centre is asked who does; with
    /// nobody left to act the whole case goes back to it.
    private func giveBack(
        _ feedback: Feedback, _ value: inout Case, task index: Int, at now: Instant
    ) throws(CaseRefusal) {
        guard feedback.reason?.isEmpty == false else {
            throw CaseRefusal(
                .argumentMissing, "a return needs a reason, and suggested_department or \"unknown\"",
                allowed: CaseMoves.allowed(department: value.tasks[index].department, on: value))
        }
        let suggested = try suggestion(feedback, value)
        guard value.mayReturn(index) else {
            throw CaseRefusal(
                .returnLimit,
                "returned \(value.tasks[index].returns) times already, \(value.flags.returns) times in all: "
                    + "a supervisor decides (dispatch or waive)",
                allowed: CaseMoves.allowed(department: value.tasks[index].department, on: value))
        }
        let isLate = value.tasks[index].isLateToGiveBack(at: now, policy.calendar)
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
        let suggestion = "suggested: " + (suggested ?? Feedback.unknownDepartment)
        let lateness = isLate ? "later than \(StageLimits.giveBack) after it came" : nil
        value.remember(
            feedback, from: before, at: now, note: [suggestion, lateness].compactMap(\.self).joined(separator: "; "))
    }

    /// Who a returning department says it is for; nil when it does not know.
    private func suggestion(_ feedback: Feedback, _ value: Case) throws(CaseRefusal) -> String? {
        guard let name = feedback.suggestedDepartment, name != Feedback.unknownDepartment else { return nil }
        if let known = policy.departments[name], !known.retired { return name }
        let known = policy.departments.values.filter { !$0.retired }.map(\.id).sorted().joined(separator: ", ")
        throw CaseRefusal(
            .unknownDepartment,
            "suggested_department \(name) is not configured, or is retired: name one of \(known), or "
                + Feedback.unknownDepartment,
            allowed: CaseMoves.allowed(department: feedback.department ?? "", on: value))
    }

    private func resolve(
        _ feedback: Feedback, _ value: inout Case, task index: Int, at now: Instant
    ) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(department: value.tasks[index].department, on: value)
        guard let result = feedback.result else {
            throw CaseRefusal(
                .argumentMissing,
                "resolve needs a result: " + TaskResult.allCases.map(\.rawValue).joined(separator: ", "),
                allowed: allowed)
        }
        if policy.programmes[value.programme]?.demands.photoOnResolve == true, feedback.media.isEmpty {
            throw CaseRefusal(
                .argumentMissing, "programme \(value.programme) asks for a photo: send media with resolve",
                allowed: allowed)
        }
        value.tasks[index].state = .done
        value.tasks[index].result = result
        value.tasks[index].endedAt = now
        value.voidRequests(of: value.tasks[index].department, at: now)
        let before = value.state
        value.settleOrTriage(at: now, policy.calendar)
        value.remember(feedback, from: before, at: now, note: result.rawValue)
    }

    /// Fenced or manned: the first of the two limits is kept, the repair goes on.
    private func madeSafe(_ feedback: Feedback, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        guard value.awaitsSafety else {
            throw CaseRefusal(
                .moveNotAllowed,
                value.madeSafeAt == nil
                    ? "category \(value.category.id) has no time to make safe: send resolve when it is done"
                    : "the place was made safe already",
                allowed: CaseMoves.allowed(department: feedback.department ?? "", on: value))
        }
        value.madeSafeAt = now
        value.remember(feedback, at: now)
    }
}

extension Case {
    /// Keeps what was said.
    mutating func remember(
        _ feedback: Feedback, from before: CaseState? = nil, at now: Instant, note: String? = nil
    ) {
        let words = [note, feedback.note].compactMap(\.self)
        record(
            feedback.kind.rawValue, from: before, by: feedback.historyActor, at: now, for: feedback.cause,
            reason: feedback.reason, note: words.isEmpty ? nil : words.joined(separator: "; "))
    }

    /// Whether it may be given back once more, before a supervisor has to decide.
    func mayReturn(_ index: Int) -> Bool {
        tasks[index].returns < StageLimits.returnsPerDepartment && flags.returns < StageLimits.returnsPerCase
    }

    /// When the lead is gone, the suggested department leads if it is at work here, else the first that is; with nobody at
    /// work, the first that is done. The case promises what the new lead does.
    mutating func promoteLead(suggested: String? = nil) {
        let parts = tasks.indices.filter { tasks[$0].department != Department.triageID }
        let alive = parts.filter { tasks[$0].state.isAlive }
        let done = parts.filter { tasks[$0].state == .done }
        guard !(alive + done).contains(where: { tasks[$0].role == .lead }),
            let heir = alive.first(where: { tasks[$0].department == suggested }) ?? alive.first ?? done.first
        else { return }
        for index in tasks.indices where tasks[index].role == .lead { tasks[index].role = .co }
        tasks[heir].role = .lead
        if tasks[heir].state.isAlive { tell(heir, TaskEvent(.changed, reason: "lead")) }
        followLead()
    }

    /// Adds to what a department must be told; one that was never told anything learns the whole with its first record.
    mutating func tell(_ index: Int, _ event: TaskEvent) {
        let neverTold = tasks[index].version == 0
        if neverTold, event.kind != .dispatched, event.kind != .refused { return }
        tasks[index].pending.append(event)
    }
}
