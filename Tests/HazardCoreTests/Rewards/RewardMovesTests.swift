import HazardCore
import TestSupport
import Testing

/// Tests commands and answers of the ledger about the rewards of a case.
@Suite struct RewardMovesTests {
    private static let voucher = RewardRule(
        id: "voucher", kind: .relief, trigger: .verified, amount: 15, unit: "yuan")

    /// A closed case whose rewards got this answer of the ledger.
    private func settled(
        _ state: RewardState, _ rules: [RewardRule] = [voucher], reason: String? = nil
    ) -> RewardBench {
        var bench = RewardBench(RewardCity.policy(rules))
        bench.close()
        _ = bench.asked()
        settle(&bench, state, reason)
        return bench
    }

    private func settle(_ bench: inout RewardBench, _ state: RewardState, _ reason: String? = nil) {
        for reward in bench.bench.value.rewards {
            bench.bench.command(.rewardSettled, as: .system) {
                $0.arguments.reward = RewardArguments()
                $0.arguments.reward?.entryID = reward.entryID
                $0.arguments.reward?.state = state
                $0.arguments.reward?.reason = reason
                if state == .granted { $0.arguments.reward?.claimUntil = TestCity.start.adding(minutes: 30 * 1440) }
            }
        }
    }

    private func say(
        _ kind: CommandKind, as role: CommandRole = .supervisor, _ bench: inout RewardBench,
        _ edit: (inout RewardArguments) -> Void = { _ in }
    ) -> CaseVerdict {
        var arguments = RewardArguments()
        arguments.entryID = bench.bench.value.rewards.first?.entryID
        edit(&arguments)
        return bench.bench.command(kind, as: role) { $0.arguments.reward = arguments }
    }

    @Test func `the case stores the ledger's answer and informs the reporter`() {
        let bench = settled(.granted)
        let value = bench.bench.value
        #expect(bench.rewards == ["g1-1 voucher 15 granted"])
        #expect(value.rewards.first?.claimUntil != nil)
        #expect(value.history.last?.kind == "reward-settled")
        let notice = value.notices.last { $0.kind == .reward }
        #expect(notice?.reportID == "g1-1")
        #expect(notice?.arguments["state"] == "granted")
        #expect(notice?.arguments["claim_until"] == "2026-12-18")
    }

    @Test func `a claimed reward stores when it was granted`() {
        var bench = settled(.granted)
        let granted = bench.bench.value.rewards.first?.settledAt
        bench.bench.now = bench.bench.now.adding(minutes: 7 * 1440)
        settle(&bench, .granted)
        #expect(granted != nil && bench.bench.value.rewards.first?.settledAt == granted)
    }

    @Test(arguments: [RewardState.withheld, .waiting]) func `a withheld or waiting reward gives no notice`(
        _ state: RewardState
    ) {
        let bench = settled(state, reason: "daily-cap")
        #expect(bench.rewards == ["g1-1 voucher 15 daily-cap"])
        #expect(!bench.bench.value.notices.contains { $0.kind == .reward })
        #expect(bench.bench.value.history.last?.reasonText == state.rawValue + ": daily-cap")
    }

    @Test func `a repeated answer gives one notice`() {
        var bench = settled(.granted)
        settle(&bench, .granted)
        #expect(bench.bench.value.notices.filter { $0.kind == .reward }.count == 1)
        settle(&bench, .void)
        #expect(bench.bench.value.notices.filter { $0.kind == .reward }.count == 2)
    }

    @Test func `a supervisor grants once what a forced close withheld, up to the rule's amount`() {
        var bench = RewardBench(RewardCity.policy([Self.voucher]))
        bench.resolve()
        bench.bench.command(.forceClose, as: .supervisor)
        func grant(_ amount: Int?, as role: CommandRole = .supervisor) -> CaseVerdict {
            say(.grant, as: role, &bench) {
                $0.rule = "voucher"
                $0.reportID = "g1-1"
                $0.amount = amount
            }
        }
        #expect(grant(nil, as: .operator) != .applied)
        #expect(grant(16) != .applied)
        #expect(grant(5) == .applied)
        let asked = bench.asked()
        #expect(asked.map(\.kind) == [.grant])
        #expect(asked.first?.1.isByHand == true)
        #expect(asked.first?.1.amount == 5)
        #expect(grant(nil) != .applied)
        settle(&bench, .withheld, "fund-unit")
        #expect(grant(nil) == .applied)
        #expect(bench.bench.value.rewards.count == 1)
    }

    @Test func `a grant needs a report of the case, a rule of its programme and an account`() {
        var bench = settled(.withheld)
        bench.follow("g1-2", account: nil)
        for (report, rule) in [("g1-9", "voucher"), ("g1-1", "no-such-rule"), ("g1-2", "voucher")] {
            let verdict = say(.grant, &bench) {
                $0.reportID = report
                $0.rule = rule
            }
            guard case .refused(let refusal) = verdict else {
                Issue.record("\(report) \(rule): \(verdict)")
                continue
            }
            #expect(refusal.code == .noReward)
        }
        #expect(bench.asked().isEmpty)
    }

    @Test func `a grant on a case without a hazard is refused with the reason`() {
        let points = RewardRule(id: "points", kind: .points, trigger: .accepted, amount: 1, unit: "points")
        func grant(_ rule: String, _ bench: inout RewardBench) -> String? {
            let verdict = say(.grant, &bench) {
                $0.rule = rule
                $0.reportID = "g1-1"
            }
            if case .refused(let refusal) = verdict { return refusal.sentence }
            return nil
        }
        var rejected = RewardBench(RewardCity.policy([points, Self.voucher]))
        rejected.bench.value.state = .rejected
        #expect(grant("voucher", &rejected) != nil)
        var unfound = RewardBench(RewardCity.policy([points, Self.voucher]))
        unfound.close(.notFound)
        unfound.bench.value.rewards = []
        _ = unfound.asked()
        #expect(grant("voucher", &unfound)?.contains("nothing was found") == true)
        #expect(unfound.asked().isEmpty)
        // Taking part is rewarded whatever was found.
        #expect(grant("points", &unfound) == nil)
        #expect(unfound.asked().map(\.kind) == [.grant])
    }

    @Test func `a granted reward can be claimed once, and taken back by a supervisor`() {
        var bench = settled(.granted)
        #expect(say(.claim, as: .dispatcher, &bench) != .applied)
        #expect(say(.claim, as: .operator, &bench) == .applied)
        #expect(bench.asked().map(\.kind) == [.claim])
        bench.bench.value.rewards[0].claimedAt = TestCity.start
        #expect(say(.claim, as: .operator, &bench) != .applied)
        #expect(say(.clawBack, as: .operator, &bench) != .applied)
        #expect(say(.clawBack, &bench) == .applied)
        #expect(bench.asked().map(\.kind) == [.clawBack])
        settle(&bench, .clawedBack)
        #expect(say(.clawBack, &bench) != .applied)
    }

    @Test func `a reward can be claimed in its case after its report has moved`() {
        var bench = settled(.granted)
        bench.bench.value.reports[0].reportID = "g1-7"
        #expect(say(.claim, as: .operator, &bench) == .applied)
        #expect(bench.asked().first?.1.programme == "jianyang.sentinel")
    }

    @Test func `a reward that the case withheld can be neither claimed nor taken back`() {
        let policy = RewardCity.policy([Self.voucher])
        var bench = RewardBench(policy, RewardCity.report(policy, account: nil))
        bench.close()
        #expect(bench.rewards == ["g1-1 voucher 15 anonymous"])
        #expect(say(.claim, as: .operator, &bench) != .applied)
        #expect(say(.clawBack, &bench) != .applied)
        #expect(bench.asked().isEmpty)
    }

    @Test func `credits cannot be claimed, and nothing can be claimed too late`() {
        var points = settled(.granted, [RewardCity.clue])
        #expect(say(.claim, &points) != .applied)
        var late = settled(.granted)
        late.bench.now = TestCity.start.adding(minutes: 31 * 1440)
        guard case .refused(let refusal) = say(.claim, &late) else {
            Issue.record("a reward was fetched after its last day")
            return
        }
        #expect(refusal.code == .tooLate)
    }
}
