import CaseStore
import HazardCore
import HazardWire
import MessageLog

/// The result of comparing a new report with the stored cases.
struct Match {
    var join: (entry: TrackedCase, how: MergeJoin)?
    /// The cases to link with, if the report opens a case of its own.
    var links: [(entry: TrackedCase, how: MergeLink)] = []

    /// The largest number of links of a new case. The strongest matches and the nearest cases come first.
    static let linkLimit = 3
}

/// Merging: a new report joins an existing case or opens its own (`DECISIONS.md` #23).
extension Step {
    /// Adds a new report to the case that it matches, or opens `ownCase`, the case that the report makes by itself.
    mutating func file(_ ownCase: Case, _ report: Report, _ record: Record, at now: Instant) throws(LaneFault) {
        let trace = record.header(HeaderName.traceparent)
        let facts = MergeFacts(ownCase, of: report)
        let match = try facts.map { facts throws(LaneFault) in try findMatch(facts, at: now) } ?? Match()
        if let (entry, how) = match.join {
            context.decider.join(ownCase, to: &entry.value, as: how, at: now)
            unitOfWork.assign(ownCase.reports, to: entry.value.id)
            try markChanged(entry)
            tally.merged += 1
            send(entry, trace: trace, at: now)
            return
        }
        let entry = try open(ownCase)
        for (other, how) in match.links {
            let before = other.value.links.count
            context.decider.link(&entry.value, with: &other.value, by: how, at: now)
            if other.value.links.count != before { try markChanged(other) }
        }
        try markChanged(entry, searchKeys: facts?.searchKeys)
        tally.opened += 1
        send(entry, trace: trace, at: now)
    }

    /// Searches the store by each search key in turn and stops at the first case that accepts the report.
    private mutating func findMatch(_ facts: MergeFacts, at now: Instant) throws(LaneFault) -> Match {
        var match = Match()
        if let related = facts.related, let known = try known(related) {
            try compare([known.caseID], facts, .related, &match)
        }
        try matchReportKeys(facts.entry.threadKey.map { [$0] } ?? [], facts, .thread, &match, at: now)
        try matchReportKeys(facts.entry.mediaHashes.map(CaseReport.mediaKey), facts, .photo, &match, at: now)
        try matchReportKeys(facts.entry.textKey.map { [$0] } ?? [], facts, .words, &match, at: now)
        try matchPlaces(facts, &match, at: now)
        return match
    }

    /// Compares with the cases that share one of these report keys and were reported within `repeatWithin`.
    private mutating func matchReportKeys(
        _ keys: [Int64], _ facts: MergeFacts, _ way: MergeWay, _ match: inout Match, at now: Instant
    ) throws(LaneFault) {
        guard match.join == nil else { return }
        // What was said at the same time may have come on different days.
        let delay = facts.time.duration(to: now)
        let span = context.merging.policy.repeatWithin + min(delay, .days(Int(ShardStore.reportKeyDays)))
        let days = (span.milliseconds + 86_399_999) / 86_400_000
        for key in keys {
            let found = try stored { () throws(StoreFault) in
                try store.cases(withReportKey: key, at: now, days: days)
            }
            try compare(found, facts, way, &match)
        }
    }

    /// Compares with the cases nearby, the nearest first and then the oldest; then with those at the same address or
    /// road segment.
    private mutating func matchPlaces(_ facts: MergeFacts, _ match: inout Match, at now: Instant) throws(LaneFault) {
        guard match.join == nil, !facts.searchKeys.places.isEmpty else { return }
        let isBurst = try isBurst(facts)
        guard let metres = context.merging.metres(facts, isBurst: isBurst) else { return }
        let since = now.adding(.zero - context.merging.recurrence)
        if let point = facts.point {
            let ranges = PlaceCode.ranges(facts.opened.category.code, around: point, metres: metres)
            let found = try stored { () throws(StoreFault) in try store.cases(in: ranges, since: since) }
            let near = found.compactMap { found in found.point.map { (found, point.metres(to: $0)) } }
                .filter { $0.1 <= Double(metres) + 2 }
                .sorted { ($0.1, $0.0.id.text) < ($1.1, $1.0.id.text) }
            // Open cases first: a closed case can only be linked.
            for isClosed in [false, true] {
                let ids = near.lazy.filter { $0.0.isClosed == isClosed }.prefix(16).map(\.0.id)
                try compare(Array(ids), facts, .place, &match, isBurst: isBurst)
            }
        }
        for code in facts.searchKeys.asked where match.join == nil {
            let found = try stored { () throws(StoreFault) in try store.cases(in: [code...code], since: since) }
            try compare(found.prefix(16).map(\.id), facts, .address, &match, isBurst: isBurst)
        }
    }

    /// Whether the store has counted so many reports of the category in the last minutes that the rule for bursts
    /// applies.
    private func isBurst(_ facts: MergeFacts) throws(LaneFault) -> Bool {
        guard let burst = context.merging.policy.group(of: facts.category)?.burst else { return false }
        let code = facts.opened.category.code
        return try stored { () throws(StoreFault) in
            try store.arrivals(of: code, within: burst.within, upTo: facts.time)
        } >= burst.reports
    }

    private mutating func compare(
        _ found: [CaseID], _ facts: MergeFacts, _ way: MergeWay, _ match: inout Match, isBurst: Bool = false
    ) throws(LaneFault) {
        for id in found where match.join == nil {
            guard let entry = try find(id) else { continue }
            switch context.merging.judge(facts, with: entry.value, way: way, isBurst: isBurst) {
            case .join(let how): match.join = (entry, how)
            case .link(let how):
                // The nearest earlier case is enough for a recurrence: that case links to its own predecessor.
                let isKnown = match.links.contains {
                    $0.entry === entry || $0.how.kind == how.kind && how.kind == .recurrence
                }
                if !isKnown, match.links.count < Match.linkLimit { match.links.append((entry, how)) }
            case .separate: break
            }
        }
    }
}
