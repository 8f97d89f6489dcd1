internal import ChineseText

/// Something to tell a reporter through the gateway that the report came by (`config/contracts/README.md`, Notice).
package struct CaseNotice: Hashable, Sendable {
    /// 1, 2, 3 … in the case: part of the notice's id.
    package var number: Int
    package var kind: NoticeKind
    /// Whose reporter is told.
    package var reportID: String
    package var at: Instant
    /// What the words are made of, such as `number` of a redirection.
    package var arguments: [String: String] = [:]

    package init(number: Int, kind: NoticeKind, reportID: String, at: Instant) {
        self.number = number
        self.kind = kind
        self.reportID = reportID
        self.at = at
    }

    /// `<case>/notice/<number>`, the same for ever.
    package func id(in caseID: CaseID) -> String { caseID.text + "/notice/" + String(number) }
}

/// What a notice is about.
package enum NoticeKind: String, CaseIterable, Sendable {
    case received, merged, redirected, rejected, resolved, closed, reopened, reward
}

extension Case {
    /// Adds to what a reporter must be told; the lane sends it when the notices can be written. Contact data in the arguments
    /// is masked.
    package mutating func notify(
        _ kind: NoticeKind, _ reportID: String, at now: Instant, arguments: [String: String] = [:]
    ) {
        noticeCount += 1
        var notice = CaseNotice(number: noticeCount, kind: kind, reportID: reportID, at: now)
        notice.arguments = arguments.mapValues(Masking.masked)
        notices.append(notice)
    }
}
