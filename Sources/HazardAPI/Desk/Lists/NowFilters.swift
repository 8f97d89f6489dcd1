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
        since = LocalDay.instant("since", &query, zone, isEnd: false)
        until = LocalDay.instant("until", &query, zone, isEnd: true)
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

/// A time or a local day in a query.
enum LocalDay {
    /// A time, or a local day: its first instant, or as an end the first instant after it.
    static func instant(
        _ name: String, _ query: inout QueryFields, _ zone: ZoneOffset, isEnd: Bool
    ) -> Instant? {
        guard let text = query.text(name) else { return nil }
        // In a query a plus sign means a space. Many clients forget to write it as %2B.
        if let instant = TimeText.parse(text) ?? TimeText.parse(text.replacing(" ", with: "+")) { return instant }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
        {
            return zone.startOfDay(date).adding(minutes: isEnd ? 24 * 60 : 0)
        }
        query.refuse(
            name,
            LocalText(zh: "应为\(TimeText.form.zh)，或日期", en: "expected \(TimeText.form.en), or a day"),
            hint: LocalText(
                zh: "请写日期，如 2026-11-01；结束日期包括当天", en: "send a day such as 2026-11-01; an end includes its day"))
        return nil
    }
}
