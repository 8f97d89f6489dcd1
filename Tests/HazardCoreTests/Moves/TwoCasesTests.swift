import HazardCore
import HazardText
import TestSupport
import Testing
import Wording

/// Tests joining, merging, splitting and linking cases.
@Suite struct TwoCasesTests {
    private let decider = CaseDecider(policy: MergeCity.policy)
    private let now = MergeCity.start.adding(minutes: 30)

    private func sent(_ number: Int, _ edit: (inout MergeCity.Said) -> Void = { _ in }) -> Case {
        var said = MergeCity.Said("g-\(number)")
        said.account = "rider-\(number)"
        edit(&said)
        var value = MergeCity.open(said, number: number)
        var sequence: Int64 = 0
        value.sendPending(at: MergeCity.start, sequence: &sequence, reach: { _ in .open }, emit: { _, _, _ in })
        value.notices = []
        return value
    }

    private func command(_ kind: CommandKind, _ value: Case, _ edit: (inout TestCommand) -> Void = { _ in }) -> Command
    {
        var command = TestCommand(commandID: "op-1", caseID: value.id, role: .operator, kind: kind, at: now)
        command.reason = "seen"
        edit(&command)
        return command.command
    }

    private func refusal(_ verdict: CaseVerdict) -> RefusalCode? {
        if case .refused(let refusal) = verdict { refusal.code } else { nil }
    }

    private func refusal(_ kind: CommandKind, _ second: SecondCase, _ edit: (inout TestCommand) -> Void) -> RefusalCode?
    {
        var value = sent(1)
        let before = value
        var second = second
        let verdict = decider.decide(command(kind, value, edit), on: &value, with: &second, at: now)
        #expect(value.reports == before.reports)
        #expect(value.links == before.links)
        #expect(value.state == before.state)
        return refusal(verdict)
    }

    // MARK: - A follower

    @Test func `a follower informs its departments and reporter, and leaves a short note`() {
        var value = sent(1)
        let alone = sent(2) { $0.text = String(repeating: "车", count: 300) + "电话13812345678" }
        decider.join(alone, to: &value, as: MergeJoin(role: .follower, way: .place, reason: "27 m away"), at: now)
        #expect(value.reports.map(\.role) == [.first, .follower])
        #expect(value.tasks[0].pending.map(\.kind) == [.changed])
        #expect(value.tasks[0].pending.map(\.reasonText) == ["follower"])
        #expect(value.notices.map(\.reportID) == ["g-2"])
        #expect(value.notices.map(\.kind) == [.merged])
        let entry = value.history.last
        #expect(entry?.kind == "follower")
        #expect(entry?.reasonText == "27 m away")
        #expect(entry?.cause == Cause(sender: "report", id: "g-2"))
        #expect(entry?.noteText?.count == 120)
        #expect(value.text == "沱江一号桥引道车道变窄了")
    }

    @Test func `a follow-up adds its words and photos, and its reporter gets no notice`() {
        var value = sent(1)
        let alone = sent(2) {
            $0.text = "电话13812345678，" + String(repeating: "车", count: 200)
            $0.photos = ["p"]
        }
        decider.join(alone, to: &value, as: MergeJoin(role: .followUp, way: .thread, reason: "same thread"), at: now)
        #expect(value.media.map(\.sha256) == ["p"])
        #expect(value.notices.isEmpty)
        #expect(value.history.last?.noteText?.hasPrefix("电话138********，") == true)
        #expect((value.history.last?.noteText?.count ?? 0) > 200)
    }

    @Test(arguments: [(CaseState.dispatched, false), (.resolved, true), (.checking, true)])
    func `a follower of a resolved case marks it for review`(state: CaseState, review: Bool) {
        var value = sent(1)
        value.state = state
        decider.join(sent(2), to: &value, as: MergeJoin(role: .follower, way: .place, reason: ""), at: now)
        #expect(value.flags.needsReview == review)
    }

    @Test func `an automatic link is stored once in both cases, and marks emergencies for review`() {
        var (new, old) = (sent(2), sent(1))
        let link = MergeLink(kind: "related", reason: "3 m away", needsReview: true)
        decider.link(&new, with: &old, by: link, at: now)
        decider.link(&new, with: &old, by: link, at: now)
        #expect(new.links == [CaseLink(caseID: old.id.text, kind: "related")])
        #expect(old.links == [CaseLink(caseID: new.id.text, kind: "related")])
        #expect(new.flags.needsReview && old.flags.needsReview)
        #expect(new.history.filter { $0.kind == "linked" }.count == 1)
        #expect(old.history.filter { $0.kind == "linked" }.count == 1)
    }

    // MARK: - Merge

    @Test func `a merge moves the reports, stops the departments, and is recorded in both cases`() throws {
        var value = sent(1)
        decider.join(sent(3), to: &value, as: MergeJoin(role: .follower, way: .place, reason: ""), at: now)
        value.tasks[0].pending = []
        value.notices = []
        let target = sent(2)
        var second = SecondCase.known(target)
        let verdict = decider.decide(
            command(.merge, value) { $0.arguments.into = target.id }, on: &value, with: &second, at: now)
        #expect(verdict == .applied)
        #expect(value.state == .merged)
        #expect(value.closedAt == now)
        #expect(value.tasks[0].state == .revoked)
        #expect(value.tasks[0].pending.map(\.kind) == [.revoked])
        #expect(value.tasks[0].pending[0].reasonText == "merged into " + target.id.text)
        #expect(value.links.map(\.kind) == ["merged-into"])
        guard case .known(let other) = second else {
            Issue.record("no second case")
            return
        }
        #expect(other.reports.map(\.reportID) == ["g-2", "g-1", "g-3"])
        #expect(other.reports.map(\.role) == [.first, .follower, .follower])
        #expect(other.links == [CaseLink(caseID: value.id.text, kind: "merged-from")])
        #expect(other.notices.map(\.reportID) == ["g-1", "g-3"])
        #expect(other.tasks[0].pending.map(\.kind) == [.changed])
        #expect(other.history.last?.cause == Cause(sender: "operator/zhang", id: "op-1"))
        #expect(decider.decide(command(.merge, value), on: &value, at: now) == .repeated)
    }

    @Test func `a merge that is not possible is refused with the reason`() {
        let into = sent(2).id
        func merge(_ second: SecondCase) -> RefusalCode? { refusal(.merge, second) { $0.arguments.into = into } }
        #expect(merge(.elsewhere) == .otherShard)
        #expect(merge(.unknown) == .unknownCase)
        #expect(refusal(.merge, .none) { $0.arguments.into = $0.caseID } == .argumentMissing)
        var ended = sent(2)
        ended.state = .cancelled
        #expect(merge(.known(ended)) == .moveNotAllowed)
        var full = sent(2)
        full.reports = (0..<Case.reportLimit).map { number in
            var report = full.reports[0]
            report.reportID = "f-\(number)"
            return report
        }
        #expect(merge(.known(full)) == .caseFull)
        #expect(
            refusal(.merge, .known(sent(2))) {
                $0.arguments.into = into
                $0.role = .dispatcher
            } == .roleNotAllowed)
    }

    // MARK: - Split

    @Test func `a split gives reports a case of their own in triage, with links both ways`() throws {
        var value = sent(1)
        for number in 3...4 {
            let alone = sent(number) { $0.at = (Double(number), 0) }
            decider.join(alone, to: &value, as: MergeJoin(role: .follower, way: .place, reason: ""), at: now)
        }
        let id = CaseID(date: CivilDate(daysSince1970: 20_000), shard: 0, number: 9)
        var second = SecondCase.number(id)
        let verdict = decider.decide(
            command(.split, value) { $0.arguments.reports = ["g-1", "g-4"] }, on: &value, with: &second, at: now)
        #expect(verdict == .applied)
        guard case .known(let made) = second else {
            Issue.record("no second case")
            return
        }
        #expect(value.reports.map(\.reportID) == ["g-3"])
        #expect(value.reports.map(\.role) == [.first])
        #expect(made.id == id)
        #expect(made.reports.map(\.reportID) == ["g-1", "g-4"])
        #expect(made.reports.map(\.role) == [.first, .follower])
        #expect(made.state == .triage)
        #expect(made.flags.needsReview)
        #expect(made.category == value.category)
        #expect(made.location == made.reports[0].place)
        #expect(made.text == value.text)
        #expect(made.tasks.map(\.department) == ["triage"])
        #expect(made.links == [CaseLink(caseID: value.id.text, kind: "split-from")])
        #expect(value.links == [CaseLink(caseID: id.text, kind: "split-off")])
        #expect(made.history.map(\.kind) == ["split"])
        // The reporter knows the number of the other case and gets this one.
        #expect(
            made.notices.map(\.reportID) == made.audience && made.notices.map(\.kind).allSatisfy { $0 == .received })
        #expect(made.notices.allSatisfy { $0.arguments == ["from": value.id.text] })
        let words = NoticeWords(policy: MergeCity.policy).text(of: made.notices[0], about: id)
        for said in [words.zh, words.en] { #expect(said.contains(id.text) && said.contains(value.id.text)) }
    }

    @Test func `a split of the first report takes its words, place and photos along`() throws {
        var value = sent(1) {
            $0.photos = ["p1"]
            $0.address = "沱江一号桥"
        }
        let follower = sent(3) {
            $0.at = (30, 0)
            $0.text = "桥上有一堆沙子没人管"
        }
        decider.join(follower, to: &value, as: MergeJoin(role: .follower, way: .place, reason: ""), at: now)
        decider.join(
            sent(4) { $0.photos = ["p4"] }, to: &value, as: MergeJoin(role: .followUp, way: .thread, reason: ""),
            at: now)
        #expect(value.media.map(\.sha256) == ["p1", "p4"])
        var second = SecondCase.number(CaseID(date: CivilDate(daysSince1970: 20_000), shard: 0, number: 9))
        _ = decider.decide(
            command(.split, value) { $0.arguments.reports = ["g-1"] }, on: &value, with: &second, at: now)
        #expect(value.reports.map(\.reportID) == ["g-3", "g-4"])
        #expect(value.reports.map(\.role) == [.first, .followUp])
        #expect(value.text == "桥上有一堆沙子没人管")
        #expect(value.location == follower.reports[0].place)
        #expect(value.media.map(\.sha256) == ["p4"])
        #expect(value.flags.needsReview)
        guard case .known(let made) = second else {
            Issue.record("no second case")
            return
        }
        #expect(made.text == "沱江一号桥引道车道变窄了")
        #expect(made.location?.address == "沱江一号桥")
        #expect(made.media.map(\.sha256) == ["p1"])
    }

    @Test func `a follow-up that is split with its report stays a follow-up`() throws {
        var value = sent(1)
        for (number, role) in [(3, ReportRole.follower), (4, .followUp)] {
            decider.join(sent(number), to: &value, as: MergeJoin(role: role, way: .thread, reason: ""), at: now)
        }
        var second = SecondCase.number(CaseID(date: CivilDate(daysSince1970: 20_000), shard: 0, number: 9))
        let text = value.text
        _ = decider.decide(
            command(.split, value) { $0.arguments.reports = ["g-3", "g-4"] }, on: &value, with: &second, at: now)
        guard case .known(let made) = second else {
            Issue.record("no second case")
            return
        }
        #expect(made.reports.map(\.role) == [.first, .followUp])
        #expect(value.reports.map(\.role) == [.first])
        #expect(value.text == text)
        #expect(!value.flags.needsReview)
    }

    @Test func `a split of all reports, of none or of unknown ones is refused`() {
        let number = SecondCase.number(CaseID(date: CivilDate(daysSince1970: 20_000), shard: 0, number: 9))
        #expect(refusal(.split, number) { $0.arguments.reports = ["g-1"] } == .argumentMissing)
        #expect(refusal(.split, number) { $0.arguments.reports = [] } == .argumentMissing)
        #expect(refusal(.split, number) { $0.arguments.reports = ["g-9"] } == .notInCase)
    }

    // MARK: - Link

    @Test func `a link is stored in both cases; a case on another shard gets it by an effect`() throws {
        var value = sent(1)
        let other = sent(2)
        var second = SecondCase.known(other)
        let here = command(.link, value) {
            $0.arguments.into = other.id
            $0.arguments.linkKind = "same-cause"
        }
        #expect(decider.decide(here, on: &value, with: &second, at: now) == .applied)
        #expect(value.links == [CaseLink(caseID: other.id.text, kind: "same-cause")])
        guard case .known(let linked) = second else {
            Issue.record("no second case")
            return
        }
        #expect(linked.links == [CaseLink(caseID: value.id.text, kind: "same-cause")])
        #expect(value.effects.isEmpty)

        let far = CaseID(date: CivilDate(daysSince1970: 20_000), shard: 5, number: 1)
        second = .elsewhere
        let there = command(.link, value) {
            $0.commandID = "op-2"
            $0.arguments.into = far
        }
        #expect(decider.decide(there, on: &value, with: &second, at: now) == .applied)
        #expect(value.effects == [.link(far, .related)])
        #expect(
            refusal(
                decider.decide(
                    command(.link, value) {
                        $0.commandID = "op-3"
                        $0.arguments.into = far
                    }, on: &value, with: &second, at: now)) == .alreadyLinked)
    }

    @Test func `a link from another shard is stored and sends nothing back`() {
        var value = sent(1)
        var second = SecondCase.elsewhere
        let arriving = command(.link, value) {
            $0.role = .system
            $0.arguments.into = CaseID(date: CivilDate(daysSince1970: 20_000), shard: 5, number: 1)
        }
        #expect(decider.decide(arriving, on: &value, with: &second, at: now) == .applied)
        #expect(value.links.count == 1)
        #expect(value.effects.isEmpty)
        #expect(decider.decide(arriving, on: &value, with: &second, at: now) == .repeated)
    }
}
