import ChineseText
import HazardCore
import TestSupport
import Testing

/// Emergencies that wait in triage (`config/contracts/README.md`, Emergencies).
struct EmergencyWaitTests {
    private static let limit = Duration.minutes(3)

    private static func bench(
        _ hint: String? = "F03", dangers: [Danger] = [], doubtful: Bool = false
    ) -> CaseBench {
        var received = TestCity.report(hint: hint)
        received.report.text = nil
        received.report.lifeRisk = hint == nil ? .confirmedByOperator : .none
        var bench = CaseBench(received, policy: EmergencyTests.policy)
        bench.value.decision.dangers = dangers
        bench.value.decision.isDoubtful = doubtful
        bench.value.priority = .p0
        bench.value.watchEmergency(limit: limit, at: bench.value.openedAt)
        return bench
    }

    private static func dispatchFire(_ command: inout TestCommand) {
        command.arguments.departments = [DepartmentRole("fire-rescue", .lead)]
    }

    private static func roles(_ value: Case) -> [String] {
        value.tasks.filter { $0.department != Department.triageID }.map { "\($0.department) \($0.role.rawValue)" }
    }

    @Test func `after the limit the departments of the category are paged, marked for review`() {
        var bench = Self.bench()
        #expect(bench.value.state == .triage && bench.value.priority == .p0)
        let limit = bench.value.openedAt.adding(Self.limit)
        #expect(bench.value.nextDueAt == limit)
        #expect(bench.value.wakeAt(retention: .days(400)) == limit)
        let fired1 = bench.timers(at: limit.adding(milliseconds: -1))
        #expect(!fired1)
        #expect(bench.value.paging == .waits(until: limit))
        let fired2 = bench.timers(at: limit)
        #expect(fired2)
        #expect(bench.value.state == .dispatched)
        #expect(bench.value.dispatchedAt == limit)
        #expect(Self.roles(bench.value) == ["fire-rescue lead"])
        #expect(bench.value.flags.needsReview && bench.value.flags.overdue && bench.value.flags.emergency)
        #expect(bench.value.paging == .paged)
        let event = bench.value.history.last { $0.kind == .move(.own(.pagedUnattended)) }
        #expect(event?.from == .triage && event?.to == .dispatched)
        #expect(event?.actor.role == .timer)
        #expect(event?.kind.word == "paged-unattended")
        #expect(event?.detail == .dispatched([DepartmentRole("fire-rescue", .lead)]))
        #expect(bench.value.emergency == nil)
    }

    @Test(arguments: [
        ([Danger.fire, .medical], ["fire-rescue lead", "ems co"]), ([.medical], ["ems lead"]),
        ([.crime], ["public-security lead"]), ([], ["public-security lead"]),
    ])
    func `without a category the kinds of danger decide who is paged`(dangers: [Danger], expected: [String]) {
        var bench = Self.bench(nil, dangers: dangers)
        #expect(bench.value.category.id == HazardCategory.unclassifiedID)
        let fired3 = bench.timers(at: bench.value.openedAt.adding(Self.limit))
        #expect(fired3)
        #expect(Self.roles(bench.value) == expected)
        #expect(bench.value.dueAt != nil || bench.value.decision.limit != nil)
    }

    @Test func `doubtful words are escalated to a supervisor and page nobody`() {
        var bench = Self.bench(dangers: [.fire], doubtful: true)
        let limit = bench.value.openedAt.adding(Self.limit)
        #expect(bench.value.paging == .doubtful)
        let fired4 = bench.timers(at: limit)
        #expect(fired4)
        #expect(bench.value.state == .triage)
        #expect(Self.roles(bench.value).isEmpty)
        #expect(bench.value.flags.escalated && bench.value.flags.overdue && bench.value.flags.needsReview)
        #expect(bench.value.history.last?.detail == .unattended(isDoubtful: true))
        #expect(bench.value.isWaitingEmergency)
        let fired5 = bench.timers(at: limit.adding(minutes: 2))
        #expect(!fired5)
    }

    @Test func `an accepted command that leaves the case in triage starts the limit once more, a refused one does not`()
    {
        var bench = Self.bench()
        let at = bench.value.openedAt.adding(minutes: 2)
        bench.now = at
        bench.command(.close) { $0.arguments.code = .solved }
        #expect(bench.value.emergency?.limitAt == bench.value.openedAt.adding(Self.limit))
        bench.command(.escalate)
        #expect(bench.value.emergency?.limitAt == at.adding(Self.limit))
        let fired6 = bench.timers(at: bench.value.openedAt.adding(Self.limit))
        #expect(!fired6)
        let fired7 = bench.timers(at: at.adding(Self.limit))
        #expect(fired7)
        #expect(bench.value.state == .dispatched)
    }

    @Test func `a person who dispatches in time ends the wait`() {
        var bench = Self.bench()
        bench.now = bench.value.openedAt.adding(minutes: 1)
        bench.command(.dispatch, Self.dispatchFire)
        #expect(bench.value.emergency == nil)
        #expect(!bench.value.flags.overdue)
        #expect(bench.value.paging == .paged)
    }

    @Test func `a case that began to wait in the future, by a wrong clock, is paged at once`() {
        var bench = Self.bench()
        bench.value.emergency = EmergencyWait(
            since: bench.value.openedAt.adding(.days(2)), limitAt: bench.value.openedAt.adding(.days(3)))
        let fired8 = bench.timers(at: bench.value.openedAt)
        #expect(fired8)
        #expect(bench.value.state == .dispatched)
    }

    @Test func `when every department has returned the case, a supervisor is asked`() {
        var bench = Self.bench()
        bench.command(.dispatch, Self.dispatchFire)
        bench.now = bench.value.openedAt.adding(minutes: 1)
        bench.feedback("fire-rescue", .return)
        #expect(bench.value.state == .triage)
        #expect(bench.value.emergency?.limitAt == bench.value.openedAt.adding(minutes: 4))
        let fired9 = bench.timers(at: bench.value.openedAt.adding(minutes: 4))
        #expect(fired9)
        #expect(bench.value.state == .triage)
        #expect(bench.value.history.last?.detail == .unattended(isDoubtful: false))
        #expect(bench.value.paging == .nobodyLeft)
    }

    @Test func `a fire has its number first wherever it burns, and the numbers told are remembered`() {
        var received = TestCity.report(hint: "T06")
        received.report.text = nil
        var value = CaseBench(received, policy: EmergencyTests.policy).value
        #expect(value.toldNumbers.map(\.numbers) == [["122", "120"]])
        value.decision.dangers = [.fire]
        #expect(NoticeRules(policy: EmergencyTests.policy).numbers(of: value) == ["119", "122", "120"])
        value.decision.dangers = [.medical]
        #expect(NoticeRules(policy: EmergencyTests.policy).numbers(of: value) == ["122", "120"])
        value.decision.dangers = [.medical, .crime]
        #expect(NoticeRules(policy: EmergencyTests.policy).numbers(of: value) == ["122", "120", "110"])
    }
}

extension CaseBench {
    /// Runs the timers at that time.
    fileprivate mutating func timers(at time: Instant) -> Bool {
        now = time
        return timers()
    }
}
