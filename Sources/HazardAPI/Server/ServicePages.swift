internal import HTTP
internal import Telemetry

/// What machines that look after this one read: health, metrics, version, the description of the API.
struct ServicePages: Sendable {
    let context: APIContext

    /// `/-/healthy`: 503 asks for a restart.
    func healthy() -> HTTPResponse {
        let report = context.health()
        return page(report.isAlive, report.aliveReasons)
    }

    /// `/-/ready`: 503 asks to send requests elsewhere.
    func ready() -> HTTPResponse {
        let report = context.health()
        return page(report.isReady, report.readyReasons)
    }

    func metrics() -> HTTPResponse {
        .content(MetricRegistry.contentType, Array(context.metrics.rendered().utf8))
    }

    func version() -> HTTPResponse { .text(context.version + "\n") }

    private func page(_ isGood: Bool, _ reasons: [String]) -> HTTPResponse {
        let lines = isGood ? ["ok"] + reasons : reasons.isEmpty ? ["no reason was given"] : reasons
        return .text(lines.map { $0 + "\n" }.joined(), status: isGood ? 200 : 503)
    }
}
