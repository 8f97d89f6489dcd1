internal import HTTP
internal import HazardCore
internal import HazardText
internal import JSONText
internal import Wording

/// `/figures`: the figures that the city steers by over a period, with formulas and bars, also as CSV.
struct FiguresPage: Sendable {
    private static let fields = ["from", "to", "department", "programme", "category", "district", "group_by"]

    func show(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let given = request.routed.http.query
        try request.routed.query.finish()
        let isTable = request.routed.http.query("format") == "csv"
        let question = request.routed.question(
            given.filter { $0.name != "format" }, by: request.caller, to: Route.named("showFigures"))
        let answer = try services.statistics.answer(question)
        guard let figures = try? JSONValue(reading: answer.body) else {
            throw Problem(503, "figures-unreadable", zh: "指标现在无法读取", en: "the figures cannot be read now")
        }
        if isTable { return csv(figures, request) }
        var content = DeskFrame.Content(title: request("指标", "Figures"), html: "")
        content.html =
            form(request) + counts(figures, request) + table(figures, request) + groups(figures, request)
            + models(figures, request)
        return request.page(content)
    }

    private func form(_ request: DeskRequest) -> String {
        let policy = request.context.policy
        func given(_ name: String) -> String { request.routed.http.query(name) ?? "" }
        let groupings = ["department", "programme", "district", "subdistrict", "category"].map {
            ($0, NameLists.groupings[$0][request.language])
        }
        let departments = policy.activeDepartments.map { ($0, request.department($0)) }
        let programmes = policy.programmes.values.sorted { $0.id < $1.id }.map {
            ($0.id, LocalText(zh: $0.name, en: $0.nameEnglish)[request.language])
        }
        let csv = request.address(setting: "format", "csv")
        return "<form method=\"get\" action=\"/figures\" class=\"filters\"><div class=\"fields\">"
            + FormHTML.text("from", request("从", "From"), type: "date", value: String(given("from").prefix(10)))
            + FormHTML.text("to", request("到（含）", "To (included)"), type: "date", value: String(given("to").prefix(10)))
            + FormHTML.select("department", request("部门", "Department"), departments, given("department"))
            + FormHTML.select("programme", request("项目", "Programme"), programmes, given("programme"))
            + FormHTML.select("group_by", request("分组", "Group by"), groupings, given("group_by"))
            + "<button>\(request("计算", "Compute"))</button> <a href=\"\(HTML.escaped(csv))\">CSV</a></div></form>"
    }

    private func counts(_ figures: JSONValue, _ request: DeskRequest) -> String {
        let counts = figures["counts"]
        func item(_ key: String, _ name: String) -> String {
            "<li><b>\(counts?[key].flatMap(Figures.number) ?? "–")</b> \(HTML.escaped(name))</li>"
        }
        let window = [figures["from"]?.string, figures["to"]?.string].compactMap { $0?.prefix(16) }
            .map { $0.replacing("T", with: " ") }.joined(separator: " – ")
        return HTML.element("p", window, "class=\"quiet\"") + "<ul class=\"strip\">"
            + item("cases", request("案卷", "cases")) + item("received_reports", request("上报", "reports"))
            + item("valid_reports", request("有效上报", "valid reports"))
            + item("active_reporters", request("活跃上报人", "active reporters")) + "</ul>"
    }

    private func table(_ figures: JSONValue, _ request: DeskRequest) -> String {
        let rows = (figures["kpis"]?.array ?? []).map { figure in
            let name = figure["name"]?[request.language.rawValue]?.string ?? figure["id"]?.string ?? ""
            let isPercent = figure["unit"]?.string == "percent"
            let value = figure["value"].flatMap(Figures.number)
            let parts = [figure["numerator"], figure["denominator"]].compactMap { $0.flatMap(Figures.number) }
            let shown = value.map { $0 + " " + Figures.unit(figure["unit"]?.string, request) } ?? "–"
            let bar =
                isPercent && value != nil
                ? "<meter min=\"0\" max=\"100\" value=\"\(value ?? "0")\">\(value ?? "")</meter>" : ""
            return HTML.row([
                HTML.escaped(name),
                "<span class=\"number\">\(HTML.escaped(shown))</span>",
                bar, HTML.escaped(parts.joined(separator: " / ")),
                figure["target"].flatMap(Figures.number).map { HTML.escaped($0) } ?? "",
                "<details><summary>\(request("公式", "Formula"))</summary><small>\(HTML.escaped(figure["formula"]?.string ?? ""))</small></details>",
            ])
        }
        let columns = [
            request("指标", "Figure"), request("数值", "Value"), "", request("由来", "Out of"), request("目标", "Target"),
            request("公式", "Formula"),
        ]
        return HTML.table(columns, rows)
    }

    private func groups(_ figures: JSONValue, _ request: DeskRequest) -> String {
        guard let groups = figures["groups"]?.array, !groups.isEmpty else { return "" }
        let shown = ["response-rate", "on-time-rate", "overdue-rate", "return-rate", "rework-rate", "closing-rate"]
        let names = (figures["kpis"]?.array ?? []).reduce(into: [String: String]()) { names, figure in
            names[figure["id"]?.string ?? ""] = figure["name"]?[request.language.rawValue]?.string
        }
        let rows = groups.map { group in
            let id = group["group"]?.string ?? ""
            let name =
                request.routed.http.query("group_by") == "department"
                ? request.department(id)
                : request.language == .zh ? group["name"]?.string ?? id : id
            let cells = shown.map { kpi in
                (group["kpis"]?.array ?? []).first { $0["id"]?.string == kpi }?["value"].flatMap(Figures.number) ?? "–"
            }
            let cases = group["counts"]?["cases"].flatMap(Figures.number) ?? ""
            return HTML.row(([name.isEmpty ? request("（无）", "(none)") : name, cases] + cells).map { HTML.escaped($0) })
        }
        let columns = [request("分组", "Group"), request("案卷", "Cases")] + shown.map { names[$0] ?? $0 }
        return HTML.element("h2", request("分组", "Groups")) + HTML.table(columns, rows)
    }

    /// How often people decided what a model had said, by month.
    private func models(_ figures: JSONValue, _ request: DeskRequest) -> String {
        guard let entries = figures["model_agreement"]?.array, !entries.isEmpty else { return "" }
        let words = CaseWords(language: request.language)
        let rows = entries.map { entry in
            let percent = entry["percent"].flatMap(Figures.number) ?? "–"
            return HTML.row([
                HTML.escaped(entry["month"]?.string ?? ""), HTML.escaped(words.modelSubject(entry["of"]?.string ?? "")),
                "<span class=\"number\">\(percent) %</span>",
                "<meter min=\"0\" max=\"100\" value=\"\(percent)\">\(percent)</meter>",
                "\(entry["agreed"].flatMap(Figures.number) ?? "") / \(entry["decided"].flatMap(Figures.number) ?? "")",
            ])
        }
        let columns = [
            request("月份", "Month"), request("模型", "Model"), request("一致率", "Agreement"), "", request("由来", "Out of"),
        ]
        return HTML.element("h2", request("模型建议与人工决定", "Models and what people decided")) + HTML.table(columns, rows)
    }

    private func csv(_ figures: JSONValue, _ request: DeskRequest) -> HTTPResponse {
        var lines = ["figure,name,value,unit,numerator,denominator"]
        for figure in figures["kpis"]?.array ?? [] {
            let cells = [
                figure["id"]?.string, figure["name"]?[request.language.rawValue]?.string,
                figure["value"].flatMap(Figures.number), figure["unit"]?.string,
                figure["numerator"].flatMap(Figures.number), figure["denominator"].flatMap(Figures.number),
            ]
            lines.append(cells.map { "\"" + ($0 ?? "").replacing("\"", with: "\"\"") + "\"" }.joined(separator: ","))
        }
        var answer = HTTPResponse.content(
            "text/csv; charset=utf-8", Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
        answer.headers["Content-Disposition"] = "attachment; filename=\"figures.csv\""
        return answer
    }
}

/// Numbers of the API's answers as text.
enum Figures {
    static func number(_ value: JSONValue) -> String? {
        if let whole = value.int { return String(whole) }
        guard let number = value.double else { return nil }
        return number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    static func unit(_ unit: String?, _ request: DeskRequest) -> String {
        switch unit {
        case "percent": "%"
        case "seconds": request("秒", "s")
        case "minutes": request("分", "min")
        case "percentage-points": request("百分点", "points")
        default: ""
        }
    }
}
