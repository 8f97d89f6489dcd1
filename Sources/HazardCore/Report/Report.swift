/// A decoded report (`config/contracts/README.md`, Report; `DOMAIN.md` §3).
///
/// It contains the reporter's identity. It exists during one decision only and is never stored.
package struct Report: Hashable, Sendable {
    package var reportID: String
    package var programme: String
    package var channel: Channel
    package var kind: ReportKind = .hazard
    package var occurredAt: Instant?
    package var reportedAt: Instant
    package var reporter = Reporter()
    package var contactToken: String?
    /// At most 4,000 characters.
    package var text: String?
    package var language: ReportLanguage?
    package var categoryHint: String?
    package var conditionHint: String?
    /// The scheme of the hints; nil means our own codes.
    package var categoryScheme: String?
    package var lifeRisk: LifeRisk = .none
    package var actionTaken: ActionTaken = .none
    package var location: Location?
    package var media: [Media] = []
    package var threadID: String?
    package var relatedReportID: String?
    package var shareWithDepartment = false
    package var traceID: String?
    /// Unknown fields and `ext`, as the bytes of a JSON object. They are stored and never decide anything.
    package var ext: [UInt8]?

    package init(reportID: String, programme: String, channel: Channel, reportedAt: Instant) {
        self.reportID = reportID
        self.programme = programme
        self.channel = channel
        self.reportedAt = reportedAt
    }
}

/// The sender of a report, under a pseudonym. Departments never get it.
package struct Reporter: Hashable, Sendable {
    package var ref: String?
    package var kind: ReporterKind?
    package var platform: String?
    package var anonymous = false

    package init() {}
}

/// A photo or recording of the place.
package struct Media: Hashable, Sendable {
    package var ref: String
    package var sha256: String?
    package var mime: String?
    package var takenAt: Instant?

    package init(ref: String, sha256: String? = nil, mime: String? = nil, takenAt: Instant? = nil) {
        self.ref = ref
        self.sha256 = sha256
        self.mime = mime
        self.takenAt = takenAt
    }
}

/// The channel of a report.
package enum Channel: String, CaseIterable, Sendable {
    case phone, chat, miniprogram, photo, notebook, web, `import`
}

/// The purpose of a report.
package enum ReportKind: String, CaseIterable, Sendable {
    case hazard, need, suggestion, tipoff

    /// Whether it asks for something instead of reporting a hazard.
    package var isWish: Bool { self == .need || self == .suggestion }
}

/// The kinds of reporters.
package enum ReporterKind: String, CaseIterable, Sendable {
    case rider, courier
    case truckDriver = "truck-driver"
    case rideHailing = "ride-hailing"
    case gridMember = "grid-member"
    case homeService = "home-service"
    case resident, system
}

/// The script of the text, as the gateway states it.
package enum ReportLanguage: String, CaseIterable, Sendable {
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"
    case auto
}

/// Whether somebody's life is in danger; one key of the two-key rule (`DOMAIN.md` §5).
package enum LifeRisk: String, CaseIterable, Sendable {
    case none, possible
    case confirmedByOperator = "confirmed-by-operator"
}

/// The action that the reporter took.
package enum ActionTaken: String, CaseIterable, Sendable {
    case none, warned, extinguished, evacuated, moved
}
