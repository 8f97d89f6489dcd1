import HazardCore
import Testing

/// Mobile numbers, identity numbers and plates leave no text that is kept or sent on.
struct MaskingTests {
    @Test(arguments: [
        ("请打13812345678", "请打138********"), ("138 1234 5678找我", "138 **** ****找我"),
        ("138-1234-5678", "138-****-****"),
        ("１３８１２３４５６７８", "１３８********"), ("138\u{3000}1234\u{3000}5678", "138\u{3000}****\u{3000}****"),
        ("138－1234－5678", "138－****－****"), ("+86 13812345678", "+86 138********"),
        ("008613812345678", "0086138********"),
        ("我是51018519900101123X", "我是******************"), ("身份证510185199001011234", "身份证******************"),
    ])
    func `numbers of people become stars, however they are written`(_ text: String, _ expected: String) {
        #expect(Masking.masked(text) == expected)
    }

    @Test(arguments: [
        ("川A12345停在消防通道", "川******停在消防通道"), ("川A·12345", "川*******"), ("渝AD12345", "渝*******"), ("粵B12345", "粵******"),
        ("滬AD12345", "滬*******"), ("川A1234挂", "川******"), ("川a12345", "川******"), ("川Ａ１２３４５", "川******"),
        ("粤Z1234港", "粤******"),
    ])
    func `plates keep the province, in either script and width`(_ text: String, _ expected: String) {
        #expect(Masking.masked(text) == expected)
    }

    @Test(arguments: [
        "沱江一号桥三车道变一", "S401 12 公里处", "30.39812, 104.50312", "网格510131001002003", "12345 热线", "打119", "5月3日 8:30",
        "川A路口", "2026-11-23",
    ])
    func `what leads to nobody stays`(_ text: String) {
        #expect(Masking.masked(text) == text)
    }

    @Test func `masking twice changes nothing more`() {
        for text in ["请打13812345678", "川A12345", "我是51018519900101123X"] {
            #expect(Masking.masked(Masking.masked(text)) == Masking.masked(text))
        }
    }
}
