package import HazardCore

/// Cases in every state, with every well-formed message for them.
package enum MoveBench {
    /// A case that reached the state by moves. Its only department is `sanitation`.
    package static func bench(in state: CaseState) -> CaseBench {
        var bench = CaseBench(
            TestCity.report(hint: state == .triage || state == .rejected ? nil : "E01"),
            blocked: state == .registered ? ["sanitation"] : [])
        switch state {
        case .triage, .registered, .dispatched: break
        case .inProgress: bench.feedback("sanitation", .accept)
        case .suspended:
            bench.feedback("sanitation", .accept)
            let until = bench.now.adding(minutes: 600)
            bench.command(.suspend) { $0.arguments.until = until }
        case .resolved, .checking, .closed:
            bench.feedback("sanitation", .accept)
            bench.feedback("sanitation", .resolve)
            if state == .checking {
                bench.now = bench.now.adding(StageLimits.check)
                bench.timers()
            }
            if state == .closed { bench.command(.close) }
        case .cancelled: bench.command(.cancel)
        case .rejected: bench.command(.reject)
        case .merged: bench.value.state = .merged
        }
        return bench
    }

    /// The department that has a task in that case.
    package static func department(_ state: CaseState) -> String {
        state == .triage || state == .rejected ? Department.triageID : "sanitation"
    }

    package static func say(
        _ kind: FeedbackKind, as role: FeedbackRole, to bench: inout CaseBench, by department: String
    )
        -> CaseVerdict
    {
        let now = bench.now
        switch role {
        case .department:
            return bench.feedback(department, kind) { feedback in
                feedback.reason = "because"
                feedback.until = now.adding(minutes: 600)
            }
        case .verifier: return bench.outside(.verifier, kind, ref: "grid-1", reason: "because")
        case .reporter: return bench.outside(.reporter, kind, ref: "g1-1", reason: "because")
        }
    }

    package static func say(_ kind: CommandKind, as role: CommandRole, to bench: inout CaseBench, by department: String)
        -> CaseVerdict
    {
        let now = bench.now
        let request = bench.value.requests.first { $0.state == .pending }?.id
        return bench.command(kind, as: role) { command in
            command.arguments.category = "lane-obstruction"
            command.arguments.departments =
                kind == .dispatch ? [DepartmentRole("urban-management", .co)] : [DepartmentRole(department, .co)]
            command.arguments.result = .pass
            command.arguments.until = now.adding(minutes: 600)
            command.arguments.request = request ?? "none"
        }
    }
}
