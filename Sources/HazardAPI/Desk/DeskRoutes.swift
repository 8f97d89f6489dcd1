internal import Credentials

/// The pages for people.
extension Route {
    static let desk = entry + lists(of: RouteParameter.caseFilters) + departmentPages + riderPages

    private static let entry: [Route] = [
        .page(.get, "/sign-in", "signInPage", [.text("next", "Where to go afterwards")]) {
            services, request throws(Problem) in try services.desk.signIn.show(request)
        },
        .page(.get, "/sign-in/{secret}", "signInByLink") { services, request throws(Problem) in
            try services.desk.signIn.showLink(request)
        },
        .page(.post, "/sign-in/{secret}", "redeemLink") { services, request throws(Problem) in
            try services.desk.signIn.redeem(request)
        },
        .page(.post, "/sign-in", "signIn") { services, request throws(Problem) in
            try services.desk.signIn.signIn(request)
        },
        .page(.post, "/sign-out", "signOut", roles: Set(AccessRole.allCases)) { services, request throws(Problem) in
            try services.desk.signIn.signOut(request)
        },
        .page(
            .get, "/language", "chooseLanguage",
            [.text("to", "zh or en"), .text("next", "Where to go afterwards")]
        ) { _, request throws(Problem) in try LanguageSwitch.answer(request) },
        .page(.get, "/cases/{case_id}", "casePage", roles: DeskPages.caseReaders, CaseDeskPage.parameters) {
            services, request throws(Problem) in try services.desk.casePage.show(request)
        }.documented,
        .page(.post, "/cases/{case_id}", "actOnCase", roles: DeskPages.readers, takesFiles: true) {
            services, request throws(Problem) in
            try services.desk.casePage.act(request, services)
        }.documented,
    ]

    private static func lists(of filters: [RouteParameter]) -> [Route] {
        [
            .page(
                .get, "/", "page", roles: DeskPages.readers,
                filters + [
                    .caseOrder, .after, .text("since", "Opened from"), .text("until", "Opened until"),
                    .text("q", "A case, a report, or words"),
                ]
            ) { services, request throws(Problem) in try services.desk.now.show(request) }.documented,
            .page(.get, "/triage", "triagePage", roles: DeskPages.triage, [.after]) {
                services, request throws(Problem) in try services.desk.triage.show(request)
            },
            .page(.get, "/map", "mapPage", roles: DeskPages.readers, filters) { services, request throws(Problem) in
                try services.desk.map.show(request)
            },
            .page(.get, "/departments", "departmentsPage", roles: DeskPages.figures) {
                services, request throws(Problem) in try services.desk.departments.show(request, services)
            },
            .page(
                .get, "/figures", "figuresPage", roles: DeskPages.figures,
                RouteParameter.figures + [.text("format", "csv for a table")]
            ) { services, request throws(Problem) in try services.desk.figures.show(request, services) },
            .page(
                .get, "/rewards", "rewardsPage", roles: DeskPages.operators,
                RouteParameter.rewardFilters + RouteParameter.page
            ) { services, request throws(Problem) in try services.desk.rewards.show(request, services) },
            .page(.get, "/dead-letters", "deadLettersPage", roles: [.supervisor], RouteParameter.page) {
                services, request throws(Problem) in try services.desk.deadLetters.list(request, services)
            },
            .page(
                .get, "/dead-letters/{partition}/{offset}", "deadLetterPage", roles: [.supervisor],
                [.text("done", "replay: it was sent back")]
            ) {
                services, request throws(Problem) in try services.desk.deadLetters.show(request, services)
            },
            .page(.post, "/dead-letters/{partition}/{offset}", "replayOnPage", roles: [.supervisor]) {
                services, request throws(Problem) in try services.desk.deadLetters.replay(request, services)
            },
            .page(.get, "/health", "healthPage", roles: DeskPages.operators) { services, request throws(Problem) in
                try services.desk.health.show(request)
            },
        ]
    }

    private static let done: [RouteParameter] = [
        .text("done", "The move that was just made"), .text("sent", "The move that was just sent"),
    ]

    private static let departmentPages: [Route] = [
        .page(
            .get, "/d/{department}", "departmentPage", roles: DeskPages.figures.union([.department]),
            done + [.text("ended", "true: ended tasks too")]
        ) { services, request throws(Problem) in try services.desk.department.show(request, isSheet: false) },
        .page(.get, "/d/{department}/sheet", "workSheets", roles: DeskPages.figures.union([.department])) {
            services, request throws(Problem) in try services.desk.department.show(request, isSheet: true)
        },
        .page(.post, "/d/{department}", "actOnTask", roles: [.department, .supervisor], takesFiles: true) {
            services, request throws(Problem) in try services.desk.department.act(request, services)
        },
    ]

    private static let riderPages: [Route] = [
        .page(.get, "/report", "reportPage", [.text("p", "The programme")]) { services, request throws(Problem) in
            try services.desk.rider.show(request)
        },
        .page(.post, "/report", "sendReportPage", takesFiles: true) { services, request throws(Problem) in
            try services.desk.rider.send(request, services)
        },
        .page(.get, "/r/{secret}", "followPage", done) { services, request throws(Problem) in
            try services.desk.follow.show(request)
        },
        .page(.get, "/r/{secret}/media/{sha256}", "followPhoto", [.text("size", "small or large")]) {
            services, request throws(Problem) in try services.desk.follow.photo(request, services.media)
        },
        .page(.post, "/r/{secret}", "followUp", takesFiles: true) { services, request throws(Problem) in
            try services.desk.follow.act(request, services)
        },
    ]
}
