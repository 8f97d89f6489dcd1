/// The class of a character for the search for contact data.
struct ContactMark: Equatable {
    enum Kind: UInt8 {
        case other
        /// A decimal digit of any script and width.
        case digit
        /// A Chinese numeral for one digit, as written, as stamped or as spoken, or a digit in a circle and the like.
        case numeral
        /// A Latin letter in either width.
        case letter
        /// A separator inside numbers, or an invisible character.
        case gap
        /// A mark that separates parts of a number as well as items of a list.
        case point
        case colon
        /// Any other mark or symbol.
        case sign
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

    /// The class of a scalar.
    static func of(_ scalar: Unicode.Scalar, _ table: [ContactMark]) -> ContactMark {
        scalar.value < 0x10000 ? table[Int(scalar.value)] : beyond(scalar)
    }

    /// The classes by scalar of the first plane.
    static let table: [ContactMark] = {
        var table = [ContactMark](repeating: ContactMark(.other), count: 0x10000)
        for value in 0..<0x10000 {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            table[value] = usual(scalar)
        }
        func set(_ characters: String, _ kind: Kind) {
            for scalar in characters.unicodeScalars where scalar.value < 0x10000 {
                table[Int(scalar.value)] = ContactMark(kind)
            }
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
        // Zero-width characters and directions, and those that turn a digit into an emoji.
        for scalar in [0x00AD, 0x2060, 0xFEFF, 0xFE0F, 0x20E3] { table[scalar] = ContactMark(.gap) }
        for scalar in [0x202A...0x202E, 0x2066...0x2069].joined() { table[scalar] = ContactMark(.gap) }
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

    /// The class by the properties of Unicode: digits of all scripts, digits with a frame or as a letter (circled,
    /// superscript, Suzhou), marks and symbols.
    private static func usual(_ scalar: Unicode.Scalar) -> ContactMark {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .decimalNumber: return digit(.digit, properties)
        case .otherNumber, .letterNumber: return digit(.numeral, properties)
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            return ContactMark(.sign)
        default: return ContactMark(.other)
        }
    }

    private static func digit(_ kind: Kind, _ properties: Unicode.Scalar.Properties) -> ContactMark {
        guard let number = properties.numericValue, (0...9).contains(number), number == number.rounded() else {
            return ContactMark(.sign)
        }
        return ContactMark(kind, value: UInt8(number))
    }

    /// The class of a scalar beyond the first plane: mathematical digits, other digits, emoji, ideographs.
    private static func beyond(_ scalar: Unicode.Scalar) -> ContactMark {
        switch scalar.value {
        case 0x1D7CE...0x1D7FF: ContactMark(.digit, value: UInt8((scalar.value - 0x1D7CE) % 10))
        case 0x1F1E6...0x1FAFF: ContactMark(.sign)
        case 0x20000...: ContactMark(.other)
        default: usual(scalar)
        }
    }
}
