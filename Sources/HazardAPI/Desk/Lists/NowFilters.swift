internal import CaseStore
internal import HazardCore
internal import HazardWire
internal import Wording

/// The filters of the page *Now*, as its address has them.
struct NowFilters {
    var selection: CaseSelection
    var order: CaseOrder
    var after: CasePosition?
    var since: Instant?
    var until: Instant?
    /// A case, a report, or words of the text or the place.
    var text: String?

    /// - Throws: A 400 that names every filter that cannot be.
    init(_ request: DeskRequest) throws(Problem) {
        var query = request.routed.query
        selection = try CaseSelection(&query, policy: request.context.policy, caller: request.caller)
        (order, after) = CaseLists.order(&query)
        let zone = request.context.zone
        since = query.instant("since", zone)
        until = query.instant("until", zone, isEnd: true)
        text = query.text("q")
        _ = query.flag("done")
        if let since, let until, until <= since {
            query.refuse(
                "until", LocalText(zh: "时段的结束早于开始", en: "the period ends before it begins"),
                hint: LocalText(zh: "请写晚于 since 的日期", en: "send a day after since"))
        }
        try query.finish()
    }

    /// The filters for the store. Without a state, a period or words only open cases are listed.
    func filter(at now: Instant) -> CaseFilter {
        var filter = selection.filter(at: now)
        filter.openedFrom = since
        filter.openedBefore = until
        filter.text = text
        filter.isOpenOnly = selection.state == nil && text == nil && since == nil && until == nil
        return filter
    }
}
