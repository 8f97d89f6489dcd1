/// The class of a character for the search for contact data.
struct ContactMark: Equatable {
    enum Kind: UInt8 {
        case other
        /// 0–9 in either width.
        case digit
        /// A Chinese numeral for one digit, as written, as stamped or as spoken.
        case numeral
        /// A Latin letter in either width.
        case letter
        /// A separator inside numbers, or an invisible character.
        case gap
        /// A mark that separates parts of a number as well as items of a list.
        case point
        case colon
        /// The first character of a plate.
        case province
        /// A character that can be the last one of a plate.
        case plateEnd
        /// 使, before or after the six digits of an embassy's plate.
        case embassy
    }

    let kind: Kind
    /// The value of a digit or numeral.
    let value: UInt8

    init(_ kind: Kind, value: UInt8 = 0) {
        self.kind = kind
        self.value = value
    }

    var isDigit: Bool { kind == .digit || kind == .numeral }
    var isDigitOrLetter: Bool { isDigit || kind == .letter }

    /// The classes by scalar. A scalar beyond the table is `other`.
    static let table: [ContactMark] = {
        var table = [ContactMark](repeating: ContactMark(.other), count: 0x10000)
        func set(_ characters: String, _ kind: Kind) {
            for scalar in characters.unicodeScalars where scalar.value < 0x10000 {
                table[Int(scalar.value)] = ContactMark(kind)
            }
        }
        for zero in [0x30, 0xFF10] {
            for digit in 0..<10 { table[zero + digit] = ContactMark(.digit, value: UInt8(digit)) }
        }
        for (value, characters) in numerals.enumerated() {
            for scalar in characters.unicodeScalars {
                table[Int(scalar.value)] = ContactMark(.numeral, value: UInt8(value))
            }
        }
        for first in [0x41, 0x61, 0xFF21, 0xFF41] {
            for letter in first..<first + 26 { table[letter] = ContactMark(.letter) }
        }
        set(" \t\n\r-_()\u{A0}\u{3000}（）－＿\u{2212}", .gap)
        for scalar in 0x2000...0x2015 { table[scalar] = ContactMark(.gap) }
        // Zero-width characters, and those that turn a digit into an emoji.
        for scalar in [0x00AD, 0x2060, 0xFEFF, 0xFE0F, 0x20E3] { table[scalar] = ContactMark(.gap) }
        set(".．,，、/／·・•‧", .point)
        set(":：", .colon)
        set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬雲遼魯蘇贛陝閩貴粵寧瓊军軍", .province)
        set("挂掛学學警港澳领領应應", .plateEnd)
        set("使", .embassy)
        return table
    }()

    private static let numerals = [
        "零〇○洞", "一壹幺弌", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒拐", "八捌", "九玖勾",
    ]
}
