internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import JSONText
internal import Wording

/// `/departments`: what every department has to do now, and how it did this month.
struct DepartmentsPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    func show(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        try request.routed.query.finish()
        let now = request.now
        let loads = try readers.readAll { reader throws(StoreFault) in try reader.departmentLoads(at: now) }
            .flatMap(\.self)
        let figures = try month(request, services)
        let names = Set(loads.map(\.department) + context.policy.activeDepartments).sorted {
            let (one, other) = (late($0, loads), late($1, loads))
            return one == other ? $0 < $1 : one > other
        }
        let rows = names.map { row($0, loads.filter { [name = $0] in $0.department == name }, figures, request) }
        let columns = [
            request("部门", "Department"), request("未办任务", "Open tasks"), request("未签收", "Not accepted"),
            request("超期", "Overdue"), request("最早时限", "First due"), request("响应率", "Response"),
            request("退单率", "Returns"), request("返工率", "Rework"), request("按期率", "On time"),
        ]
        var content = DeskFrame.Content(title: request("部门", "Departments"), html: HTML.table(columns, rows))
        content.html += HTML.element("p", request("比率为本月。", "Rates are this month's."), "class=\"quiet\"")
        content.stream = ""
        return request.page(content)
    }

    private func late(_ name: String, _ loads: [DepartmentLoad]) -> Int {
        loads.filter { $0.department == name }.reduce(0) { $0 + $1.late }
    }

    /// The figures of this month by department; none when not every shard is here.
    private func month(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> [String: JSONValue] {
        do throws(Problem) {
            let items = [QueryItem(name: "group_by", value: "department")]
            let answer = try services.statistics.answer(
                request.routed.question(items, by: request.caller, to: Route.named("showFigures")))
            let groups = (try? JSONValue(reading: answer.body))?["groups"]?.array ?? []
            return Dictionary(groups.map { ($0["group"]?.string ?? "", $0) }) { first, _ in first }
        } catch {
            guard error.status.code == 503 else { throw error }
            return [:]
        }
    }

    private func row(
        _ id: String, _ loads: [DepartmentLoad], _ figures: [String: JSONValue], _ request: DeskRequest
    ) -> String {
        let late = loads.reduce(0) { $0 + $1.late }
        let waiting = loads.filter { $0.state == .sent || $0.state == .queued }.reduce(0) { $0 + $1.count }
        func rate(_ kpi: String) -> String {
            let value = (figures[id]?["kpis"]?.array ?? []).first { $0["id"]?.string == kpi }?["value"]
            return value.flatMap(Figures.number).map { $0 + " %" } ?? "–"
        }
        let due =
            loads.compactMap(\.firstDue).min().map {
                DutyTime.due($0, now: request.now, context.zone, in: request.language)
            } ?? ""
        let name =
            "<a href=\"/?department=\(FormText.encoded(id))\">\(HTML.escaped(request.department(id)))</a> "
            + "<small><a href=\"/d/\(FormText.encoded(id))\">\(request("部门页", "its page"))</a></small>"
        let lateCell = late > 0 ? "<b class=\"p0\">■ \(late)</b>" : "0"
        return HTML.row(
            [
                name, String(loads.reduce(0) { $0 + $1.count }), String(waiting), lateCell, due,
                rate("response-rate"), rate("return-rate"), rate("rework-rate"), rate("on-time-rate"),
            ], late > 0 ? "class=\"late\"" : "")
    }
}
