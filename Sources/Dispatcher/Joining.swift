import CaseStore
import HazardCore
import HazardWire
import MessageLog

/// What a new report turns out to belong to.
struct Match {
    var join: (entry: TrackedCase, how: MergeJoin)?
    /// Cases it has to do with, should it open one of its own.
    var links: [(entry: TrackedCase, how: MergeLink)] = []

    /// Links of a new case at most: the nearest and surest come first.
    static let linkLimit = 3
}

/// Merge, or open: a report that is new becomes part of a case that is there, or a case of its own.
extension Step {
    /// `alone` is the case the report would open by itself.
    mutating func file(_ alone: Case, _ report: Report, _ record: Record, at now: Instant) throws(LaneFault) {
        let trace = record.header(HeaderName.traceparent)
        let facts = MergeFacts(alone, of: report)
        let match = try facts.map { facts throws(LaneFault) in try matching(facts, at: now) } ?? Match()
        if let (entry, how) = match.join {
            context.decider.join(alone, to: &entry.value, as: how, at: now)
            working.remember(alone.reports, of: entry.value.id)
            try touch(entry)
            tally.merged += 1
            send(entry, trace: trace, at: now)
            return
        }
        let entry = try open(alone)
        for (other, how) in match.links {
            let before = other.value.links.count
            context.decider.link(&entry.value, with: &other.value, by: how, at: now)
            if other.value.links.count != before { try touch(other) }
        }
        try touch(entry, traces: facts?.searchKeys)
        tally.opened += 1
        send(entry, trace: trace, at: now)
    }

    /// Asks the store along every way in which a case can be found; the first that may take the report takes it.
    private mutating func matching(_ facts: MergeFacts, at now: Instant) throws(LaneFault) -> Match {
        var match = Match()
        if let related = facts.related, let known = try known(related) {
            try judge([known.caseID], facts, .related, &match)
        }
        try traced(facts.entry.threadKey.map { [$0] } ?? [], facts, .thread, &match, at: now)
        try traced(facts.entry.mediaHashes.map(CaseReport.mediaKey), facts, .photo, &match, at: now)
        try traced(facts.entry.textKey.map { [$0] } ?? [], facts, .words, &match, at: now)
        try placed(facts, &match, at: now)
        return match
    }

    /// Cases with a report that left one of these traces lately.
    private mutating func traced(
        _ traces: [Int64], _ facts: MergeFacts, _ way: MergeWay, _ match: inout Match, at now: Instant
    ) throws(LaneFault) {
        guard match.join == nil else { return }
        let days = (context.merging.policy.repeatWithin.milliseconds + 86_399_999) / 86_400_000
        for trace in traces {
            let found = try stored { () throws(StoreFault) in
                try store.cases(withReportKey: trace, at: now, days: days)
            }
            try judge(found, facts, way, &match)
        }
    }

    /// Cases near by, the nearest first, then the oldest; then those with the same address or segment.
    private mutating func placed(_ facts: MergeFacts, _ match: inout Match, at now: Instant) throws(LaneFault) {
        guard match.join == nil, !facts.searchKeys.places.isEmpty else { return }
        let isBurst = try isBurst(facts, at: now)
        guard let metres = context.merging.metres(facts, isBurst: isBurst) else { return }
        let since = now.adding(.zero - context.merging.recurrence)
        if let point = facts.point {
            let ranges = PlaceCode.ranges(facts.opened.category.code, around: point, metres: metres)
            let found = try stored { () throws(StoreFault) in try store.cases(in: ranges, since: since) }
            let near = found.compactMap { found in found.point.map { (found, point.metres(to: $0)) } }
                .filter { $0.1 <= Double(metres) + 2 }
                .sorted { ($0.1, $0.0.id.text) < ($1.1, $1.0.id.text) }
            // Open ones first: one that has closed can only be linked.
            for isClosed in [false, true] {
                let ids = near.lazy.filter { $0.0.isClosed == isClosed }.prefix(16).map(\.0.id)
                try judge(Array(ids), facts, .place, &match, isBurst: isBurst)
            }
        }
        for code in facts.searchKeys.asked where match.join == nil {
            let found = try stored { () throws(StoreFault) in try store.cases(in: [code...code], since: since) }
            try judge(found.prefix(16).map(\.id), facts, .address, &match, isBurst: isBurst)
        }
    }

    /// A storm, by what the store has counted in the last minutes.
    private func isBurst(_ facts: MergeFacts, at now: Instant) throws(LaneFault) -> Bool {
        guard let burst = context.merging.policy.group(of: facts.category)?.burst else { return false }
        let code = facts.opened.category.code
        return try stored { () throws(StoreFault) in
            try store.arrivals(of: code, within: burst.within, upTo: now)
        } >= burst.reports
    }

    private mutating func judge(
        _ found: [CaseID], _ facts: MergeFacts, _ way: MergeWay, _ match: inout Match, isBurst: Bool = false
    ) throws(LaneFault) {
        for id in found where match.join == nil {
            guard let entry = try find(id) else { continue }
            switch context.merging.judge(facts, with: entry.value, way: way, isBurst: isBurst) {
            case .join(let how): match.join = (entry, how)
            case .link(let how):
                // Of what comes back, the nearest case is enough: what was there before it, it says itself.
                let isKnown = match.links.contains {
                    $0.entry === entry || $0.how.kind == how.kind && how.kind == .recurrence
                }
                if !isKnown, match.links.count < Match.linkLimit { match.links.append((entry, how)) }
            case .separate: break
            }
        }
    }
}
