/// Departments that got another id (`was` in `departments.yaml`): messages by an earlier id mean the present one, and open
/// tasks move to its queue.
extension Feedback {
    /// Replaces earlier ids of departments.
    package mutating func rename(by policy: Policy) {
        guard !policy.renamedDepartments.isEmpty else { return }
        department = department.map(policy.currentDepartment)
        suggestedDepartment = suggestedDepartment.map(policy.currentDepartment)
    }
}

extension Command {
    /// Replaces earlier ids of departments.
    package mutating func rename(by policy: Policy) {
        guard !policy.renamedDepartments.isEmpty else { return }
        switch action {
        case .dispatch(let departments):
            action = .dispatch(departments.map { DepartmentRole(policy.currentDepartment($0.department), $0.role) })
        case .waive(let departments): action = .waive(departments.map(policy.currentDepartment))
        default: break
        }
    }
}

extension CaseDecider {
    /// Gives open tasks of a department's earlier id to the department that has it now. The task keeps its clock, and the
    /// department gets it whole.
    ///
    /// Returns whether the case has changed.
    package func rename(_ value: inout Case, at now: Instant) -> Bool {
        var names: [(from: String, to: String)] = []
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            let before = value.tasks[index].department
            let name = policy.currentDepartment(before)
            guard name != before, value.taskIndex(of: name) == nil else { continue }
            value.tasks[index].department = name
            value.tell(index, TaskEvent(.redispatched))
            names.append((before, name))
        }
        guard !names.isEmpty else { return false }
        value.record(.move(.own(.renamed)), by: Actor(.timer), at: now, .renamed(names.map(\.from), names.map(\.to)))
        return true
    }
}
