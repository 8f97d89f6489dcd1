/// Why a new report joins a case or is linked with it.
package struct MatchReason: Hashable, Sendable {
    package var sign: MatchSign
    package var timing: MatchTiming?
    /// Whether the categories were compared and are the same.
    package var isSameCategory = false
    package var remarks: [MatchRemark] = []

    package init(_ sign: MatchSign, _ timing: MatchTiming? = nil, isSameCategory: Bool = false) {
        self.sign = sign
        self.timing = timing
        self.isSameCategory = isSameCategory
    }

    /// The same reason with one more remark.
    func with(_ remark: MatchRemark) -> MatchReason {
        var reason = self
        reason.remarks.append(remark)
        return reason
    }
}

/// What the report and the case have in common.
package enum MatchSign: Hashable, Sendable {
    /// The report names one of the case's reports by id; nil when that case has ended.
    case named(report: String?)
    /// The report has the id of one of the case's reports, and other content.
    case sameID
    /// The report refers to one of the case's reports.
    case concernsReport
    /// The same conversation, photo or words as a report of the case.
    case thread(report: String?)
    case photo(report: String)
    case words(report: String)
    case distance(metres: Int)
    /// The same number of a lamp post, a cover or a cabinet.
    case number
    case address
    /// Points that may be further off than the radius of merging.
    case coarsePoint
}

/// The time between the report and the case.
package enum MatchTiming: Hashable, Sendable {
    /// The time since the report of the case that `sign` names.
    case afterReport(Duration)
    case afterOpening(Duration)
    case afterClosing(Duration)
}

/// Further facts that decided.
package enum MatchRemark: Hashable, Sendable {
    /// The wider reach of a burst was used.
    case burst
    case otherCategory
    case wishAndHazard
    /// One of the two is an emergency, which the dispatcher never merges.
    case emergency
    case tooLate
    case caseFull
    case contradiction(MatchContradiction)
}

/// Why two reports cannot be about the same hazard.
package enum MatchContradiction: String, CaseIterable, Hashable, Sendable {
    case numbers, address, stretch, cover, direction, side, compound, place
}
