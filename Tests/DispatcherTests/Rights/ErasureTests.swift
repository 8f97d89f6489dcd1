import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// A reporter's data go on request; figures and the bare report id stay.
@Suite struct ErasureTests {
    private static func erase(
        _ id: String, case caseID: String, _ arguments: String, role: String = "supervisor", reason: String = "asked"
    ) -> String {
        #"{"schema_version":1,"command_id":"\#(id)","case_id":"\#(caseID)","operator":"li","role":"\#(role)","#
            + #""kind":"erase","at":"\#(Samples.now)","reason":"\#(reason)","arguments":\#(arguments)}"#
    }

    private static func report(_ id: String, shard: Int, rider: String = "rider-7", text: String) -> String {
        Samples.report(id, district: Samples.district(of: shard, among: 2), text: text)
            .replacing("rider of \(id)", with: rider)
    }

    @Test(arguments: TestedLog.here)
    func `an account is erased in every shard, and a repeat of its report does nothing`(
        _ log: TestedLog
    ) throws {
        let bench = try log.bench(shards: 2, time: TestTime(runs: true))
        try bench.start()
        let texts = ["one": "护栏断了一截", "two": "路灯杆歪了", "other": "井盖破损"]
        let records = [
            Self.report("one", shard: 0, text: texts["one"] ?? ""),
            Self.report("two", shard: 1, text: texts["two"] ?? ""),
            Self.report("other", shard: 1, rider: "rider-8", text: texts["other"] ?? ""),
        ]
        for record in records { try bench.publish(record, partition: nil, key: nil) }
        // A record may come by way of another shard.
        #expect(bench.observer.wait(seconds: 30) { $0.tally.opened == 3 })
        let before = try bench.cases()
        let first = try #require(before.values.first { $0.value.reports[0].reportID == "one" }?.value)
        let account = try #require(first.reports[0].account)
        let order = Self.erase("e-1", case: first.id.text, #"{"account":"\#(account)"}"#)
        try bench.publish(order, to: bench.topics.commands, partition: first.id.shard)
        #expect(
            bench.observer.wait(seconds: 30) { _ in
                let cases = try? bench.cases().values.map(\.value)
                return cases?.filter { $0.reports[0].isErased }.count == 2
            })
        for record in records { try bench.publish(record, partition: nil, key: nil) }
        #expect(bench.observer.wait(seconds: 30) { $0.tally.duplicates == 3 })
        let after = try bench.cases()
        bench.stop()
        #expect(after.count == 3 && bench.tally.deadLetters == 0)
        for value in after.values.map(\.value) {
            let isOther = value.reports[0].reportID == "other"
            #expect(value.reports[0].isErased == !isOther)
            #expect((value.text == nil) == !isOther)
            #expect(value.history.contains { $0.kind == .move(.command(.erase)) } == !isOther)
            #expect(value.priority == before[value.id.text]?.value.priority)
        }
        for erased in after.values where erased.value.reports[0].isErased {
            let text = String(decoding: erased.body, as: UTF8.self)
            #expect(!text.contains(account) && !texts.values.contains { text.contains($0) })
        }
        try bench.deleteFiles()
        try bench.start()
        #expect(bench.observer.wait(seconds: 30) { $0.phases.values.filter { $0 == .running }.count == 2 })
        #expect(try bench.cases().mapValues(\.body) == after.mapValues(\.body))
        bench.stop()
    }

    @Test func `only a supervisor with a reason erases, and then nobody reveals`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("one"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        let commands = [
            Self.erase("e-1", case: id, #"{"report_id":"one"}"#, role: "operator"),
            Self.erase("e-2", case: id, #"{"report_id":"one"}"#).replacing(#","reason":"asked""#, with: ""),
            Self.erase("e-3", case: id, #"{"report_id":"two"}"#), Self.erase("e-4", case: id, #"{"report_id":"one"}"#),
            Samples.command("r-1", case: id, kind: "reveal").replacing(
                #""role":"operator""#, with: #""role":"supervisor""#),
        ]
        for command in commands { try bench.publish(command, to: bench.topics.commands, partition: 0) }
        #expect(bench.waitForConsumed(1 + commands.count))
        bench.stop()
        let history = try #require(try bench.cases()[id]?.value.history)
        #expect(history.suffix(5).map(\.kind.word) == ["refused", "refused", "refused", "erase", "refused"])
    }

    @Test func `the rewards of an account stay without it`() throws {
        let town = try RewardTown(opening: 1000)
        try town.play(2)
        let before = try town.entries()
        let entry = try #require(before.first { $0.reverses == nil })
        try town.bench.publish(
            Self.erase("e-1", case: entry.caseID.text, #"{"account":"\#(entry.account)"}"#),
            to: town.bench.topics.commands, partition: entry.caseID.shard)
        try town.settle()
        let after = try town.entries()
        #expect(after.map(\.amount) == before.map(\.amount) && after.map(\.state) == before.map(\.state))
        #expect(!after.contains { $0.account == entry.account })
        #expect(after.first { $0.entryID == entry.entryID }?.account == RewardEntry.erasedAccount)
    }
}
