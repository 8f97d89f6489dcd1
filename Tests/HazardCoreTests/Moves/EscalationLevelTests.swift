import HazardCore
import TestSupport
import Testing

/// Tests that a level is reported once for each deadline, however often the clock stops.
@Suite struct EscalationLevelTests {
    private static func working() -> CaseBench {
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        bench.feedback("urban-management", .accept)
        return bench
    }

    /// Puts the case on hold for this many minutes.
    private static func hold(_ bench: inout CaseBench, minutes: Int64) {
        let until = bench.now.adding(minutes: minutes)
        bench.command(.suspend) { $0.arguments.until = until }
        bench.now = until
        bench.timers()
    }

    @Test func `a reminder before a hold is not repeated after it`() {
        var bench = Self.working()
        #expect(bench.wakes(1) == [48])
        Self.hold(&bench, minutes: 100)
        #expect(bench.value.state == .inProgress && bench.count("reminded") == 2)
        #expect(bench.wakes(1) == [160], "twelve minutes were left")
        #expect(bench.count("reminded") == 2 && bench.count("overdue") == 2)
    }

    @Test func `overdue before a hold is not repeated after it, and the later levels move by the pause`() {
        var bench = Self.working()
        #expect(bench.wakes(2) == [48, 60])
        Self.hold(&bench, minutes: 100)
        #expect(bench.wakes(2) == [220, 280])
        #expect(bench.count("overdue") == 2 && bench.count("escalated") == 4 && bench.value.flags.supervised)
    }

    @Test func `a department that gets its task again continues its escalation`() {
        var bench = Self.working()
        #expect(bench.wakes(3) == [48, 60, 120])
        bench.feedback("traffic-police", .return)
        bench.now = bench.minute(130)
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("traffic-police", .lead)] }
        bench.feedback("traffic-police", .accept)
        #expect(bench.wakes(2) == [180, 190])
        #expect(bench.count("reminded") == 2 && bench.count("overdue") == 2 && bench.count("escalated") == 4)
    }

    @Test func `a delay sets a new deadline with its own escalation`() {
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        bench.feedback("urban-management", .accept)
        bench.feedback("urban-management", .resolve)
        #expect(bench.wakes(1) == [48])
        bench.feedback("traffic-police", .requestDelay, id: "d")
        bench.command(.approve) { $0.arguments.request = "d" }
        #expect(bench.wakes(2) == [96, 120])
        #expect(bench.count("reminded", of: "traffic-police") == 2 && bench.count("overdue") == 1)
    }

    @Test func `a department that joins a delayed one has its own limit without the delay`() {
        var bench = CaseBench()
        bench.feedback("urban-management", .requestDelay, id: "d")
        bench.command(.approve) { $0.arguments.request = "d" }
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .co)] }
        #expect(bench.task("urban-management")?.dueAt == bench.minute(120))
        #expect(bench.task("sanitation")?.dueAt == bench.minute(60))
    }

    @Test func `a hold stops the accept limit, and reminders before it are not repeated`() {
        // The task was sent at 0. The hold begins after 5 minutes, so 10 are left.
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        bench.now = bench.minute(5)
        Self.hold(&bench, minutes: 100)
        #expect(bench.task("urban-management")?.acknowledgeBy == bench.minute(115))
        bench.now = bench.minute(115)
        bench.timers()
        #expect(bench.count("not-accepted") == 1)

        var late = CaseBench()
        late.feedback("traffic-police", .accept)
        late.now = late.minute(15)
        late.timers()
        late.now = late.minute(20)
        Self.hold(&late, minutes: 100)
        late.now = late.minute(140)
        late.timers()
        #expect(late.count("not-accepted") == 1)
        late.now = late.minute(115 + 24 * 60)
        late.timers()
        #expect(late.count("not-accepted") == 2)
    }

    @Test func `the accept limit of a task sent during a hold begins at the end of the hold`() {
        var bench = CaseBench(blocked: ["urban-management"])
        bench.feedback("traffic-police", .accept)
        let until = bench.minute(100)
        bench.command(.suspend) { $0.arguments.until = until }
        bench.blocked = []
        bench.now = bench.minute(90)
        bench.send()
        #expect(bench.task("urban-management")?.acknowledgeBy == bench.minute(105))
        bench.now = until
        bench.timers()
        #expect(bench.task("urban-management")?.acknowledgeBy == bench.minute(115))
    }

    @Test func `a late triage centre makes no case overdue and uses up no urge`() {
        var bench = CaseBench(TestCity.report(hint: nil))
        #expect(bench.wakes(3) == [12, 15, 30])
        #expect(bench.toldOf("triage").contains("urged overdue"))
        #expect(bench.task("triage")?.isOverdue == true && !bench.value.flags.overdue)
        #expect(bench.value.flags.escalated, "a supervisor has to look all the same")
        bench.command(.classify) { $0.arguments.category = "lane-obstruction" }
        #expect(bench.value.flags.urges == 0)
        bench.now = bench.minute(90)
        bench.timers()
        #expect(bench.toldOf("traffic-police").last == "urged overdue" && bench.value.flags.overdue)
    }

    @Test func `a return later than one working day is accepted and marked as late`() {
        let late = "suggested: unknown; later than 1wd after it came"
        for (at, expected) in [("2026-11-19 18:00", "suggested: unknown"), ("2026-11-20 08:01", late)] {
            var bench = CaseBench(TestCity.report(hint: "E01"), policy: CaseClockTests.working)
            bench.feedback("sanitation", .accept)
            bench.now = TestCalendar.at(at)
            #expect(bench.feedback("sanitation", .return) == .applied)
            #expect(bench.value.history.last { $0.kind == "return" }?.noteText == expected)
            #expect(!bench.value.flags.buckPassed)
        }
    }
}

extension CaseBench {
    /// The number of timer entries of this kind, for one department or all.
    fileprivate func count(_ kind: String, of department: String = "") -> Int {
        value.history.filter {
            $0.actor.role == .timer && $0.kind.word == kind && ($0.noteText ?? "").hasPrefix(department)
        }.count
    }
}
