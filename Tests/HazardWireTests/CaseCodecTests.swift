import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

struct CaseCodecTests {
    @Test func `a case written and read is the same case, and written again the same bytes`() throws {
        var seeded = Seeded(1)
        for _ in 0..<1000 {
            let value = seeded.wholeCase()
            let zone = seeded.zone()
            let bytes = JSONWriter.bytes { CaseCodec.encode(value, zone: zone, to: &$0) }
            let read = try CaseCodec.decode(bytes)
            try #require(read == value)
            try #require(JSONWriter.bytes { CaseCodec.encode(read, zone: zone, to: &$0) } == bytes)
        }
    }

    @Test func `a case has every field of the contract, null for an absent value`() throws {
        let decision = CaseDecision(rule: "fallback", closeRule: .all, rulesHash: "h")
        let id = try #require(CaseID("20261122-03-000123"))
        let value = Case(
            id: id, state: .triage, programme: "p",
            category: CaseCategory(code: "Z01", id: "unclassified", name: "待分拨"),
            decision: decision, openedAt: Instant(milliseconds: 1_795_306_500_000))
        let bytes = JSONWriter.bytes { CaseCodec.encode(value, zone: .china, to: &$0) }
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                {"schema_version":2,"case_id":"20261122-03-000123","shard":3,"version":0,"state":"triage",\
                "programme":"p","kind":"hazard","category":{"code":"Z01","id":"unclassified","name":"待分拨",\
                "scheme":null,"scheme_code":null},"condition":null,"priority":"P2","text":null,"location":null,\
                "media":[],"opened_at":"2026-11-22T08:15:00+08:00","registered_at":null,"dispatched_at":null,\
                "resolved_at":null,"closed_at":null,"due_at":null,"due_clock":null,"make_safe_due_at":null,\
                "next_due_at":null,"close_code":null,"flags":{"emergency":false,"overdue":false,"forced":false,"needs_review":false,\
                "supervised":false,"reopened":0,"rework":0,"returns":0,"urges":0,"holds":0,\
                "escalated":false,"exempt":false},"reports":[],"tasks":[],\
                "decision":{"rule":"fallback","evidence":[],"facts":[],"runner_up":null},"limits":{"due":null,"make_safe":null},\
                "close_rule":"all","rules_hash":"h","rewards":[],"links":[],"history":[]}
                """)
    }

    @Test func `a department's view of a case names no account`() throws {
        var seeded = Seeded(7)
        var value = seeded.wholeCase()
        value.reports = [seeded.caseReport(), seeded.caseReport()]
        for index in value.reports.indices { value.reports[index].account = "hash-\(index)" }
        let shown = JSONWriter.bytes { CaseCodec.encode(value, accounts: false, zone: .china, to: &$0) }
        let text = String(decoding: shown, as: UTF8.self)
        #expect(!text.contains("hash-") && !text.contains("hmac:0") && !text.contains("sha256:"))
        for index in value.reports.indices {
            value.reports[index].account = nil
            value.reports[index].contentHash = ""
            value.reports[index].thread = nil
            value.reports[index].textHash = nil
        }
        #expect(try CaseCodec.decode(shown) == value)
    }

    @Test func `a case that a later version wrote is refused as newer, whatever else it holds`() throws {
        var seeded = Seeded(2)
        let bytes = JSONWriter.bytes { CaseCodec.encode(seeded.wholeCase(), zone: .china, to: &$0) }
        let text = String(decoding: bytes, as: UTF8.self)
        let later = [
            "{\"schema_version\":3," + text.dropFirst("{\"schema_version\":2,".count),
            "{\"state\":7," + text.dropFirst("{\"schema_version\":2,".count).dropLast() + ",\"schema_version\":9}",
        ]
        #expect(throws: Never.self) { try CaseCodec.decode(bytes) }
        #expect(throws: WireFault.self) { try CaseCodec.decode(Array(later[1].utf8)) }
        do throws(WireFault) {
            _ = try CaseCodec.decode(Array(later[0].utf8))
            Issue.record("a later version was read")
        } catch {
            #expect(error.code == .newer)
            #expect(error.field == "schema_version")
            #expect(error.offset == 18)
        }
    }

    @Test(arguments: [
        ("{\"schema_version\":1}", "case_id", 0),
        ("{\"schema_version\":1,\"case_id\":\"x\"}", "case_id", 30),
        ("{\"schema_version\":1,\"state\":\"paused\"}", "state", 28),
        ("{\"schema_version\":1,\"limits\":{\"due\":\"2x\"}}", "limits.due", 36),
        ("{\"schema_version\":1,\"tasks\":[{\"role\":\"lead\"}]}", "tasks[0].department", 29),
    ])
    func `a case with a fault names its field and byte`(text: String, field: String, offset: Int) throws {
        do throws(WireFault) {
            _ = try CaseCodec.decode(Array(text.utf8))
            Issue.record("it was read")
        } catch {
            #expect(error.code == .unreadable)
            #expect(error.field == field)
            #expect(error.offset == offset)
        }
    }
}
