/// Why a new report belongs to a case, or has to do with it, as a value.
package struct MatchReason: Hashable, Sendable {
    package var sign: MatchSign
    package var timing: MatchTiming?
    /// The categories were compared and are the same.
    package var isSameCategory = false
    package var remarks: [MatchRemark] = []

    package init(_ sign: MatchSign, _ timing: MatchTiming? = nil, isSameCategory: Bool = false) {
        self.sign = sign
        self.timing = timing
        self.isSameCategory = isSameCategory
    }

    /// The same reason with one remark more.
    func with(_ remark: MatchRemark) -> MatchReason {
        var reason = self
        reason.remarks.append(remark)
        return reason
    }
}

/// What the two have in common.
package enum MatchSign: Hashable, Sendable {
    /// The report names one of the case's reports; nil where it names one of a case that has ended.
    case named(report: String?)
    /// It concerns one of the case's reports, whichever way.
    case concernsReport
    /// The same conversation, photo or words as a report of the case.
    case thread(report: String?)
    case photo(report: String)
    case words(report: String)
    case distance(metres: Int)
    /// The number of one lamp post, cover or cabinet.
    case number
    case address
}

/// How the report's time stands to the case.
package enum MatchTiming: Hashable, Sendable {
    /// After the report of the case that `sign` names.
    case afterReport(Duration)
    case afterOpening(Duration)
    case afterClosing(Duration)
}

/// What was considered besides.
package enum MatchRemark: Hashable, Sendable {
    /// The wider reach of a burst was used.
    case burst
    case otherCategory
    case wishAndHazard
    /// A machine never merges an emergency.
    case emergency
    case tooLate
    case caseFull
    case contradiction(MatchContradiction)
}

/// What shows that two reports cannot mean one thing.
package enum MatchContradiction: String, CaseIterable, Hashable, Sendable {
    case numbers, address, stretch, cover, direction, side, compound, place
}
