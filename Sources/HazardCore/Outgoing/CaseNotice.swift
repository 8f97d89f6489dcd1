internal import ChineseText

/// A message to a reporter, sent through the gateway of the report (`config/contracts/README.md`, Notice).
package struct CaseNotice: Hashable, Sendable {
    /// The number of the notice in the case: 1, 2, 3 … It is part of the notice's id.
    package var number: Int
    package var kind: NoticeKind
    /// The report whose reporter gets the notice.
    package var reportID: String
    package var at: Instant
    /// The facts for the text, such as `number` of a redirection (`NoticeArgument`).
    package var arguments: [String: String] = [:]

    package init(number: Int, kind: NoticeKind, reportID: String, at: Instant) {
        self.number = number
        self.kind = kind
        self.reportID = reportID
        self.at = at
    }

    /// `<case>/notice/<number>`; it never changes.
    package func id(in caseID: CaseID) -> String { caseID.text + "/notice/" + String(number) }
}

/// The kinds of notices.
package enum NoticeKind: String, CaseIterable, Sendable {
    case received, merged, redirected, rejected, resolved, closed, reopened, reward
}

extension Case {
    /// Adds a notice for a reporter. The lane sends it when the topic of notices can be written. Contact data in the
    /// arguments is masked.
    package mutating func notify(
        _ kind: NoticeKind, _ reportID: String, at now: Instant, arguments: [String: String] = [:]
    ) {
        noticeCount += 1
        var notice = CaseNotice(number: noticeCount, kind: kind, reportID: reportID, at: now)
        notice.arguments = arguments
        // The ids of departments are the configuration's own words.
        for (name, value) in arguments where name != NoticeArgument.departments {
            notice.arguments[name] = Masking.masked(value)
        }
        notices.append(notice)
    }
}
