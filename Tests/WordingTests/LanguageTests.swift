import Testing
import Wording

struct LanguageTests {
    static let headers: [(String?, Language)] = [
        ("zh", .zh), ("zh-CN,zh;q=0.9,en;q=0.8", .zh), ("en-GB,zh;q=0.9", .en), ("fr, zh-Hant;q=0.5", .zh),
        ("ZH-cn", .zh), ("fr;q=1, en-US", .en), ("fr", .en), ("*", .en), ("", .en), (nil, .en), ("zha, english", .en),
        (" ;q=1,, zh", .zh),
    ]

    @Test(arguments: headers)
    func `the first of zh and en in Accept-Language counts, English when it names neither`(
        header: String?, language: Language
    ) {
        #expect(Language(acceptLanguage: header) == language)
    }
}
