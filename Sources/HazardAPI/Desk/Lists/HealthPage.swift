internal import HTTP
internal import HazardCore
internal import HazardStatistics
internal import Telemetry
internal import Wording

/// `/health`: whether the server works, its shards, its lag, and the rules in force.
struct HealthPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// The beginnings of the names of the metrics that are shown.
    private static let shown = [
        "hazard_shard_", "hazard_lag", "hazard_queue", "hazard_stage", "hazard_emergenc", "hazard_rules_",
        "hazard_calendar", "hazard_time_", "hazard_open_cases",
    ]

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        try request.routed.query.finish()
        let health = context.health()
        var content = DeskFrame.Content(title: request("运行", "Health"), html: "")
        content.html = state(health, request) + facts(request) + figures(request) + metrics(request)
        return request.page(content)
    }

    private func state(_ health: HealthReport, _ request: DeskRequest) -> String {
        let reasons = (health.aliveReasons + health.readyReasons + [context.posts.reason()].compactMap(\.self))
            .map { HTML.element("li", $0[request.language]) }
        let isGood = health.isAlive && health.isReady && context.posts.reason() == nil
        let text = isGood ? request("● 正常：可以接收请求", "● All well: requests are taken") : request("■ 未就绪", "■ Not ready")
        return HTML.element("p", text, "class=\"\(isGood ? "light green" : "light red")\"")
            + (reasons.isEmpty ? "" : "<ul>\(reasons.joined())</ul>")
    }

    private func facts(_ request: DeskRequest) -> String {
        let here = readers.here
        let missing = (0..<context.shards).filter { !here.contains($0) }
        let calendar = context.policy.calendar
        let rows: [(String, String)] = [
            (request("版本", "Version"), context.version),
            (
                request("分片", "Shards"),
                request("\(here.count)/\(context.shards) 在本机", "\(here.count) of \(context.shards) are here")
                    + (missing.isEmpty
                        ? "" : request("；缺 ", "; missing ") + missing.map(String.init).joined(separator: ", "))
            ),
            (request("规则", "Rules"), String(context.policy.rulesHash.prefix(16))),
            (
                request("日历还有", "Calendar left"),
                calendar.daysLeft(at: request.now).map { request("\($0) 天", "\($0) days") }
                    ?? request("没有日历", "no calendar")
            ),
            (request("服务器时间", "Server's clock"), request.second(request.now)),
        ]
        return "<dl>" + rows.map { HTML.element("dt", $0.0) + HTML.element("dd", $0.1) }.joined() + "</dl>"
    }

    private func figures(_ request: DeskRequest) -> String {
        let rows = context.present().figures.map { figure in
            let definition = KPIDefinition.of(figure.kpi)
            let value = figure.value.map { String(($0 * 100).rounded() / 100) } ?? "–"
            return HTML.row([
                HTML.escaped(request.language(zh: definition.name, en: definition.nameEnglish)),
                "<span class=\"number\">\(HTML.escaped(value)) \(HTML.escaped(Figures.unit(definition.unit.rawValue, request)))</span>",
            ])
        }
        return HTML.element("h2", request("现在", "Now"))
            + HTML.table([request("指标", "Figure"), request("数值", "Value")], rows)
    }

    private func metrics(_ request: DeskRequest) -> String {
        let lines = context.metrics.rendered().split(separator: "\n").filter { line in
            !line.hasPrefix("#") && !line.contains("_bucket{") && Self.shown.contains { line.hasPrefix($0) }
        }
        let rows = lines.compactMap { line -> String? in
            guard let space = line.lastIndex(of: " ") else { return nil }
            let value = line[line.index(after: space)...]
            return HTML.row([
                "<code>\(HTML.escaped(String(line[..<space])))</code>",
                "<span class=\"number\">\(HTML.escaped(String(value)))</span>",
            ])
        }
        return "<details><summary>\(request("分片、队列与各阶段的度量", "Metrics of shards, queues and stages"))</summary>"
            + HTML.table([request("度量", "Metric"), request("数值", "Value")], rows) + "</details>"
    }
}
