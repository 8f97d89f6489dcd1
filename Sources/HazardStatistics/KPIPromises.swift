internal import HazardCore

/// A deadline and whether it was met: of a case, or of a department's task in statistics of a department
/// (`DECISIONS.md` #39).
struct KPIPromise {
    var due: Instant
    /// When the case was closed, or the task was done.
    var doneAt: Instant?
    /// When the work was done, which decides whether it is overdue.
    var workDoneAt: Instant?
    /// The timers marked it as overdue; this never changes back.
    var wasOverdue: Bool
    var isSuspended: Bool
    var isExempt: Bool

    /// The deadline of a case of the figure 应结案: the deadline or the closing lies in the window. Nil for other cases.
    init?(_ value: Case, in window: KPIWindow) {
        guard !value.state.isWithdrawn, let due = value.dueAt else { return nil }
        let closed = value.state == .closed ? value.closedAt : nil
        guard window.hasSeen(due) || window.contains(closed) else { return nil }
        self.due = due
        doneAt = closed
        workDoneAt = value.resolvedAt ?? closed
        wasOverdue = value.flags.overdue
        isSuspended = value.state(at: window.end) == .suspended
        isExempt = value.flags.exempt
    }

    /// The deadline of a task; nil for a returned, waived, revoked or unsent task.
    init?(_ task: CaseTask, of value: Case, in window: KPIWindow) {
        switch task.state {
        case .returned, .waived, .revoked, .queued: return nil
        case .sent, .accepted, .working, .done: break
        }
        guard let due = task.dueAt ?? value.dueAt else { return nil }
        let done = task.state == .done ? task.endedAt : nil
        guard window.hasSeen(due) || window.contains(done) else { return nil }
        self.due = due
        doneAt = done
        workDoneAt = done
        wasOverdue = task.isOverdue
        isSuspended = done == nil && value.state(at: window.end) == .suspended
        isExempt = value.flags.exempt
    }

    /// Whether it was closed before the end of the window.
    func isClosed(in window: KPIWindow) -> Bool { doneAt.map(window.hasHappened) ?? false }

    func isOnTime(in window: KPIWindow) -> Bool { isClosed(in: window) && (doneAt.map { $0 <= due } ?? false) }

    func isOverdue(in window: KPIWindow) -> Bool {
        if wasOverdue { return true }
        if let workDoneAt { return workDoneAt > due }
        return !isSuspended && due < window.end
    }
}

/// Counts of deadlines.
extension KPITally {
    mutating func addPromises(of value: Case) {
        addMakingSafe(of: value)
        if let department = scope.department {
            for task in value.tasks where task.department == department {
                KPIPromise(task, of: value, in: window).map { add($0, of: value) }
            }
        } else {
            KPIPromise(value, in: window).map { add($0, of: value) }
        }
    }

    /// 按期排险率. A repair counts as made safe.
    private mutating func addMakingSafe(of value: Case) {
        guard let due = value.makeSafeDueAt, window.hasSeen(due), !value.state.isWithdrawn else { return }
        let safe = [value.madeSafeAt, value.resolvedAt].compactMap(\.self).min()
        count(.makeSafeOnTimeRate, safe.map { $0 <= due } ?? false)
    }

    /// 结案率, 按期结案率, 超期率, 紧急问题, 公平性.
    private mutating func add(_ promise: KPIPromise, of value: Case) {
        let isUrgent = value.priority == .p0 || value.priority == .p1
        let isClosed = promise.isClosed(in: window)
        count(.closingRate, isClosed)
        count(.overdueRate, promise.isOverdue(in: window))
        if isUrgent { count(.urgentClosingRate, isClosed) }
        guard !promise.isSuspended, !promise.isExempt else { return }
        let isOnTime = promise.isOnTime(in: window)
        count(.onTimeRate, isOnTime)
        if isUrgent { count(.urgentOnTimeRate, isOnTime) }
        if let subdistrict = value.location?.subdistrict {
            deadlinesMet[subdistrict, default: KPIRatio()].count(isOnTime)
        }
    }
}

extension CaseState {
    /// Whether the case ended without work on the hazard.
    fileprivate var isWithdrawn: Bool { self == .cancelled || self == .rejected || self == .merged }
}

extension Case {
    /// Whether the deadline or the end of the case lies in the window, whatever the outcome (`DOMAIN.md` §8).
    func isInPeriod(_ window: KPIWindow) -> Bool { window.hasSeen(dueAt) || window.contains(closedAt) }

    /// The state just before an instant, by the history; the present state when the history has no earlier entry.
    func state(at instant: Instant) -> CaseState {
        history.last { $0.at < instant }?.to ?? state
    }
}
