package import HazardCore

/// The answer to a question about figures: the total and, if asked, every group (`DECISIONS.md` #38).
package struct KPIStatistics: Sendable {
    package let grouping: KPIGrouping?
    package private(set) var total: KPITally
    /// By the group's name; the empty name is for cases without the property.
    package private(set) var groups: [String: KPITally] = [:]

    package init(
        _ window: KPIWindow, _ scope: KPIScope = KPIScope(), by grouping: KPIGrouping? = nil,
        norms: KPINorms = KPINorms()
    ) {
        self.grouping = grouping
        total = KPITally(window, scope, norms: norms)
    }

    /// Counts a case in the total and in each of its groups.
    package mutating func add(_ value: Case) {
        total.add(value)
        guard let grouping else { return }
        for group in grouping.groups(of: value) where isAsked(group) {
            let scope = grouping.narrowed(total.scope, to: group)
            groups[group, default: KPITally(total.window, scope, norms: total.norms)].add(value)
        }
    }

    /// Adds the counts of other cases for the same question.
    package mutating func merge(_ other: KPIStatistics) {
        total.merge(other.total)
        for (group, tally) in other.groups {
            groups[group, default: KPITally(tally.window, tally.scope, norms: tally.norms)].merge(tally)
        }
    }

    /// Whether the scope includes the group, which can be another department or programme.
    private func isAsked(_ group: String) -> Bool {
        switch grouping {
        case .department: total.scope.department.map { $0 == group } ?? true
        case .programme: total.scope.admits(programme: group)
        default: true
        }
    }
}
