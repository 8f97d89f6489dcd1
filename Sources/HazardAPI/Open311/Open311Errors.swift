internal import HTTP
internal import Wording

extension Problem {
    /// The problem as Open311 writes it: a list of code and description, one for each wrong field.
    func open311Response(_ format: Open311Format, _ language: Language) -> HTTPResponse {
        let descriptions =
            errors.listed.isEmpty
            ? [detail[language]]
            : errors.listed.map { error in
                let field = error.field.isEmpty ? "" : error.field + ": "
                return field + error.problem[language] + language(zh: "；", en: "; ") + error.hint[language]
            }
        let values = descriptions.map { description in
            Open311Value.object([("code", .whole(status.code)), ("description", .text(description))])
        }
        let content = Open311Content(root: "errors", value: .list(element: "error", values))
        var answer = format.response(content, status: status)
        answer.headers["Content-Language"] = language.rawValue
        for field in headers.fields { answer.headers.add(field.name, field.value) }
        return answer
    }

    static let unknownJurisdiction = Problem(
        404, "unknown-jurisdiction", zh: "没有配置这个 jurisdiction_id：请写 programmes.yaml 中的项目编号",
        en: "the jurisdiction_id is not known here: send the id of a programme")

    static let unknownService = Problem(
        404, "unknown-service", zh: "没有配置这个 service_code：请见 services",
        en: "the service_code is not known here: services lists all of them")

    static let unknownRequest = Problem(
        404, "unknown-request", zh: "没有这个 service_request_id：未发送、尚未处理，或不属于此 api_key",
        en:
            "the service_request_id is not known here: it was not sent, is not decided yet, or belongs to another api_key"
    )
}
