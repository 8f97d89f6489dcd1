/// The triage centre's part 分拨: the whole case when nobody else is left to act, and while others are at work the question who
/// takes over what was given back.
///
/// It has its own stage limit in both, with the ladder of any task, and ends when somebody decides: classify, dispatch, waive.
extension Case {
    /// Whether a department is expected to act; the triage centre decides and does no work.
    var hasDepartmentAtWork: Bool {
        tasks.contains { $0.state.isAlive && $0.department != Department.triageID }
    }

    /// Whether the triage centre has something to decide.
    var isTriageAsked: Bool {
        taskIndex(of: Department.triageID).map { tasks[$0].state.isAlive } ?? false
    }

    /// Whether that department is expected to act in this case.
    func isAtWork(_ department: String?) -> Bool {
        guard let department, department != Department.triageID, let index = taskIndex(of: department) else {
            return false
        }
        return tasks[index].state.isAlive
    }

    /// Somebody's part has ended: the case is resolved, or others go on, or nobody is left.
    mutating func settleOrTriage(at now: Instant, _ calendar: WorkingCalendar) {
        settle(at: now)
        if state != .resolved, !hasDepartmentAtWork { backToTriage(at: now, calendar) }
    }

    /// Nobody is left to act: the triage centre decides, within its stage limit.
    mutating func backToTriage(at now: Instant, _ calendar: WorkingCalendar) {
        state = .triage
        pauses.pause(at: now)
        askTriage(at: now, calendar)
    }

    /// The triage centre has to say who acts; one that was asked already has the time that it had.
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

    /// What the triage centre was asked is decided.
    mutating func endTriage(at now: Instant) {
        guard isTriageAsked, let index = taskIndex(of: Department.triageID) else { return }
        tasks[index].state = .done
        tasks[index].endedAt = now
        tasks[index].pending.removeAll { $0.kind != .refused }
        tell(index, TaskEvent(.closed))
    }

    /// A task that had ended is open again, and its queue is told.
    mutating func ask(again index: Int) {
        tasks[index].state = .queued
        tasks[index].endedAt = nil
        tasks[index].result = nil
        tasks[index].acceptedAt = nil
        tasks[index].startedAt = nil
        tasks[index].pending.append(TaskEvent(tasks[index].version == 0 ? .dispatched : .redispatched))
    }
}
