package import HazardCore

/// Which cases to read; a nil field does not filter.
package struct CaseFilter: Hashable, Sendable {
    package var state: CaseState?
    /// A department with a task of the case, in any state.
    package var department: String?
    /// The category's code and its earlier ones; empty does not filter.
    package var categories: [String] = []
    package var district: String?
    package var programme: String?
    package var priority: Priority?
    package var overdue: Overdue?
    /// Opened at this time or later.
    package var openedFrom: Instant?
    /// Opened before this time.
    package var openedBefore: Instant?
    /// Something happened to the case at this time or later.
    package var changedFrom: Instant?
    /// Only open cases that are P0, or overdue at this time with the work not done.
    package var urgentAt: Instant?
    /// Only open cases.
    package var isOpenOnly = false
    /// Only cases that hold these words somewhere. Every case is read, so it is for people who search.
    package var text: String?

    package init() {}

    /// Whether a case is overdue at a time; overdue is not a state.
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
