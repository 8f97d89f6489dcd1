import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// A case's record never becomes too large for its topic: before that, further messages are dead letters.
@Suite struct HistoryLimitTests {
    /// The longest notes, of plain characters and of characters that take six bytes in JSON; and officers with long
    /// names.
    static let talk = [
        (count: 140, note: String(repeating: "中", count: 1000), ref: "duty"),
        (count: 100, note: String(repeating: #"\u0001"#, count: 1000), ref: "duty"),
        (count: 300, note: "", ref: String(repeating: #"\u0001"#, count: 200)),
    ]

    @Test(arguments: talk.indices)
    func `a case whose history is full accepts no more messages, and its shard continues`(
        _ index: Int
    ) throws {
        let (count, note, ref) = Self.talk[index]
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        _ = try bench.log.append(
            (0..<count).map { number in
                let text = Samples.feedback(
                    "f-\(number)", case: id, department: "traffic-police", kind: "note", extra: #","note":"\#(note)""#
                ).replacing("duty-3", with: ref)
                return NewRecord(topic: bench.topics.feedback, partition: 0, key: nil, value: Array(text.utf8))
            })
        #expect(bench.waitForConsumed(1 + count))
        try bench.publish(
            Samples.command("end", case: id, kind: "supervise").replacing(
                #""role":"operator""#, with: #""role":"supervisor""#), to: bench.topics.commands)
        #expect(bench.waitForConsumed(2 + count))
        bench.stop()
        let tally = bench.tally
        #expect(tally.applied + tally.deadLetters == count + 1)
        #expect(tally.deadLetters > 0)
        #expect(Set(try bench.deadLetters().map(\.headers.reason)) == [.caseFull])
        let (value, body) = try #require(try bench.cases()[id])
        #expect(body.count <= CaseCodec.bytes)
        #expect(body.count > CaseCodec.bytes / 2)
        #expect(value.flags.supervised)
    }
}
