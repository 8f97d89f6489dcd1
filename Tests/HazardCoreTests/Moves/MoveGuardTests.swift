import HazardCore
import TestSupport
import Testing

/// Tests that the list of allowed moves contains nothing that a count, a date or an open request would forbid.
@Suite struct MoveGuardTests {
    private static func working() -> CaseBench {
        var bench = CaseBench(TestCity.report(hint: "E01"), policy: CaseClockTests.working)
        bench.feedback("sanitation", .accept)
        return bench
    }

    private static func offered(_ verdict: CaseVerdict) -> [String]? {
        if case .refused(let refusal) = verdict { refusal.allowed } else { nil }
    }

    @Test func `a second hold is refused and not offered, also to departments`() throws {
        var bench = Self.working()
        let until = bench.now.adding(minutes: 60)
        bench.command(.suspend) { $0.arguments.until = until }
        bench.command(.resume)
        let offered = try #require(Self.offered(bench.command(.suspend) { $0.arguments.until = until }))
        #expect(!offered.contains("suspend") && offered.contains("urge"))
        let others = try #require(Self.offered(bench.feedback("sanitation", .requestHold)))
        #expect(!others.contains("request-hold") && others.contains("request-delay"))
    }

    @Test func `an urge is refused and not offered within four hours of the last one`() throws {
        var bench = Self.working()
        bench.command(.urge)
        let offered = try #require(Self.offered(bench.command(.urge)))
        #expect(!offered.contains("urge") && offered.contains("escalate"))
        bench.now = bench.now.adding(minutes: 240)
        #expect(CaseMoves.allowed(to: .operator, on: bench.value, at: bench.now).contains("urge"))
    }

    @Test func `a delay is not offered while one is pending, after two, or after the deadline`() throws {
        var bench = Self.working()
        for id in ["d1", "d2"] {
            bench.feedback("sanitation", .requestDelay, id: id)
            let waiting = try #require(Self.offered(bench.feedback("sanitation", .requestDelay)))
            #expect(!waiting.contains("request-delay") && waiting.contains("request-waiver"))
            bench.command(.approve) { $0.arguments.request = id }
        }
        let after = try #require(Self.offered(bench.feedback("sanitation", .requestDelay)))
        #expect(!after.contains("request-delay"))
        var late = Self.working()
        late.now = TestCalendar.at("2026-11-19 12:00")
        #expect(Self.offered(late.feedback("sanitation", .requestDelay))?.contains("request-delay") == false)
    }

    @Test func `approve and refuse are offered when a pending request can be decided by the role`() throws {
        func offered(_ role: CommandRole, _ bench: CaseBench) -> [String] {
            CaseMoves.allowed(to: role, on: bench.value, at: bench.now).filter { ["approve", "refuse"].contains($0) }
        }
        var bench = Self.working()
        #expect(offered(.operator, bench).isEmpty)
        bench.feedback("sanitation", .requestDelay, id: "d")
        #expect(offered(.operator, bench) == ["approve", "refuse"])
        bench.now = TestCalendar.at("2026-11-19 12:00")
        let late = try #require(Self.offered(bench.command(.approve) { $0.arguments.request = "d" }))
        #expect(late.contains("refuse") && !late.contains("approve"))
        bench.timers()
        bench.feedback("sanitation", .resolve)
        bench.command(.close)
        bench.feedback("sanitation", .appeal) { $0.reason = "no key" }
        #expect(offered(.operator, bench).isEmpty && offered(.supervisor, bench) == ["approve", "refuse"])
    }

    @Test func `an appeal is offered to late departments until one was decided`() throws {
        var bench = Self.working()
        bench.now = TestCalendar.at("2026-11-19 15:00")
        bench.timers()
        bench.feedback("sanitation", .resolve)
        bench.command(.close)
        #expect(bench.allowed(.department, "sanitation").contains("appeal"))
        bench.feedback("sanitation", .appeal, id: "a") { $0.reason = "no key" }
        bench.command(.refuse, as: .supervisor) { $0.arguments.request = "a" }
        let after = Self.offered(bench.feedback("sanitation", .appeal) { $0.reason = "again" })
        #expect(try #require(after) == ["note"])
    }

    @Test func `a third return is not offered, whatever was refused`() throws {
        var bench = Self.working()
        for _ in 1...2 {
            bench.feedback("sanitation", .return)
            bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        }
        for kind in [FeedbackKind.return, .resolve] {
            let offered = try #require(Self.offered(bench.feedback("sanitation", kind)))
            #expect(offered.contains("accept") && !offered.contains("return"))
        }
    }

    @Test func `made-safe is offered while the place still has to be made safe`() {
        #expect(!Self.working().allowed(.department, "sanitation").contains("made-safe"))
        var collapse = MakeSafeTests.working()
        #expect(collapse.allowed(.department, "traffic-police").contains("made-safe"))
        #expect(collapse.feedback("traffic-police", .madeSafe) == .applied)
        #expect(Self.offered(collapse.feedback("traffic-police", .madeSafe))?.contains("made-safe") == false)
    }

    @Test func `a move that only lacks an argument is still offered`() throws {
        var bench = Self.working()
        let offered = try #require(Self.offered(bench.command(.suspend)))
        #expect(offered.contains("suspend"))
    }

    @Test func `a verifier reopens a closed case within 14 days, with a reason and a new clock`() throws {
        var bench = Self.working()
        bench.feedback("sanitation", .resolve)
        bench.command(.close)
        let reasonless = try #require(Self.offered(bench.outside(.verifier, .fail, ref: "grid-1")))
        #expect(reasonless == ["fail"])
        var late = bench
        bench.now = TestCalendar.at("2026-11-20 09:00")
        #expect(bench.outside(.verifier, .fail, ref: "grid-1", reason: "back again") == .applied)
        #expect(bench.value.state == .dispatched && bench.value.flags.reopened == 1 && bench.value.flags.rework == 0)
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-20 15:00")
        #expect(bench.toldOf("sanitation").last == "reopened back again")
        late.now = late.now.adding(minutes: 14 * 24 * 60 + 1)
        #expect(Self.offered(late.outside(.verifier, .fail, ref: "grid-1", reason: "back")) == [])
        let reopen = try #require(Self.offered(late.command(.reopen)))
        #expect(!reopen.contains("reopen"))
        #expect(Self.offered(late.outside(.reporter, .dispute, ref: "g1-1", reason: "back")) == ["rate"])
    }
}
