internal import Wording

/// The texts that several readers use.
extension LocalText {
    static let missing = LocalText(zh: "缺少此项", en: "is missing")
    static let noValue = LocalText(zh: "没有值", en: "has no value")
    static let empty = LocalText(zh: "不能为空", en: "must not be empty")
    static let unknownKey = LocalText(zh: "未知的键", en: "unknown key")
    static let duplicateKey = LocalText(zh: "键重复", en: "the key is given twice")
    static let unknownCategory = LocalText(zh: "没有这个类别", en: "no such category")
    static let listedTwice = LocalText(zh: "重复列出", en: "is listed twice")
    static let secretTooShort = LocalText(zh: "太短，不能用作密钥", en: "is too short to be a secret")
    static let mustNameOne = LocalText(zh: "至少要有一项", en: "must name at least one")
    static let giveOnlyOne = LocalText(zh: "两者只保留一个", en: "give only one of them")

    /// The requirement of an identifier, as a noun.
    static let identifier = LocalText(
        zh: "1 至 64 个字母、数字、点、短横线或下划线", en: "1 to 64 letters, digits, dots, dashes or underscores")

    /// `must be` and a noun.
    static func mustBe(_ noun: LocalText) -> LocalText {
        LocalText(zh: "应为" + spaced(noun.zh), en: "must be \(noun.en)")
    }

    /// `must be` a noun, `not` the kind of this node.
    static func mustBe(_ noun: LocalText, not node: YamlNode) -> LocalText {
        LocalText(zh: "应为\(spaced(noun.zh))，不能是\(node.kind.zh)", en: "must be \(noun.en), not \(node.kind.en)")
    }

    /// Chinese text is set off by a space from letters and digits that follow it.
    private static func spaced(_ chinese: String) -> String {
        chinese.utf8.first.map { $0 < 0x80 } == true ? " " + chinese : chinese
    }

    static func wholeNumber(from least: Int, to most: Int) -> LocalText {
        LocalText(zh: "\(least) 至 \(most) 的整数", en: "a whole number from \(least) to \(most)")
    }

    static func oneOf(_ names: [String]) -> LocalText {
        LocalText(zh: "下列之一：\(names.joined(separator: "、"))", en: "one of \(names.joined(separator: ", "))")
    }

    static func knownKeys(_ names: [String]) -> LocalText {
        LocalText(zh: "可用的键：\(names.joined(separator: "、"))", en: "known keys are \(names.joined(separator: ", "))")
    }

    /// The conditions of a category, as a hint.
    static func conditions(_ codes: [String]) -> LocalText {
        LocalText(
            zh: "该类别的立案条件：\(codes.joined(separator: "、"))", en: "its conditions are \(codes.joined(separator: ", "))")
    }

    static func noSuchCondition(in category: String) -> LocalText {
        LocalText(zh: "类别 \(category) 没有这个立案条件", en: "category \(category) has no such condition")
    }

    /// How long a secret must be, as a hint.
    static func leastBytes(_ bytes: Int) -> LocalText {
        LocalText(
            zh: "至少 \(bytes) 字节，可用 `openssl rand -hex 32` 生成",
            en: "give at least \(bytes) bytes, such as the output of: openssl rand -hex 32")
    }

    static func alsoGiven(_ key: String) -> LocalText {
        LocalText(zh: "同时给出了 \(key)", en: "\(key) is given too")
    }

    static func cannotBeRead(_ reason: LocalText) -> LocalText {
        LocalText(zh: "无法读取：\(reason.zh)", en: "cannot be read: \(reason.en)")
    }

    /// Where the first of two equals is.
    static func firstIsOnLine(_ line: Int) -> LocalText {
        LocalText(zh: "第一处在第 \(line) 行", en: "the first is on line \(line)")
    }
}
