internal import Credentials
internal import HTTP

/// Pages for people.
extension Route {
    static let pages = [
        Route(
            method: .get, path: "/assets/{asset}", name: "asset", summary: "A script, style or icon of the pages",
            access: .everyone,
            answers: [
                RouteAnswer(
                    200, "The file", MediaContent(type: "text/javascript", schema: .text),
                    MediaContent(type: "text/css", schema: .text), MediaContent(type: "image/svg+xml", schema: .text))
            ],
            problems: [.invalid, .notFound],
            handler: response { services, request throws(Problem) in try services.assets.show(request) })
    ]
}

/// Rewards and figures.
extension Route {
    static let lists = [
        Route(
            method: .get, path: "/v1/rewards", name: "listRewards",
            summary:
                "Entries of the ledgers in the order of their ids, with what their accounts have and what is left in "
                + "the funds",
            access: .roles([.operator, .supervisor]), parameters: RouteParameter.rewardFilters + RouteParameter.page,
            answers: [RouteAnswer(200, "A page", .json(.rewardPage))], problems: [.invalid, .unavailable],
            handler: response { services, request throws(Problem) in try services.rewards.list(request) }),
        Route(
            method: .get, path: "/v1/stats", name: "showFigures",
            summary:
                "The figures a city steers by over a window, this month by default: `from` and `to` are times (`to` the "
                + "first instant after it) or days (`to` the last one); null is n/a",
            access: .roles([.department, .operator, .supervisor]), parameters: RouteParameter.figures,
            answers: [RouteAnswer(200, "Each figure with what it was computed from", .json(.statistics))],
            problems: [.invalid, .unavailable],
            handler: response { services, request throws(Problem) in try services.statistics.answer(request) }),
    ]
}

/// Records that could not be used.
extension Route {
    static let deadLetters = [
        Route(
            method: .get, path: "/v1/dead-letters", name: "listDeadLetters",
            summary: "Records that could not be used, with their reasons", access: .roles([.supervisor]),
            parameters: RouteParameter.page, answers: [RouteAnswer(200, "A page", .json(.deadLetterPage))],
            problems: [.invalid, .unavailable],
            handler: response { services, request throws(Problem) in try services.deadLetters.list(request) }),
        Route(
            method: .get, path: "/v1/dead-letters/{partition}/{offset}", name: "showDeadLetter",
            summary: "A record that could not be used, as it came", access: .roles([.supervisor]),
            answers: [RouteAnswer(200, "The record", .json(.deadLetter))],
            problems: [.invalid, .notFound, .unavailable],
            handler: response { services, request throws(Problem) in
                try services.deadLetters.show(request)
            }),
        Route(
            method: .post, path: "/v1/dead-letters/{partition}/{offset}/replay", name: "replayDeadLetter",
            summary: "Sends a record that could not be used back to its topic, to be handled once more",
            access: .roles([.supervisor]), parameters: [.again],
            answers: [RouteAnswer(200, "It is back in its topic", .json(.replayed))],
            problems: [.invalid, .notFound, .refused, .unavailable],
            handler: response { services, request throws(Problem) in try services.deadLetters.replay(request) }),
    ]
}

/// What machines read that look after this one.
extension Route {
    static let service = [
        Route(
            method: .get, path: "/v1/openapi.json", name: "describe", summary: "This document", access: .everyone,
            answers: [RouteAnswer(200, "OpenAPI 3.1", .json(.anyObject))],
            handler: response { services, _ throws(Problem) in .json(services.currentDescription) }),
        Route(
            method: .get, path: "/-/healthy", name: "healthy", summary: "Whether the loops go round",
            access: .everyone,
            answers: [RouteAnswer(200, "Yes", .text), RouteAnswer(503, "No: a reason a line", .text)],
            isImmediate: true,
            handler: response { services, request throws(Problem) in
                services.service.healthy(in: request.language)
            }),
        Route(
            method: .get, path: "/-/ready", name: "ready", summary: "Whether requests should be sent here",
            access: .everyone,
            answers: [RouteAnswer(200, "Yes", .text), RouteAnswer(503, "No: a reason a line", .text)],
            isImmediate: true,
            handler: response { services, request throws(Problem) in
                services.service.ready(in: request.language)
            }),
        Route(
            method: .post, path: "/-/reload", name: "reload",
            summary: "Load policy, tokens, keys and certificates anew",
            access: .roles([.supervisor]),
            answers: [RouteAnswer(200, "In force from the next step on", .json(.anyObject))],
            problems: [.unusable],
            handler: response { services, _ throws(Problem) in try services.service.reload() }),
        Route(
            method: .get, path: "/metrics", name: "metrics", summary: "Metrics in Prometheus' text format",
            access: .anyRole, answers: [RouteAnswer(200, "Metrics", .text)],
            handler: response { services, _ throws(Problem) in services.service.metrics() }),
        Route(
            method: .get, path: "/version", name: "version", summary: "The running program", access: .everyone,
            answers: [RouteAnswer(200, "Its version", .text)],
            isImmediate: true,
            handler: response { services, _ throws(Problem) in services.service.version() }),
    ]
}
