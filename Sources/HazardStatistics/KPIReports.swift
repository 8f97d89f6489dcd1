internal import ChineseText
internal import HazardCore

/// What is counted by the time a report came.
extension KPITally {
    /// 有效上报率, 并案率, 骑手人均有效线索: each report once, by the programme that it came by.
    ///
    /// The reports of a case that was merged stand in the case it was merged into, and are counted there.
    mutating func addReports(of value: Case) {
        guard value.state != .merged else { return }
        for report in value.reports where report.role != .followUp {
            guard window.contains(report.receivedAt), scope.admits(programme: report.programme) else { continue }
            let isMerged = report.role == .follower
            let isValid = value.state != .rejected && (isMerged || value.registeredAt != nil)
            received += 1
            if isValid { valid += 1 }
            count(.validReportRate, isValid)
            count(.mergeRate, isMerged)
            if let account = report.account { reporters.insert(account) }
        }
    }

    /// 分类准确率, 复发率, 端到端时延, and where the cases stand: of those opened in the window.
    mutating func addOpening(of value: Case) {
        guard window.contains(value.openedAt) else { return }
        states[value.state, default: 0] += 1
        if value.category.id != HazardCategory.unclassifiedID {
            count(.classificationAccuracy, value.flags.recategorised == 0)
        }
        if let dispatched = value.dispatchedAt {
            times[.endToEnd, default: []].append(dispatched.milliseconds - value.openedAt.milliseconds)
        }
        if value.state != .merged, value.state != .rejected, let place = value.location.flatMap(KPIPlace.init) {
            places[place, default: [:]][value.category.code, default: 0] += 1
        }
    }
}

/// A place for counting what comes back there.
enum KPIPlace: Hashable, Sendable {
    /// About 50 m by 50 m; two sides of its border are two places, for this is a figure over a city and not the search
    /// for duplicates.
    case cell(row: Int, column: Int)
    /// The address or stretch of road where there are no coordinates, in one script and one way of writing.
    case words(area: String, String)

    /// Nil for nowhere.
    init?(_ location: Location) {
        if let wgs84 = location.wgs84 {
            self = .cell(
                row: Int((wgs84.latitude / 0.0005).rounded(.down)),
                column: Int((wgs84.longitude / 0.0005).rounded(.down)))
            return
        }
        let words = [location.address, location.segment?.from, location.segment?.to].compactMap(\.self)
        guard !words.isEmpty else { return nil }
        let area = [location.district, location.subdistrict, location.community].compactMap(\.self)
        self = .words(
            area: area.joined(separator: "/"), words.map { AddressText($0).key }.joined(separator: "→"))
    }
}
