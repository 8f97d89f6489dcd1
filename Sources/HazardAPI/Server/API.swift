package import HTTP
package import Telemetry

/// The API as an application of `HTTPServer`: who may ask what, and who answers it.
package final class API: Sendable {
    private let context: APIContext
    private let access: Access
    private let metrics: APIMetrics
    private let intake: ReportIntake
    private let lookup: ReportLookup
    private let lists: CaseLists
    private let cases: StoredCases
    private let messages: CaseMessages
    private let reporters: RevealedReporters
    private let deadLetters: DeadLetters
    private let rewards: RewardLists
    private let stream: LiveStream
    private let statistics: Statistics
    private let service: ServicePages
    private let page: DutyPage
    private let casePage: CasePage

    /// Registers its metrics with the context's registry.
    ///
    /// - Throws: `MetricFault` when they are registered already: one API for a registry.
    package init(_ context: APIContext) throws(MetricFault) {
        self.context = context
        let readers = ShardReaders(context)
        access = Access(tokens: context.tokens)
        metrics = try APIMetrics(context.metrics)
        intake = ReportIntake(context: context)
        lookup = ReportLookup(context: context, readers: readers)
        lists = CaseLists(context: context, readers: readers)
        cases = StoredCases(context: context, readers: readers)
        messages = CaseMessages(context: context, cases: cases)
        reporters = RevealedReporters(context: context, cases: cases)
        deadLetters = DeadLetters(context: context)
        rewards = RewardLists(context: context, readers: readers)
        stream = LiveStream(context: context, readers: readers, metrics: metrics)
        statistics = Statistics(context: context, readers: readers)
        service = ServicePages(context: context)
        page = DutyPage(context: context, readers: readers)
        casePage = CasePage(context: context, cases: cases)
    }

    /// What a server is to be made with.
    package var application: HTTPApplication {
        HTTPApplication(
            admit: { self.admit($0) },
            refusal: { status, detail in Problem(status, "not-understood", detail).response },
            handler: { self.answer($0) })
    }

    // MARK: - From the head alone

    /// Refuses what the head shows to be wrong before any body is read.
    func admit(_ head: RequestHead) -> Admission {
        let route = Route.match(head.segments)?.route
        do throws(Problem) {
            return .read(limit: try bodyLimit(head, route))
        } catch {
            metrics.answered(route, error.status)
            return .answer(error.response)
        }
    }

    private func bodyLimit(_ head: RequestHead, _ route: Route?) throws(Problem) -> Int {
        guard let route else {
            throw Problem(404, "unknown-path", "there is nothing here: /v1/openapi.json lists every address")
        }
        guard route.methods.contains(head.method) else {
            let allowed = route.methods.joined(separator: ", ")
            throw Problem(405, "wrong-method", "only \(allowed) is offered here", headers: ["Allow": allowed])
        }
        if let roles = route.roles { try check(try access.caller(of: head), roles) }
        guard route.isPost else { return 0 }
        let wanted = route == .reports ? [MediaType.object, MediaType.lines] : [MediaType.object]
        let type = MediaType.name(of: head)
        guard let type, wanted.contains(type) else {
            throw Problem(
                415, "wrong-media-type",
                "expected Content-Type \(wanted.joined(separator: " or ")), found \(type == nil ? "none" : "another")",
                headers: ["Accept": wanted.joined(separator: ", ")])
        }
        return type == MediaType.lines ? context.limits.lines : context.limits.object
    }

    private func check(_ caller: Caller, _ roles: Set<AccessRole>) throws(Problem) {
        guard roles.contains(caller.role) else {
            let names = roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw Problem(403, "role-not-allowed", "this is for \(names), not for \(caller.role.rawValue)")
        }
    }

    // MARK: - Answering

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        guard let (route, values) = Route.match(request.segments) else {
            return .response(Problem(404, "unknown-path", "there is nothing here").response)
        }
        do throws(Problem) {
            let answer = try self.answer(request, route, values)
            if case .response(let response) = answer { metrics.answered(route, response.status) }
            if case .stream = answer { metrics.answered(route, 200) }
            return answer
        } catch {
            metrics.answered(route, error.status)
            return .response(error.response)
        }
    }

    private func answer(_ request: HTTPRequest, _ route: Route, _ values: [String]) throws(Problem) -> HTTPAnswer {
        func caller() throws(Problem) -> Caller { try access.caller(of: request.head) }
        let name = values.first ?? ""
        switch route {
        case .reports: return .response(try intake.receive(request))
        case .report: return .response(try lookup.find(request, name))
        case .cases: return .response(try lists.cases(request, try caller()))
        case .oneCase: return .response(try cases.show(request, name, try caller()))
        case .feedback: return .response(try messages.feedback(request, name, try caller()))
        case .commands: return .response(try messages.command(request, name, try caller()))
        case .reporter: return .response(try reporters.show(request, name, values.last ?? "", try caller()))
        case .tasks: return .response(try lists.tasks(request, of: name, try caller()))
        case .rewards: return .response(try rewards.list(request))
        case .stream: return try stream.open(request, try caller())
        case .statistics: return .response(try statistics.answer(request, try caller()))
        case .deadLetters: return .response(try deadLetters.list(request))
        case .deadLetter:
            return .response(try deadLetters.show(request, partition: name, offset: values.last ?? ""))
        case .page: return .response(try page.show(request, try? caller()))
        case .casePage: return .response(try casePage.show(request, name, try? caller()))
        case .openAPI: return .response(.json(OpenAPIDocument.bytes(version: context.version)))
        case .healthy: return .response(service.healthy())
        case .ready: return .response(service.ready())
        case .metrics: return .response(service.metrics())
        case .version: return .response(service.version())
        }
    }
}
