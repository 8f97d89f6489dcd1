import HazardCore
import TestSupport
import Testing

@Suite struct CaseDeciderTests {
    @Test func `two departments, one return, resolved, verified and closed: the bridge of Jianyang`() {
        var bench = CaseBench()
        #expect(bench.value.state == .dispatched)
        #expect(bench.value.priority == .p1)
        #expect(bench.value.dueAt == TestCity.start.adding(minutes: 60))
        #expect(bench.told == ["traffic-police dispatched v1 #1", "urban-management dispatched v1 #2"])

        bench.feedback("traffic-police", .accept)
        #expect(bench.value.state == .inProgress)
        bench.feedback("urban-management", .return) { $0.suggestedDepartment = "traffic-police" }
        #expect(bench.value.state == .inProgress)
        #expect(bench.value.flags.returns == 1)
        bench.command(.dispatch, as: .dispatcher) {
            $0.arguments.departments = [DepartmentRole("urban-management", .co)]
        }
        #expect(bench.told.last == "urban-management redispatched v2 #3")
        bench.feedback("urban-management", .accept)
        bench.feedback("urban-management", .resolve)
        #expect(bench.value.state == .inProgress)
        bench.feedback("traffic-police", .start)
        bench.feedback("traffic-police", .resolve)
        #expect(bench.value.state == .resolved)
        bench.command(.verify) { $0.arguments.result = .pass }
        #expect(bench.value.state == .closed)
        #expect(bench.value.closeCode == .solved)
        #expect(bench.told.suffix(2) == ["traffic-police closed v2 #4", "urban-management closed v3 #5"])
        #expect(bench.value.history.map(\.sequence) == Array(1...bench.value.history.count))
    }

    @Test func `repeated feedback or a repeated command has no effect and adds no entry`() {
        var bench = CaseBench()
        #expect(bench.feedback("traffic-police", .accept, id: "x") == .applied)
        let before = bench.value
        #expect(bench.feedback("traffic-police", .accept, id: "x") == .repeated)
        #expect(bench.value == before)
        #expect(bench.feedback("urban-management", .accept, id: "x") == .applied)
        #expect(bench.command(.cancel, reason: nil, id: "y") != .applied)
        #expect(bench.command(.cancel, id: "y") == .repeated)
    }

    @Test func `a refusal lists the allowed moves, is recorded and reaches the department`() throws {
        var bench = CaseBench()
        let verdict = bench.feedback("traffic-police", .resolve)
        guard case .refused(let refusal) = verdict else {
            Issue.record("resolve before accept was \(verdict)")
            return
        }
        #expect(refusal.code == .moveNotAllowed)
        #expect(refusal.allowed == ["accept", "return", "request-delay", "request-waiver", "note"])
        #expect(bench.told.last == "traffic-police refused v2 #3")
        #expect(bench.value.history.last?.kind == "refused")
        #expect(bench.task("traffic-police")?.state == .sent)
        #expect(bench.feedback("sanitation", .accept) != .applied)
        #expect(bench.told.count == 3)
    }

    @Test func `feedback with a lower seq is recorded and not applied`() {
        var bench = CaseBench()
        #expect(bench.feedback("traffic-police", .accept) { $0.sequence = 5 } == .applied)
        #expect(bench.feedback("traffic-police", .start) { $0.sequence = 4 } == .recorded)
        #expect(bench.task("traffic-police")?.state == .accepted)
        #expect(bench.value.history.last?.reasonText == "older-seq")
        #expect(bench.feedback("traffic-police", .start) { $0.sequence = 9 } == .applied)
    }

    @Test func `a case goes back to triage when no department is left to act`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.feedback("sanitation", .return) { $0.suggestedDepartment = "unknown" }
        #expect(bench.value.state == .triage)
        #expect(bench.told.last == "triage dispatched v1 #2")
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("urban-management", .lead)] }
        #expect(bench.value.state == .dispatched)
        #expect(bench.told.suffix(2) == ["triage closed v2 #3", "urban-management dispatched v1 #4"])
        #expect(bench.task("triage")?.state == .done)
    }

    @Test func `another department can join without becoming the lead`() {
        var bench = CaseBench()
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .co)] }
        #expect(bench.task("traffic-police")?.role == .lead)
        #expect(bench.told.dropFirst(2) == ["sanitation dispatched v1 #3"])
    }

    @Test func `the first department named leads a case that has no lead`() {
        var bench = CaseBench(TestCity.report(hint: nil))
        bench.command(.dispatch) {
            $0.arguments.departments = [DepartmentRole("sanitation", .co), DepartmentRole("urban-management", .co)]
        }
        #expect(bench.task("sanitation")?.role == .lead)
        #expect(bench.task("urban-management")?.role == .co)
    }

    @Test func `a department can return a task twice`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        for _ in 1...2 {
            #expect(bench.feedback("sanitation", .return) == .applied)
            bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        }
        guard case .refused(let refusal) = bench.feedback("sanitation", .return) else {
            Issue.record("a third return was allowed")
            return
        }
        #expect(refusal.code == .returnLimit)
        #expect(refusal.allowed == ["accept", "request-delay", "request-waiver", "note"])
    }

    @Test func `a report without a usable category goes to triage`() {
        for hint in [nil, "X99"] {
            let bench = CaseBench(TestCity.report(hint: hint))
            #expect(bench.value.state == .triage)
            #expect(bench.told == ["triage dispatched v1 #1"])
            #expect(bench.value.flags.needsReview)
        }
    }

    @Test func `classify routes a triaged case and starts its clock`() {
        var bench = CaseBench(TestCity.report(hint: nil))
        bench.now = TestCity.start.adding(minutes: 10)
        #expect(bench.command(.classify, as: .dispatcher) { $0.arguments.category = "lane-obstruction" } == .applied)
        #expect(bench.value.state == .dispatched)
        #expect(bench.value.category.code == "T02")
        #expect(bench.value.dueAt == TestCity.start.adding(minutes: 70))
        #expect(
            bench.value.tasks.filter { $0.state.isAlive }.map(\.department) == ["traffic-police", "urban-management"])
    }

    @Test func `a failed check sends the work back to every department with a fresh clock`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        bench.now = TestCity.start.adding(minutes: 100)
        bench.outside(.verifier, .fail, ref: "grid-1", reason: "still there")
        #expect(bench.value.state == .inProgress)
        #expect(bench.value.flags.rework == 1)
        #expect(bench.told.last == "sanitation reopened v2 #2")
        #expect(bench.task("sanitation")?.state == .sent)
        // 4 working hours from Wednesday evening.
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-19 12:00")
    }

    @Test func `a case can be reopened within 14 days, with a reason`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        bench.command(.close)
        #expect(bench.command(.reopen, reason: nil) != .applied)
        var late = bench
        late.now = TestCity.start.adding(minutes: 15 * 24 * 60)
        guard case .refused(let refusal) = late.command(.reopen) else {
            Issue.record("reopened after fifteen days")
            return
        }
        #expect(refusal.code == .tooLate)
        #expect(bench.command(.reopen) == .applied)
        #expect(bench.value.state == .dispatched)
        #expect(bench.value.flags.reopened == 1)
        #expect(bench.value.closeCode == nil)
    }

    @Test func `only a reporter of the case can confirm it`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        #expect(bench.outside(.reporter, .confirm, ref: "g1-2") != .applied)
        #expect(bench.outside(.reporter, .confirm, ref: "g1-1") == .applied)
        #expect(bench.value.state == .closed)
    }

    @Test func `only a supervisor can force a close`() {
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        guard case .refused(let refusal) = bench.command(.forceClose) else {
            Issue.record("an operator closed by force")
            return
        }
        #expect(refusal.code == .roleNotAllowed)
        #expect(bench.command(.forceClose, as: .supervisor) == .applied)
        #expect(bench.value.flags.forced)
        #expect(bench.told.suffix(2) == ["traffic-police revoked v2 #3", "urban-management revoked v2 #4"])
    }
}

@Suite struct TaskSendingTests {
    @Test func `a queue that cannot be written delays no other queue`() {
        var bench = CaseBench(blocked: ["traffic-police"])
        #expect(bench.told == ["urban-management dispatched v1 #1"])
        #expect(bench.value.state == .dispatched)
        #expect(bench.task("traffic-police")?.state == .queued)
        #expect(bench.value.wakeAt(retention: .milliseconds(1)) != nil)
        bench.blocked = []
        bench.now = bench.now.adding(minutes: 5)
        bench.send()
        #expect(bench.told.last == "traffic-police dispatched v1 #2")
        #expect(
            bench.value.wakeAt(retention: .milliseconds(1)) == TestCity.start.adding(minutes: 15), "to be accepted by")
    }

    @Test func `a department that never got its task gets no revocation`() {
        var bench = CaseBench(blocked: ["traffic-police"])
        bench.command(.cancel)
        bench.blocked = []
        bench.send()
        #expect(bench.told == ["urban-management dispatched v1 #1", "urban-management revoked v2 #2"])
        #expect(bench.task("traffic-police")?.state == .revoked)
    }

    @Test func `a case stays registered while all its queues are blocked`() {
        var bench = CaseBench(blocked: ["traffic-police", "urban-management"])
        #expect(bench.value.state == .registered)
        bench.blocked = []
        bench.send()
        #expect(bench.value.state == .dispatched)
    }
}
