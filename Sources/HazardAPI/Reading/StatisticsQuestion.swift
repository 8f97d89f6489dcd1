internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardStatistics
internal import HazardWire
internal import Wording

/// What `GET /v1/stats` is asked: a window, which cases, and what to show side by side.
struct StatisticsQuestion: Sendable {
    var window: KPIWindow
    var scope = KPIScope()
    var grouping: KPIGrouping?

    static let fields = [
        "from", "to", "district", "area", "subdistrict", "department", "programme", "category", "group_by",
    ]

    /// Reads the query; without times the window is this month, and a department's caller is told of its own work only.
    init(_ query: [QueryItem], policy: Policy, caller: Caller, now: Instant) throws(Problem) {
        var query = QueryFields(query, known: Self.fields)
        window = KPIWindow.month(of: now, policy.zone)
        let to = Self.instant("to", &query, policy.zone, isEnd: true)
        let from = Self.instant("from", &query, policy.zone, isEnd: false)
        if let to, from == nil { window = KPIWindow.month(of: to.adding(milliseconds: -1), policy.zone) }
        window.asOf = now
        window.from = from ?? window.from
        window.to = to ?? max(window.to, window.from.adding(minutes: 24 * 60))
        if window.to <= window.from {
            let what =
                window.to == window.from
                ? "the window is empty: it ends when it begins" : "the window ends before it begins"
            query.refuse("to", what, hint: "send a time after `from`")
        }
        grouping = query.named("group_by")
        scope.district = query.text("district")
        scope.area = query.text("area")
        scope.subdistrict = query.text("subdistrict")
        scope.programme = query.text("programme")
        if let programme = scope.programme, policy.programmes[programme] == nil {
            query.refuse("programme", "no programme of this id is configured", hint: "send an id of programmes.yaml")
        }
        if let category = query.text("category") {
            scope.category = policy.category(category)?.code
            if scope.category == nil {
                query.refuse(
                    "category", "no category of this code or id is configured", hint: "send a code such as T02")
            }
        }
        scope.department = query.text("department")
        if let department = scope.department, policy.departments[department] == nil {
            query.refuse(
                "department", "no department of this id is configured", hint: "send an id of departments.yaml")
        }
        try allow(caller, &query)
        try query.finish()
    }

    private mutating func allow(_ caller: Caller, _ query: inout QueryFields) throws(Problem) {
        guard caller.role == .department else { return }
        if let department = scope.department {
            guard caller.departments.contains(department) else { throw caller.otherDepartment }
        } else if let own = caller.department {
            scope.department = own
        } else {
            query.refuse(
                "department", "the token is for several departments",
                hint: "send one of \(caller.departments.joined(separator: ", "))")
        }
    }

    /// The cases that the stores should look at.
    var span: CaseSpan {
        var span = CaseSpan(from: window.from, to: window.to)
        span.district = scope.district
        span.category = scope.category
        span.department = scope.department
        return span
    }

    /// A time, or a local day: its beginning, and as an end the whole of it.
    private static func instant(
        _ name: String, _ query: inout QueryFields, _ zone: ZoneOffset, isEnd: Bool
    ) -> Instant? {
        guard let text = query.text(name) else { return nil }
        // A plus sign in a query means a space, and is often forgotten to be written as %2B.
        if let instant = TimeText.parse(text) ?? TimeText.parse(text.replacing(" ", with: "+")) { return instant }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
        {
            return zone.startOfDay(date).adding(minutes: isEnd ? 24 * 60 : 0)
        }
        query.refuse(
            name, "expected \(TimeText.form.en), or a day", hint: "send a day such as 2026-11-01; `to` includes its day"
        )
        return nil
    }
}
