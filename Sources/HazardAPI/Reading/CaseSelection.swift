internal import CaseStore
internal import HazardCore

/// Which cases a request is about: the filters that lists and streams share.
struct CaseSelection: Sendable {
    var state: CaseState?
    var department: String?
    /// The codes that the category has and had.
    var categories: [String]
    var district: String?
    var programme: String?
    var priority: Priority?
    var overdue: Bool?

    /// Reads the filters (`RouteParameter.caseFilters`). A caller of the role `department` gets its own cases only.
    ///
    /// - Throws: A 403 when such a caller names another department.
    init(_ query: inout QueryFields, policy: Policy, caller: Caller) throws(Problem) {
        state = query.named("state")
        let named = query.department(policy)
        categories = query.categories(policy)
        district = query.text("district")
        programme = query.programme(policy)
        priority = query.named("priority")
        overdue = query.flag("overdue")
        department = try query.ownDepartment(named, of: caller)
    }

    /// The same filters for the store.
    func filter(at now: Instant) -> CaseFilter {
        var filter = CaseFilter()
        filter.state = state
        filter.department = department
        filter.categories = categories
        filter.district = district
        filter.programme = programme
        filter.priority = priority
        filter.overdue = overdue.map { CaseFilter.Overdue($0, at: now) }
        return filter
    }

    /// Whether a case passes the filters.
    func contains(_ value: Case, at now: Instant) -> Bool {
        if let state, value.state != state { return false }
        if let department, value.taskIndex(of: department) == nil { return false }
        if !categories.isEmpty, !categories.contains(value.category.code) { return false }
        if let district, value.location?.district != district { return false }
        if let programme, value.programme != programme { return false }
        if let priority, value.priority != priority { return false }
        if let overdue, Self.isOverdue(value, at: now) != overdue { return false }
        return true
    }

    /// Whether a timer said so, the case is past its deadline with the work not done, or it is an emergency past its limit
    /// in triage.
    static func isOverdue(_ value: Case, at now: Instant) -> Bool {
        if value.flags.overdue { return true }
        if value.isWaitingEmergency, let limit = value.emergency?.limitAt, limit < now { return true }
        guard let due = value.dueAt else { return false }
        return due < now && value.resolvedAt == nil && !value.state.isEnded
    }
}
