import Dispatcher
import HazardCore
import HazardWire
import TestSupport
import Testing

/// What a programme's grid members may do with their own reports.
@Suite struct GridMemberTests {
    private func report(_ id: String, kind: String, programme: String = "pujiang.micro-grid") -> String {
        Samples.report(id, category: "E01", district: "510131").replacing("jianyang.sentinel", with: programme)
            .replacing(#""kind":"rider""#, with: #""kind":"\#(kind)""#)
    }

    private func confirm(_ reportID: String, _ caseID: String) -> String {
        #"{"schema_version":1,"event_id":"ok","case_id":"\#(caseID)","actor":{"role":"reporter","ref":"\#(reportID)"},"#
            + #""kind":"confirm","at":"\#(Samples.now)"}"#
    }

    @Test(arguments: [
        ("grid-member", "pujiang.micro-grid", CaseState.closed), ("rider", "pujiang.micro-grid", .dispatched),
        ("grid-member", "jianyang.sentinel", .dispatched),
    ])
    func `only a grid member of a programme that allows it can close a small case in progress`(
        kind: String, programme: String, expected: CaseState
    ) throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(report("g1-1", kind: kind, programme: programme), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(confirm("g1-1", id), to: bench.topics.feedback, partition: 0)
        #expect(bench.waitForConsumed(2))
        bench.stop()
        let value = try #require(try bench.cases()[id]?.value)
        #expect(value.state == expected)
        #expect(value.closeCode == (expected == .closed ? .solved : nil))
        #expect(value.tasks.allSatisfy { $0.state == (expected == .closed ? .revoked : .sent) })
        try StoreAudit(bench: bench).run()
    }
}
