internal import CaseStore
internal import ChineseText
internal import HTTP
internal import HazardCore
internal import Wording

/// `/map`: the open cases with a point, as points in a frame and as a list. It needs no tiles and no library.
struct MapPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    private static let most = 500
    private static let width = 900.0
    private static let height = 560.0

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let selection = try CaseSelection(&query, policy: context.policy, caller: request.caller)
        try query.finish()
        var filter = selection.filter(at: request.now)
        filter.isOpenOnly = true
        let page = try CaseLists(context: context, readers: readers)
            .page(filter, .urgency, after: nil, limit: Self.most)
        var cases: [(value: Case, point: Point)] = []
        for stored in page.entries {
            let value = try StoredCases.decode(stored.body, context)
            if let point = value.location?.wgs84 ?? value.location?.point?.point { cases.append((value, point)) }
        }
        request.routed.reads.note(cases: cases.map(\.value.id.text))
        var content = DeskFrame.Content(title: request("地图", "Map"), html: "")
        content.stream = ""
        let without = page.entries.count - cases.count
        content.html = HTML.element(
            "p",
            request(
                "有坐标的未结案卷 \(cases.count) 件，无坐标 \(without) 件",
                "\(cases.count) open cases with a point, \(without) without")
                + (page.next == nil ? "" : request("（只列最紧急的 \(Self.most) 件）", " (the \(Self.most) most urgent ones)")),
            "class=\"quiet\"")
        content.html += drawing(cases, request) + list(cases.map(\.value), request)
        return request.page(content)
    }

    /// The points, north up, in the smallest frame that holds them.
    private func drawing(_ cases: [(value: Case, point: Point)], _ request: DeskRequest) -> String {
        guard let first = cases.first?.point else { return "" }
        var (south, north, west, east) = (first.latitude, first.latitude, first.longitude, first.longitude)
        for (_, point) in cases {
            (south, north) = (min(south, point.latitude), max(north, point.latitude))
            (west, east) = (min(west, point.longitude), max(east, point.longitude))
        }
        let spanX = max(east - west, 0.002)
        let spanY = max(north - south, 0.002)
        let points = cases.reversed().map { value, point in
            let x = 20 + (point.longitude - west) / spanX * (Self.width - 40)
            let y = 20 + (north - point.latitude) / spanY * (Self.height - 40)
            let light = CaseLight(value, at: request.now)?.light.rawValue ?? "none"
            let name = value.id.text + " " + DutyWords.name(of: value.category, context.policy)[request.language]
            return
                "<a href=\"/cases/\(value.id.text)\"><circle class=\"\(light)\" cx=\"\(Int(x))\" cy=\"\(Int(y))\" r=\"\(value.priority == .p0 ? 11 : 7)\">"
                + "<title>\(HTML.escaped(name))</title></circle></a>"
        }
        return "<svg class=\"map\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"group\" "
            + "aria-label=\"\(request("案卷分布，北在上", "Cases on the map, north is up"))\">\(points.joined())</svg>"
    }

    private func list(_ cases: [Case], _ request: DeskRequest) -> String {
        DutyRows(request: request).table(cases)
    }
}
