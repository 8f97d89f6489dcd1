internal import HTTP
internal import Telemetry

/// The API's metrics; their published names never change.
struct APIMetrics: Sendable {
    /// Labels: route (a template, or `none`), status.
    private let requests: MetricFamily<Counter>
    let streamsDropped: Counter
    /// Labels: status (401, 403), code of the problem.
    let denied: MetricFamily<Counter>
    /// Label: limit (`ServerLimit`).
    let limitsReached: MetricFamily<Counter>
    let cases: CaseGauges
    let models: ModelGauges

    init(_ registry: MetricRegistry) throws(MetricFault) {
        requests = try registry.counters(
            "hazard_http_requests_total", help: "Requests answered.", labels: ["route", "status"])
        streamsDropped = try registry.counters(
            "hazard_http_streams_dropped_total", help: "Live streams ended because their client read too slowly."
        ).series()
        denied = try registry.counters(
            "hazard_http_denied_total", help: "Requests refused because of who sent them.", labels: ["status", "code"])
        limitsReached = try registry.counters(
            "hazard_http_limit_reached_total", help: "Times that a client reached a limit of the HTTP server.",
            labels: ["limit"])
        for limit in ServerLimit.allCases { _ = limitsReached.series(limit.rawValue) }
        cases = try CaseGauges(registry)
        models = try ModelGauges(registry)
    }

    func answered(_ template: String?, _ status: HTTPStatus) {
        requests.series(template ?? "none", String(status.code)).add()
    }
}
