/// Every address of the API, by its template.
enum Route: String, CaseIterable, Sendable {
    case page = "/"
    case casePage = "/cases/{case_id}"
    case reports = "/v1/reports"
    case report = "/v1/reports/{report_id}"
    case cases = "/v1/cases"
    case oneCase = "/v1/cases/{case_id}"
    case feedback = "/v1/cases/{case_id}/feedback"
    case commands = "/v1/cases/{case_id}/commands"
    case reporter = "/v1/cases/{case_id}/reports/{report_id}/reporter"
    case tasks = "/v1/departments/{department}/tasks"
    case rewards = "/v1/rewards"
    case stream = "/v1/stream"
    case statistics = "/v1/stats"
    case deadLetters = "/v1/dead-letters"
    case deadLetter = "/v1/dead-letters/{partition}/{offset}"
    case openAPI = "/v1/openapi.json"
    case healthy = "/-/healthy"
    case ready = "/-/ready"
    case metrics = "/metrics"
    case version = "/version"

    var isPost: Bool {
        switch self {
        case .reports, .feedback, .commands: true
        default: false
        }
    }

    /// The methods of `Allow`.
    var methods: [String] { isPost ? ["POST"] : ["GET", "HEAD"] }

    /// Who may use it at all; nil is everybody, with a token or without.
    var roles: Set<AccessRole>? {
        switch self {
        case .page, .casePage, .openAPI, .healthy, .ready, .version: nil
        case .metrics: Set(AccessRole.allCases)
        case .reports: [.gateway, .dispatcher, .operator, .supervisor]
        case .report: [.gateway, .dispatcher, .operator, .supervisor, .viewer]
        case .cases, .oneCase, .tasks, .stream: [.department, .verifier, .dispatcher, .operator, .supervisor, .viewer]
        case .statistics: [.department, .operator, .supervisor]
        case .feedback: [.gateway, .department, .verifier, .dispatcher, .operator, .supervisor]
        case .commands: [.dispatcher, .operator, .supervisor]
        case .rewards: [.operator, .supervisor]
        case .deadLetters, .deadLetter, .reporter: [.supervisor]
        }
    }

    private var template: [Substring] { rawValue.split(separator: "/") }

    /// The route of a path and what stands in the places of its template, in order.
    static func match(_ segments: [String]) -> (route: Route, values: [String])? {
        for (route, template) in templates where template.count == segments.count {
            var values: [String] = []
            let fits = zip(template, segments).allSatisfy { part, segment in
                guard part.hasPrefix("{") else { return part == segment }
                values.append(segment)
                return !segment.isEmpty
            }
            if fits { return (route, values) }
        }
        return nil
    }

    private static let templates = allCases.map { ($0, $0.template) }
}
