internal import HTTP
internal import Telemetry
internal import Wording

/// Answers monitoring: health, metrics, version.
struct ServicePages: Sendable {
    let context: APIContext

    /// `/-/healthy`: a 503 means that the process should be restarted.
    func healthy(in language: Language) -> HTTPResponse {
        let report = context.health()
        return page(report.isAlive, report.aliveReasons, language)
    }

    /// `/-/ready`: a 503 means that requests should go elsewhere.
    func ready(in language: Language) -> HTTPResponse {
        let report = context.health()
        return page(report.isReady, report.readyReasons, language)
    }

    func metrics() -> HTTPResponse {
        .content(MetricRegistry.contentType, Array(context.metrics.rendered().utf8))
    }

    func version() -> HTTPResponse { .text(context.version + "\n") }

    private func page(_ isGood: Bool, _ reasons: [LocalText], _ language: Language) -> HTTPResponse {
        let unknown = LocalText(zh: "没有给出原因", en: "no reason was given")
        let sentences = (isGood || !reasons.isEmpty ? reasons : [unknown]).map { $0[language] }
        let lines = isGood ? ["ok"] + sentences : sentences
        return .text(lines.map { $0 + "\n" }.joined(), status: isGood ? 200 : 503)
    }
}
