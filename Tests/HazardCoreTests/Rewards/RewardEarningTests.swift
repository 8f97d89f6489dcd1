import HazardCore
import TestSupport
import Testing

/// Tests what a case earns its reporters, and when (`DOMAIN.md` §7).
@Suite struct RewardEarningTests {
    @Test func `no reward before somebody confirms the hazard`() {
        var bench = RewardBench(RewardCity.policy())
        bench.resolve()
        #expect(bench.rewards.isEmpty)
        bench.bench.command(.verify) { $0.arguments.result = .pass }
        #expect(bench.rewards == ["g1-1 valid-clue 10 asked"])
        let asked = bench.asked()
        #expect(asked.map(\.kind) == [.grant])
        #expect(asked.first?.1.account == "rider")
        #expect(asked.first?.1.entryID == bench.bench.value.rewards.first?.entryID)
        #expect(asked.first?.1.receivedAt == TestCity.start)
    }

    /// Every way to an end, with the triggers that it fulfils.
    @Test(arguments: [
        (Ending.pass(.solved), ["accepted", "verified", "closed"]), (.pass(.notSolvable), ["accepted", "verified"]),
        (.pass(.referred), ["accepted", "verified"]), (.pass(.notFound), ["accepted"]),
        (.verifier, ["accepted", "verified", "closed"]), (.reporter, ["accepted", "verified", "closed"]),
        (.close(.solved), ["accepted", "verified", "closed"]), (.close(.suggestionKept), ["accepted", "verified"]),
        (.forced, ["accepted"]), (.cancelled, ["accepted"]), (.open, ["accepted"]),
    ])
    func `every end fulfils its triggers only`(_ ending: Ending, _ triggers: [String]) {
        let rules = RewardTrigger.allCases.map {
            RewardRule(id: $0.rawValue, kind: .points, trigger: $0, amount: 5, unit: "points")
        }
        var bench = RewardBench(RewardCity.policy(rules))
        ending.reach(&bench)
        #expect(Set(bench.bench.value.rewards.map(\.rule)) == Set(triggers))
    }

    enum Ending: Sendable {
        case pass(TaskResult), close(CloseCode), verifier, reporter, forced, cancelled, open

        func reach(_ bench: inout RewardBench) {
            switch self {
            case .open: return
            case .cancelled: _ = bench.bench.command(.cancel)
            case .pass(let result): bench.close(result)
            case .close(let code):
                bench.resolve()
                bench.bench.command(.close) { $0.arguments.code = code }
            case .verifier:
                bench.resolve()
                bench.bench.outside(.verifier, .pass, ref: "v-1")
            case .reporter:
                bench.resolve()
                bench.bench.outside(.reporter, .confirm, ref: "g1-1")
            case .forced:
                bench.resolve()
                bench.bench.command(.forceClose, as: .supervisor)
            }
        }
    }

    @Test func `a report in triage is not accepted yet`() {
        let taking = RewardRule(id: "taking-part", kind: .points, trigger: .accepted, amount: 1, unit: "points")
        let policy = RewardCity.policy([taking])
        var bench = RewardBench(policy, RewardCity.report(policy, hint: nil))
        #expect(bench.bench.value.state == .triage)
        #expect(bench.rewards.isEmpty)
        bench.bench.command(.classify) { $0.arguments.category = "T02" }
        #expect(bench.rewards == ["g1-1 taking-part 1 asked"])
    }

    @Test func `a case closed twice earns once, and a check after a forced close earns`() {
        var bench = RewardBench(RewardCity.policy())
        bench.resolve()
        bench.bench.command(.forceClose, as: .supervisor)
        #expect(bench.rewards.isEmpty)
        for _ in 1...2 {
            bench.bench.command(.reopen)
            bench.close()
        }
        #expect(bench.bench.value.flags.reopened == 2)
        #expect(bench.rewards.count == 1)
        #expect(bench.asked().count == 1)
    }

    @Test func `a reporter's own confirmation earns nothing`() {
        let policy = RewardCity.policy()
        var received = RewardCity.report(policy, hint: "E01")
        received.entry.mayResolve = true
        var bench = RewardBench(policy, received)
        bench.bench.feedback("sanitation", .accept)
        bench.bench.outside(.reporter, .confirm, ref: "g1-1")
        #expect(bench.bench.value.state == .closed)
        #expect(bench.bench.value.closingCheck == .ownWord)
        #expect(bench.rewards.isEmpty)
    }

    @Test func `the first report gets all, followers their share, repeats and anonymous reports nothing`() {
        var bench = RewardBench(RewardCity.policy { $0.followerPercent = 25 })
        bench.follow("g1-2", account: "second")
        bench.follow("g1-3", account: nil)
        bench.follow("g1-4", account: "rider")
        bench.follow("g1-5", account: "talker", role: .followUp)
        bench.close()
        #expect(
            bench.rewards == [
                "g1-1 valid-clue 10 asked", "g1-2 valid-clue 2 asked", "g1-3 valid-clue 10 anonymous",
            ])
        #expect(bench.asked().count == 2)
    }

    @Test func `a report that joins an accepted case earns for taking part at once`() {
        let rule = RewardRule(id: "taking-part", kind: .points, trigger: .accepted, amount: 2, unit: "points")
        let policy = RewardCity.policy([rule]) { $0.followerPercent = 50 }
        var bench = RewardBench(policy)
        let alone = CaseOpening(policy: policy).open(
            RewardCity.report(policy, "g1-2", account: "second"), id: TestCity.number(2))
        CaseDecider(policy: policy).join(
            alone, to: &bench.bench.value, as: MergeJoin(role: .follower, way: .place, reason: "27 m away"),
            at: TestCity.start)
        #expect(bench.rewards == ["g1-1 taking-part 2 asked", "g1-2 taking-part 1 asked"])
        #expect(bench.asked().map(\.1.account) == ["rider", "second"])
    }

    @Test func `followers without a share see the reason once`() {
        let second = RewardRule(id: "mark", kind: .yearEnd, trigger: .verified, amount: 1, unit: "mark")
        var bench = RewardBench(RewardCity.policy([RewardCity.clue, second]))
        bench.follow("g1-2", account: "second")
        bench.close()
        bench.bench.outside(.reporter, .rate, ref: "g1-1")
        #expect(
            bench.rewards == ["g1-1 valid-clue 10 asked", "g1-1 mark 1 asked", "g1-2 valid-clue 0 follower"])
        #expect(bench.asked().count == 2)
    }

    @Test func `a joint report divides one amount, the rest goes to the first`() {
        var bench = RewardBench(RewardCity.policy())
        bench.follow("g1-2", account: "second", jointWith: "g1-1")
        bench.follow("g1-3", account: "third", jointWith: "g1-1")
        bench.close()
        #expect(
            bench.rewards == [
                "g1-1 valid-clue 4 asked", "g1-2 valid-clue 3 asked", "g1-3 valid-clue 3 asked",
            ])
    }

    @Test func `a joint report gets nothing after the amount was paid out`() {
        var bench = RewardBench(RewardCity.policy())
        bench.close()
        bench.follow("g1-2", account: "second", jointWith: "g1-1")
        bench.bench.outside(.reporter, .rate, ref: "g1-1")
        #expect(bench.rewards == ["g1-1 valid-clue 10 asked", "g1-2 valid-clue 0 joint-share-taken"])
    }

    @Test func `a reward rule applies to its reporters, report kinds and actions`() {
        var rule = RewardCity.clue
        rule.terms.reporterKinds = [.rider]
        rule.terms.kinds = [.hazard]
        rule.terms.actions = [.moved, .extinguished]
        let policy = RewardCity.policy([rule])
        func earns(_ edit: (inout Report) -> Void) -> [String] { RewardCity.report(policy, "g1-1", edit).entry.earns }
        #expect(earns { $0.actionTaken = .moved } == ["valid-clue"])
        #expect(earns { $0.actionTaken = .warned } == [])
        #expect(
            earns {
                $0.actionTaken = .moved
                $0.reporter.kind = nil
            } == [])
        #expect(
            earns {
                $0.actionTaken = .moved
                $0.kind = .need
            } == [])
    }

    @Test func `a rule for other categories earns nothing`() {
        var rule = RewardCity.clue
        rule.terms.categories = ["waste-dirt"]
        var bench = RewardBench(RewardCity.policy([rule]))
        bench.close()
        #expect(bench.rewards.isEmpty)
    }

    @Test func `rewards without a hazard are taken back once, except for taking part`() {
        let rules = [RewardTrigger.accepted, .verified].map {
            RewardRule(id: $0.rawValue, kind: .points, trigger: $0, amount: 5, unit: "points")
        }
        var bench = RewardBench(RewardCity.policy(rules))
        bench.close()
        bench.bench.command(.reopen)
        _ = bench.asked()
        bench.close(.notFound)
        bench.bench.outside(.reporter, .rate, ref: "g1-1")
        let asked = bench.asked()
        #expect(asked.map(\.kind) == [.clawBack])
        #expect(asked.first?.1.entryID == bench.bench.value.rewards.first { $0.rule == "verified" }?.entryID)
        #expect(bench.bench.value.history.filter { $0.reasonText == "found-false" }.count == 1)
    }

    @Test func `an entry's id is its case's number and a hash of programme, account and rule`() {
        let id = RewardEntryID.of(programme: "p", caseID: TestCity.number(), account: "a", rule: "r")
        #expect(id.hasPrefix(TestCity.number().text + "-"))
        #expect(id.utf8.count == TestCity.number().text.utf8.count + 17)
        let others = [
            RewardEntryID.of(programme: "p", caseID: TestCity.number(), account: "ar", rule: ""),
            RewardEntryID.of(programme: "pa", caseID: TestCity.number(), account: "", rule: "r"),
            RewardEntryID.of(programme: "p", caseID: TestCity.number(2), account: "a", rule: "r"),
        ]
        #expect(Set(others + [id]).count == 4)
        // Ids stay in the topic for ever, so the hash must never change.
        #expect(RewardEntryID.hash(["p", "a", "r"]) == "b7d1a61796404db7")
    }
}
