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
        if value.state != .merged, value.state != .rejected, let place = value.location?.recurrencePlace {
            places[place, default: [:]][value.category.code, default: 0] += 1
        }
    }
}

extension Location {
    /// The name of a place for counting what comes back there: a cell of about 50 m, else its words; nil for nowhere.
    ///
    /// Two sides of a cell's border are two places: this is a figure over a city, not the search for duplicates.
    var recurrencePlace: String? {
        if let wgs84 {
            let row = Int((wgs84.latitude / 0.0005).rounded(.down))
            let column = Int((wgs84.longitude / 0.0005).rounded(.down))
            return "\(row)/\(column)"
        }
        let words = [address, segment.map { $0.from + "→" + $0.to }].compactMap(\.self)
        guard !words.isEmpty else { return nil }
        return ([district, subdistrict, community].compactMap(\.self) + words).joined(separator: "/")
    }
}
