internal import HTTP
internal import Telemetry

/// The API's metrics; their published names never change.
struct APIMetrics: Sendable {
    /// Labels: route (a template, or `none`), status.
    private let requests: MetricFamily<Counter>
    let streamsDropped: Counter
    let cases: CaseGauges

    init(_ registry: MetricRegistry) throws(MetricFault) {
        requests = try registry.counters(
            "hazard_http_requests_total", help: "Requests answered.", labels: ["route", "status"])
        streamsDropped = try registry.counters(
            "hazard_http_streams_dropped_total", help: "Live streams ended because their client read too slowly."
        ).series()
        cases = try CaseGauges(registry)
    }

    func answered(_ template: String?, _ status: HTTPStatus) {
        requests.series(template ?? "none", String(status.code)).add()
    }
}
