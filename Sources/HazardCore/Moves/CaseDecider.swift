/// The only door to a change of a case: (case, what was said, now) → a changed case or a refusal.
///
/// Pure, for departments, verifiers, reporters and operators alike. What departments must be told is left in their tasks'
/// `pending`; `sendPending` carries it out.
package struct CaseDecider: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    /// Applies feedback, or refuses it; either way the case remembers.
    package func decide(_ feedback: Feedback, on value: inout Case, at now: Instant) -> CaseVerdict {
        if value.remembers(feedback.cause) { return .repeated }
        if value.historyIsFull { return .full }
        if let index = olderThanSeen(feedback, value) {
            value.record(
                feedback.kind.rawValue, by: feedback.historyActor, at: now, for: feedback.cause, reason: "older-seq",
                note: "seq \(feedback.sequence ?? 0) after \(value.tasks[index].lastSequence ?? 0): not applied")
            return .recorded
        }
        noteSequence(feedback, &value)
        var next = value
        do throws(CaseRefusal) {
            try apply(feedback, to: &next, at: now)
        } catch {
            let barred = CaseMoves.barred(to: feedback, on: value, at: now)
            let refusal = error.without(barred)
            refuse(refusal, feedback, &value, at: now)
            return .refused(refusal)
        }
        NoticeRules(policy: policy).moved(&next, from: value, reason: feedback.reason, at: now)
        RewardEarning(policy: policy).settle(&next, at: now)
        value = next
        return .applied
    }

    /// Applies a command, or refuses it; either way the case remembers.
    package func decide(_ command: Command, on value: inout Case, at now: Instant) -> CaseVerdict {
        var second = SecondCase.none
        return decide(command, on: &value, with: &second, at: now)
    }

    /// The same for a command that is about two cases; the second stands as it is to be written afterwards.
    package func decide(
        _ command: Command, on value: inout Case, with second: inout SecondCase, at now: Instant
    ) -> CaseVerdict {
        if value.remembers(command.cause) { return .repeated }
        if value.historyIsFull, command.role != .supervisor, command.role != .system { return .full }
        var next = value
        do throws(CaseRefusal) {
            try apply(command, to: &next, &second, at: now)
        } catch {
            value.record(
                "refused", by: command.actor, at: now, for: command.cause, reason: error.code.rawValue,
                note: command.kind.rawValue + ": " + error.reason)
            return .refused(error.without(CaseMoves.barred(to: command.role, on: value, at: now)))
        }
        NoticeRules(policy: policy).moved(&next, from: value, reason: command.reason, at: now)
        RewardEarning(policy: policy).settle(&next, at: now)
        if case .known(var other) = second {
            RewardEarning(policy: policy).settle(&other, at: now)
            second = .known(other)
        }
        value = next
        return .applied
    }

    private func apply(_ feedback: Feedback, to value: inout Case, at now: Instant) throws(CaseRefusal) {
        switch feedback.actor.role {
        case .department: try departmentMove(feedback, &value, at: now)
        case .verifier, .reporter: try outsideMove(feedback, &value, at: now)
        }
    }

    private func apply(
        _ command: Command, to value: inout Case, _ second: inout SecondCase, at now: Instant
    ) throws(CaseRefusal) {
        guard let move = CaseMoves.row(command.kind), move.isAllowed(in: value.state) else {
            throw CaseRefusal(
                .moveNotAllowed, "\(command.kind.rawValue) is not allowed while the case is \(value.state.rawValue)",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        guard move.roles.contains(command.role.actor) else {
            let roles = move.roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw CaseRefusal(
                .roleNotAllowed, "\(command.kind.rawValue) is for \(roles), not for \(command.role.rawValue)",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        switch command.kind {
        case .classify: try classify(command, &value, at: now)
        case .dispatch: try dispatch(command, &value, at: now)
        case .waive: try waive(command, &value, at: now)
        case .urge: try urge(command, .urged, &value, at: now)
        case .supervise: try urge(command, .supervised, &value, at: now)
        case .escalate: try escalate(command, &value, at: now)
        case .suspend: try suspend(command, &value, at: now)
        case .resume: resume(command, &value, at: now)
        case .approve, .refuse: try answer(command, &value, at: now)
        case .verify: try verify(command, &value, at: now)
        case .close: try close(command, &value, at: now)
        case .forceClose: try forceClose(command, &value, at: now)
        case .cancel: try end(command, as: .cancelled, &value, at: now)
        case .reject: try end(command, as: .rejected, &value, at: now)
        case .reopen: try reopen(command, &value, at: now)
        case .reveal: try reveal(command, &value, at: now)
        case .grant: try grant(command, &value, at: now)
        case .claim: try claim(command, &value, at: now)
        case .clawBack: try clawBack(command, &value, at: now)
        case .rewardSettled: try rewardSettled(command, &value, at: now)
        case .merge: try merge(command, &value, &second, at: now)
        case .split: try split(command, &value, &second, at: now)
        case .link: try link(command, &value, &second, at: now)
        }
    }

    // MARK: - The order of a sender's messages

    /// The task whose department has already said something later; gaps are fine.
    private func olderThanSeen(_ feedback: Feedback, _ value: Case) -> Int? {
        guard let sequence = feedback.sequence, let department = feedback.department,
            let index = value.taskIndex(of: department), let last = value.tasks[index].lastSequence, sequence < last
        else { return nil }
        return index
    }

    private func noteSequence(_ feedback: Feedback, _ value: inout Case) {
        guard let sequence = feedback.sequence, let department = feedback.department,
            let index = value.taskIndex(of: department)
        else { return }
        value.tasks[index].lastSequence = max(sequence, value.tasks[index].lastSequence ?? sequence)
    }

    // MARK: - Refusing

    /// Keeps the refusal in the history and tells the department, if it has a task here.
    private func refuse(_ refusal: CaseRefusal, _ feedback: Feedback, _ value: inout Case, at now: Instant) {
        value.record(
            "refused", by: feedback.historyActor, at: now, for: feedback.cause, reason: refusal.code.rawValue,
            note: feedback.kind.rawValue + ": " + refusal.reason)
        // It is a supervisor who decides now, so one has to learn of it.
        if refusal.code == .returnLimit { value.flags.escalated = true }
        guard feedback.actor.role == .department, let department = feedback.department,
            let index = value.taskIndex(of: department)
        else { return }
        var event = TaskEvent(.refused, cause: feedback.cause, reason: refusal.reason)
        event.code = refusal.code.rawValue
        event.allowed = refusal.allowed
        value.tasks[index].pending.append(event)
    }
}

/// What became of a message about a case.
package enum CaseVerdict: Hashable, Sendable {
    case applied
    /// Not allowed; remembered, and told to the department that asked.
    case refused(CaseRefusal)
    /// Seen before: no effect.
    case repeated
    /// Out of order: remembered, not applied.
    case recorded
    /// The case cannot remember more: for the dead letters.
    case full
}

extension Feedback {
    /// The sender as the history names it.
    package var historyActor: Actor {
        switch actor.role {
        case .department: Actor(.department, department.map { $0 + (actor.ref.map { "/" + $0 } ?? "") })
        case .verifier: Actor(.verifier, actor.ref)
        case .reporter: Actor(.reporter, actor.ref)
        }
    }
}
