import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing
import Wording

/// Damaged bytes: a decoder accepts or refuses any of them, and the fault is at a byte in them.
struct MutationTests {
    private static func damaged(_ bytes: [UInt8], _ seeded: inout Seeded) -> [UInt8] {
        var bytes = bytes
        let tokens = [
            "null", "{", "}", "[", "]", "\"", ",", ":", "-1", "1e400", "\\u0000", "\u{FF}", "2", "true", "\"\"",
        ]
        for _ in 0..<seeded.int(1...3) where !bytes.isEmpty {
            let at = seeded.int(0...(bytes.count - 1))
            switch seeded.int(0...4) {
            case 0: bytes[at] = UInt8(seeded.int(0...255))
            case 1: bytes.remove(at: at)
            case 2: bytes.insert(contentsOf: Array(tokens[seeded.int(0...(tokens.count - 1))].utf8), at: at)
            case 3: bytes.removeSubrange(at..<min(bytes.count, at + seeded.int(1...40)))
            default:
                let end = min(bytes.count, at + seeded.int(1...40))
                bytes.insert(contentsOf: bytes[at..<end], at: seeded.int(0...(bytes.count - 1)))
            }
        }
        return bytes
    }

    private static func check<Value>(
        _ bytes: [UInt8], problems: ([UInt8]) -> WireProblems, decode: ([UInt8]) throws(Rejection) -> Value
    ) -> Bool {
        let told = problems(bytes)
        do throws(Rejection) {
            _ = try decode(bytes)
            return told.isEmpty
        } catch {
            return !told.isEmpty && (0...bytes.count).contains(error.offset ?? 0)
                && told.allSatisfy { (0...bytes.count).contains($0.offset) }
                && told.allSatisfy { [$0.problem, $0.hint].flatMap(TextCheck.problems).isEmpty }
                && told.contains { $0.field == error.field ?? "" }
        }
    }

    @Test func `damaged messages are taken or rejected, and the list of problems agrees`() throws {
        var seeded = Seeded(61)
        for _ in 0..<500 {
            let report = seeded.report()
            let one = Self.damaged(JSONWriter.bytes { ReportCodec.encode(report, zone: .china, to: &$0) }, &seeded)
            try #require(
                Self.check(one, problems: { ReportCodec.problems(of: $0) }) { bytes throws(Rejection) in
                    try ReportCodec.decode(bytes)
                }, "\(String(decoding: one, as: UTF8.self))")
            let feedback = seeded.feedback()
            let two = Self.damaged(JSONWriter.bytes { FeedbackCodec.encode(feedback, zone: .china, to: &$0) }, &seeded)
            try #require(
                Self.check(two, problems: { FeedbackCodec.problems(of: $0) }) { bytes throws(Rejection) in
                    try FeedbackCodec.decode(bytes)
                }, "\(String(decoding: two, as: UTF8.self))")
            let command = seeded.command()
            let three = Self.damaged(JSONWriter.bytes { CommandCodec.encode(command, zone: .china, to: &$0) }, &seeded)
            try #require(
                Self.check(three, problems: { CommandCodec.problems(of: $0) }) { bytes throws(Rejection) in
                    try CommandCodec.decode(bytes)
                }, "\(String(decoding: three, as: UTF8.self))")
        }
    }

    @Test func `a damaged case is read or refused with a byte in it`() {
        var seeded = Seeded(62)
        for _ in 0..<400 {
            let value = seeded.wholeCase()
            let bytes = Self.damaged(JSONWriter.bytes { CaseCodec.encode(value, zone: .china, to: &$0) }, &seeded)
            do throws(WireFault) {
                let read = try CaseCodec.decode(bytes)
                let again = JSONWriter.bytes { CaseCodec.encode(read, zone: .china, to: &$0) }
                let same = try CaseCodec.decode(again) == read
                #expect(same)
            } catch {
                #expect(
                    (0...bytes.count).contains(error.offset) && !error.sentence.zh.isEmpty && !error.sentence.en.isEmpty
                )
            }
        }
    }
}
