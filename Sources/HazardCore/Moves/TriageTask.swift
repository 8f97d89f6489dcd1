/// The task of the triage centre 分拨 (`DECISIONS.md` #31). It has the whole case when no department is left to act;
/// otherwise it decides who takes over a returned task.
///
/// It has its own stage limit and the escalation of any task. It ends with a decision: classify, dispatch or waive.
extension Case {
    /// Whether a department still has to act. The triage centre does not count, because it does no work.
    var hasDepartmentAtWork: Bool {
        tasks.contains { $0.state.isAlive && $0.department != Department.triageID }
    }

    /// Whether the triage centre still has to decide.
    var isTriageAsked: Bool {
        taskIndex(of: Department.triageID).map { tasks[$0].state.isAlive } ?? false
    }

    /// Whether that department still has to act in this case.
    func isAtWork(_ department: String?) -> Bool {
        guard let department, department != Department.triageID, let index = taskIndex(of: department) else {
            return false
        }
        return tasks[index].state.isAlive
    }

    /// Called when a task has ended: the case is resolved, continues with other departments, or goes to triage.
    mutating func settleOrTriage(at now: Instant, _ calendar: WorkingCalendar) {
        settle(at: now)
        if state != .resolved, !hasDepartmentAtWork { backToTriage(at: now, calendar) }
    }

    /// Puts the case into triage, because no department is left to act.
    mutating func backToTriage(at now: Instant, _ calendar: WorkingCalendar) {
        state = .triage
        pauses.pause(at: now)
        askTriage(at: now, calendar)
    }

    /// Gives the triage centre a task with its stage limit. An open task keeps its clock.
    mutating func askTriage(at now: Instant, _ calendar: WorkingCalendar) {
        flags.needsReview = true
        guard let index = taskIndex(of: Department.triageID) else {
            addTask(Department.triageID, .co, at: now, calendar)
            return
        }
        guard !tasks[index].state.isAlive else { return }
        note(tasks[index].startClock(StageLimits.triage, at: now, calendar), of: StageLimits.triage)
        ask(again: index)
    }

    /// Ends the task of the triage centre, because the decision is made.
    mutating func endTriage(at now: Instant) {
        guard isTriageAsked, let index = taskIndex(of: Department.triageID) else { return }
        tasks[index].state = .done
        tasks[index].endedAt = now
        tasks[index].pending.removeAll { $0.kind != .refused }
        tell(index, TaskEvent(.closed))
    }

    /// Opens an ended task again and adds a record for its department.
    mutating func ask(again index: Int) {
        tasks[index].state = .queued
        tasks[index].endedAt = nil
        tasks[index].result = nil
        tasks[index].acceptedAt = nil
        tasks[index].startedAt = nil
        tasks[index].pending.append(TaskEvent(tasks[index].version == 0 ? .dispatched : .redispatched))
    }
}
