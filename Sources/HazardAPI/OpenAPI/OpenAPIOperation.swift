/// What the description says of one route.
struct OpenAPIOperation {
    typealias Content = [(type: String, schema: String)]

    var name: String
    var summary: String
    var query: [String] = []
    var body: Content?
    var answers: [(status: Int, meaning: String, content: Content)]
    /// The statuses answered with a problem, besides 401 and 403.
    var problems: [Int] = []

    private init(_ name: String, _ summary: String, _ status: Int, _ meaning: String, _ content: Content) {
        self.name = name
        self.summary = summary
        answers = [(status, meaning, content)]
    }

    private func with(_ change: (inout OpenAPIOperation) -> Void) -> OpenAPIOperation {
        var operation = self
        change(&operation)
        return operation
    }

    private static func json(_ schema: String) -> Content { [("application/json", schema)] }
    private static let text: Content = [("text/plain", "Text")]

    init(_ route: Route) {
        switch route {
        case .page, .casePage: self = Self.page(route)
        case .reports, .report: self = Self.reports(route)
        case .cases, .oneCase, .reporter, .tasks, .stream: self = Self.reading(route)
        case .statistics: self = Self.statistics
        case .feedback, .commands: self = Self.messages(route)
        case .rewards: self = Self.rewards
        case .deadLetters, .deadLetter: self = Self.deadLetters(route)
        case .openAPI, .healthy, .ready, .metrics, .version: self = Self.service(route)
        }
    }

    private static func page(_ route: Route) -> OpenAPIOperation {
        let html: Content = [("text/html", "Text")]
        if route == .casePage {
            return OpenAPIOperation("casePage", "One case as a page for people", 200, "The page", html).with {
                $0.answers += [(404, "No such case, as a page", html), (421, "On another server, as a page", html)]
            }
        }
        return OpenAPIOperation(
            "page", "The duty officer's overview: P0 and overdue first, then the newest cases, or those of one state",
            200,
            "The page", html
        ).with {
            $0.query = ["state"]
            $0.problems = [400, 503]
        }
    }

    private static func reports(_ route: Route) -> OpenAPIOperation {
        if route == .reports {
            return OpenAPIOperation(
                "sendReports",
                "Take a report, or one a line; the same bytes again have no further effect", 202,
                "Durable in the log; of lines, one result a line, good lines are taken",
                json("ReportTaken") + [("application/x-ndjson", "LineResult")]
            ).with {
                $0.body = json("Report") + [("application/x-ndjson", "Report")]
                $0.problems = [400, 413, 415, 503]
            }
        }
        return OpenAPIOperation(
            "findReport", "What became of a report", 200, "Its case, its part in it, the state", json("ReportOutcome")
        ).with { $0.problems = [400, 404, 503] }
    }

    private static func reading(_ route: Route) -> OpenAPIOperation {
        let filters = CaseSelection.fields
        switch route {
        case .cases:
            return OpenAPIOperation("listCases", "Cases in the order of their ids", 200, "A page", json("CasePage"))
                .with {
                    $0.query = filters + ["after", "limit"]
                    $0.problems = [400, 503]
                }
        case .reporter:
            return OpenAPIOperation(
                "showReporter",
                "Who reported, for a supervisor who has sent the command reveal for the report within a day", 200,
                "The identity, read from the report as it came", json("Reporter")
            ).with { $0.problems = [400, 404, 409, 410, 421, 503] }
        case .tasks:
            return OpenAPIOperation(
                "listTasks", "A department's tasks in the order of their ids; of triage, emergencies first", 200,
                "A page", json("TaskPage")
            ).with {
                $0.query = ["state", "after", "limit"]
                $0.problems = [400, 404, 503]
            }
        case .stream:
            return OpenAPIOperation(
                "streamChanges",
                "Events `case`, `task` and `position` as they happen; Last-Event-ID resumes without a gap, what was sent "
                    + "before may come again: compare `version`", 200, "The stream", [("text/event-stream", "Text")]
            ).with {
                $0.query = filters
                $0.problems = [400, 410, 503]
            }
        default:
            return OpenAPIOperation("showCase", "The whole case", 200, "The case", json("Case")).with {
                $0.problems = [400, 404, 421, 503]
            }
        }
    }

    private static var statistics: OpenAPIOperation {
        OpenAPIOperation(
            "showFigures",
            "The figures a city steers by over a window, this month by default: `from` and `to` are times (`to` the first "
                + "instant after it) or days (`to` the last one); null is n/a", 200,
            "Each figure with what it was computed from", json("Statistics")
        ).with {
            $0.query = StatisticsQuestion.fields
            $0.problems = [400, 503]
        }
    }

    private static func messages(_ route: Route) -> OpenAPIOperation {
        let isFeedback = route == .feedback
        return OpenAPIOperation(
            isFeedback ? "sendFeedback" : "sendCommand",
            isFeedback
                ? "What a department, verifier or reporter says of a case" : "What an operator asks of a case", 202,
            "Durable in the log; its outcome is not known yet", json("MessageTaken")
        ).with {
            $0.answers.insert((200, "With wait: applied; the case as it is now", json("Case")), at: 0)
            $0.query = ["wait"]
            $0.body = json(isFeedback ? "Feedback" : "Command")
            $0.problems = [400, 404, 409, 413, 415, 421, 503]
        }
    }

    private static var rewards: OpenAPIOperation {
        OpenAPIOperation(
            "listRewards",
            "Entries of the ledgers in the order of their ids, with what their accounts have and what is left in the funds",
            200, "A page", json("RewardPage")
        ).with {
            $0.query = RewardLists.fields + ["after", "limit"]
            $0.problems = [400, 503]
        }
    }

    private static func deadLetters(_ route: Route) -> OpenAPIOperation {
        if route == .deadLetters {
            return OpenAPIOperation(
                "listDeadLetters", "Records that could not be used, with their reasons", 200, "A page",
                json("DeadLetterPage")
            ).with {
                $0.query = ["after", "limit"]
                $0.problems = [400, 503]
            }
        }
        return OpenAPIOperation(
            "showDeadLetter", "A record that could not be used, as it came", 200, "The record", json("DeadLetter")
        ).with { $0.problems = [400, 404, 503] }
    }

    private static func service(_ route: Route) -> OpenAPIOperation {
        switch route {
        case .openAPI: OpenAPIOperation("describe", "This document", 200, "OpenAPI 3.1", json("Object"))
        case .healthy, .ready:
            OpenAPIOperation(
                route == .healthy ? "healthy" : "ready",
                route == .healthy ? "Whether the loops go round" : "Whether requests should be sent here", 200, "Yes",
                text
            ).with { $0.answers.append((503, "No: a reason a line", text)) }
        case .metrics: OpenAPIOperation("metrics", "Metrics in Prometheus' text format", 200, "Metrics", text)
        default: OpenAPIOperation("version", "The running program", 200, "Its version", text)
        }
    }

    static func meaning(ofProblem status: Int) -> String {
        switch status {
        case 400: "Not usable; every wrong field is named"
        case 401: "No token, or one that is not known"
        case 403: "Not for this caller"
        case 404: "There is none"
        case 409: "Refused; with wait, `allowed` lists the moves of this sender now"
        case 410: "Gone: the position belongs to another log, or the report's time of keeping is over"
        case 413: "The body is too large"
        case 415: "Not a media type that is taken here"
        case 421: "Another server has the shard, which `shard` names"
        default: "Not now: send the same again later"
        }
    }
}
