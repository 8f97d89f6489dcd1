import HazardCore
import TestSupport
import Testing

/// Tests that rewards and unsent notices move with their report to another case (`DECISIONS.md` #22).
@Suite struct RewardTransferTests {
    private static let part = RewardRule(id: "part", kind: .points, trigger: .accepted, amount: 1, unit: "points")
    private static let policy = RewardCity.policy([RewardCity.clue, part]) { $0.followerPercent = 50 }
    private let policy = Self.policy
    private let now = TestCity.start.adding(minutes: 90)

    /// Two cases of one programme with the operations on them.
    private struct Pair {
        var one: Case
        var other: Case
        let decider = CaseDecider(policy: RewardTransferTests.policy)
        private var number = 0

        init(_ one: Case, _ other: Case) {
            self.one = one
            self.other = other
        }

        /// Merges the first case into the second.
        mutating func merge(at now: Instant) -> CaseVerdict {
            let into = other.id
            return say(.merge, at: now) { $0.arguments.into = into }
        }

        mutating func say(
            _ kind: CommandKind, at now: Instant, _ edit: (inout TestCommand) -> Void = { _ in }
        ) -> CaseVerdict {
            number += 1
            var command = TestCommand(
                commandID: "op-\(kind)-\(number)", caseID: one.id, role: .supervisor, kind: kind, at: now)
            command.reason = "seen"
            edit(&command)
            var second = kind == .merge ? SecondCase.known(other) : .number(other.id)
            let verdict = decider.decide(command.command, on: &one, with: &second, at: now)
            if case .known(let changed) = second { other = changed }
            return verdict
        }
    }

    /// A case of one reporter, opened this many minutes after the start.
    private func opened(_ number: Int, hint: String? = "T02", after minutes: Int64 = 0) -> Case {
        var received = RewardCity.report(policy, "g-\(number)", account: "rider-\(number)", hint: hint)
        received.entry.receivedAt = TestCity.start.adding(minutes: minutes)
        var value = CaseOpening(policy: policy).open(received, id: TestCity.number(number))
        var sequence: Int64 = 0
        value.sendPending(at: TestCity.start, sequence: &sequence, reach: { _ in .open }, emit: { _, _, _ in })
        value.notices = []
        return value
    }

    /// Applies the ledger's answer to each reward of the case and removes the questions, as a lane does.
    private func settle(_ value: inout Case, _ state: RewardState = .granted, version: Int = 1) {
        value.effects = []
        for reward in value.rewards where reward.programme != nil {
            _ = tell(&value, reward.entryID, state, version: version)
        }
        value.effects = []
        value.notices = []
    }

    private func tell(
        _ value: inout Case, _ entryID: String, _ state: RewardState, version: Int
    ) -> CaseVerdict {
        var answer = LedgerAnswer(entryID: entryID, state: state)
        answer.version = version
        let command = Command(
            commandID: "\(entryID)-settled-\(version)", caseID: value.id, operatorName: "shard-1", role: .system,
            action: .rewardSettled(answer), at: now)
        return CaseDecider(policy: policy).decide(command, on: &value, at: now)
    }

    private func asked(_ value: Case) -> [String] {
        value.effects.compactMap { effect in
            if case .ledger(let question) = effect {
                "\(CommandAction.ledger(question).kind.rawValue) \(question.request?.rule ?? question.entryID)"
            } else {
                nil
            }
        }
    }

    @Test func `a moved reward is taken back when its new case is rejected`() {
        var one = opened(1)
        settle(&one)
        let entryID = one.rewards.first?.entryID ?? ""
        var pair = Pair(one, opened(2, hint: nil))
        #expect(pair.other.state == .triage)
        #expect(pair.merge(at: now) == .applied)
        #expect(pair.one.rewards.isEmpty)
        #expect(pair.other.rewards.map(\.entryID) == [entryID])
        #expect(pair.one.movedRewards == [MovedReward(entryID: entryID, caseID: pair.other.id)])
        swap(&pair.one, &pair.other)
        #expect(pair.say(.reject, at: now) == .applied)
        #expect(asked(pair.one) == ["claw-back " + entryID])
        #expect(pair.one.history.contains { $0.kind == "claw-back" && $0.reasonText == "found-false" })
    }

    @Test func `a split report loses its reward when its new case is rejected, and its reporter is told`() {
        var one = opened(1)
        CaseDecider(policy: policy).join(
            opened(2), to: &one, as: MergeJoin(role: .follower, way: .place, reason: ""), at: now)
        settle(&one)
        #expect(one.rewards.filter { $0.reportID == "g-2" }.map(\.reason) == ["follower"])
        let entryID = one.rewards.first { $0.reportID == "g-1" && $0.rule == "part" }?.entryID ?? ""
        let sent = one.noticeCount
        for rider in ["g-1", "g-2"] { one.notify(.reward, rider, at: now, arguments: ["state": "granted"]) }
        var pair = Pair(one, opened(9))
        #expect(pair.say(.split, at: now) { $0.arguments.reports = ["g-1"] } == .applied)
        // Notices that were not sent yet moved to the new case.
        #expect(pair.one.notices.map(\.reportID) == ["g-2"])
        #expect(pair.one.notices.map(\.number) == [sent + 1] && pair.one.noticeCount == sent + 1)
        #expect(pair.other.notices.map(\.kind) == [.reward, .received])
        #expect(pair.other.notices.map(\.number) == [1, 2] && pair.other.noticeCount == 2)
        pair.other.notices = []
        // The remaining report is the first now, and the reward withheld from a follower is asked for.
        #expect(pair.one.reports.map(\.role) == [.first])
        #expect(asked(pair.one) == ["grant part"])
        var made = Pair(pair.other, pair.one)
        #expect(made.say(.reject, at: now) == .applied)
        #expect(asked(made.one) == ["claw-back " + entryID])
        made.one.notices = []
        // The ledger answers the case that asked, which passes the answer on once.
        #expect(tell(&pair.one, entryID, .clawedBack, version: 2) == .applied)
        #expect(tell(&pair.one, entryID, .clawedBack, version: 2) == .repeated)
        let passed = pair.one.effects.compactMap { effect in
            if case .settled(let id, let answer) = effect { (id, answer) } else { nil }
        }
        #expect(passed.map(\.0) == [made.one.id])
        #expect(passed.first?.1.state == .clawedBack)
        #expect(tell(&made.one, entryID, .clawedBack, version: 2) == .applied)
        #expect(made.one.rewards.map(\.state) == [.clawedBack])
        #expect(made.one.notices.map(\.kind) == [.reward])
        #expect(made.one.notices.map(\.reportID) == ["g-1"])
    }

    @Test func `an answer older than the stored version changes nothing`() {
        var one = opened(1)
        settle(&one, .granted, version: 3)
        let entryID = one.rewards.first?.entryID ?? ""
        #expect(tell(&one, entryID, .waiting, version: 2) == .applied)
        #expect(one.rewards.first?.state == .granted)
        #expect(one.rewards.first?.version == 3)
        #expect(one.notices.isEmpty)
        #expect(one.history.last?.reasonText == "older")
    }

    @Test func `a command about a moved reward is refused with its new case`() {
        var one = opened(1)
        settle(&one)
        let entryID = one.rewards.first?.entryID ?? ""
        var pair = Pair(one, opened(2))
        _ = pair.merge(at: now)
        var arguments = RewardArguments()
        arguments.entryID = entryID
        guard case .refused(let refusal) = pair.say(.clawBack, at: now, { $0.arguments.reward = arguments }) else {
            Issue.record("it was taken back where it is not")
            return
        }
        #expect(refusal.sentence.contains(pair.other.id.text))
        swap(&pair.one, &pair.other)
        #expect(pair.say(.clawBack, at: now) { $0.arguments.reward = arguments } == .applied)
    }

    @Test func `a reporter of both merged cases is rewarded once by a rule`() {
        var (one, other) = (opened(1), opened(2))
        other.reports[0].account = "rider-1"
        other.rewards = []
        settle(&one)
        other.effects = []
        var pair = Pair(one, other)
        _ = pair.merge(at: now)
        #expect(asked(pair.other).isEmpty)
        #expect(pair.other.rewards.map(\.rule) == ["part"])
    }

    // MARK: - The first report

    @Test func `the earlier report is the first after a merge, and gets the full amount`() {
        var pair = Pair(opened(1), opened(2, after: 5))
        settle(&pair.one)
        settle(&pair.other)
        _ = pair.merge(at: now)
        #expect(pair.other.reports.map(\.reportID) == ["g-1", "g-2"])
        #expect(pair.other.reports.map(\.role) == [.first, .follower])
        #expect(pair.other.notices.map(\.reportID) == ["g-1"])
        var bench = RewardBench(policy)
        bench.bench.value = pair.other
        bench.close()
        let clues = bench.bench.value.rewards.filter { $0.rule == RewardCity.clue.id }
        #expect(clues.map(\.reportID) == ["g-1", "g-2"])
        #expect(clues.map(\.amount) == [10, 5])
    }

    @Test func `a first report with its reward stays the first`() {
        var bench = RewardBench(policy)
        bench.bench.value = opened(2, after: 5)
        bench.close()
        settle(&bench.bench.value)
        bench.bench.command(.reopen)
        var pair = Pair(opened(1), bench.bench.value)
        #expect(pair.merge(at: now) == .applied)
        #expect(pair.other.reports.map(\.reportID) == ["g-2", "g-1"])
        #expect(pair.other.reports.map(\.role) == [.first, .follower])
    }
}
