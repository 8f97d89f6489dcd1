/// Decides every change of a case: (case, message, now) → a changed case or a refusal (`DOMAIN.md` §5).
///
/// Pure, and the same for departments, verifiers, reporters and operators. Records for departments are added to
/// `CaseTask.pending`; `Case.sendPending` sends them.
package struct CaseDecider: Sendable {
    package let policy: Policy
    let textHash: TextHash

    package init(policy: Policy, textHash: TextHash = .withoutKey) {
        self.policy = policy
        self.textHash = textHash
    }

    /// Applies feedback or refuses it. The history records both.
    package func decide(_ feedback: Feedback, on value: inout Case, at now: Instant) -> CaseVerdict {
        let before = value.history.count
        let verdict = decideWithoutMedia(feedback, on: &value, at: now)
        value.attach(feedback, behind: before)
        return verdict
    }

    private func decideWithoutMedia(_ feedback: Feedback, on value: inout Case, at now: Instant) -> CaseVerdict {
        if value.remembers(feedback.cause) { return .repeated }
        if value.historyIsFull { return .full }
        if let index = olderThanSeen(feedback, value) {
            value.record(
                .move(.feedback(feedback.kind)), by: feedback.historyActor, at: now, for: feedback.cause,
                .outOfOrder(sequence: feedback.sequence ?? 0, last: value.tasks[index].lastSequence ?? 0))
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
        watchEmergency(&next, at: now)
        NoticeRules(policy: policy).moved(&next, from: value, reason: feedback.reason, at: now)
        RewardEarning(policy: policy).settle(&next, at: now)
        value = next
        return .applied
    }

    /// Applies a command or refuses it. The history records both.
    package func decide(_ command: Command, on value: inout Case, at now: Instant) -> CaseVerdict {
        var second = SecondCase.none
        return decide(command, on: &value, with: &second, at: now)
    }

    /// Applies a command that can be about two cases. Afterwards `second` is the second case as it must be stored.
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
                .refused, by: command.actor, at: now, for: command.cause,
                .refused(.command(command.kind), error.reason))
            return .refused(error.without(CaseMoves.barred(to: command.role, on: value, at: now)))
        }
        watchEmergency(&next, isPersonsMove: command.role != .system, at: now)
        NoticeRules(policy: policy).moved(&next, from: value, reason: command.reason, at: now)
        RewardEarning(policy: policy).settle(&next, at: now)
        if case .known(var other) = second {
            watchEmergency(&other, at: now)
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
                .stateForbids(.command(command.kind), value.state),
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        guard move.roles.contains(command.role.actor) else {
            let roles = move.roles.sorted { $0.rawValue < $1.rawValue }
            throw CaseRefusal(
                .roleForbids(.command(command.kind), allowed: roles, command.role),
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        switch command.action {
        case .merge, .split, .link: try applyToTwo(command, &value, &second, at: now)
        case .grant, .claim, .clawBack, .rewardSettled, .ledger: try applyToRewards(command, &value, at: now)
        default: try apply(command, &value, at: now)
        }
    }

    private func apply(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        switch command.action {
        case .classify(let category, let condition): try classify(as: category, condition, command, &value, at: now)
        case .dispatch(let departments): try dispatch(to: departments, command, &value, at: now)
        case .waive(let departments): try waive(departments, command, &value, at: now)
        case .urge: try urge(command, .urged, &value, at: now)
        case .supervise: try urge(command, .supervised, &value, at: now)
        case .escalate: try escalate(command, &value, at: now)
        case .suspend(let until): try suspend(until: until, command, &value, at: now)
        case .resume: resume(command, &value, at: now)
        case .approve(let choice), .refuse(let choice): try answer(choice, command, &value, at: now)
        case .verify(let result): verify(result, command, &value, at: now)
        case .close(let code): close(code, command, &value, at: now)
        case .forceClose(let code): try forceClose(code, command, &value, at: now)
        case .cancel: try end(command, as: .cancelled, &value, at: now)
        case .reject: try end(command, as: .rejected, &value, at: now)
        case .reopen: try reopen(command, &value, at: now)
        case .reveal(let reports): try reveal(reports, command, &value, at: now)
        case .erase(let order): try erase(order, command, &value, at: now)
        case .merge, .split, .link, .grant, .claim, .clawBack, .rewardSettled, .ledger: break
        }
    }

    private func applyToTwo(
        _ command: Command, _ value: inout Case, _ second: inout SecondCase, at now: Instant
    ) throws(CaseRefusal) {
        switch (command.action, second) {
        case (.merge(let id), _): try merge(into: id, command, &value, &second, at: now)
        case (.link(let id, let kind), _): try link(with: id, kind, command, &value, &second, at: now)
        case (.split(let reports), .number(let id)):
            second = .known(try split(reports, command, &value, as: id, at: now))
        default:
            throw CaseRefusal(
                .stateForbids(.command(command.kind), value.state),
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
    }

    private func applyToRewards(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        switch command.action {
        case .grant(let order): try grant(order, command, &value, at: now)
        case .claim(let entry): try claim(entry, command, &value, at: now)
        case .clawBack(let entry): try clawBack(entry, command, &value, at: now)
        case .rewardSettled(let answer): try rewardSettled(answer, command, &value, at: now)
        // A question to a ledger is never about a case. The lane passes it to the ledger.
        default:
            throw CaseRefusal(
                .stateForbids(.command(command.kind), value.state),
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
    }

    // MARK: - Order of a sender's messages

    /// The index of the task whose department already sent a higher number; nil when none did. Gaps are allowed.
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

    // MARK: - Refusals

    /// Records the refusal and, when the sender is a department with a task here, adds it to the records for that
    /// department.
    private func refuse(_ refusal: CaseRefusal, _ feedback: Feedback, _ value: inout Case, at now: Instant) {
        value.record(
            .refused, by: feedback.historyActor, at: now, for: feedback.cause,
            .refused(.feedback(feedback.kind), refusal.reason))
        // A supervisor decides now, so the case is marked for supervisors.
        if refusal.code == .returnLimit { value.flags.escalated = true }
        guard feedback.actor.role == .department, let department = feedback.department,
            let index = value.taskIndex(of: department)
        else { return }
        var event = TaskEvent(.refused, .refused(refusal.reason), cause: feedback.cause)
        event.allowed = refusal.allowed
        value.tasks[index].pending.append(event)
    }
}

extension Case {
    /// Adds the photos of feedback to its entry in the history and, when it was applied, to the department's task.
    fileprivate mutating func attach(_ feedback: Feedback, behind count: Int) {
        guard !feedback.media.isEmpty,
            let index = history.indices.dropFirst(count).first(where: { history[$0].cause == feedback.cause })
        else { return }
        history[index].media = feedback.media
        guard case .move = history[index].kind, feedback.actor.role == .department,
            let department = feedback.department,
            let task = taskIndex(of: department)
        else { return }
        tasks[task].media = feedback.media
    }
}

/// The result of a message about a case.
package enum CaseVerdict: Hashable, Sendable {
    case applied
    /// Not allowed. The history records it, and the department that sent it gets a record.
    case refused(CaseRefusal)
    /// The message was processed before; no effect.
    case repeated
    /// Out of order. The history records it; it is not applied.
    case recorded
    /// The history of the case is full. The message becomes a dead letter.
    case full
}

extension Feedback {
    /// The sender in the form that the history stores.
    package var historyActor: Actor {
        switch actor.role {
        case .department: Actor(.department, department.map { $0 + (actor.ref.map { "/" + $0 } ?? "") })
        case .verifier: Actor(.verifier, actor.ref)
        case .reporter: Actor(.reporter, actor.ref)
        }
    }
}
