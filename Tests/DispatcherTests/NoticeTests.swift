import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing
import Wording

/// Notices are written once, in the step that decided them. A topic of notices that cannot be written delays nothing.
@Suite struct NoticeTests {
    private func notices(_ bench: LaneBench) throws -> [Notice] {
        try bench.read(bench.topics.notices).map { record in
            let notice = try NoticeCodec.decode(record.value ?? [])
            #expect(record.key == Array(notice.reportID.utf8))
            return notice
        }
    }

    @Test func `a reporter receives a notice at every stage, each under an id of its own`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("g1-1", category: "E01"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        let steps = ["accept", "resolve"].flatMap { kind in
            ["sanitation", "subdistrict"].map {
                Samples.feedback(kind, case: id, department: $0, kind: kind, extra: #","result":"solved""#)
            }
        }
        for step in steps + steps { try bench.publish(step, to: bench.topics.feedback, partition: 0) }
        #expect(bench.waitForConsumed(9))
        for _ in 0..<2 {
            try bench.publish(
                Samples.command("c-1", case: id, kind: "verify", extra: #","arguments":{"result":"pass"}"#),
                to: bench.topics.commands, partition: 0)
        }
        // Two more records: the request to the ledger and its answer.
        #expect(bench.waitForConsumed(13))
        bench.stop()
        let sent = try notices(bench)
        #expect(sent.map(\.kind) == [.received, .resolved, .closed, .reward])
        #expect(sent.map(\.eventID) == (1...4).map { "\(id)/notice/\($0)" })
        #expect(sent.allSatisfy { $0.reportID == "g1-1" && $0.caseID?.text == id && $0.channel == .phone })
        try #require(sent.count == 4)
        #expect(sent[2].text.zh.contains(id) && sent[2].arguments == ["code": "solved"])
        #expect(sent[3].text.zh.contains("20 元") && sent[3].arguments["state"] == "granted")
        let value = try #require(try bench.cases()[id]?.value)
        #expect(value.notices.isEmpty && value.noticeCount == 4)
    }

    @Test func `a missing topic of notices delays no department, and receives every notice when it exists again`()
        throws
    {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, without: [], stamped: time, withNotices: false)
        try bench.start()
        for number in 1...3 { try bench.publish(Samples.report("g1-\(number)"), partition: 0) }
        #expect(bench.waitForConsumed(3))
        #expect(bench.observer.state.refusedQueues == ["notices"])
        #expect(try bench.tasks().count == 6)
        for (value, _) in try bench.cases().values {
            #expect(value.state == .dispatched && value.notices.count == 1 && value.noticeRetryAt != nil)
        }
        let written = try bench.read(bench.topics.cases).count
        time.advance(milliseconds: 5_000)
        #expect(bench.observer.wait { $0.refusedQueues.count == 2 })
        #expect(try bench.read(bench.topics.cases).count == written, "a case that only waits is not written")
        try bench.log.create([TopicDescription(name: bench.topics.notices, partitions: 1)])
        time.advance(milliseconds: 600_000)
        #expect(bench.observer.wait { $0.recoveredQueues == ["notices"] })
        time.advance(milliseconds: 600_000)
        #expect(bench.observer.wait { _ in (try? notices(bench).count) == 3 })
        bench.stop()
        #expect(try notices(bench).map(\.reportID).sorted() == ["g1-1", "g1-2", "g1-3"])
        for (value, _) in try bench.cases().values { #expect(value.notices.isEmpty && value.noticeRetryAt == nil) }
        try StoreAudit(bench: bench).run()
    }

    @Test
    func `a report that is too old gives a notice without a case; a problem that only a gateway can fix gives none`()
        throws
    {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("old-1", at: "2020-01-01T00:00:00+08:00"), partition: 0)
        try bench.publish(Samples.report("new-1", at: "2999-01-01T00:00:00+08:00"), partition: 0)
        try bench.publish(#"{"schema_version":1,"report_id":"bad-1"}"#, partition: 0)
        #expect(bench.waitForConsumed(3))
        bench.stop()
        #expect(try bench.deadLetters().map(\.headers.reason) == [.stale, .future, .invalid])
        let sent = try notices(bench)
        #expect(sent.map(\.eventID) == ["old-1/rejected"])
        #expect(
            sent.first?.kind == .rejected && sent.first?.caseID == nil && sent.first?.arguments == ["code": "stale"])
    }
}
