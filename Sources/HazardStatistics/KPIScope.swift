package import HazardCore

/// The time span of a question about figures.
package struct KPIWindow: Hashable, Sendable {
    package var from: Instant
    /// The first instant after the window.
    package var to: Instant
    /// When the question is asked. Later deadlines are not due yet.
    package var asOf: Instant

    package init(from: Instant, to: Instant, asOf: Instant) {
        self.from = from
        self.to = to
        self.asOf = asOf
    }

    /// The end of the time from which facts are counted.
    var end: Instant { min(to, asOf) }

    /// Whether an instant lies in the window; false for nil.
    func contains(_ instant: Instant?) -> Bool {
        guard let instant else { return false }
        return from <= instant && hasHappened(instant)
    }

    /// Whether an instant lies before the end of the window and not after the question.
    func hasHappened(_ instant: Instant) -> Bool { instant < to && instant <= asOf }

    /// Whether a deadline lies in the window and has passed.
    func hasSeen(_ due: Instant?) -> Bool {
        guard let due else { return false }
        return from <= due && due < end
    }

    /// The local month that contains an instant.
    package static func month(of now: Instant, _ zone: ZoneOffset) -> KPIWindow {
        let today = zone.civil(now).date
        let days = CivilDate.days(inMonth: today.month, of: today.year)
        let first = CivilDate(daysSince1970: today.daysSince1970 - today.day + 1)
        let next = CivilDate(daysSince1970: first.daysSince1970 + days)
        return KPIWindow(from: zone.startOfDay(first), to: zone.startOfDay(next), asOf: now)
    }
}

/// The cases and tasks that a question is about; nil means all.
package struct KPIScope: Hashable, Sendable {
    package var district: String?
    package var subdistrict: String?
    /// The code or name of a district, subdistrict, community or grid.
    package var area: String?
    /// Cases in which the department had a task. Figures about deadlines and checks then use its own tasks.
    package var department: String?
    /// The programme of a case; for figures about reports, the programme of the report.
    package var programme: String?
    /// A category's code, such as `T02`.
    package var category: String?

    package init() {}

    /// Whether the case belongs to the scope; the programme is checked separately.
    func admits(_ value: Case) -> Bool {
        let place = value.location
        if let district, place?.district != district { return false }
        if let subdistrict, place?.subdistrict != subdistrict { return false }
        if let area, ![place?.district, place?.subdistrict, place?.community, place?.grid].contains(area) {
            return false
        }
        if let category, value.category.code != category { return false }
        if let department, !value.tasks.contains(where: { $0.department == department && $0.version > 0 }) {
            return false
        }
        return true
    }

    func admits(programme other: String) -> Bool { programme.map { $0 == other } ?? true }
}

/// The properties by which figures can be grouped.
package enum KPIGrouping: String, CaseIterable, Sendable {
    case department, programme, district, subdistrict, category

    /// The groups that a case belongs to; the empty name is for a case without the property.
    func groups(of value: Case) -> Set<String> {
        switch self {
        case .department: Set(value.tasks.filter { $0.version > 0 }.map(\.department))
        case .programme: Set([value.programme] + value.reports.map(\.programme))
        case .district: [value.location?.district ?? ""]
        case .subdistrict: [value.location?.subdistrict ?? ""]
        case .category: [value.category.code]
        }
    }

    /// The scope limited to one group. District and subdistrict need no limit, because a case belongs to one of them
    /// only.
    func narrowed(_ scope: KPIScope, to group: String) -> KPIScope {
        var narrowed = scope
        switch self {
        case .department: narrowed.department = group
        case .programme: narrowed.programme = group
        case .category: narrowed.category = group
        case .district, .subdistrict: break
        }
        return narrowed
    }
}
