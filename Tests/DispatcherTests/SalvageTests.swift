import Credentials
import Digest
import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// An emergency in a record that cannot be used gets a case, beside the dead letter.
@Suite struct SalvageTests {
    private static let fire = "着火了，明火很大，有人被困"

    /// A report of a fire with one field replaced.
    private static func report(_ id: String, text: String = fire, _ old: String = "", _ new: String = "") -> String {
        Samples.report(id, category: "F03", text: text).replacing(old, with: new)
    }

    /// Runs the records, one a batch, and returns the bench after its end.
    private func run(_ records: [String], edit: (inout LaneSettings) -> Void = { _ in }) throws -> LaneBench {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start(edit: edit)
        for (index, record) in records.enumerated() {
            try bench.publish(record, partition: 0)
            #expect(bench.waitForConsumed(index + 1))
        }
        bench.stop()
        #expect(bench.tally.isConserved)
        try StoreAudit(bench: bench).run()
        return bench
    }

    private func numbers(_ bench: LaneBench) throws -> [String: String] {
        let notices = try bench.read(bench.topics.notices).map { try NoticeCodec.decode($0.value ?? []) }
        return Dictionary(
            notices.filter { $0.kind == .redirected }.map { ($0.reportID, $0.arguments["number"] ?? "") }
        ) { $1 }
    }

    private static let faulty: [(String, String, RejectionReason)] = [
        (#""reported_at":"\#(Samples.now)""#, #""reported_at":"2099-01-01T00:00:00Z""#, .future),
        (#""reported_at":"\#(Samples.now)""#, #""reported_at":"1970-01-01T00:00:00Z""#, .stale),
        (#""reported_at":"\#(Samples.now)""#, #""reported_at":"today""#, .invalid),
        (#""reported_at":"\#(Samples.now)","#, "", .invalid),
        (#""programme":"jianyang.sentinel""#, #""programme":"elsewhere""#, .unknownProgramme),
        (#""programme":"jianyang.sentinel","#, "", .invalid),
        (#""channel":"phone""#, #""channel":"pigeon""#, .invalid),
        (#""schema_version":1"#, #""schema_version":9"#, .unknownSchemaVersion),
        (#""location":{"#, #""location":{"lat":300,"lon":104.5,"#, .invalid),
        (#""location":{"#, #""location":{"lat":0,"lon":0,"#, .invalid),
        (#""location":{"#, #""location":{"lat":31.5,"lon":104.5,"#, .outOfArea),
        (#""location":{"district":"510185"}}"#, #""location":{"district":"5101"#, .malformed),
        (#""kind":"rider""#, #""kind":"rider","kind":"rider""#, .malformed),
        (fire, fire + String(repeating: "。", count: 4000), .invalid),
    ]

    @Test func `an emergency that cannot be used waits in triage as P0 and its reporter is told 119`() throws {
        let areas = AreaTests.areas
        let bench = try run(Self.faulty.enumerated().map { Self.report("r-\($0)", $1.0, $1.1) }) {
            $0.policy.areas = areas
        }
        let letters = try bench.deadLetters()
        #expect(letters.map(\.headers.reason) == Self.faulty.map(\.2))
        let cases = try bench.cases().values.map(\.value)
        #expect(cases.count == Self.faulty.count)
        let told = try numbers(bench)
        for (index, fault) in Self.faulty.enumerated() {
            let value = try #require(cases.first { $0.reports.first?.reportID == "r-\(index)" })
            #expect(value.state == .triage && value.priority == .p0 && value.flags.salvaged, "\(fault)")
            #expect(value.emergency != nil && value.flags.needsReview)
            #expect(
                value.decision.evidence.contains { if case .fault(fault.2, _) = $0 { true } else { false } },
                "\(value.decision.evidence)")
            #expect(told["r-\(index)"] == "119", "\(fault)")
            #expect(value.location?.point.map { $0.point.latitude == 0 || $0.point.latitude == 300 } != true)
        }
        #expect(bench.tally.deadLetters == Self.faulty.count && bench.tally.salvaged == Self.faulty.count)
    }

    @Test func `what is no emergency, has no id or no text, or a wrong signature stays a dead letter only`() throws {
        let lamp = Samples.report("lamp", category: "U01", text: "路灯不亮").replacing(
            "jianyang.sentinel", with: "elsewhere")
        let noID = Self.report("", #""report_id":"""#, #""report_id":"no such id!""#)
        let noText = Self.report("none", #""text":"\#(Self.fire)","#, "").replacing("phone", with: "pigeon")
        let bench = try run([lamp, noID, noText])
        #expect(try bench.deadLetters().count == 3)
        #expect(try bench.cases().isEmpty)
        let gateway = SigningKey(id: "k1", role: .gateway, key: try MessageKey(bytes: [1, 2, 3]))
        let signed = try run([Self.report("forged", "phone", "pigeon")]) {
            $0.signing = SigningKeys([gateway], required: [.reports])
        }
        #expect(try signed.deadLetters().map(\.headers.reason) == [.badSignature])
        #expect(try signed.cases().isEmpty)
    }

    @Test func `a point outside the areas by less than its accuracy is not outside`() throws {
        let place = #""location":{"lat":31.0001,"lon":104.5,"crs":"wgs84","accuracy_m":"#
        let near = Self.report("near", #""location":{"#, place + "200,")
        let far = Self.report("far", #""location":{"#, place + "5,")
        let exact = Self.report("exact", #""location":{"#, #""location":{"lat":31.0001,"lon":104.5,"crs":"wgs84","#)
        let bench = try run([near, far, exact]) { $0.policy.areas = AreaTests.areas }
        #expect(try bench.deadLetters().map(\.record.value) == [Array(far.utf8), Array(exact.utf8)])
        let opened = try bench.cases().values.first { $0.value.reports[0].reportID == "near" }
        #expect(opened?.value.flags.salvaged == false)
    }

    @Test func `the same id sent again completes its case, which goes to the departments, and opens none`() throws {
        let wrong = Self.report("em-1", #""reported_at":"\#(Samples.now)","#, "")
        let bench = try run([wrong, wrong, Self.report("em-1"), Self.report("em-1"), wrong])
        // The faulty record after the good one is an emergency under a used id.
        #expect(try bench.deadLetters().map(\.headers.reason) == [.invalid, .invalid])
        let cases = try bench.cases().values.map(\.value)
        #expect(cases.count == 1)
        let value = try #require(cases.first)
        #expect(value.state == .dispatched && !value.flags.salvaged && value.emergency == nil)
        #expect(value.tasks.contains { $0.department == Department.fireRescueID && $0.state == .sent })
        #expect(value.history.contains { $0.kind == "completed" })
        #expect(value.reports.count == 1 && value.reports[0].account != nil)
    }

    @Test func `an emergency under a used id joins the case of the id and raises it`() throws {
        let lamp = Samples.report("x-1", category: "U01", text: "路灯不亮")
        let bench = try run([lamp, Self.report("x-1"), Self.report("x-1")])
        #expect(try bench.deadLetters().map(\.headers.reason) == [.idReused, .idReused])
        let cases = try bench.cases().values.map(\.value)
        #expect(cases.count == 1)
        let value = try #require(cases.first)
        #expect(value.priority == .p0 && value.flags.needsReview)
        #expect(value.history.filter { $0.kind == "emergency-said" }.count == 1)
        #expect(try numbers(bench)["x-1"] != nil)
    }

    @Test func `an emergency under the id of an ended case opens a case of its own`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("x-1", category: "U01", text: "路灯不亮"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(
            Samples.command("c-1", case: id, kind: "cancel"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(2))
        for count in 3...4 {
            try bench.publish(Self.report("x-1"), partition: 0)
            #expect(bench.waitForConsumed(count))
        }
        bench.stop()
        let cases = try bench.cases()
        #expect(cases.count == 2)
        let value = try #require(cases.values.map(\.value).first { $0.id.text != id })
        #expect(value.priority == .p0 && value.state == .triage && value.links.map(\.caseID) == [id])
        #expect(value.reports[0].reportID.hasPrefix("x-1:"))
        #expect(bench.tally.isConserved)
        try StoreAudit(bench: bench).run()
    }

    @Test func `words of danger that a reporter adds raise the case and tell the number`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("x-1", category: "U01", text: "路灯不亮"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        for (index, text) in ["灯杆在3号楼东侧", Self.fire].enumerated() {
            try bench.publish(
                Samples.reporter("f-\(index)", case: id, report: "x-1", kind: "add", extra: #","text":"\#(text)""#),
                to: bench.topics.feedback, partition: 0)
            #expect(bench.waitForConsumed(index + 2))
            let value = try #require(try bench.cases()[id]?.value)
            #expect((value.priority == .p0) == (index == 1))
            #expect(value.toldNumbers.isEmpty == (index == 0))
        }
        bench.stop()
        let told = try bench.tasks().filter { $0.event == .changed }
        #expect(told.contains { $0.department != Department.triageID })
    }
}
