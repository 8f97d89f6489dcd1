package import HazardCore

/// The answer to one question about figures: all together, and side by side for every group.
package struct KPIStatistics: Sendable {
    package let grouping: KPIGrouping?
    package private(set) var total: KPITally
    /// By the group's name; the empty one has the cases without.
    package private(set) var groups: [String: KPITally] = [:]

    package init(
        _ window: KPIWindow, _ scope: KPIScope = KPIScope(), by grouping: KPIGrouping? = nil,
        norms: KPINorms = KPINorms()
    ) {
        self.grouping = grouping
        total = KPITally(window, scope, norms: norms)
    }

    /// Counts one case, in every group that it has a part in.
    package mutating func add(_ value: Case) {
        total.add(value)
        guard let grouping else { return }
        for group in grouping.groups(of: value) where isAsked(group) {
            let scope = grouping.narrowed(total.scope, to: group)
            groups[group, default: KPITally(total.window, scope, norms: total.norms)].add(value)
        }
    }

    /// Adds what was counted of other cases for the same question.
    package mutating func merge(_ other: KPIStatistics) {
        total.merge(other.total)
        for (group, tally) in other.groups {
            groups[group, default: KPITally(tally.window, tally.scope, norms: tally.norms)].merge(tally)
        }
    }

    /// A group that the question leaves out: another department's, or another programme's.
    private func isAsked(_ group: String) -> Bool {
        switch grouping {
        case .department: total.scope.department.map { $0 == group } ?? true
        case .programme: total.scope.admits(programme: group)
        default: true
        }
    }
}
