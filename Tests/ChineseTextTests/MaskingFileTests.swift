import ChineseText
import Foundation
import TestSupport
import Testing

/// Scores masking over `Tests/Evaluation/masking.txt`: what must not leave, and what looks like it.
struct MaskingFileTests {
    /// A line of the file: its text, and the part that must not leave; nil when nothing changes.
    struct Sample: Sendable, CustomTestStringConvertible {
        var text: String
        var secret: String?
        var around: (String, String) = ("", "")
        var testDescription: String { text }

        init?(_ line: Substring) {
            guard line.hasPrefix("+ ") || line.hasPrefix("- ") else { return nil }
            let content = String(line.dropFirst(2))
            text = content.replacing("⟦", with: "").replacing("⟧", with: "")
            guard line.hasPrefix("+"), let open = content.firstIndex(of: "⟦"), let close = content.firstIndex(of: "⟧")
            else { return }
            secret = String(content[content.index(after: open)..<close])
            around = (String(content[..<open]), String(content[content.index(after: close)...]))
        }
    }

    static func samples() throws -> [Sample] {
        let file = Repository.root.appending(path: "Tests/Evaluation/masking.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap(Sample.init)
    }

    @Test func `what identifies a person never leaves, and what identifies a thing stays`() throws {
        let samples = try Self.samples()
        #expect(samples.count > 300)
        var missed: [String] = []
        var eaten: [String] = []
        for sample in samples {
            let masked = Masking.masked(sample.text, by: MaskingRules())
            guard let secret = sample.secret else {
                if masked != sample.text { eaten.append("\(sample.text) → \(masked)") }
                continue
            }
            if masked == sample.text || masked.contains(secret) { missed.append(sample.text) }
            if !masked.hasPrefix(sample.around.0) || !masked.hasSuffix(sample.around.1) {
                eaten.append("\(sample.text) → \(masked)")
            }
            #expect(Masking.masked(masked, by: MaskingRules()) == masked)
        }
        #expect(missed.isEmpty, "these leave: \(missed.joined(separator: "\n"))")
        #expect(eaten.isEmpty, "these lose what is no person's: \(eaten.joined(separator: "\n"))")
    }

    @Test func `landlines and names are masked as the site chooses`() {
        var rules = MaskingRules()
        rules.landlines = false
        rules.names = false
        for text in ["值班室028-27123456", "我叫张三，路灯坏了"] {
            #expect(Masking.masked(text, by: rules) == text)
            #expect(Masking.masked(text, by: MaskingRules()) != text)
        }
    }

    @Test func `a site's pattern is masked in any script and width`() throws {
        var rules = MaskingRules()
        rules.patterns = [try #require(MaskingPattern("DD-#####")), try #require(MaskingPattern("工号@###+"))]
        #expect(Masking.masked("骑手DD-88231报", by: rules) == "骑手********报")
        #expect(Masking.masked("骑手ｄｄ-８８２３１报", by: rules) == "骑手********报")
        #expect(Masking.masked("工号A12345678修", by: rules) == "***********修")
        for text in ["DD-882312号", "ADD-88231", "DD-8823"] { #expect(Masking.masked(text, by: rules) == text) }
        for text in ["", "###", "+##", "AB#C", "DD-##"] { #expect(MaskingPattern(text) == nil) }
    }

    private static func hidden(_ names: [String], in text: String) -> String {
        var text = text
        HiddenNames(names).hide(in: &text)
        return text
    }

    @Test func `a sender's own reference is hidden in any case, and short ones stay`() {
        #expect(Self.hidden(["DD-88231"], in: "我是美团骑手dd-88231，井盖缺失") == "我是美团骑手********，井盖缺失")
        #expect(Self.hidden(["vault/7", "张三丰老师"], in: "张三丰老师说 VAULT/7") == "*****说 *******")
        #expect(Self.hidden(["188"], in: "人民路188号") == "人民路188号")
        #expect(Self.hidden(["DD-88231"], in: "骑手ＤＤ-88231") == "骑手********")
    }

    @Test(arguments: [
        "13800138000", "g1-13800138000", "wx:13800138000/2", "510185199001011239", "g1/51018519900101005X",
        "51018519900101005x",
    ])
    func `an id that holds the number of a person is known`(_ id: String) {
        #expect(Masking.holdsPerson(id: id))
    }

    @Test(arguments: [
        "g1-1763798400123", "1763798400123", "g1-000001", "138001380001", "12800138000", "1380013800",
        "510185199001011230",
        "20261122-03-000123", "202611221530001234", "g1-1763798400123456", "0",
    ])
    func `an id of times and running numbers is taken`(_ id: String) {
        #expect(!Masking.holdsPerson(id: id))
    }
}
