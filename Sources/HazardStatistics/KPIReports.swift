internal import ChineseText
internal import HazardCore

/// Counts by the time of receipt.
extension KPITally {
    /// 有效上报率, 并案率, 骑手人均有效线索: each report once, for the programme through which it came.
    ///
    /// The reports of a merged case are counted in the case that took them over.
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

    /// 分类准确率, 复发率, 端到端时延, and the present states of the cases that were opened in the window.
    mutating func addOpening(of value: Case) {
        guard window.contains(value.openedAt) else { return }
        states[value.state, default: 0] += 1
        if value.category.id != HazardCategory.unclassifiedID {
            count(.classificationAccuracy, value.flags.recategorised == 0)
            if value.isReviewed { reviewed += 1 }
        }
        if let dispatched = value.dispatchedAt {
            times[.endToEnd, default: []].append(dispatched.milliseconds - value.openedAt.milliseconds)
        }
        if value.state != .merged, value.state != .rejected, let place = value.location.flatMap(KPIPlace.init) {
            places[place, default: [:]][value.category.code, default: 0] += 1
        }
    }
}

extension Case {
    /// Whether a person has confirmed or corrected the category.
    fileprivate var isReviewed: Bool {
        flags.recategorised > 0 || history.contains { $0.kind == .move(.command(.classify)) }
    }
}

/// A place for counting recurrences.
enum KPIPlace: Hashable, Sendable {
    /// A cell of about 50 m by 50 m. Neighbouring cells count as two places, which is exact enough for this figure.
    case cell(row: Int, column: Int)
    /// The normalised address or stretch of road, when there are no coordinates.
    case words(area: String, String)

    /// Nil when the location names no place.
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
