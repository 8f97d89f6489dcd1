package import HazardCore

/// Random cases with any of their fields, also combinations that the rules exclude.
extension Seeded {
    package mutating func wholeCase() -> Case {
        var value = Case(
            id: caseID(), state: any(), programme: identifier(), category: category(), decision: decision(),
            openedAt: instant())
        value.version = int(0...1_000_000)
        value.kind = any()
        value.condition = maybe { $0.identifier() }
        value.priority = any()
        value.text = maybe { $0.text(60) }
        value.location = maybe { $0.place() }
        value.media = list(3) { $0.media() }
        value.registeredAt = maybe { $0.instant() }
        value.dispatchedAt = maybe { $0.instant() }
        value.resolvedAt = maybe { $0.instant() }
        value.closedAt = maybe { $0.instant() }
        value.dueAt = maybe { $0.instant() }
        value.makeSafeDueAt = maybe { $0.instant() }
        value.makeSafeFrom = maybe { $0.instant() }
        value.closeCode = maybe { $0.any() }
        value.flags = flags()
        value.reports = list(3) { $0.caseReport() }
        value.tasks = list(3) { $0.task() }
        value.links = list(2) { CaseLink(caseID: $0.caseID().text, kind: $0.pick(LinkKind.known)) }
        value.history = list(4) { $0.event() }
        if value.isWaitingEmergency || flag() {
            value.emergency = EmergencyWait(since: instant(), limitAt: instant())
            value.emergency?.isEscalated = flag()
        }
        value.toldNumbers = list(2) {
            ToldNumber(reportID: $0.identifier(), numbers: $0.list(2) { $0.identifier() }, at: $0.instant())
        }
        course(of: &value)
        return value
    }

    private mutating func category() -> CaseCategory {
        CaseCategory(
            code: identifier(), id: identifier(), name: text(5), scheme: maybe { $0.identifier() },
            schemeCode: maybe { $0.text(3) })
    }

    private mutating func limit() -> Limit { Limit(amount: int(1...99), clock: any()) }

    private mutating func decision() -> CaseDecision {
        var decision = CaseDecision(rule: identifier(), closeRule: any(), rulesHash: hash())
        decision.evidence = list(3) { $0.evidence() }
        decision.runnerUp = maybe { $0.identifier() }
        decision.dangers = list(2) { $0.any() }
        decision.isDoubtful = flag()
        decision.limit = maybe { $0.limit() }
        decision.makeSafeLimit = maybe { $0.limit() }
        return decision
    }

    package mutating func place() -> Location {
        var location = Location()
        location.point = maybe { GivenPoint(point: $0.point(), crs: $0.any()) }
        location.wgs84 = maybe { $0.point() }
        location.area = maybe { $0.text() }
        words(of: &location)
        return location
    }

    private mutating func flags() -> CaseFlags {
        var flags = CaseFlags()
        flags.emergency = flag()
        flags.overdue = flag()
        flags.forced = flag()
        flags.needsReview = flag()
        flags.supervised = flag()
        flags.salvaged = flag()
        flags.reopened = int(0...3)
        flags.rework = int(0...3)
        flags.returns = int(0...3)
        flags.urges = int(0...3)
        flags.holds = int(0...1)
        flags.escalated = flag()
        flags.exempt = flag()
        flags.madeSafeLate = flag()
        flags.buckPassed = flag()
        flags.recategorised = int(0...2)
        return flags
    }

    package mutating func caseReport() -> CaseReport {
        var report = CaseReport(
            reportID: identifier(), contentHash: "sha256:" + hash(),
            source: ReportSource(topic: identifier(), partition: int(0...200), offset: Int64(int(0...1 << 60))),
            receivedAt: instant(), programme: identifier(), channel: any())
        report.role = any()
        report.account = maybe { $0.hash() }
        report.thread = maybe { "hmac:00c0ffee:" + $0.hash() }
        report.mediaHashes = list(2) { $0.hash() }
        report.textHash = maybe { "hmac:00c0ffee:" + $0.hash() }
        report.place = maybe { $0.place() }
        report.earns = list(2) { $0.identifier() }
        report.mayResolve = flag()
        report.jointWith = maybe { $0.identifier() }
        report.isSalvaged = flag()
        report.score = maybe { $0.int(1...5) }
        return report
    }

    package mutating func task() -> CaseTask {
        var task = CaseTask(department: identifier(), role: any(), createdAt: instant())
        task.state = any()
        task.version = int(0...50)
        task.shardSequence = Int64(int(0...1 << 50))
        task.pending = list(2) { $0.taskEvent() }
        task.retryAt = maybe { $0.instant() }
        task.sentAt = maybe { $0.instant() }
        task.acknowledgeBy = maybe { $0.instant() }
        task.dueAt = maybe { $0.instant() }
        task.acceptedAt = maybe { $0.instant() }
        task.startedAt = maybe { $0.instant() }
        task.endedAt = maybe { $0.instant() }
        task.result = maybe { $0.any() }
        task.media = list(2) { $0.media() }
        task.returns = int(0...2)
        task.rework = int(0...2)
        task.limit = maybe { $0.limit() }
        task.clockFrom = maybe { $0.instant() }
        task.pauses = pauses()
        task.extensions = int(0...2)
        task.level = any()
        task.acknowledgeUrges = int(0...2)
        task.nextLevelAt = maybe { $0.instant() }
        task.isAcknowledgedLate = flag()
        task.isOverdue = flag()
        task.lastSequence = maybe { Int64($0.int(0...99)) }
        return task
    }

    package mutating func taskEvent() -> TaskEvent {
        var event = TaskEvent(any(), maybe { $0.taskChange() }, cause: maybe { $0.cause() })
        event.allowed = list(3) { $0.identifier() }
        return event
    }
}
