package import HazardCore

/// A stretch of time that figures are about.
package struct KPIWindow: Hashable, Sendable {
    package var from: Instant
    /// The first instant after it.
    package var to: Instant
    /// When it is asked; what falls due later is not due yet.
    package var asOf: Instant

    package init(from: Instant, to: Instant, asOf: Instant) {
        self.from = from
        self.to = to
        self.asOf = asOf
    }

    /// Where the facts end that are counted.
    var end: Instant { min(to, asOf) }

    /// Whether something happened inside; false for what never did.
    func contains(_ instant: Instant?) -> Bool {
        guard let instant else { return false }
        return from <= instant && hasHappened(instant)
    }

    /// Whether something happened before the window's end, and before it was asked.
    func hasHappened(_ instant: Instant) -> Bool { instant < to && instant <= asOf }

    /// Whether a deadline came inside and has passed.
    func hasSeen(_ due: Instant?) -> Bool {
        guard let due else { return false }
        return from <= due && due < end
    }

    /// The month in which an instant lies, by the wall clocks of a zone.
    package static func month(of now: Instant, _ zone: ZoneOffset) -> KPIWindow {
        let today = zone.civil(now).date
        let days = CivilDate.days(inMonth: today.month, of: today.year)
        let first = CivilDate(daysSince1970: today.daysSince1970 - today.day + 1)
        let next = CivilDate(daysSince1970: first.daysSince1970 + days)
        return KPIWindow(from: zone.startOfDay(first), to: zone.startOfDay(next), asOf: now)
    }
}

/// Which cases and tasks figures are about; nil is all of them.
package struct KPIScope: Hashable, Sendable {
    package var district: String?
    package var subdistrict: String?
    /// A district, subdistrict, community or grid, whichever has this code or name.
    package var area: String?
    /// Its cases are those it was ever told of; deadlines and checks are those of its own tasks.
    package var department: String?
    /// Of a case its own; of a report the one it came by.
    package var programme: String?
    /// A category's code, such as `T02`.
    package var category: String?

    package init() {}

    /// Whether the case is meant, whatever programme its reports came by.
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

/// What figures can be shown side by side for.
package enum KPIGrouping: String, CaseIterable, Sendable {
    case department, programme, district, subdistrict, category

    /// The groups that a case has a part in; the empty name stands for those without one.
    func groups(of value: Case) -> Set<String> {
        switch self {
        case .department: Set(value.tasks.filter { $0.version > 0 }.map(\.department))
        case .programme: Set([value.programme] + value.reports.map(\.programme))
        case .district: [value.location?.district ?? ""]
        case .subdistrict: [value.location?.subdistrict ?? ""]
        case .category: [value.category.code]
        }
    }

    /// The same scope, for one group of it.
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
