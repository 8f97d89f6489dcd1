/// What a rider sent in, as decoded; immutable (`config/contracts/README.md` Report, `DOMAIN.md` §3).
///
/// It still holds the reporter's identity: it lives for one decision and is never stored.
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
    /// Whose codes the hints are; nil is our own.
    package var categoryScheme: String?
    package var lifeRisk: LifeRisk = .none
    package var actionTaken: ActionTaken = .none
    package var location: Location?
    package var media: [Media] = []
    package var threadID: String?
    package var relatedReportID: String?
    package var shareWithDepartment = false
    package var traceID: String?
    /// Unknown fields and `ext`, verbatim JSON object bytes; kept, never routed.
    package var ext: [UInt8]?

    package init(reportID: String, programme: String, channel: Channel, reportedAt: Instant) {
        self.reportID = reportID
        self.programme = programme
        self.channel = channel
        self.reportedAt = reportedAt
    }
}

/// Who reported: pseudonymous, and even so never sent to a department.
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

/// How the report came in.
package enum Channel: String, CaseIterable, Sendable {
    case phone, chat, miniprogram, photo, notebook, web, `import`
}

/// What the report is about.
package enum ReportKind: String, CaseIterable, Sendable {
    case hazard, need, suggestion, tipoff

    /// It asks for something; nothing is wrong.
    package var isWish: Bool { self == .need || self == .suggestion }
}

/// The reporter's part in the city.
package enum ReporterKind: String, CaseIterable, Sendable {
    case rider, courier
    case truckDriver = "truck-driver"
    case rideHailing = "ride-hailing"
    case gridMember = "grid-member"
    case homeService = "home-service"
    case resident, system
}

/// The script of the text, as the gateway knows it.
package enum ReportLanguage: String, CaseIterable, Sendable {
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"
    case auto
}

/// Whether somebody's life is in danger; one key of the two-key rule.
package enum LifeRisk: String, CaseIterable, Sendable {
    case none, possible
    case confirmedByOperator = "confirmed-by-operator"
}

/// What the reporter already did.
package enum ActionTaken: String, CaseIterable, Sendable {
    case none, warned, extinguished, evacuated, moved
}
