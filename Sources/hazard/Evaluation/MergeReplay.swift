import HazardCore

/// Opens and merges reports in the order of receipt, as a shard does, without a log or a store (`DECISIONS.md` #29).
struct MergeReplay {
    private let opening: CaseOpening
    private let decider: CaseDecider
    private let rule: MergeRule
    private var cases: [ReplayedCase] = []
    private var byReport: [String: Int] = [:]
    private var byReportKey: [Int64: [Int]] = [:]
    private var byPlace = PlaceIndex()
    /// The times of receipt in milliseconds, by category code.
    private var arrivals: [String: [Int64]] = [:]
    private var suggesting = SuggestionReplay()

    /// An opened case, and when the source of the data closed it.
    private struct ReplayedCase {
        var value: Case
        let openedBy: Int
        let closesAt: Instant?
    }

    init(_ policy: Policy) {
        opening = CaseOpening(policy: policy)
        decider = CaseDecider(policy: policy)
        rule = MergeRule(policy: policy.merging)
    }

    /// Opens or merges one report.
    ///
    /// - Parameters:
    ///   - report: The report. Its `reported_at` counts as the time of receipt.
    ///   - position: The report's position. Positions increase.
    ///   - closesAt: When a case that this report opens is closed.
    /// - Returns: The position of the report that opened the case of this report, and the cases that are suggested to people
    ///   as possibly the same when it opened one.
    mutating func add(_ report: Report, position: Int, closesAt: Instant?) -> ReplayedReport {
        let now = report.reportedAt
        let number = CaseID(date: opening.policy.zone.civil(now).date, shard: 0, number: position)
        let opened = opening.open(ReceivedReport(report: report, entry: entry(report, position)), id: number)
        let facts = MergeFacts(opened, of: report)
        defer { arrivals[opened.category.code, default: []].append(now.milliseconds) }
        if let facts, let (index, join) = match(facts, at: now) {
            decider.join(opened, to: &cases[index].value, as: join, at: now)
            if let joined = cases[index].value.reports.last { addKeys(of: [joined], case: index) }
            return ReplayedReport(openedBy: cases[index].openedBy)
        }
        let index = cases.count
        cases.append(ReplayedCase(value: opened, openedBy: position, closesAt: closesAt))
        addKeys(of: opened.reports, case: index)
        byPlace.add(SearchKeys(opened).places, index)
        let similar = suggesting.similar(to: opened, openedBy: position, closesAt: closesAt)
        return ReplayedReport(openedBy: position, similar: similar)
    }

    /// The report's reference takes the place of the keyed hash, because nothing is stored.
    private func entry(_ report: Report, _ position: Int) -> CaseReport {
        var entry = CaseReport(
            reportID: report.reportID, contentHash: report.reportID,
            source: ReportSource(topic: "", partition: 0, offset: Int64(position)), receivedAt: report.reportedAt,
            programme: report.programme, channel: report.channel)
        entry.account = report.reporter.ref
        entry.thread = report.threadID
        entry.mediaHashes = report.media.compactMap(\.sha256)
        entry.place = report.location.map { CaseOpening.located($0, in: opening.policy.areas) }
        return entry
    }

    private mutating func addKeys(of reports: [CaseReport], case index: Int) {
        for report in reports {
            byReport[report.reportID] = index
            for key in report.searchKeys { byReportKey[key, default: []].append(index) }
        }
    }

    // MARK: - Matching

    private mutating func match(_ facts: MergeFacts, at now: Instant) -> (Int, MergeJoin)? {
        let related = facts.related.flatMap { byReport[$0] }.map { [$0] } ?? []
        if let found = compare(related, facts, .related, at: now) { return found }
        let photos = facts.entry.mediaHashes.flatMap { byReportKey[CaseReport.mediaKey($0)] ?? [] }
        for (way, found) in [
            (MergeWay.thread, cases(withKey: facts.entry.threadKey)), (.photo, photos),
            (.words, cases(withKey: facts.entry.textKey)),
        ] {
            if let found = compare(found, facts, way, at: now) { return found }
        }
        let isBurst = isBurst(facts, at: now)
        guard let metres = rule.metres(facts, isBurst: isBurst) else { return nil }
        if let point = facts.point {
            let ranges = PlaceCode.ranges(facts.opened.category.code, around: point, metres: metres)
            let near = byPlace.within(ranges).compactMap { index in
                cases[index].value.location?.wgs84.map { (index, point.metres(to: $0)) }
            }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
            if let found = compare(near, facts, .place, at: now, isBurst: isBurst) { return found }
        }
        for code in facts.searchKeys.asked {
            let same = byPlace.within([code...code])
            if let found = compare(same, facts, .address, at: now, isBurst: isBurst) { return found }
        }
        return nil
    }

    private func cases(withKey key: Int64?) -> [Int] { key.flatMap { byReportKey[$0] } ?? [] }

    private func isBurst(_ facts: MergeFacts, at now: Instant) -> Bool {
        guard let burst = rule.policy.group(of: facts.category)?.burst else { return false }
        let since = now.milliseconds - burst.within.milliseconds
        let recent = arrivals[facts.opened.category.code]?.reversed().prefix { $0 >= since }.count ?? 0
        return recent >= burst.reports
    }

    private mutating func compare(
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

/// An index of cases by place code, sorted by code.
struct PlaceIndex {
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
