internal import HTTP
internal import Telemetry

/// Answers monitoring: health, metrics, version.
struct ServicePages: Sendable {
    let context: APIContext

    /// `/-/healthy`: a 503 means that the process should be restarted.
    func healthy() -> HTTPResponse {
        let report = context.health()
        return page(report.isAlive, report.aliveReasons)
    }

    /// `/-/ready`: a 503 means that requests should go elsewhere.
    func ready() -> HTTPResponse {
        let report = context.health()
        guard let reason = context.posts.reason() else { return page(report.isReady, report.readyReasons) }
        return page(false, (report.isReady ? [] : report.readyReasons) + [reason])
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
