import HazardCore
import TestSupport
import Testing

/// Tests who may confirm that a hazard is gone, and the value of the confirmation (`DECISIONS.md` #16).
struct VerificationTests {
    /// A case with a second reporter: resolved, or with its department still at work.
    private static func bench(resolved: Bool = true, result: TaskResult = .solved) -> CaseBench {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        var other = TestCity.report("g1-2").entry
        other.account = "another"
        other.role = .follower
        bench.value.reports.append(other)
        bench.feedback("sanitation", .accept)
        if resolved { bench.feedback("sanitation", .resolve) { $0.result = result } }
        return bench
    }

    @Test func `another reporter confirms or disputes for any report of the case`() {
        var bench = Self.bench()
        #expect(bench.outside(.reporter, .dispute, ref: "g1-2", reason: "still there") == .applied)
        #expect(bench.value.state == .inProgress && bench.value.flags.rework == 1)
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        #expect(bench.outside(.reporter, .confirm, ref: "g1-2") == .applied)
        #expect(bench.value.state == .closed && bench.value.closingCheck == .passerBy)
        #expect(bench.outside(.reporter, .confirm, ref: "g9-9") != .applied)
    }

    @Test func `a reporter's own confirmation closes, and is independent only after a department solved it`() {
        var solved = Self.bench()
        solved.outside(.reporter, .confirm, ref: "g1-1")
        #expect(solved.value.closingCheck == .confirmed && solved.value.closingCheck?.isIndependent == true)
        var notFound = Self.bench(result: .notFound)
        notFound.outside(.reporter, .confirm, ref: "g1-1")
        #expect(notFound.value.state == .closed && notFound.value.closingCheck == .ownWord)
        var anonymous = Self.bench(result: .referred)
        anonymous.value.reports[1].account = nil
        anonymous.outside(.reporter, .confirm, ref: "g1-2")
        #expect(anonymous.value.closingCheck?.isIndependent == false)
    }

    @Test func `verifiers and operators close with a check, a forced close is no check`() {
        var verified = Self.bench()
        verified.outside(.verifier, .pass, ref: "v-1")
        #expect(verified.value.closingCheck == .person)
        var forced = Self.bench()
        forced.command(.forceClose, as: .supervisor)
        #expect(forced.value.closingCheck == .forced && forced.value.closingCheck?.isIndependent == false)
        forced.command(.reopen)
        #expect(forced.value.closingCheck == nil)
    }

    @Test func `a grid member ends a small case at work as solved, and the department is told to stop`() {
        var bench = Self.bench(resolved: false)
        #expect(CaseMoves.allowed(role: .reporter, ref: "g1-2", on: bench.value) == ["add"])
        guard case .refused(let refusal) = bench.outside(.reporter, .confirm, ref: "g1-2") else {
            Issue.record("anybody may")
            return
        }
        #expect(refusal.allowed == ["add"])
        bench.value.reports[1].mayResolve = true
        #expect(CaseMoves.allowed(role: .reporter, ref: "g1-2", on: bench.value) == ["confirm", "add"])
        #expect(bench.outside(.reporter, .confirm, ref: "g1-2") == .applied)
        #expect(bench.value.state == .closed && bench.value.closeCode == .solved)
        #expect(bench.task("sanitation")?.state == .revoked && bench.told.last?.contains("revoked") == true)
        #expect(bench.value.notices.last?.kind == .closed)
    }

    @Test func `a case that its only reporter ended counts as unchecked`() {
        var bench = Self.bench(resolved: false)
        bench.value.reports[0].mayResolve = true
        bench.outside(.reporter, .confirm, ref: "g1-1")
        #expect(bench.value.state == .closed && bench.value.closingCheck == .ownWord)
    }

    @Test(arguments: [Priority.p0, .p1]) func `a grid member does not end an urgent case`(_ priority: Priority) {
        var bench = Self.bench(resolved: false)
        bench.value.reports[1].mayResolve = true
        bench.value.priority = priority
        #expect(bench.outside(.reporter, .confirm, ref: "g1-2") != .applied)
        #expect(bench.value.state == .inProgress)
    }

    @Test func `only a supervisor reveals reporters, with a reason, and the history records it`() throws {
        var bench = Self.bench()
        func reveal(as role: CommandRole, _ reason: String?, _ reports: [String]) -> CaseVerdict {
            bench.command(.reveal, as: role, reason: reason) { $0.arguments.reports = reports }
        }
        #expect(reveal(as: .operator, "threat", ["g1-1"]) != .applied)
        #expect(reveal(as: .supervisor, nil, ["g1-1"]) != .applied)
        #expect(reveal(as: .supervisor, "threat", ["g9-9"]) != .applied)
        let state = bench.value.state
        #expect(reveal(as: .supervisor, "threat", ["g1-1", "g1-2"]) == .applied)
        let entry = try #require(bench.value.history.last)
        #expect(entry.kind == "reveal" && entry.noteText == "g1-1 g1-2" && entry.reasonText == "threat")
        #expect(entry.actor == Actor(.supervisor, "zhang") && bench.value.state == state)
    }
}
