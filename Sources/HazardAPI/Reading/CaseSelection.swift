internal import HTTP
internal import CaseStore
internal import HazardCore

/// Which cases a request is about: the filters that lists and streams share.
struct CaseSelection: Sendable {
    var state: CaseState?
    var department: String?
    var category: String?
    var district: String?
    var programme: String?
    var priority: Priority?
    var overdue: Bool?

    static let fields = ["state", "department", "category", "district", "programme", "priority", "overdue"]

    /// Reads the filters; a department's caller gets its own cases whatever it asks for, and is refused another's.
    init(_ query: inout QueryFields, policy: Policy, caller: Caller) throws(Problem) {
        state = query.named("state")
        department = query.text("department")
        if let department, policy.departments[department] == nil {
            query.refuse(
                "department", "no department of this id is configured", hint: "send an id of departments.yaml")
        }
        if let category = query.text("category") {
            self.category = policy.category(category)?.code
            if self.category == nil {
                query.refuse(
                    "category", "no category of this code or id is configured", hint: "send a code such as T02")
            }
        }
        district = query.text("district")
        programme = query.text("programme")
        if let programme, policy.programmes[programme] == nil {
            query.refuse("programme", "no programme of this id is configured", hint: "send an id of programmes.yaml")
        }
        priority = query.named("priority")
        overdue = query.flag("overdue")
        guard caller.role == .department else { return }
        if let department {
            guard caller.departments.contains(department) else { throw caller.otherDepartment }
        } else if let own = caller.department {
            department = own
        } else {
            query.refuse(
                "department", "the token is for several departments",
                hint: "send one of \(caller.departments.joined(separator: ", "))")
        }
    }

    /// The same as the store asks it.
    func filter(at now: Instant) -> CaseFilter {
        var filter = CaseFilter()
        filter.state = state
        filter.department = department
        filter.category = category
        filter.district = district
        filter.programme = programme
        filter.priority = priority
        filter.overdue = overdue.map { CaseFilter.Overdue($0, at: now) }
        return filter
    }

    /// The same asked of a case at hand.
    func contains(_ value: Case, at now: Instant) -> Bool {
        if let state, value.state != state { return false }
        if let department, value.taskIndex(of: department) == nil { return false }
        if let category, value.category.code != category { return false }
        if let district, value.location?.district != district { return false }
        if let programme, value.programme != programme { return false }
        if let priority, value.priority != priority { return false }
        if let overdue, Self.isLate(value, at: now) != overdue { return false }
        return true
    }

    /// Overdue by the timer's word, or past its deadline with the work not done.
    static func isLate(_ value: Case, at now: Instant) -> Bool {
        if value.flags.overdue { return true }
        guard let due = value.dueAt else { return false }
        return due < now && value.resolvedAt == nil && !value.state.isEnded
    }
}
