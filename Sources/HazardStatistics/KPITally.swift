package import HazardCore

/// The counts from which figures are computed.
///
/// The order does not matter: the same cases give the same figures, however they are divided into shards.
package struct KPITally: Sendable {
    package let window: KPIWindow
    package let scope: KPIScope
    package let norms: KPINorms
    /// Cases that were opened in the window, or whose deadline or end lies in it.
    package internal(set) var cases = 0
    /// Reports received in the window, and the registered or merged ones among them.
    package internal(set) var received = 0
    package internal(set) var valid = 0
    /// The cases opened in the window whose category a person has confirmed or corrected.
    var reviewed = 0
    /// The present states of the cases that were opened in the window.
    package internal(set) var states: [CaseState: Int] = [:]
    var ratios: [KPI: KPIRatio] = [:]
    /// In milliseconds.
    var times: [KPITime: [Int64]] = [:]
    /// The accounts of reporters; anonymous reports have none.
    var reporters: Set<String> = []
    /// The number of cases by place and category.
    var places: [KPIPlace: [String: Int]] = [:]
    /// Deadlines met, by subdistrict.
    var deadlinesMet: [String: KPIRatio] = [:]

    package init(_ window: KPIWindow, _ scope: KPIScope = KPIScope(), norms: KPINorms = KPINorms()) {
        self.window = window
        self.scope = scope
        self.norms = norms
    }

    /// The number of distinct accounts that reported in the window.
    package var activeReporters: Int { reporters.count }

    /// Counts a case. A case outside the scope changes nothing.
    package mutating func add(_ value: Case) {
        guard scope.admits(value) else { return }
        addReports(of: value)
        guard scope.admits(programme: value.programme) else { return }
        let isInPeriod = value.isInPeriod(window)
        if isInPeriod || window.contains(value.openedAt) { cases += 1 }
        addOpening(of: value)
        addClosing(of: value)
        addPromises(of: value)
        // The tasks of a merged case continued in the other case.
        guard isInPeriod, value.state != .merged else { return }
        addWork(of: value)
        addTimes(of: value)
    }

    /// Adds another tally of other cases for the same question.
    package mutating func merge(_ other: KPITally) {
        cases += other.cases
        received += other.received
        valid += other.valid
        reviewed += other.reviewed
        states.merge(other.states, uniquingKeysWith: +)
        for (kpi, ratio) in other.ratios { ratios[kpi, default: KPIRatio()] += ratio }
        for (time, list) in other.times { times[time, default: []] += list }
        reporters.formUnion(other.reporters)
        for (place, categories) in other.places {
            places[place, default: [:]].merge(categories, uniquingKeysWith: +)
        }
        for (name, ratio) in other.deadlinesMet { deadlinesMet[name, default: KPIRatio()] += ratio }
    }

    mutating func count(_ kpi: KPI, _ isHit: Bool) { ratios[kpi, default: KPIRatio()].count(isHit) }
}

/// The kinds of measured times.
enum KPITime: Hashable, Sendable {
    case handling, firstResponse, endToEnd
}

/// The numbers that a city can choose; these are ours (`DECISIONS.md` #39).
package struct KPINorms: Hashable, Sendable {
    /// The lowest rating (1 to 5) that counts as satisfied.
    package var satisfied = 4
    /// The number of days in which a reward should be granted.
    package var rewardDays: Int64 = 5
    /// The number of cases of one category that make a place a place of recurrence.
    package var recurrence = 3
    /// The points for a number of cases, the highest number first.
    package var bands = [
        KPIBand(atLeast: 500, points: 10), KPIBand(atLeast: 200, points: 8), KPIBand(atLeast: 50, points: 6),
        KPIBand(atLeast: 10, points: 4), KPIBand(atLeast: 1, points: 2),
    ]

    package init() {}
}

/// The points for a volume of work in a department's score.
package struct KPIBand: Hashable, Sendable {
    package var atLeast: Int
    package var points: Int

    package init(atLeast: Int, points: Int) {
        self.atLeast = atLeast
        self.points = points
    }
}
