package import HazardCore

/// Everything that is counted of cases to compute figures: case after case, and shard after shard added up.
///
/// Pure and without order: the same cases give the same figures however they are split and in whatever order they come.
package struct KPITally: Sendable {
    package let window: KPIWindow
    package let scope: KPIScope
    package let norms: KPINorms
    /// Cases opened in the window, or due or ended in it.
    package internal(set) var cases = 0
    /// Reports received in the window, and those of them that were registered or merged.
    package internal(set) var received = 0
    package internal(set) var valid = 0
    /// Where the cases that were opened in the window stand now.
    package internal(set) var states: [CaseState: Int] = [:]
    var ratios: [KPI: KPIRatio] = [:]
    /// Milliseconds.
    var times: [KPITime: [Int64]] = [:]
    /// Distinct accounts; anonymous reports have none.
    var reporters: Set<String> = []
    /// Cases by place and category.
    var places: [KPIPlace: [String: Int]] = [:]
    /// Kept promises by subdistrict.
    var promisesKept: [String: KPIRatio] = [:]

    package init(_ window: KPIWindow, _ scope: KPIScope = KPIScope(), norms: KPINorms = KPINorms()) {
        self.window = window
        self.scope = scope
        self.norms = norms
    }

    /// How many people reported in the window under a name of their own.
    package var activeReporters: Int { reporters.count }

    /// Counts one case; one that is not meant changes nothing.
    package mutating func add(_ value: Case) {
        guard scope.admits(value) else { return }
        addReports(of: value)
        guard scope.admits(programme: value.programme) else { return }
        let isInPeriod = value.isInPeriod(window)
        if isInPeriod || window.contains(value.openedAt) { cases += 1 }
        addOpening(of: value)
        addClosing(of: value)
        addPromises(of: value)
        // The departments of a case that was merged did not do it: its tasks went on in the other.
        guard isInPeriod, value.state != .merged else { return }
        addWork(of: value)
        addTimes(of: value)
    }

    /// Adds what another tally counted of other cases for the same question.
    package mutating func merge(_ other: KPITally) {
        cases += other.cases
        received += other.received
        valid += other.valid
        states.merge(other.states, uniquingKeysWith: +)
        for (kpi, ratio) in other.ratios { ratios[kpi, default: KPIRatio()] += ratio }
        for (time, list) in other.times { times[time, default: []] += list }
        reporters.formUnion(other.reporters)
        for (place, categories) in other.places {
            places[place, default: [:]].merge(categories, uniquingKeysWith: +)
        }
        for (name, ratio) in other.promisesKept { promisesKept[name, default: KPIRatio()] += ratio }
    }

    mutating func count(_ kpi: KPI, _ isHit: Bool) { ratios[kpi, default: KPIRatio()].count(isHit) }
}

/// The spans of time that are measured.
enum KPITime: Hashable, Sendable {
    case handling, firstResponse, endToEnd
}

/// The numbers that are a city's to choose; these are ours.
package struct KPINorms: Hashable, Sendable {
    /// A rating that counts as satisfied, of 1–5.
    package var satisfied = 4
    /// Days within which a reward should be granted.
    package var rewardDays: Int64 = 5
    /// How many cases of one category make a place one of recurrence.
    package var recurrence = 3
    /// Points for so many cases and more, the most first.
    package var bands = [
        KPIBand(atLeast: 500, points: 10), KPIBand(atLeast: 200, points: 8), KPIBand(atLeast: 50, points: 6),
        KPIBand(atLeast: 10, points: 4), KPIBand(atLeast: 1, points: 2),
    ]

    package init() {}
}

/// What a volume of work is worth in a department's score.
package struct KPIBand: Hashable, Sendable {
    package var atLeast: Int
    package var points: Int

    package init(atLeast: Int, points: Int) {
        self.atLeast = atLeast
        self.points = points
    }
}
