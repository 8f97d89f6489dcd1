import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing
import Wording

/// Notices, ledger entries, monthly counts, dead letters and names.
struct OwnRecordsTests {
    @Test func `a notice written and read is the same notice, with the keys of the contract`() throws {
        var seeded = Seeded(51)
        for _ in 0..<300 {
            let caseID = seeded.maybe { $0.caseID() }
            var notice = Notice(
                eventID: seeded.identifier(), report: seeded.caseReport(), caseID: caseID, kind: seeded.any(),
                text: LocalText(zh: seeded.text(), en: seeded.text()), at: seeded.instant())
            notice.arguments = seeded.flag() ? ["number": "119", "a": seeded.text()] : [:]
            let zone = seeded.zone()
            let bytes = JSONWriter.bytes { NoticeCodec.encode(notice, zone: zone, to: &$0) }
            try #require(try NoticeCodec.decode(bytes) == notice)
            let keys = try JSONValue(reading: bytes).object?.map(\.key)
            try #require(
                keys == [
                    "schema_version", "event_id", "report_id", "case_id", "programme", "channel", "thread_id", "kind",
                    "text", "at", "arguments",
                ])
        }
    }

    @Test func `a ledger entry written and read is the same entry, with the keys of the contract`() throws {
        var seeded = Seeded(52)
        for _ in 0..<300 {
            var entry = RewardEntry(
                entryID: seeded.identifier(), programme: seeded.identifier(), account: seeded.hash(),
                caseID: seeded.caseID(),
                rule: RewardRule(id: "r", kind: seeded.any(), trigger: .closed, amount: seeded.int(-9...9), unit: "分"),
                at: seeded.instant())
            entry.reportID = seeded.maybe { $0.identifier() }
            entry.state = seeded.any()
            entry.reason = seeded.maybe { $0.text() }
            entry.claimUntil = seeded.maybe { $0.instant() }
            entry.reverses = seeded.maybe { $0.identifier() }
            entry.claimedAt = seeded.maybe { $0.instant() }
            entry.version = seeded.int(0...9)
            entry.isFromFund = seeded.flag()
            entry.category = seeded.maybe { $0.identifier() }
            entry.place = seeded.maybe { $0.text() }
            entry.receivedAt = seeded.maybe { $0.instant() }
            entry.byHand = seeded.list(2) { $0.identifier() }
            let zone = seeded.zone()
            let bytes = JSONWriter.bytes { RewardCodec.encode(entry, zone: zone, to: &$0) }
            try #require(try RewardCodec.decode(key: RewardCodec.key(entry), bytes) == .entry(entry))
            let keys = try JSONValue(reading: bytes).object?.map(\.key)
            try #require(
                keys == [
                    "schema_version", "entry_id", "programme", "account", "case_id", "report_id", "rule", "kind",
                    "amount", "unit", "state", "reason", "at", "claim_until", "reverses", "claimed_at",
                    "version", "from_fund", "category", "place", "received_at",
                ] + (entry.byHand.isEmpty ? [] : ["by_hand"]))
        }
    }

    @Test func `a fund's balance stands under its own key`() throws {
        var fund = FundBalance(programme: "deyuan.fire", balance: 4950, unit: "yuan", at: Instant(milliseconds: 5))
        fund.opening = 5000
        let bytes = JSONWriter.bytes { RewardCodec.encode(fund, zone: .china, to: &$0) }
        #expect(RewardCodec.fundKey("deyuan.fire") == "deyuan.fire/fund")
        #expect(try RewardCodec.decode(key: "deyuan.fire/fund", bytes) == .fund(fund))
        #expect(throws: WireFault.self) { try RewardCodec.decode(key: "deyuan.fire/e1", bytes) }
    }

    @Test func `monthly counts written and read are the same, under a key that no case has`() throws {
        var counts = MonthCounts(shard: 3, month: "2026-11")
        counts.shardSequence = 1 << 40
        counts.counts = [
            MonthlyCount(
                month: "2026-11", programme: "p", category: "lane-obstruction", state: .closed, code: .solved, count: 12
            ),
            MonthlyCount(month: "2026-11", programme: "p", category: "z", state: .cancelled, code: nil, count: 1),
        ]
        let bytes = JSONWriter.bytes { MonthCountsCodec.encode(counts, to: &$0) }
        #expect(try MonthCountsCodec.decode(bytes) == counts)
        #expect(counts.key == "counts/3/2026-11")
        #expect(MonthCounts.isKey(counts.key) && CaseID(counts.key) == nil && !MonthCounts.isKey("20261122-03-000123"))
    }

    @Test func `records of a later version are not the same as broken ones`() throws {
        func code(_ read: () throws -> Void) -> WireFault.Code? {
            do {
                try read()
                return nil
            } catch let fault as WireFault {
                return fault.code
            } catch {
                return nil
            }
        }
        for (json, expected) in [
            ("{\"kind\":[],\"schema_version\":2}", WireFault.Code.newer), ("{\"schema_version\":1}", .unreadable),
            ("", .unreadable), ("{\"schema_version\":2", .unreadable),
        ] {
            let bytes = Array(json.utf8)
            #expect(code { _ = try NoticeCodec.decode(bytes) } == expected)
            #expect(code { _ = try RewardCodec.decode(key: "p/e", bytes) } == expected)
            #expect(code { _ = try RewardCodec.decode(key: "p/fund", bytes) } == expected)
            #expect(code { _ = try MonthCountsCodec.decode(bytes) } == expected)
            #expect(code { _ = try TaskCodec.decode(bytes) } == expected)
            let later = Array(json.replacing("\"schema_version\":2", with: "\"schema_version\":3").utf8)
            #expect(code { _ = try CaseCodec.decode(later) } == expected)
        }
    }

    @Test func `a dead letter says where it stood and why, under the names of Kafka Connect`() throws {
        let letter = DeadLetterHeaders(
            topic: "hazard.reports", partition: 3, offset: 42,
            Rejection(.idReused, LocalText(zh: "编号已被使用", en: "the id was used before")),
            receivedAt: Instant(milliseconds: 1_795_306_500_001))
        let headers = letter.headers(zone: .china)
        #expect(
            headers.map { $0.name + "=" + String(decoding: $0.value, as: UTF8.self) } == [
                "__connect.errors.topic=hazard.reports", "__connect.errors.partition=3", "__connect.errors.offset=42",
                "__connect.errors.exception.class.name=id-reused",
                "__connect.errors.exception.message=the id was used before", "hazard-message-zh=编号已被使用",
                "hazard-reason=id-reused", "hazard-received-at=2026-11-22T08:15:00.001+08:00",
            ])
        #expect(DeadLetterHeaders(headers) == letter)
        #expect(DeadLetterHeaders([Header("a", [1])] + headers) == letter)
        for index in headers.indices where index < 3 || index > 5 {
            var some = headers
            some.remove(at: index)
            #expect(DeadLetterHeaders(some) == nil)
        }
        // Only a letter whose value is left out has that header.
        #expect(
            Set(headers.map(\.name)).union([
                HeaderName.deadValueOmitted, HeaderName.headersOmitted, HeaderName.keyOmitted,
            ]) == HeaderName.ofDeadLetter)
    }

    @Test func `a dead letter of a version without Chinese shows its English in both languages`() throws {
        let letter = DeadLetterHeaders(
            topic: "hazard.reports", partition: 3, offset: 42,
            Rejection(.idReused, LocalText(zh: "编号已被使用", en: "the id was used before")),
            receivedAt: Instant(milliseconds: 0))
        let older = letter.headers(zone: .china).filter { $0.name != "hazard-message-zh" }
        #expect(
            DeadLetterHeaders(older)?.sentence
                == LocalText(zh: "the id was used before", en: "the id was used before"))
    }

    @Test func `topics are named by one prefix, each to be renamed on its own`() {
        var names = TopicNames()
        #expect(names.inputs == ["hazard.reports", "hazard.feedback", "hazard.commands", "hazard.transfers"])
        #expect(names.sharded == names.inputs + ["hazard.cases", "hazard.rewards"])
        #expect(names.notices == "hazard.notices" && names.deadLetters == "hazard.dead-letters")
        #expect(names.dispatch("traffic-police") == "hazard.dispatch.traffic-police")
        #expect(names.department(of: "hazard.dispatch.traffic-police") == "traffic-police")
        #expect(names.department(of: "hazard.dispatch.") == nil)
        #expect(names.department(of: "hazard.reports") == nil)
        names.queues["fire"] = "city.119"
        #expect(names.dispatch("fire") == "city.119")
        #expect(names.department(of: "city.119") == "fire")
        #expect(names.department(of: "hazard.dispatch.fire") == nil)
        #expect(TopicNames(prefix: "town").cases == "town.cases")
    }
}
