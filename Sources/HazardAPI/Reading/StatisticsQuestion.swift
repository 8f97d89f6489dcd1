internal import CaseStore
internal import HazardCore
internal import HazardStatistics
internal import Wording

/// The question of `GET /v1/stats`: which window, which cases, and by what to group them.
struct StatisticsQuestion: Sendable {
    var window: KPIWindow
    var scope = KPIScope()
    var grouping: KPIGrouping?

    /// Reads the query. Without times the window is this month. A caller of the role `department` gets its own work only.
    ///
    /// - Throws: A 400 that names every wrong field, a 403 when such a caller names another department.
    init(_ query: QueryFields, policy: Policy, caller: Caller, now: Instant) throws(Problem) {
        var query = query
        window = KPIWindow.month(of: now, policy.zone)
        let to = query.instant("to", policy.zone, isEnd: true)
        let from = query.instant("from", policy.zone)
        if let to, from == nil { window = KPIWindow.month(of: to.adding(milliseconds: -1), policy.zone) }
        window.asOf = now
        window.from = from ?? window.from
        window.to = to ?? max(window.to, window.from.adding(minutes: 24 * 60))
        if window.to <= window.from {
            query.refuse(
                "to", window.to == window.from ? Self.emptyWindow : Self.reversedWindow,
                hint: LocalText(zh: "请写晚于 `from` 的时间", en: "send a time after `from`"))
        }
        grouping = query.named("group_by")
        scope.district = query.text("district")
        scope.area = query.text("area")
        scope.subdistrict = query.text("subdistrict")
        scope.programme = query.programme(policy)
        scope.category = query.category(policy)
        let named = query.department(policy)
        scope.department = try query.ownDepartment(named, of: caller)
        try query.finish()
    }

    private static let emptyWindow = LocalText(
        zh: "时段为空：起止相同", en: "the window is empty: it ends when it begins")
    private static let reversedWindow = LocalText(zh: "时段的结束早于开始", en: "the window ends before it begins")

    /// The cases that the stores must read.
    var span: CaseSpan {
        var span = CaseSpan(from: window.from, to: window.to)
        span.district = scope.district
        span.category = scope.category
        span.department = scope.department
        return span
    }
}
