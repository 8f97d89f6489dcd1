/// Requests of departments and the decisions on them: delay 延期, hold 挂账, waiver 免办, appeal 申诉 (`DECISIONS.md` #33).
extension CaseDecider {
    /// Adds a request to the case. At most one request of a kind is pending for each department.
    ///
    /// - Throws: `CaseRefusal` without a reason, or when the request is pending already or cannot be granted.
    func ask(_ feedback: Feedback, _ value: inout Case, task index: Int, at now: Instant) throws(CaseRefusal) {
        let department = value.tasks[index].department
        let allowed = CaseMoves.allowed(department: department, on: value)
        guard let kind = RequestKind(feedback.kind) else { return }
        guard feedback.reason?.isEmpty == false else {
            throw CaseRefusal(.reasonMissing(.feedback(feedback.kind)), allowed: allowed)
        }
        guard !value.hasPending(kind, of: department) else {
            throw CaseRefusal(.requestWaiting(kind, department: department), allowed: allowed)
        }
        if let refusal = value.refusal(of: kind, task: index, at: now) { throw CaseRefusal(refusal, allowed: allowed) }
        var request = CaseRequest(id: feedback.eventID, department: department, kind: kind, at: now)
        request.reason = feedback.reason
        request.until = feedback.until
        value.requests.append(request)
        value.remember(feedback, at: now, .requested(request: request.id))
    }

    /// Approves or refuses a pending request.
    ///
    /// - Throws: `CaseRefusal` when the request is unknown or ambiguous, or cannot be granted.
    func answer(
        _ choice: RequestChoice, _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let position = try waitingRequest(choice, value, allowed)
        let request = value.requests[position]
        guard request.kind != .appeal || command.role == .supervisor else {
            throw CaseRefusal(.appealForSupervisor, allowed: allowed)
        }
        guard let task = value.taskIndex(of: request.department) else { return }
        let before = value.state
        if command.kind == .approve {
            if let refusal = value.refusal(of: request.kind, task: task, at: now) {
                throw CaseRefusal(refusal, allowed: allowed)
            }
            try grant(request, until: choice.until, command, &value, task: task, at: now)
        } else {
            value.tell(task, TaskEvent(.changed, .requestRefused(request.kind), cause: command.cause))
        }
        value.requests[position].state = command.kind == .approve ? .approved : .refused
        value.requests[position].decidedAt = now
        value.requests[position].decidedBy = command.operatorName
        value.remember(
            command, from: before, at: now,
            .answered(request.kind, department: request.department, request: request.id))
    }

    private func grant(
        _ request: CaseRequest, until: Instant?, _ command: Command, _ value: inout Case, task: Int, at now: Instant
    ) throws(CaseRefusal) {
        switch request.kind {
        case .delay:
            value.note(value.tasks[task].extendClock(policy.calendar), of: value.tasks[task].limit)
            value.followLead()
            value.tell(task, TaskEvent(.changed, .delayed, cause: command.cause))
        case .hold:
            let allowed = CaseMoves.allowed(role: command.role, on: value)
            guard value.state == .inProgress else {
                throw CaseRefusal(.holdNotInProgress, allowed: allowed)
            }
            try value.hold(until: until ?? request.until, allowed: allowed, at: now, policy.calendar)
        case .waiver:
            value.waive([task], reason: command.reason ?? request.reason, at: now, policy.calendar)
        case .appeal: value.flags.exempt = true
        }
    }

    /// The position of the request that a command names. The departments of the command distinguish two requests with
    /// one id.
    private func waitingRequest(
        _ choice: RequestChoice, _ value: Case, _ allowed: [String]
    ) throws(CaseRefusal) -> Int {
        let waiting = value.requests.indices.filter { value.requests[$0].state == .pending }
        let named = waiting.filter { position in
            value.requests[position].id == choice.request
                && (choice.departments.isEmpty || choice.departments.contains(value.requests[position].department))
        }
        guard let position = named.first else {
            throw CaseRefusal(
                .requestUnknown(choice.request, waiting: waiting.map { value.requests[$0].id }), allowed: allowed)
        }
        guard named.count == 1 else { throw CaseRefusal(.requestAmbiguous(choice.request), allowed: allowed) }
        return position
    }
}

extension Case {
    /// Whether the department has a pending request of this kind.
    func hasPending(_ kind: RequestKind, of department: String) -> Bool {
        requests.contains { $0.department == department && $0.kind == kind && $0.state == .pending }
    }

    /// Why this request cannot be granted now; nil when it can.
    func refusal(of kind: RequestKind, task index: Int, at now: Instant) -> RefusalReason? {
        let task = tasks[index]
        switch kind {
        case .delay:
            guard task.limit != nil else { return .noLimit }
            if task.isOverdue(at: now) { return .overdueAlready }
            return task.extensions < StageLimits.delays ? nil : .delayedTooOften(times: task.extensions)
        case .hold:
            return flags.holds == 0 ? nil : .heldBefore
        case .waiver: return nil
        case .appeal:
            guard flags.overdue || task.isOverdue else { return .nothingOverdue }
            let decided = requests.contains { $0.kind == .appeal && $0.state != .pending && $0.state != .void }
            return decided ? .appealDecided : nil
        }
    }

    /// Ends the pending requests of a department, because its task has ended.
    mutating func voidRequests(of department: String, at now: Instant) {
        for position in requests.indices
        where requests[position].department == department && requests[position].state == .pending {
            requests[position].state = .void
            requests[position].decidedAt = now
        }
    }
}

extension RequestKind {
    /// The kind of request that this feedback makes; nil when it makes none.
    init?(_ kind: FeedbackKind) {
        switch kind {
        case .requestDelay: self = .delay
        case .requestHold: self = .hold
        case .requestWaiver: self = .waiver
        case .appeal: self = .appeal
        default: return nil
        }
    }
}
