/// How a candidate case was found for a new report, in the order in which the ways are tried.
package enum MergeWay: CaseIterable, Sendable {
    /// The report names one of its reports.
    case related
    case thread, photo, words
    /// `place` is by coordinates; `address` is by a thing's number, or by address or segment when one of the two has no
    /// coordinates.
    case place, address
}

/// The decision whether a new report belongs to a case.
package enum MergeVerdict: Hashable, Sendable {
    /// The report becomes part of the case.
    case join(MergeJoin)
    /// The report opens a case of its own, which is linked with this one.
    case link(MergeLink)
    /// The report has nothing to do with the case.
    case separate
}

/// How a report becomes part of a case.
package struct MergeJoin: Hashable, Sendable {
    package var role: ReportRole
    package var way: MergeWay
    /// The id of the report whose reward it shares.
    package var jointWith: String?
    package var reason: MatchReason
    package var needsReview = false

    package init(role: ReportRole, way: MergeWay, reason: MatchReason) {
        self.role = role
        self.way = way
        self.reason = reason
    }
}

/// How the case that a report opens is linked with an existing one.
package struct MergeLink: Hashable, Sendable {
    /// Related, recurrence or continued.
    package var kind: LinkKind
    package var reason: MatchReason
    package var needsReview = false

    package init(kind: LinkKind, reason: MatchReason, needsReview: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.needsReview = needsReview
    }
}
