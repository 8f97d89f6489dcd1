import HazardCore
import TestSupport
import Testing

/// Tests the clocks of a case: its deadline, and what a returned task has left.
struct CaseClockTests {
    /// The small city with a calendar.
    private static func city(_ calendar: WorkingCalendar) -> Policy {
        let city = TestCity.policy
        return Policy(
            departments: Array(city.departments.values), categories: city.categories,
            programmes: Array(city.programmes.values), schemes: [], routing: city.routing,
            basics: PolicyBasics(rulesHash: "test", calendar: calendar))
    }

    static let working = city(TestCalendar.calendar)

    @Test func `a working limit uses the calendar, a continuous one does not`() {
        // Reported on Wednesday 2026-11-18 at 19:06:40.
        let waste = CaseBench(TestCity.report(hint: "E01"), policy: Self.working)
        #expect(TestCalendar.text(waste.value.dueAt) == "2026-11-19 12:00")
        #expect(waste.task("sanitation")?.dueAt == waste.value.dueAt)
        #expect(!waste.value.flags.needsReview)
        let lane = CaseBench(TestCity.report(), policy: Self.working)
        #expect(TestCalendar.text(lane.value.dueAt) == "2026-11-18 20:06 + 40000 ms")
    }

    @Test func `a year without a calendar gives a deadline, marked for review with the reason`() {
        let bench = CaseBench(TestCity.report(hint: "E01"), policy: Self.city(WorkingCalendar(years: [])))
        // Reported on Wednesday at 19:06:40: the next shift begins on Thursday.
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-19 12:00")
        #expect(bench.value.flags.needsReview && bench.value.state == .dispatched)
        #expect(
            bench.value.decision.evidence.texts.filter { $0.contains("calendar") } == [
                "no calendar for 2026: 4wh counted without weekends only"
            ])
        let lane = CaseBench(TestCity.report(), policy: Self.city(WorkingCalendar(years: [])))
        #expect(!lane.value.flags.needsReview)
    }

    @Test func `when the calendar comes, marked deadlines move to later times only, and departments are informed`() {
        func recounted(off: [Int], worked: [Int] = []) -> CaseBench {
            func days(_ days: [Int]) -> Set<CivilDate> {
                Set(days.compactMap { CivilDate(year: 2026, month: 11, day: $0) })
            }
            var bench = CaseBench(TestCity.report(hint: "E01"), policy: Self.city(WorkingCalendar(years: [])))
            let year = WorkingYear(year: 2026, off: days(off), worked: days(worked))
            bench.recount(Self.city(WorkingCalendar(years: [year])))
            return bench
        }
        var bench = recounted(off: [19])
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-20 12:00")
        #expect(TestCalendar.text(bench.task("sanitation")?.dueAt) == "2026-11-20 12:00")
        #expect(bench.reasons["sanitation"]?.last == "changed delayed")
        #expect(bench.value.missingYears.isEmpty && bench.value.history.last?.kind == "recounted")
        bench = recounted(off: [20])
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-19 12:00")
        #expect(bench.reasons["sanitation"]?.count == 1, "nothing has moved")
        let version = bench.value.history.count
        bench.recount(Self.working)
        #expect(bench.value.history.count == version)
    }

    @Test func `a department that gets its task again has the rest of its working hours`() {
        var bench = CaseBench(TestCity.report(hint: "E01"), policy: Self.working)
        bench.now = TestCalendar.at("2026-11-19 09:00")
        bench.feedback("sanitation", .return)
        bench.now = TestCalendar.at("2026-11-19 17:00")
        bench.command(.dispatch, as: .dispatcher) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        // Three hours were left: one today, two tomorrow.
        #expect(TestCalendar.text(bench.task("sanitation")?.dueAt) == "2026-11-20 10:00")
        #expect(bench.task("sanitation")?.state == .sent)
    }

    @Test func `a task returned after its deadline stays overdue`() {
        var bench = CaseBench(TestCity.report(hint: "E01"), policy: Self.working)
        bench.now = TestCalendar.at("2026-11-19 15:00")
        bench.feedback("sanitation", .return)
        bench.now = TestCalendar.at("2026-11-20 15:00")
        bench.command(.dispatch, as: .dispatcher) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        #expect(TestCalendar.text(bench.task("sanitation")?.dueAt) == "2026-11-19 12:00")
    }

    @Test func `a failed check starts the whole limit again, by the calendar`() {
        var bench = CaseBench(TestCity.report(hint: "E01"), policy: Self.working)
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        bench.now = TestCalendar.at("2026-11-20 17:00")
        bench.outside(.verifier, .fail, ref: "grid-1", reason: "still there")
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-23 11:00")
    }
}
