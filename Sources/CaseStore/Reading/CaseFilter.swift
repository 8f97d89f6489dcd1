package import HazardCore

/// Which cases a reader wants; what is nil is not asked for.
package struct CaseFilter: Hashable, Sendable {
    package var state: CaseState?
    /// A department with a task of the case, in whatever state.
    package var department: String?
    /// The category's code.
    package var category: String?
    package var district: String?
    package var programme: String?
    package var priority: Priority?
    package var overdue: Overdue?

    package init() {}

    /// Overdue is a fact about a time, not a state.
    package struct Overdue: Hashable, Sendable {
        package var isOverdue: Bool
        package var at: Instant

        /// Overdue, or not overdue, at that time.
        package init(_ isOverdue: Bool, at: Instant) {
            self.isOverdue = isOverdue
            self.at = at
        }
    }
}
