package import HazardCore

/// A small city for tests of cases: four departments, one rule, one programme.
package enum TestCity {
    package static let start = Instant(milliseconds: 1_795_000_000_000)

    package static let policy: Policy = {
        let departments = ["traffic-police", "urban-management", "sanitation", "social-work", "triage"].map {
            Department(id: $0, name: $0, nameEnglish: $0)
        }
        let lane = HazardCategory(
            code: "T02", id: "lane-obstruction", name: "车道受阻", nameEnglish: "Lane obstruction", priority: .p1,
            conditions: [
                FilingCondition(
                    code: "a", description: "blocked", descriptionChinese: "受阻", limit: Limit(amount: 1, clock: .uh),
                    closesWhen: "lanes open")
            ])
        let waste = HazardCategory(
            code: "E01", id: "waste-dirt", name: "垃圾", nameEnglish: "Waste", priority: .p3,
            conditions: [
                FilingCondition(
                    code: "a", description: "waste", descriptionChinese: "垃圾", limit: Limit(amount: 4, clock: .wh),
                    closesWhen: "clean")
            ])
        var laneRule = RoutingMatch()
        laneRule.categories = ["lane-obstruction"]
        var wasteRule = RoutingMatch()
        wasteRule.categories = ["waste-dirt"]
        let table = RoutingTable(rules: [
            RoutingRule(
                id: "lane-obstruction-default", when: laneRule,
                outcome: RoutingOutcome(lead: "traffic-police", co: ["urban-management"])),
            RoutingRule(id: "waste-dirt-default", when: wasteRule, outcome: RoutingOutcome(lead: "sanitation")),
        ])
        return Policy(
            departments: departments, categories: [lane, waste],
            programmes: [
                Programme(
                    id: "jianyang.sentinel", name: "城市哨兵", nameEnglish: "City sentinel", districts: ["510185"])
            ], schemes: [], routing: table, basics: PolicyBasics(rulesHash: "test"))
    }()

    /// A report of cars that block the bridge.
    package static func report(_ id: String = "g1-1", hint: String? = "T02", kind: ReportKind = .hazard)
        -> ReceivedReport
    {
        var report = Report(reportID: id, programme: "jianyang.sentinel", channel: .phone, reportedAt: start)
        report.text = "沱江一号桥引道三车道变一"
        report.categoryHint = hint
        report.kind = kind
        var entry = CaseReport(
            reportID: id, contentHash: "00", source: ReportSource(topic: "hazard.reports", partition: 0, offset: 0),
            receivedAt: start, programme: report.programme, channel: .phone)
        entry.account = "account"
        return ReceivedReport(report: report, entry: entry)
    }

    package static func number(_ value: Int = 1) -> CaseID {
        CaseID(date: CivilDate(daysSince1970: 20_000), shard: 0, number: value)
    }
}

/// A case with a decider and all records for departments.
package struct CaseBench {
    package var value: Case
    package var told: [String] = []
    /// The kind and reason of each record, by department.
    package var reasons: [String: [String]] = [:]
    package var now = TestCity.start
    package var sequence: Int64 = 0
    package var blocked: Set<String> = []
    private var messages = 0
    private let decider: CaseDecider

    /// Opens and dispatches a case.
    package init(
        _ received: ReceivedReport = TestCity.report(), blocked: Set<String> = [], policy: Policy = TestCity.policy
    ) {
        decider = CaseDecider(policy: policy)
        value = CaseOpening(policy: policy).open(received, id: TestCity.number())
        self.blocked = blocked
        send()
    }

    /// Counts marked deadlines again by the calendar of this policy.
    package mutating func recount(_ policy: Policy) {
        if CaseDecider(policy: policy).recount(&value, at: now) { send() }
    }

    package mutating func send() {
        let blocked = blocked
        let until = now.adding(minutes: 1)
        var told: [String] = []
        var reasons = reasons
        value.sendPending(
            at: now, sequence: &sequence, reach: { blocked.contains($0) ? .blocked(until: until) : .open },
            emit: { value, index, event in
                let task = value.tasks[index]
                reasons[task.department, default: []].append(
                    [event.kind.rawValue, event.reasonText].compactMap(\.self).joined(separator: " "))
                told.append("\(task.department) \(event.kind.rawValue) v\(task.version) #\(task.shardSequence)")
            })
        self.told += told
        self.reasons = reasons
    }

    /// Runs the timers that are due now. Returns false when none was.
    @discardableResult
    package mutating func timers() -> Bool {
        let fired = decider.decideTimers(on: &value, at: now)
        send()
        return fired
    }

    @discardableResult
    package mutating func feedback(
        _ department: String, _ kind: FeedbackKind, id: String? = nil, _ edit: (inout Feedback) -> Void = { _ in }
    ) -> CaseVerdict {
        messages += 1
        var feedback = Feedback(
            eventID: id ?? "f-\(messages)", caseID: value.id, actor: FeedbackActor(role: .department), kind: kind,
            at: now)
        feedback.department = department
        if kind == .resolve { feedback.result = .solved }
        if kind == .return { feedback.reason = "not ours" }
        if [.requestDelay, .requestHold, .requestWaiver].contains(kind) { feedback.reason = "no key" }
        edit(&feedback)
        let verdict = decider.decide(feedback, on: &value, at: now)
        send()
        return verdict
    }

    @discardableResult
    package mutating func outside(_ role: FeedbackRole, _ kind: FeedbackKind, ref: String, reason: String? = nil)
        -> CaseVerdict
    {
        messages += 1
        var feedback = Feedback(
            eventID: "f-\(messages)", caseID: value.id, actor: FeedbackActor(role: role, ref: ref), kind: kind, at: now)
        feedback.reason = reason
        let verdict = decider.decide(feedback, on: &value, at: now)
        send()
        return verdict
    }

    /// Sends a rating by the reporter of that report.
    @discardableResult
    package mutating func rate(_ score: Int, by report: String) -> CaseVerdict {
        messages += 1
        var feedback = Feedback(
            eventID: "f-\(messages)", caseID: value.id, actor: FeedbackActor(role: .reporter, ref: report), kind: .rate,
            at: now)
        feedback.score = score
        return decider.decide(feedback, on: &value, at: now)
    }

    @discardableResult
    package mutating func command(
        _ kind: CommandKind, as role: CommandRole = .operator, reason: String? = "because", id: String? = nil,
        _ edit: (inout TestCommand) -> Void = { _ in }
    ) -> CaseVerdict {
        messages += 1
        var command = TestCommand(
            commandID: id ?? "c-\(messages)", caseID: value.id, role: role, kind: kind, at: now)
        command.reason = reason
        edit(&command)
        let verdict = decider.decide(command.command, on: &value, at: now)
        send()
        return verdict
    }

    package func task(_ department: String) -> CaseTask? { value.tasks.first { $0.department == department } }
}

extension CaseBench {
    /// The feedback that this department, verifier or reporter may send now.
    package func allowed(_ role: FeedbackRole, _ department: String? = nil) -> [String] {
        var feedback = Feedback(
            eventID: "asks", caseID: value.id, actor: FeedbackActor(role: role), kind: .note, at: now)
        feedback.department = department
        return CaseMoves.allowed(to: feedback, on: value, at: now)
    }
}
