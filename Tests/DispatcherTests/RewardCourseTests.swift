import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// The course of a reward after it was granted: claimed, void, clawed back, removed.
@Suite struct RewardCourseTests {
    private static let day: Int64 = 86_400_000

    @Test func `a reward that is not claimed in time is void, and its money pays a waiting entry`() throws {
        let time = TestTime()
        let town = try RewardTown(opening: 400, stamped: time)
        try town.play(3)
        #expect(try town.counts() == [.granted: 2, .waiting: 1])
        let claimed = try #require(try town.entries().first { $0.state == .granted })
        try say("claim", claimed, town)
        try town.settle()
        #expect(try town.entries().first { $0.entryID == claimed.entryID }?.claimedAt != nil)

        time.advance(milliseconds: 30 * Self.day + 60_000)
        try town.start()
        #expect(town.bench.observer.wait { $0.tally.timers > 0 })
        #expect(town.waitForQuiet())
        town.bench.stop()
        #expect(try town.counts() == [.granted: 2, .void: 1])
        #expect(try town.entries().first { $0.state == .void }?.reason == "not-claimed")
        #expect(try town.fund()?.balance == 0)
        let sent = try town.cases().flatMap(\.history).filter { $0.kind == "reward-settled" }.compactMap(\.reasonText)
        #expect(
            sent.sorted() == ["granted", "granted", "granted", "granted", "void: not-claimed", "waiting: fund-empty"])
        try town.audit()
    }

    @Test
    func `a claw-back pays the next waiting entry, a raised opening the one after, and a reward can be claimed once`()
        throws
    {
        let town = try RewardTown(opening: 200)
        try town.play(3)
        let granted = try #require(try town.entries().first { $0.state == .granted })
        try say("claw-back", granted, town, role: "supervisor")
        try town.settle()
        #expect(try town.counts() == [.clawedBack: 2, .granted: 1, .waiting: 1])
        let reversal = try #require(try town.entries().first { $0.reverses != nil })
        #expect(reversal.reverses == granted.entryID)
        #expect(reversal.amount == -200)

        town.policy = try RewardTown.policy(opening: 450)
        try town.start()
        #expect(town.bench.observer.wait { $0.tally.timers > 0 })
        #expect(town.waitForQuiet())
        town.bench.stop()
        #expect(try town.counts() == [.clawedBack: 2, .granted: 2])
        #expect(try town.fund()?.balance == 50)
        try town.settle()
        #expect(try town.fund()?.balance == 50)

        let next = try #require(try town.entries().first { $0.state == .granted })
        for _ in 1...2 {
            try say("claim", next, town)
            try town.settle()
        }
        #expect(town.bench.tally.refused == 1)
        #expect(try town.entries().filter { $0.claimedAt != nil }.map(\.entryID) == [next.entryID])
        try town.audit()
    }

    @Test(arguments: TestedLog.here) func `a claw-back of the first waiting entry pays those after it`(_ log: TestedLog)
        throws
    {
        let town = try RewardTown(opening: 300, on: log)
        try town.play(2)
        town.policy = try RewardTown.policy(opening: 300) { $0.rewards[0].amount = 100 }
        try town.play(2..<3)
        #expect(try town.counts() == [.granted: 1, .waiting: 2])
        try say(
            "claw-back", try #require(try town.entries().first { $0.amount == 200 && $0.state == .waiting }), town,
            role: "supervisor")
        try town.settle()
        #expect(try town.counts() == [.granted: 2, .clawedBack: 1])
        #expect(try town.fund()?.balance == 0)
        try town.audit()
    }

    @Test func `a forced close earns nothing until a supervisor grants it`() throws {
        let town = try RewardTown()
        try town.report(0..<1)
        try town.settle()
        try town.resolve()
        try town.settle()
        try town.command("force-close", try #require(try town.cases().first), role: "supervisor")
        try town.settle()
        #expect(try town.entries().isEmpty)
        try town.command(
            "grant", try #require(try town.cases().first), #","arguments":{"rule":"put-out","report_id":"g1-0"}"#,
            role: "supervisor")
        try town.settle()
        #expect(try town.counts() == [.granted: 1])
        #expect(try town.entries().first?.reason == "seen")
        try town.audit()
    }

    @Test func `entries without value leave a tombstone when their retention ends; credits stay`() throws {
        let time = TestTime()
        let town = try RewardTown(opening: 400, stamped: time)
        town.retention = .days(60)
        town.policy = try RewardTown.policy(opening: 400) {
            $0.rewards.append(RewardRule(id: "points", kind: .points, trigger: .verified, amount: 5, unit: "points"))
        }
        try town.play(1)
        #expect(try town.counts() == [.granted: 2])
        for days: Int64 in [31, 70] {
            time.advance(milliseconds: days * Self.day)
            try town.start()
            #expect(town.bench.observer.wait { $0.tally.timers > 0 })
            #expect(town.waitForQuiet())
            town.bench.stop()
        }
        #expect(try town.entries().map(\.rule) == ["points"])
        #expect(try town.fund()?.balance == 400)
        try StoreAudit(bench: town.bench).run()
        try town.bench.deleteFiles()
        try town.settle()
        try StoreAudit(bench: town.bench).run()
    }

    @Test(arguments: TestedLog.here)
    func `a reward follows its report, is not granted again there, and can be clawed back there`(_ log: TestedLog)
        throws
    {
        let town = try RewardTown(on: log)
        town.policy = try RewardTown.policy(opening: 1000) {
            $0.followerPercent = 100
            $0.rewards = [RewardRule(id: "taking-part", kind: .points, trigger: .accepted, amount: 1, unit: "points")]
        }
        // Both on shard 0.
        try town.report(0..<1)
        try town.report(3..<4)
        try town.settle()
        #expect(try town.counts() == [.granted: 2])
        let cases = try town.cases()
        try #require(cases.count == 2)
        try town.command("merge", cases[1], #","arguments":{"into":"\#(cases[0].id.text)"}"#)
        try town.settle()
        #expect(try town.cases().map(\.state) == [.dispatched, .merged])
        #expect(try town.counts() == [.granted: 2])
        #expect(try town.cases().map(\.rewards.count) == [2, 0])
        try town.audit()

        // The report moves to a third case, where its reward is clawed back. The ledger answers the case that asked
        // first, which passes the answer on.
        try town.command("split", try #require(try town.cases().first), #","arguments":{"reports":["g1-3"]}"#)
        try town.settle()
        let made = try #require(try town.cases().last)
        let entry = try #require(made.rewards.first)
        #expect(try town.cases().map(\.rewards.count) == [1, 0, 1])
        #expect(entry.entryID.hasPrefix(cases[1].id.text))
        try town.command(
            "claw-back", made, #","arguments":{"entry_id":"\#(entry.entryID)"}"#, role: "supervisor")
        try town.settle()
        #expect(try town.cases().last?.rewards.map(\.state) == [.clawedBack])
        #expect(try town.counts() == [.granted: 1, .clawedBack: 2])
        let sent = try town.bench.read(town.bench.topics.notices).map { try NoticeCodec.decode($0.value ?? []) }
            .filter { $0.kind == .reward && $0.reportID == "g1-3" }
        #expect(sent.map { $0.arguments["state"] } == ["granted", "clawed-back"])
        #expect(sent.last?.caseID == made.id)
        try town.audit()
        try town.bench.deleteFiles()
        try town.settle()
        try town.audit()
    }

    @Test func `a grant without a required field is a dead letter`() throws {
        let town = try RewardTown()
        let home = KeyPartitioner.partition(of: RewardTown.programme.utf8, among: 3)
        try town.bench.publish(
            #"{"schema_version":1,"command_id":"x","case_id":"20261122-00-000001","shard":\#(home),"operator":"shard-0","#
                + #""role":"system","kind":"grant","at":"2026-11-22T08:00:00+08:00","arguments":{"rule":"put-out","#
                + #""programme":"\#(RewardTown.programme)","account":"a","report_id":"g1"}}"#,
            to: town.bench.topics.transfers, partition: home)
        try town.settle()
        #expect(try town.bench.deadLetters().map(\.headers.reason) == [.invalid])
    }

    @Test func `a ledger's command on another shard is forwarded to the programme's own`() throws {
        let town = try RewardTown()
        try town.play(1)
        let home = KeyPartitioner.partition(of: RewardTown.programme.utf8, among: 3)
        let grant = try #require(
            try town.bench.read(town.bench.topics.transfers).first {
                try CommandCodec.decode($0.value).command.kind == .grant
            })
        try town.bench.publish(grant.value, to: town.bench.topics.transfers, partition: (home + 1) % 3)
        let before = try town.ledger()
        try town.settle()
        #expect(town.bench.observer.state.tally.forwarded == 1)
        #expect(try town.ledger() == before)
    }

    private func say(_ kind: String, _ entry: RewardEntry, _ town: RewardTown, role: String = "operator") throws {
        let value = try #require(try town.cases().first { $0.id == entry.caseID })
        try town.command(kind, value, #","arguments":{"entry_id":"\#(entry.entryID)"}"#, role: role)
    }
}
