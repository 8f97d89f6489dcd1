import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

struct FeedbackCodecTests {
    private static func rejection(_ bytes: [UInt8]) -> Rejection? {
        do throws(Rejection) {
            _ = try FeedbackCodec.decode(bytes)
            return nil
        } catch {
            #expect(TextCheck.problems(of: error.sentence).isEmpty)
            return error
        }
    }

    @Test func `the sample of the contract is accepted`() throws {
        let feedback = try FeedbackCodec.decode(
            Array(
                """
                {"schema_version":1,"event_id":"tp-7781","case_id":"20261122-03-000123","department":"traffic-police",
                "actor":{"role":"department","ref":"duty-3"},"kind":"accept","seq":1,
                "at":"2026-11-22T08:20:00+08:00","reason":null,"note":"on the way","media":[]}
                """.utf8))
        var expected = Feedback(
            eventID: "tp-7781", caseID: try #require(CaseID("20261122-03-000123")),
            actor: FeedbackActor(role: .department, ref: "duty-3"), kind: .accept,
            at: Instant(milliseconds: 1_795_306_800_000))
        expected.department = "traffic-police"
        expected.sequence = 1
        expected.note = "on the way"
        #expect(feedback == expected)
    }

    @Test func `feedback written and read is the same feedback`() throws {
        var seeded = Seeded(31)
        for _ in 0..<1000 {
            let feedback = seeded.feedback()
            let zone = seeded.zone()
            let bytes = JSONWriter.bytes { FeedbackCodec.encode(feedback, zone: zone, to: &$0) }
            try #require(try FeedbackCodec.decode(bytes) == feedback)
            try #require(FeedbackCodec.problems(of: bytes).isEmpty)
        }
    }

    @Test(arguments: FeedbackKind.allCases, FeedbackRole.allCases)
    func `each kind is accepted from its one role only`(kind: FeedbackKind, role: FeedbackRole) {
        let more = ",\"department\":\"x\",\"text\":\"t\",\"score\":3"
        let rejection = Self.rejection(Sample.feedback(more, kind: kind.rawValue, role: role.rawValue))
        if kind.role == role {
            #expect(rejection == nil)
        } else {
            #expect(rejection?.reason == .invalid && rejection?.field == "kind" && rejection?.offset == 76)
        }
    }

    @Test(arguments: [
        ("accept", "department", "", "department"), ("add", "reporter", "", "text"), ("rate", "reporter", "", "score"),
        ("rate", "reporter", ",\"score\":6", "score"), ("rate", "reporter", ",\"score\":0", "score"),
        ("accept", "department", ",\"department\":\"a b\"", "department"),
        ("accept", "department", ",\"department\":\"x\",\"seq\":-1", "seq"),
        ("resolve", "department", ",\"department\":\"x\",\"result\":\"fixed\"", "result"),
        ("return", "department", ",\"department\":\"x\",\"suggested_department\":\"\"", "suggested_department"),
        ("note", "department", ",\"department\":\"x\",\"note\":\"\(String(repeating: "注", count: 1001))\"", "note"),
        ("pass", "verifier", ",\"media\":[{}]", "media[0].ref"),
        ("close", "verifier", "", "kind"), ("pass", "operator", "", "actor.role"),
    ])
    func `feedback with a fault names its field`(kind: String, role: String, more: String, field: String) {
        let bytes = Sample.feedback(more, kind: kind, role: role)
        let rejection = Self.rejection(bytes)
        #expect(rejection?.reason == .invalid)
        #expect(rejection?.field == field)
        #expect(FeedbackCodec.problems(of: bytes).map(\.field) == [field])
    }

    @Test func `a case id that cannot be one is invalid`() {
        for id in ["x", "20261122-3-000123", "20260230-03-000123", "20261122-03-000000", ""] {
            let text = String(decoding: Sample.feedback(",\"department\":\"x\""), as: UTF8.self)
                .split(separator: "20261122-03-000123", omittingEmptySubsequences: false).joined(separator: id)
            let rejection = Self.rejection(Array(text.utf8))
            #expect(rejection?.field == "case_id" && rejection?.reason == .invalid)
        }
    }

    @Test func `contact data is masked before anything is stored`() throws {
        let feedback = try FeedbackCodec.decode(
            Sample.feedback(
                ",\"department\":\"x\",\"note\":\"call 13800138000\",\"reason\":\"13800138000\",\"text\":\"川A12345\"",
                kind: "return"))
        #expect(feedback.note == "call 138********")
        #expect(feedback.reason == "138********")
        #expect(feedback.text == "川******")
    }

    @Test func `an officer's name, a suggestion and a photo's name are masked, ids are not`() throws {
        let bytes = Sample.feedback(
            ",\"department\":\"x\",\"suggested_department\":\"tel:13800138000\",\"media\":[{\"ref\":\"wx/13800138000/1\"}]",
            kind: "return")
        let said = try FeedbackCodec.decode(bytes)
        #expect(said.suggestedDepartment == "tel:138********")
        #expect(said.media == [Media(ref: "wx/138********/1")])
        let names = [("department", "张三 138********"), ("verifier", "张三 13800138000")]
        for (role, expected) in names {
            let kind = role == "department" ? "note" : "pass"
            let text = String(decoding: Sample.feedback(",\"department\":\"x\"", kind: kind, role: role), as: UTF8.self)
            let named = text.replacing("\"ref\":\"r-1\"", with: "\"ref\":\"张三 13800138000\"")
            #expect(try FeedbackCodec.decode(Array(named.utf8)).actor.ref == expected)
        }
    }

    @Test func `a reporter is named by the id of the report`() {
        let json = "{\"schema_version\":1,\"actor\":{\"role\":\"reporter\",\"ref\":\"a b\"},\"kind\":\"confirm\"}"
        let problem = FeedbackCodec.problems(of: Array(json.utf8)).first { $0.field == "actor.ref" }
        #expect(problem?.offset == 53)
        #expect(Self.rejection(Array(json.utf8))?.field == "actor.ref")
    }

    @Test func `only feedback of a department has a department`() throws {
        let feedback = try FeedbackCodec.decode(
            Sample.feedback(",\"department\":\"x\"", kind: "pass", role: "verifier"))
        #expect(feedback.department == nil)
    }

    @Test func `all problems are listed at once`() {
        let json =
            "{\"schema_version\":1,\"actor\":{\"role\":\"reporter\"},\"kind\":\"rate\",\"seq\":\"1\",\"at\":\"now\"}"
        #expect(
            FeedbackCodec.problems(of: Array(json.utf8)).map(\.field) == [
                "case_id", "event_id", "score", "actor.ref", "seq", "at",
            ])
    }
}

extension Seeded {
    mutating func feedback() -> Feedback {
        let kind: FeedbackKind = any()
        var feedback = Feedback(
            eventID: identifier(), caseID: caseID(), actor: FeedbackActor(role: kind.role, ref: identifier()),
            kind: kind, at: instant())
        feedback.department = kind.role == .department ? identifier() : nil
        feedback.sequence = maybe { Int64($0.int(0...99)) }
        feedback.reason = maybe { $0.text() }
        feedback.suggestedDepartment = maybe { $0.identifier() }
        feedback.result = maybe { $0.any() }
        feedback.note = maybe { $0.text() }
        feedback.text = kind == .add ? text() : maybe { $0.text() }
        feedback.score = kind == .rate ? int(1...5) : maybe { $0.int(1...5) }
        feedback.media = list(3) { $0.media() }
        feedback.until = maybe { $0.instant() }
        return feedback
    }
}
