import HazardCore
import HazardWire
import TestSupport
import Testing
import Wording

/// Ids that hold the number of a person, and references that a browser must not open, are refused.
struct IdentityFieldsTests {
    private static func refusal(_ json: [UInt8]) -> Rejection? {
        do throws(Rejection) {
            _ = try ReportCodec.decode(json)
            return nil
        } catch {
            return error
        }
    }

    private static func report(id: String) -> [UInt8] {
        Array(
            String(decoding: Sample.report(""), as: UTF8.self).replacing(
                "\"report_id\":\"a\"", with: "\"report_id\":\"\(id)\""
            ).utf8)
    }

    @Test(arguments: ["13800138000", "wx-13800138000/1", "g1:510185199001011239", "51018519900101005X"])
    func `an id with the number of a person is refused, and the refusal does not repeat it`(_ id: String) throws {
        let refusal = try #require(Self.refusal(Self.report(id: id)))
        #expect(refusal.reason == .contactInID && refusal.field == "report_id")
        #expect(!refusal.sentence.en.contains(id) && !refusal.sentence.zh.contains(id))
        #expect(ReportCodec.problems(of: Self.report(id: id)).map(\.field) == ["report_id"])
    }

    @Test(arguments: ["g1-1763798400123", "1763798400123456", "510185199001011230", "g1-000002"])
    func `an id of times and running numbers is taken`(_ id: String) {
        #expect(Self.refusal(Self.report(id: id)) == nil)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://x/1.jpg",
        "s3://b/1.jpg", "java\\tscript:alert(1)", " javascript:alert(1)", "//x/1.jpg", "\\\\\\\\x/1.jpg", "/\\\\x",
        "https:x",
        "vbscript:x", "\\u0001javascript:x", "blob:https://x/1",
    ])
    func `a reference with another scheme than https is refused, in a report and in feedback`(_ reference: String)
        throws
    {
        let media = ",\"media\":[{\"ref\":\"\(reference)\"}]"
        let refusal = try #require(Self.refusal(Sample.report(media)))
        #expect(refusal.reason == .invalid && refusal.field == "media[0].ref")
        #expect(throws: Rejection.self) { try FeedbackCodec.decode(Sample.feedback(media)) }
    }

    @Test(arguments: [
        "photo-81", "https://x/1.jpg", "HTTPS://x/1.jpg", "wx/2026/1.jpg", "m/1.jpg?t=12:30", "照片 1.jpg", "a#b:c",
        "/photo/1",
    ])
    func `an opaque id and an https address are taken`(_ reference: String) {
        #expect(Self.refusal(Sample.report(",\"media\":[{\"ref\":\"\(reference)\"}]")) == nil)
    }
}
