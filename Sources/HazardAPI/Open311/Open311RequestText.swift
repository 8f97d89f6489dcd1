internal import ChineseText
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import Wording

/// A report with its case, as a service request of Open311.
///
/// The words, photos and place of a case are those of its first report, which may be another gateway's: a report that
/// joined the case shows its own place and nothing else of them.
struct Open311RequestText {
    private let value: Case
    private let report: CaseReport
    private let policy: Policy

    /// Nil when the case does not have the report.
    init?(_ value: Case, report id: String, _ policy: Policy) {
        guard let report = value.reports.first(where: { $0.reportID == id }) else { return nil }
        self.value = value
        self.report = report
        self.policy = policy
    }

    func value(in language: Language) -> Open311Value {
        let isFirst = report.role == .first
        let hidesSource = policy.programmes[report.programme]?.demands.hideSource == true
        let place = isFirst ? value.location : hidesSource ? nil : report.place
        let point = place?.wgs84 ?? place?.point.map(CoordinateConversion.wgs84)
        return .object([
            ("service_request_id", .text(report.reportID)),
            ("status", .text(value.state.isEnded ? "closed" : "open")),
            ("status_notes", .text(statusNotes[language])),
            ("service_name", .text(serviceName[language])), ("service_code", .text(value.category.code)),
            ("description", .text(isFirst ? value.text : nil)),
            ("agency_responsible", .text(agency?[language])), ("service_notice", .none),
            ("requested_datetime", .text(time(report.receivedAt))),
            ("updated_datetime", .text(time(value.history.last?.at ?? value.openedAt))),
            ("expected_datetime", .text(value.state.isEnded ? nil : value.dueAt.map(time))),
            ("address", .text(place?.address.map(Masking.masked))), ("address_id", .none), ("zipcode", .none),
            ("lat", .number(point?.latitude)), ("long", .number(point?.longitude)),
            ("media_url", .text(isFirst ? value.media.first?.ref : nil)),
            ("extended_attributes", extended),
        ])
    }

    /// What only we have.
    private var extended: Open311Value {
        .object([
            ("case_id", .text(value.id.text)), ("state", .text(value.state.rawValue)),
            ("priority", .text(value.priority.rawValue)), ("jurisdiction_id", .text(report.programme)),
            ("role", .text(report.role.rawValue)), ("condition", .text(value.condition)),
            ("close_code", .text(value.closeCode?.rawValue)), ("overdue", .flag(value.flags.overdue)),
        ])
    }

    private func time(_ instant: Instant) -> String { TimeText.text(instant, policy.zone) }

    private var serviceName: LocalText {
        policy.category(value.category.code)?.localName
            ?? LocalText(zh: value.category.name, en: value.category.name)
    }

    /// The department that leads.
    private var agency: LocalText? {
        let lead = value.tasks.last { $0.role == .lead && $0.state.isAlive } ?? value.tasks.last { $0.role == .lead }
        return lead.flatMap { policy.departments[$0.department] }.map { LocalText(zh: $0.name, en: $0.nameEnglish) }
    }

    /// How the case stands; of an ended case, how it ended, in the words that its reporters get.
    private var statusNotes: LocalText {
        switch value.state {
        case .closed:
            outcome(
                .closed,
                [
                    NoticeArgument.code: value.closeCode?.rawValue,
                    NoticeArgument.about: value.kind.isWish ? value.kind.rawValue : nil,
                    NoticeArgument.why: value.flags.forced ? NoticeArgument.forced : nil,
                ])
        case .cancelled: outcome(.closed, [NoticeArgument.outcome: CaseState.cancelled.rawValue])
        case .rejected: outcome(.rejected, [:])
        case .merged: outcome(.merged, [:])
        default: NameLists.caseStates[value.state.rawValue]
        }
    }

    private func outcome(_ kind: NoticeKind, _ arguments: [String: String?]) -> LocalText {
        var notice = CaseNotice(number: 1, kind: kind, reportID: report.reportID, at: value.openedAt)
        notice.arguments = arguments.compactMapValues(\.self)
        return NoticeWords(policy: policy).text(of: notice, about: value.id)
    }
}
