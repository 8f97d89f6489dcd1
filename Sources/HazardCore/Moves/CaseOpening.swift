internal import ChineseText

/// Opens a case for a report. Pure: the same report with the same case number gives the same case.
package struct CaseOpening: Sendable {
    package let policy: Policy
    private let textHash: TextHash

    package init(policy: Policy, textHash: TextHash = .withoutKey) {
        self.policy = policy
        self.textHash = textHash
    }

    /// The new case with its unsent tasks. Its state is `registered`, or `triage` when nobody can act on it yet.
    ///
    /// `faults` of the record that the report came in send it to a person (`config/contracts/README.md`, Report).
    package func open(_ received: ReceivedReport, id: CaseID, faults: [Evidence] = []) -> Case {
        let report = received.report
        let now = received.entry.receivedAt
        let classified = policy.classify(report)
        let (route, advice) = policy.advised(route(report, classified, at: now), classified, report)
        let needsPeople =
            !faults.isEmpty || !classified.isUsable || route.isFallback || route.lead == Department.triageID
        var value = Case(
            id: id, state: needsPeople ? .triage : .registered, programme: report.programme,
            category: CaseCategory(
                code: classified.category.code, id: classified.category.id, name: classified.category.name,
                scheme: classified.scheme, schemeCode: classified.schemeCode.map(Masking.masked)),
            decision: decision(route, classified, programme: report.programme), openedAt: now)
        value.decision.evidence += [advice].compactMap(\.self) + faults
        value.flags.salvaged = !faults.isEmpty
        value.kind = report.kind
        value.condition = classified.condition?.code
        value.priority =
            classified.isUnderOneKey || !faults.isEmpty ? .p0 : route.priority ?? classified.category.priority
        value.flags.emergency = classified.isEmergency
        value.text = report.text.map(Masking.masked)
        // What was received has its place already.
        value.location = received.entry.place ?? report.location.map { CaseOpening.located($0, in: policy.areas) }
        value.media = report.media.map(\.masked)
        value.flags.needsReview = classified.needsReview || route.needsReview || needsPeople
        if let urgency = policy.urgency(report, value.priority) { value.mark(urgency) }
        value.reports = [received.entry]
        value.reports[0].textHash = value.text.flatMap(textHash.hash)
        value.registeredAt = needsPeople ? nil : now
        value.setDeadlines(from: now, policy.calendar)
        value.record(
            .opened, by: Actor(.ingest), at: now, for: Cause(sender: "report", id: report.reportID),
            .opened(rule: value.decision.rule))
        value.history[0].from = nil
        value.addTask(route.lead, .lead, at: now, policy.calendar)
        for department in route.co where department != route.lead {
            value.addTask(department, .co, at: now, policy.calendar)
        }
        // The fallback may name another department, but a case in triage always needs the triage centre.
        if needsPeople { value.askTriage(at: now, policy.calendar) }
        value.watchEmergency(limit: policy.emergencyLimit, at: now)
        NoticeRules(policy: policy).opened(&value, at: now)
        RewardEarning(policy: policy).settle(&value, at: now)
        return value
    }

    /// The emergency numbers that the reporter of a report with faults will be told; nil when it speaks of no emergency.
    package func numbers(forFaulty report: Report, at now: Instant) -> [String]? {
        let classified = policy.classify(report)
        guard classified.speaksOfEmergency else { return nil }
        let entry = CaseReport(
            reportID: report.reportID, contentHash: "", source: ReportSource(topic: "", partition: 0, offset: 0),
            receivedAt: now, programme: report.programme, channel: report.channel)
        let received = ReceivedReport(report: report, entry: entry)
        let id = CaseID(date: policy.zone.civil(now).date, shard: 0, number: 1)
        return open(received, id: id, faults: [.fault(.invalid, field: nil)]).toldNumbers.first?.numbers
    }

    /// The location with its point in WGS-84, the area of the point, and contact data in its words masked.
    package static func located(_ location: Location, in areas: AreaMap) -> Location {
        var located = location
        located.wgs84 = location.point.map(CoordinateConversion.wgs84)
        located.area = located.wgs84.flatMap(areas.code)
        located.address = location.address.map(Masking.masked)
        located.grid = location.grid.map(Masking.masked)
        located.community = location.community.map(Masking.masked)
        located.subdistrict = location.subdistrict.map(Masking.masked)
        located.district = location.district.map(Masking.masked)
        located.segment = location.segment.map {
            Segment(from: Masking.masked($0.from), to: Masking.masked($0.to))
        }
        return located
    }

    /// The routing decision for a report of this category at this time. A report without a usable category goes to the
    /// fallback.
    package func route(_ report: Report, _ classified: Classification, at now: Instant) -> RoutingDecision {
        guard classified.isUsable else {
            return RoutingDecision(rule: RoutingTable.fallbackID, outcome: policy.routing.fallback, isFallback: true)
        }
        return policy.routing.decide(
            policy.facts(of: report, category: classified.category.id, condition: classified.condition?.code, at: now))
    }

    private func decision(_ route: RoutingDecision, _ classified: Classification, programme: String) -> CaseDecision {
        var decision = CaseDecision(
            rule: route.rule, closeRule: policy.closeRule(for: route, programme: programme),
            rulesHash: policy.rulesHash)
        decision.evidence = classified.evidence.map(\.masked)
        decision.runnerUp = classified.runnerUp
        decision.dangers = classified.dangers
        decision.isDoubtful = classified.isDoubtful
        if let condition = classified.condition {
            let limits = classified.category.limits(for: condition)
            decision.limit = limits.due
            decision.makeSafeLimit = limits.makeSafe
        }
        return decision
    }
}

/// A decoded report together with the data of its record.
package struct ReceivedReport: Sendable {
    package var report: Report
    /// What the case stores of the report.
    package var entry: CaseReport

    package init(report: Report, entry: CaseReport) {
        self.report = report
        self.entry = entry
    }
}

extension Case {
    /// Marks a case that a model holds for urgent, and raises it when the model is sure.
    fileprivate mutating func mark(_ urgency: ModelEvidence) {
        if urgency.effect == .raises { priority = .p1 }
        flags.needsReview = true
        decision.evidence.append(.model(urgency))
    }

    /// Sets the deadlines that the decision names.
    package mutating func setDeadlines(from now: Instant, _ calendar: WorkingCalendar) {
        setDue(from: now, calendar)
        startSafety(at: now, calendar)
    }

    /// Sets the deadline of the whole case; with two limits it is the deadline of the repair.
    mutating func setDue(from now: Instant, _ calendar: WorkingCalendar) {
        dueAt = decision.limit.flatMap { promise(DueTime.due($0, from: now, calendar: calendar), of: $0) }
    }

    /// The deadline to promise. When the calendar does not cover it, the case is marked for review with the reason.
    mutating func promise(_ due: DueTime, of limit: Limit) -> Instant? {
        note(due.uncovered, of: limit)
        return due.at
    }

    /// Adds a department's task. `sendPending` writes it to the department's queue.
    package mutating func addTask(
        _ department: String, _ role: TaskRole, at now: Instant, _ calendar: WorkingCalendar
    ) {
        var task = CaseTask(department: department, role: role, createdAt: now)
        let limit = limit(for: department)
        if let twin = tasks.last, twin.limit == limit, twin.clockFrom == now, twin.isFresh {
            task.copyClock(of: twin)
        } else {
            note(task.startClock(limit, at: now, calendar), of: limit)
        }
        task.pending = [TaskEvent(.dispatched)]
        tasks.append(task)
    }

    /// The limit of a department's task. The triage centre has its own stage limit.
    func limit(for department: String) -> Limit? {
        department == Department.triageID ? StageLimits.triage : decision.limit
    }
}
