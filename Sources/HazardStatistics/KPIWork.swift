internal import HazardCore

/// Counts of departments' work, for cases whose deadline or end lies in the window.
extension KPITally {
    /// The tasks that count: those of the scope's department, else all except the triage centre's.
    private func tasks(of value: Case) -> [CaseTask] {
        value.tasks.filter { task in
            task.version > 0 && task.department == (scope.department ?? task.department)
                && (scope.department != nil || task.department != Department.triageID)
        }
    }

    /// 一次派遣准确率, 退单率, 推诿率, 响应率, 返工率.
    mutating func addWork(of value: Case) {
        let tasks = tasks(of: value)
        if value.dispatchedAt != nil {
            count(.firstDispatchAccuracy, value.flags.returns == 0)
            count(.buckPassingRate, value.tasks.filter { $0.returns > 0 }.count >= 2)
        }
        for task in tasks {
            count(.returnRate, task.returns > 0)
            if let isAnswered = task.isAnswered(by: window.end) { count(.responseRate, isAnswered) }
        }
        addChecks(of: value, tasks)
    }

    /// 返工率. For a department it counts the department's own tasks.
    private mutating func addChecks(of value: Case, _ tasks: [CaseTask]) {
        guard value.isChecked else { return }
        guard scope.department != nil else { return count(.reworkRate, value.flags.rework > 0) }
        for task in tasks where task.state == .done || task.rework > 0 { count(.reworkRate, task.rework > 0) }
    }

    /// 处置时长, 首次响应时长.
    mutating func addTimes(of value: Case) {
        let tasks = tasks(of: value)
        if let registered = value.registeredAt, let accepted = tasks.compactMap(\.acceptedAt).min(),
            accepted >= registered
        {
            times[.firstResponse, default: []].append(accepted.milliseconds - registered.milliseconds)
        }
        guard scope.department != nil else {
            addHandling(from: value.dispatchedAt, to: value.resolvedAt, value.pauses)
            return
        }
        for task in tasks where task.state == .done { addHandling(from: task.sentAt, to: task.endedAt, task.pauses) }
    }

    private mutating func addHandling(from start: Instant?, to end: Instant?, _ pauses: PauseLedger) {
        guard let start, let end, end >= start else { return }
        times[.handling, default: []].append(
            end.milliseconds - start.milliseconds - pauses.milliseconds(from: start, to: end))
    }
}

extension CaseTask {
    /// Whether the department accepted or returned within the accept limit; nil while the limit runs, or when the task
    /// was revoked before.
    fileprivate func isAnswered(by now: Instant) -> Bool? {
        if isAcknowledgedLate { return false }
        let answered = acceptedAt ?? (state == .returned ? endedAt : nil)
        guard let limit = acknowledgeBy else { return answered.map { _ in true } }
        if let answered { return answered <= limit }
        if let endedAt, endedAt <= limit { return nil }
        return limit < now ? false : nil
    }
}

extension Case {
    /// Whether somebody checked the result 核查, whatever the outcome. A forced closing is no check.
    fileprivate var isChecked: Bool {
        flags.rework > 0
            || history.contains { event in
                guard event.from == .resolved || event.from == .checking else { return false }
                return (event.to == .closed || event.to == .inProgress)
                    && event.kind != .move(.command(.forceClose))
            }
    }
}

extension PauseLedger {
    /// The milliseconds between two instants in which the clock was stopped.
    fileprivate func milliseconds(from start: Instant, to end: Instant) -> Int64 {
        pauses.reduce(0) { total, pause in
            let from = max(start, pause.start)
            let to = min(end, pause.end ?? end)
            return from < to ? total + to.milliseconds - from.milliseconds : total
        }
    }
}
