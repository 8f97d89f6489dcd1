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
        guard let reason = context.posts.reason() else { return page(report.isReady, report.readyReasons, language) }
        return page(false, (report.isReady ? [] : report.readyReasons) + [reason], language)
    }

    /// `POST /-/reload`.
    ///
    /// - Throws: A 422 with every problem when the configuration cannot be used; a 501 where it cannot be read again.
    func reload() throws(Problem) -> HTTPResponse {
        guard let reload = context.reload else {
            throw Problem(
                501, "not-reloadable", zh: "本服务不能重新读取配置", en: "this server cannot read its configuration again")
        }
        let answer = reload()
        guard answer.problems.isEmpty else {
            var problem = Problem(
                422, "configuration-refused", zh: "配置有误，未作任何改变",
                en: "the configuration has problems, nothing has changed")
            let hint = LocalText(zh: "改正后再试", en: "correct it and try again")
            problem.errors = ProblemList(answer.problems.map { FieldProblem("", $0, hint: hint) })
            throw problem
        }
        return .json(answer.json)
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
