package import Wording

/// What would be right in the place of a fault.
///
/// A fault stores the case with its arguments; `text` builds the phrase when a person reads the fault.
package enum JSONExpectation: Hashable, Sendable {
    // A value of one kind.
    case value, object, array, string, number, bool, wholeNumber, wholeNumberWithoutFraction
    /// A whole number that an `Int64` holds.
    case int64
    /// A number that a `Double` holds.
    case double
    indirect case wholeNumberIn(ClosedRange<Int>)
    indirect case numberIn(ClosedRange<Double>)

    // The size of a value: Unicode scalars, elements, levels of objects and arrays.
    indirect case characters(atMost: Int)
    indirect case charactersIn(ClosedRange<Int>)
    indirect case elements(atMost: Int)
    indirect case levels(atMost: Int)

    // Names.
    indirect case oneOf([String])
    indirect case atLeastOneOf([String])
    /// The field of this name, which is missing.
    indirect case field(String)
    case eachFieldOnce

    /// What the grammar of JSON wants.
    case syntax(JSONSyntax)
    /// The phrase of a decoder outside this module.
    indirect case phrase(LocalText)

    /// The expectation as a noun phrase.
    package var text: LocalText {
        switch self {
        case .value: LocalText(zh: "一个值", en: "a value")
        case .object: LocalText(zh: "对象", en: "an object")
        case .array: LocalText(zh: "数组", en: "an array")
        case .string: LocalText(zh: "字符串", en: "a string")
        case .number: LocalText(zh: "数字", en: "a number")
        case .bool: LocalText(zh: "true 或 false", en: "true or false")
        case .wholeNumber: LocalText(zh: "整数", en: "a whole number")
        case .wholeNumberWithoutFraction:
            LocalText(zh: "不带小数和指数的整数", en: "a whole number without fraction or exponent")
        case .int64: LocalText(zh: "-2^63 至 2^63-1 的整数", en: "a whole number from -2^63 to 2^63-1")
        case .double: LocalText(zh: "64 位浮点数范围内的数字", en: "a number that fits 64-bit floating point")
        case .wholeNumberIn(let range):
            LocalText(
                zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        case .numberIn(let range):
            LocalText(
                zh: "\(range.lowerBound) 至 \(range.upperBound) 的数字",
                en: "a number from \(range.lowerBound) to \(range.upperBound)")
        case .characters(let limit): LocalText(zh: "至多 \(limit) 个字符", en: "at most \(limit) characters")
        case .charactersIn(let range):
            LocalText(
                zh: "\(range.lowerBound) 至 \(range.upperBound) 个字符",
                en: "\(range.lowerBound) to \(range.upperBound) characters")
        case .elements(let limit): LocalText(zh: "至多 \(limit) 个元素", en: "at most \(limit) elements")
        case .levels(let limit): LocalText(zh: "至多 \(limit) 层", en: "at most \(limit) levels")
        case .oneOf(let names):
            LocalText(zh: "\(names.joined(separator: "、")) 之一", en: "one of \(names.joined(separator: ", "))")
        case .atLeastOneOf(let names):
            LocalText(
                zh: "\(names.joined(separator: "、")) 中至少一项",
                en: "at least one of \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")")
        case .field(let name): LocalText(zh: "字段 \(name)", en: "the field \(name)")
        case .eachFieldOnce: LocalText(zh: "每个字段一次", en: "each field once")
        case .syntax(let syntax): syntax.text
        case .phrase(let phrase): phrase
        }
    }
}

/// What the grammar of JSON wants next (RFC 8259).
package enum JSONSyntax: CaseIterable, Sendable {
    case value, oneValueOnly, plainUTF8
    case commaOrBrace, commaOrBracket, valueOrBracket, fieldName, fieldNameOrBrace, colon
    case endOfString, escape, knownEscape, surrogatePair, fourHexDigits
    case digit, digitAfterSign, noLeadingZero

    /// The expectation as a noun phrase.
    package var text: LocalText {
        switch self {
        case .value: LocalText(zh: "一个值", en: "a value")
        case .oneValueOnly: LocalText(zh: "仅一个值", en: "one value only")
        case .plainUTF8: LocalText(zh: "无标记的 UTF-8", en: "plain UTF-8")
        case .commaOrBrace: LocalText(zh: "“,”或“}”", en: "‘,’ or ‘}’")
        case .commaOrBracket: LocalText(zh: "“,”或“]”", en: "‘,’ or ‘]’")
        case .valueOrBracket: LocalText(zh: "一个值或“]”", en: "a value or ‘]’")
        case .fieldName: LocalText(zh: "带引号的字段名", en: "a field name in quotes")
        case .fieldNameOrBrace: LocalText(zh: "带引号的字段名或“}”", en: "a field name in quotes or ‘}’")
        case .colon: LocalText(zh: "字段名后的“:”", en: "‘:’ after the field name")
        case .endOfString: LocalText(zh: "字符串的结尾", en: "the end of the string")
        case .escape: LocalText(zh: "转义", en: "an escape")
        case .knownEscape:
            LocalText(
                zh: #"\" \\ \/ \b \f \n \r \t \uXXXX 之一"#, en: #"one of \" \\ \/ \b \f \n \r \t \uXXXX"#)
        case .surrogatePair: LocalText(zh: "一对代理项，先高后低", en: "a pair of surrogates, high then low")
        case .fourHexDigits: LocalText(zh: "四位十六进制数字", en: "four hexadecimal digits")
        case .digit: LocalText(zh: "一位数字", en: "a digit")
        case .digitAfterSign:
            LocalText(zh: "正负号、小数点、指数之后有数字", en: "a digit after the sign, the point and the exponent")
        case .noLeadingZero: LocalText(zh: "没有前导零", en: "no leading zero")
        }
    }
}
