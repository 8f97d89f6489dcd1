import Digest
import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// Identity stays in `hazard.reports`: hashes are keyed, conversations are not stored, and the same report is known by
/// what it says (`config/contracts/README.md`, Case).
@Suite struct IdentityTests {
    private static let report = #"""
        {"schema_version":1,"report_id":"g1-1","programme":"jianyang.sentinel","channel":"chat","reported_at":"\#(Samples.now)",
        "reporter":{"ref":"DD-88231","kind":"rider"},"text":"人民路188号路灯不亮了","category_hint":"U01",
        "thread_id":"wx-openid-o6_bmjrPTlm6","location":{"district":"510185"},"ext":{"b":[{"y":1,"x":2}],"a":true},"more":1}
        """#

    /// The same report with its keys in another order, in an object too, and other white space.
    private static let sameReport = #"""
        { "more": 1, "ext": {"a":true, "b":[{"x":2,"y":1}]}, "location":{"district":"510185"}, "text":"人民路188号路灯不亮了",
        "thread_id":"wx-openid-o6_bmjrPTlm6", "category_hint":"U01", "reporter":{"kind":"rider","ref":"DD-88231"},
        "reported_at":"\#(Samples.now)", "channel":"chat", "programme":"jianyang.sentinel", "report_id":"g1-1",
        "schema_version":1, "contact_token": null }
        """#

    @Test func `the same report in another order of keys has no effect, and other words are another report`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report, partition: 0)
        try bench.publish(Self.sameReport, partition: 0)
        #expect(bench.waitForConsumed(2))
        #expect(try bench.read(bench.topics.deadLetters).isEmpty)
        try bench.publish(Self.report.replacing("不亮了", with: "不亮"), partition: 0)
        #expect(bench.waitForConsumed(3))
        bench.stop()
        #expect(try bench.read(bench.topics.deadLetters).count == 1)
        #expect(try bench.cases().count == 1)
    }

    @Test func `a case holds keyed hashes, and notices name the conversation while the report is at hand`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report, partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(
            Samples.command("c-1", case: id, kind: "cancel"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(2))
        bench.stop()
        let entry = try #require(try bench.cases()[id]?.value.reports.first)
        for hash in [entry.contentHash, entry.thread, entry.textHash] { #expect(hash?.hasPrefix("hmac:") == true) }
        for record in try bench.read(bench.topics.cases) {
            #expect(!String(decoding: record.value ?? [], as: UTF8.self).contains("openid"))
        }
        let notices = try bench.read(bench.topics.notices).map { try NoticeCodec.decode($0.value ?? []) }
        #expect(notices.map(\.kind) == [.received, .closed])
        #expect(notices.map(\.threadID) == ["wx-openid-o6_bmjrPTlm6", nil])
    }

    @Test func `records from before the second edition are read, and protected in the store`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report, partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        let record = try #require(try bench.read(bench.topics.cases).last)
        let text = String(decoding: record.value ?? [], as: UTF8.self)
        let entry = try #require(try bench.cases().values.first?.value.reports.first)
        let old = text.replacing(#""thread":"\#(entry.thread ?? "")""#, with: #""thread_id":"wx-openid-o6_bmjrPTlm6""#)
            .replacing(entry.contentHash, with: Hex.encode(try SHA256.digest(of: Array(Self.report.utf8))))
        #expect(old != text)
        let read = try CaseCodec.decode(Array(old.utf8))
        var value = read
        #expect(try Town.hashes().protect(&value))
        #expect(
            value.reports[0].thread == (try Town.hashes().thread("wx-openid-o6_bmjrPTlm6", in: "jianyang.sentinel")))
        #expect(try Town.hashes().protect(&value) == false)
        #expect(StoredHash.canBe(value.reports[0].contentHash, nil, Array(Self.report.utf8)))
        #expect(!StoredHash.canBe(value.reports[0].contentHash, nil, Array(Self.sameReport.utf8)))
    }

    @Test func `an emergency under an id with a telephone number opens a case under another id`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        let fire = Samples.report("wx-13800138000", category: "F03", text: "着火了，明火很大，有人被困")
        for _ in 1...2 { try bench.publish(fire, partition: 0) }
        try bench.publish(Samples.report("wx-13800138000", text: "路灯不亮"), partition: 0)
        #expect(bench.waitForConsumed(3))
        bench.stop()
        let value = try #require(try bench.cases().values.first?.value)
        #expect(try bench.cases().count == 1)
        #expect(value.reports.map(\.reportID).first?.hasPrefix("contact-in-id:") == true && value.priority == .p0)
        for topic in [bench.topics.cases, bench.topics.notices] {
            for record in try bench.read(topic) {
                #expect(!String(decoding: record.value ?? [], as: UTF8.self).contains("13800138000"))
            }
        }
        let letters = try bench.read(bench.topics.deadLetters)
        #expect(
            letters.compactMap { $0.header("hazard-reason").map { String(decoding: $0, as: UTF8.self) } }
                == ["contact-in-id", "contact-in-id"])
    }

    @Test func `a shard whose cases were written with another secret stops, until the old one is given up`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report, partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        var other = try LaneSettings(
            policy: try ShippedPolicy.load(), topics: bench.topics, shards: 1, storeDirectory: bench.storeDirectory,
            accountKey: try MessageKey(bytes: Array("another secret".utf8)))
        other.pace.poll = .milliseconds(5)
        // The store is built anew: the cases in the log say which secret was used.
        try bench.deleteFiles()
        let strange = other
        try bench.start { $0 = strange }
        #expect(bench.waitForPhases { if case .stopped = $0 { true } else { false } })
        bench.stop()
        #expect(bench.observer.state.failures.contains { $0.contains("--new-account-key") })
        other.acceptsNewKey = true
        let accepted = other
        try bench.start { $0 = accepted }
        #expect(bench.waitForPhases { $0 == .running })
        // The hash of the known report cannot be computed any more, so its id has no effect.
        try bench.publish(Self.report.replacing("不亮了", with: "不亮"), partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        #expect(try bench.cases().count == 1 && bench.read(bench.topics.deadLetters).isEmpty)
    }

    @Test func `a hash that cannot be computed says nothing against a known id`() {
        #expect(StoredHash.canBe("hmac:aaaaaaaa:11", "hmac:bbbbbbbb:22", []))
        #expect(!StoredHash.canBe("hmac:aaaaaaaa:11", "hmac:aaaaaaaa:22", []))
        #expect(StoredHash.canBe("hmac:aaaaaaaa:11", "hmac:aaaaaaaa:11", []))
    }
}
