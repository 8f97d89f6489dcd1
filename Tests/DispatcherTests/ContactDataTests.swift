import ChineseText
import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// A phone number or a plate is in no record of ours, in whichever field a sender writes it. Only the sender's own
/// record has it.
@Suite struct ContactDataTests {
    private static let number = "13800138000"
    private static let plate = "川A12345"

    /// A report with a mobile number in every text field and in the name of its photo.
    private static let report = #"""
        {"schema_version":1,"report_id":"g1-1","programme":"jianyang.sentinel","channel":"chat","reported_at":"\#(Samples.now)",
        "reporter":{"ref":"\#(number)","kind":"rider","platform":"\#(number)"},"contact_token":"\#(number)",
        "text":"我电话\#(number) 2号楼门口，\#(plate)占道","category_hint":"E01","thread_id":"wx-13711112222",
        "media":[{"ref":"wx/\#(number)/1.jpg","mime":"image/jpeg"}],"ext":{"tel":"\#(number)"},
        "location":{"district":"510185 \#(number)","address":"张三\#(number) 2号楼","grid":"网格510131001002003 \#(number)",
        "community":"社区 \#(number) 1号","subdistrict":"\#(number)-8","segment":{"from":"\#(number) 1号","to":"2026-11-22 \#(number)"}}}
        """#

    private func said(_ id: String, _ caseID: String, _ kind: String, _ department: String = "sanitation") -> String {
        Samples.feedback(
            id, case: caseID, department: department, kind: kind,
            extra: #","result":"solved","reason":"\#(Self.number) 2号","note":"\#(Self.plate)、\#(Self.number) 18:20","#
                + #""suggested_department":"tel:\#(Self.number)""#
        ).replacing(#""ref":"duty-3""#, with: #""ref":"张三 \#(Self.number) 2号""#)
    }

    @Test func `no number and no plate reaches cases, departments or reporters`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report, partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        for (number, kind) in ["accept", "note", "return", "return", "no-such-kind"].enumerated() {
            try bench.publish(said("f-\(number)", id, kind), to: bench.topics.feedback, partition: 0)
        }
        let commands = [
            ("urge", ""), ("classify", #","arguments":{"category":"\#(Self.number) 2号"}"#), ("cancel", ""),
        ]
        for (kind, extra) in commands {
            let command = Samples.command(kind, case: id, kind: kind, extra: extra)
                .replacing(#""reason":"seen""#, with: #""reason":"\#(Self.number) 2号，\#(Self.plate)""#)
            try bench.publish(command, to: bench.topics.commands, partition: 0)
        }
        #expect(bench.waitForConsumed(9))
        bench.stop()

        let departments = try ShippedPolicy.load().departments.keys.map(bench.topics.dispatch)
        var sent = 0
        for topic in departments + [bench.topics.cases, bench.topics.notices] {
            for record in try bench.read(topic) {
                let text = String(decoding: record.value ?? [], as: UTF8.self)
                #expect(!text.contains(Self.number) && !text.contains(Self.plate), "\(topic): \(text)")
                if departments.contains(topic) {
                    sent += 1
                    #expect(!text.contains("13711112222"))
                }
            }
        }
        #expect(sent > 2)
        let value = try #require(try bench.cases()[id]?.value)
        // The number is the sender's reference too, so nothing of it stays.
        #expect(value.text == "我电话*********** 2号楼门口，川******占道")
        #expect(value.location?.address == "张三*********** 2号楼")
        #expect(value.location?.grid == "网格510131001002003 ***********")
        #expect(value.location?.segment == Segment(from: "*********** 1号", to: "2026-11-22 ***********"))
        #expect(value.media.map(\.ref) == ["wx/***********/1.jpg"])
        #expect(value.reports.first?.place == value.location)
        #expect(value.history.contains { $0.actor.ref == "sanitation/张三 138******** 2号" })
        // Notices name the conversation while the report is at hand; the case has only its keyed hash.
        #expect(value.reports.first?.thread?.hasPrefix("hmac:") == true)
    }
}
