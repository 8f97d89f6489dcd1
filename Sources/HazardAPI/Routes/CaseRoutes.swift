internal import Credentials

/// Reports, cases, tasks, and the messages about cases.
extension Route {
    static let reports = [
        Route(
            method: .post, path: "/v1/reports", name: "sendReports",
            summary: "Take a report, or one a line; the same bytes again have no further effect",
            access: .roles([.gateway, .dispatcher, .operator, .supervisor]),
            body: [.json(.report), .lines(.report)],
            answers: [
                RouteAnswer(
                    202, "Durable in the log; of lines, one result a line, good lines are taken", .json(.reportTaken),
                    .lines(.lineResult))
            ],
            problems: [.invalid, .tooLarge, .wrongMediaType, .unavailable],
            handler: response { services, request throws(Problem) in try services.intake.receive(request) }),
        Route(
            method: .get, path: "/v1/reports/{report_id}", name: "findReport", summary: "What became of a report",
            access: .roles([.gateway, .dispatcher, .operator, .supervisor, .viewer]),
            answers: [RouteAnswer(200, "Its case, its part in it, the state", .json(.reportOutcome))],
            problems: [.invalid, .notFound, .unavailable],
            handler: response { services, request throws(Problem) in try services.lookup.find(request) }),
    ]

    static let cases = [
        Route(
            method: .get, path: "/v1/cases", name: "listCases", summary: "Cases, the most urgent first",
            access: .caseReaders,
            parameters: RouteParameter.caseFilters + RouteParameter.caseTimes + [.caseOrder] + RouteParameter.page,
            answers: [RouteAnswer(200, "A page", .json(.casePage))], problems: [.invalid, .unavailable],
            handler: response { services, request throws(Problem) in try services.lists.cases(request) }),
        Route(
            method: .get, path: "/v1/cases/{case_id}", name: "showCase", summary: "The whole case",
            access: .caseReaders, answers: [RouteAnswer(200, "The case", .json(.oneCase))],
            problems: [.invalid, .notFound, .elsewhere, .unavailable],
            handler: response { services, request throws(Problem) in try services.cases.show(request) }),
        Route(
            method: .get, path: "/v1/cases/{case_id}/similar", name: "similarCases",
            summary: "Cases that are possibly the same, the likest first: for people, who merge or link them",
            access: .roles([.verifier, .dispatcher, .operator, .supervisor, .viewer]),
            answers: [RouteAnswer(200, "At most five", .json(.similarCases))],
            problems: [.invalid, .notFound, .elsewhere, .unavailable],
            handler: response { services, request throws(Problem) in
                try services.similar.show(request, services.cases)
            }),
        Route(
            method: .get, path: "/v1/cases/{case_id}/reports/{report_id}/reporter", name: "showReporter",
            summary: "Who reported, for a supervisor who has sent the command reveal for the report within a day",
            access: .roles([.supervisor]),
            answers: [RouteAnswer(200, "The identity, read from the report as it came", .json(.reporter))],
            problems: [.invalid, .notFound, .refused, .gone, .elsewhere, .unavailable],
            handler: response { services, request throws(Problem) in try services.reporters.show(request) }),
        Route(
            method: .get, path: "/v1/accounts/{account}", name: "findAccount",
            summary: "A case with a report of this account, for the command erase", access: .roles([.supervisor]),
            answers: [RouteAnswer(200, "One of its cases", .json(.account))],
            problems: [.invalid, .notFound, .unavailable],
            handler: response { services, request throws(Problem) in try services.lookup.account(request) }),
        Route(
            method: .get, path: "/v1/departments/{department}/tasks", name: "listTasks",
            summary: "A department's tasks in the order of their ids; of triage, emergencies first",
            access: .caseReaders, parameters: [.taskState] + RouteParameter.page,
            answers: [RouteAnswer(200, "A page", .json(.taskPage))], problems: [.invalid, .notFound, .unavailable],
            handler: response { services, request throws(Problem) in try services.lists.tasks(request) }),
        Route(
            method: .get, path: "/v1/stream", name: "streamChanges",
            summary:
                "Events `case`, `task`, `similar` and `position` as they happen; Last-Event-ID resumes after that event, without a gap "
                + "and without a repeat",
            access: .caseReaders, parameters: RouteParameter.caseFilters + [.similar, .lastEventID],
            answers: [RouteAnswer(200, "The stream", MediaContent(type: MediaType.eventStream, schema: .text))],
            problems: [.invalid, .gone, .unavailable],
            handler: { services, request throws(Problem) in try services.stream.open(request) }),
    ]

    static let messages = [
        Route(
            method: .post, path: "/v1/cases/{case_id}/feedback", name: "sendFeedback",
            summary: "What a department, verifier or reporter says of a case",
            access: .roles([.gateway, .department, .verifier, .dispatcher, .operator, .supervisor]),
            parameters: [.wait], body: [.json(.feedback)], answers: messageAnswers, problems: messageProblems,
            handler: response { services, request throws(Problem) in try services.messages.feedback(request) }),
        Route(
            method: .post, path: "/v1/cases/{case_id}/commands", name: "sendCommand",
            summary: "What an operator asks of a case", access: .roles([.dispatcher, .operator, .supervisor]),
            parameters: [.wait], body: [.json(.command)], answers: messageAnswers, problems: messageProblems,
            handler: response { services, request throws(Problem) in try services.messages.command(request) }),
    ]

    private static let messageAnswers = [
        RouteAnswer(200, "With wait: applied; the case as it is now", .json(.oneCase)),
        RouteAnswer(202, "Durable in the log; its outcome is not known yet", .json(.messageTaken)),
    ]

    private static let messageProblems: [ProblemAnswer] = [
        .invalid, .notFound, .refused, .tooLarge, .wrongMediaType, .elsewhere, .unavailable,
    ]
}
