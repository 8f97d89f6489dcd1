import HazardCore

/// Plays reports in the order of receipt through opening and merging, as a shard does, without a log or a store.
struct MergeReplay {
    private let opening: CaseOpening
    private let decider: CaseDecider
    private let rule: MergeRule
    private var cases: [Played] = []
    private var byReport: [String: Int] = [:]
    private var byTrace: [Int64: [Int]] = [:]
    private var byPlace = PlayedPlaces()
    /// When reports of a category, by code, came in.
    private var arrivals: [String: [Int64]] = [:]

    /// A case that was opened, and when the world it is taken from closed it.
    private struct Played {
        var value: Case
        let openedBy: Int
        let closesAt: Instant?
    }

    init(_ policy: Policy) {
        opening = CaseOpening(policy: policy)
        decider = CaseDecider(policy: policy)
        rule = MergeRule(policy: policy.merging)
    }

    /// Plays one report.
    ///
    /// - Parameters:
    ///   - report: received when it says it was reported
    ///   - position: its own, rising
    ///   - closesAt: when its case is over, should it open one
    /// - Returns: the position of the report that opened the case which this one is now part of
    mutating func take(_ report: Report, position: Int, closesAt: Instant?) -> Int {
        let now = report.reportedAt
        let number = CaseID(date: opening.policy.zone.civil(now).date, shard: 0, number: position)
        let alone = opening.open(ReceivedReport(report: report, entry: entry(report, position)), id: number)
        let facts = MergeFacts(alone, of: report)
        defer { arrivals[alone.category.code, default: []].append(now.milliseconds) }
        if let facts, let (index, join) = match(facts, at: now) {
            decider.join(alone, to: &cases[index].value, as: join, at: now)
            if let joined = cases[index].value.reports.last { remember([joined], of: index) }
            return cases[index].openedBy
        }
        let index = cases.count
        cases.append(Played(value: alone, openedBy: position, closesAt: closesAt))
        remember(alone.reports, of: index)
        byPlace.add(SearchKeys(alone).places, index)
        return position
    }

    /// An author's words are known by a stand-in for the keyed hash: nothing of it is kept.
    private func entry(_ report: Report, _ position: Int) -> CaseReport {
        var entry = CaseReport(
            reportID: report.reportID, contentHash: report.reportID,
            source: ReportSource(topic: "", partition: 0, offset: Int64(position)), receivedAt: report.reportedAt,
            programme: report.programme, channel: report.channel)
        entry.account = report.reporter.ref
        entry.threadID = report.threadID
        entry.mediaHashes = report.media.compactMap(\.sha256)
        entry.place = report.location.map { CaseOpening.located($0, in: opening.policy.areas) }
        return entry
    }

    private mutating func remember(_ reports: [CaseReport], of index: Int) {
        for report in reports {
            byReport[report.reportID] = index
            for trace in report.searchKeys { byTrace[trace, default: []].append(index) }
        }
    }

    // MARK: - What a report may belong to

    private mutating func match(_ facts: MergeFacts, at now: Instant) -> (Int, MergeJoin)? {
        let related = facts.related.flatMap { byReport[$0] }.map { [$0] } ?? []
        if let found = judge(related, facts, .related, at: now) { return found }
        let photos = facts.entry.mediaHashes.flatMap { byTrace[CaseReport.mediaKey($0)] ?? [] }
        for (way, traces) in [
            (MergeWay.thread, traced(facts.entry.threadKey)), (.photo, photos),
            (.words, traced(facts.entry.textKey)),
        ] {
            if let found = judge(traces, facts, way, at: now) { return found }
        }
        let isBurst = isBurst(facts, at: now)
        guard let metres = rule.metres(facts, isBurst: isBurst) else { return nil }
        if let point = facts.point {
            let ranges = PlaceCode.ranges(facts.opened.category.code, around: point, metres: metres)
            let near = byPlace.within(ranges).compactMap { index in
                cases[index].value.location?.wgs84.map { (index, point.metres(to: $0)) }
            }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
            if let found = judge(near, facts, .place, at: now, isBurst: isBurst) { return found }
        }
        for code in facts.searchKeys.asked {
            let same = byPlace.within([code...code])
            if let found = judge(same, facts, .address, at: now, isBurst: isBurst) { return found }
        }
        return nil
    }

    private func traced(_ trace: Int64?) -> [Int] { trace.flatMap { byTrace[$0] } ?? [] }

    private func isBurst(_ facts: MergeFacts, at now: Instant) -> Bool {
        guard let burst = rule.policy.group(of: facts.category)?.burst else { return false }
        let since = now.milliseconds - burst.within.milliseconds
        let recent = arrivals[facts.opened.category.code]?.reversed().prefix { $0 >= since }.count ?? 0
        return recent >= burst.reports
    }

    private mutating func judge(
        _ found: [Int], _ facts: MergeFacts, _ way: MergeWay, at now: Instant, isBurst: Bool = false
    ) -> (Int, MergeJoin)? {
        for index in found {
            if let closesAt = cases[index].closesAt, closesAt <= now, !cases[index].value.state.isEnded {
                cases[index].value.state = .closed
                cases[index].value.closedAt = closesAt
            }
            if case .join(let join) = rule.judge(facts, with: cases[index].value, way: way, isBurst: isBurst) {
                return (index, join)
            }
        }
        return nil
    }
}

/// Which case is found under which number of a place, in the order of the numbers.
struct PlayedPlaces {
    private var codes: [Int64] = []
    private var indices: [Int] = []

    mutating func add(_ places: [Int64], _ index: Int) {
        for code in places {
            let at = first(notBelow: code &+ 1)
            codes.insert(code, at: at)
            indices.insert(index, at: at)
        }
    }

    func within(_ ranges: [ClosedRange<Int64>]) -> [Int] {
        ranges.flatMap { range in
            let from = first(notBelow: range.lowerBound)
            return codes[from...].prefix { $0 <= range.upperBound }.indices.map { indices[$0] }
        }
    }

    private func first(notBelow code: Int64) -> Int {
        var low = 0
        var high = codes.count
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] < code { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
