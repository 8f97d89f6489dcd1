import JSONText
import TestSupport
import Testing
import Wording

struct FaultTextTests {
    static let expectations: [JSONExpectation] =
        [
            .value, .object, .array, .string, .number, .bool, .wholeNumber, .wholeNumberWithoutFraction, .int64,
            .double,
            .wholeNumberIn(1...9), .numberIn(-90...90), .characters(atMost: 4), .charactersIn(1...4),
            .elements(atMost: 2), .levels(atMost: 64), .oneOf(["urban", "national", "river"]),
            .atLeastOneOf(["text", "media", "category_hint"]), .field("lat"), .eachFieldOnce,
            .phrase(LocalText(zh: "案卷编号", en: "a case id")),
        ] + JSONSyntax.allCases.map { .syntax($0) }

    @Test(arguments: expectations)
    func `every expectation has a phrase in both languages`(_ expected: JSONExpectation) {
        #expect(TextCheck.problems(of: expected.text).isEmpty)
    }

    @Test(arguments: JSONFault.Code.allCases)
    func `every code has a sentence in both languages, whatever stands in the document`(_ code: JSONFault.Code) {
        let values = [
            "\"secret\"", "{}", "[]", "-12", "true", "false", "null", "x", "\u{1}", "]", "1234567890123456789012345678",
        ]
        for value in values {
            let text = Array("{\"a\":\(value)}".utf8)
            for offset in [0, 5, text.count] {
                for expected in Self.expectations {
                    let fault = JSONFault(code, at: offset, expected)
                    let problems = [fault.problem(in: text), fault.sentence(in: text)].flatMap(TextCheck.problems)
                    #expect(problems.isEmpty, "\(problems)")
                    #expect(!fault.sentence(in: text).zh.contains("secret"))
                }
            }
        }
    }

    @Test func `a value that is too short or too long says how much stands there`() {
        let text = Array("{\"media\":[{\"ref\":\"\"}],\"text\":\"abc\"}".utf8)
        let problems = [
            JSONFault(.tooShort, at: 17, .charactersIn(1...1024)), JSONFault(.tooLong, at: 29, .characters(atMost: 2)),
            JSONFault(.tooMany, at: 9, .elements(atMost: 0)),
            JSONFault(.tooShort, at: 0, .atLeastOneOf(["text", "media", "category_hint"])),
        ].map { $0.problem(in: text) }
        #expect(
            problems == [
                LocalText(zh: "应为：1 至 1024 个字符；实际：不足", en: "expected 1 to 1024 characters, found less"),
                LocalText(zh: "应为：至多 2 个字符；实际：超出", en: "expected at most 2 characters, found more"),
                LocalText(zh: "应为：至多 0 个元素；实际：超出", en: "expected at most 0 elements, found more"),
                LocalText(
                    zh: "应为：text、media、category_hint 中至少一项；实际：一项也没有",
                    en: "expected at least one of text, media and category_hint, found none"),
            ])
    }
}
