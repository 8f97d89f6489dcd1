internal import ChineseText
internal import HazardCore
internal import Wording

/// How one kind of setting is read from text and written as text.
struct SettingKind<Value> {
    /// A noun that completes the sentence `must be …`.
    var requirement: LocalText
    var parse: (String) -> Value?
    var show: (Value) -> String
    /// The known names, for `did you mean …?`.
    var names: [String] = []
}

extension SettingKind where Value == String {
    static var text: Self { Self(requirement: LocalText(zh: "文本", en: "a text"), parse: { $0 }, show: { $0 }) }

    static var identifier: Self {
        Self(requirement: .identifier, parse: { Fields.isIdentifier($0) ? $0 : nil }, show: { $0 })
    }

    static var topic: Self {
        Self(
            requirement: LocalText(
                zh: "Kafka 主题名，即 1 至 249 个字母、数字、点、短横线或下划线",
                en: "a Kafka topic name of 1 to 249 letters, digits, dots, dashes or underscores"),
            parse: { TopicSettings.isLegalName($0) ? $0 : nil }, show: { $0 })
    }

    /// `host:port`, the port not 0.
    static var server: Self {
        Self(
            requirement: LocalText(
                zh: "主机:端口，如 kafka-1.example:9092", en: "host:port, such as kafka-1.example:9092"),
            parse: { text in APIAddress(text).flatMap { $0.port > 0 ? text : nil } }, show: { $0 })
    }
}

extension SettingKind where Value == Bool {
    static var flag: Self {
        let values = ["true": true, "false": false]
        return Self(requirement: .oneOf(["true", "false"]), parse: { values[$0] }, show: { "\($0)" })
    }
}

extension SettingKind where Value == MaskingPattern {
    static var maskingPattern: Self {
        Self(
            requirement: LocalText(
                zh: "至少四个符号、其中三位以上数字的式样，如 DD-#####（# 数字，@ 字母，+ 重复前一符号）",
                en:
                    "a pattern of at least four signs, three of them digits, such as DD-##### (# a digit, @ a letter, + "
                    + "repeats the sign before it)"),
            parse: { MaskingPattern($0) }, show: \.text)
    }
}

extension SettingKind where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            requirement: .wholeNumber(from: range.lowerBound, to: range.upperBound),
            parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }, show: { "\($0)" })
    }
}

extension SettingKind where Value == Duration {
    /// A duration between two others, which are given as text.
    static func duration(_ least: String, _ most: String) -> Self {
        let range = (DurationText.duration(least) ?? .zero)...(DurationText.duration(most) ?? .milliseconds(Int64.max))
        return Self(
            requirement: LocalText(
                zh: "\(least) 至 \(most) 的时长，写作 180d、12h、30m、45s 或 250ms",
                en: "a duration from \(least) to \(most), such as 180d, 12h, 30m, 45s or 250ms"),
            parse: { text in DurationText.duration(text).flatMap { range.contains($0) ? $0 : nil } },
            show: DurationText.text)
    }
}

extension SettingKind where Value == APIAddress {
    static var address: Self {
        Self(
            requirement: LocalText(
                zh: "地址:端口，如 127.0.0.1:8421 或 [::1]:8421",
                en: "address:port, such as 127.0.0.1:8421 or [::1]:8421"),
            parse: { APIAddress($0) }, show: \.description)
    }
}

extension SettingKind where Value == NetworkRange {
    static var network: Self {
        Self(
            requirement: LocalText(
                zh: "IP 地址或网段，如 10.0.0.7、10.0.0.0/8 或 ::1",
                en: "an IP address or a network, such as 10.0.0.7, 10.0.0.0/8 or ::1"),
            parse: { NetworkRange($0) }, show: \.description)
    }
}

extension SettingKind where Value == ZoneOffset {
    /// `+08:00`; at most 14 hours before or after UTC.
    static var zone: Self {
        Self(
            requirement: LocalText(zh: "与 UTC 的时差，如 +08:00", en: "an offset from UTC such as +08:00"),
            parse: parseZone, show: showZone)
    }

    private static func parseZone(_ text: String) -> ZoneOffset? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), bytes[0] == 0x2B || bytes[0] == 0x2D else { return nil }
        let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }), digits[2] < 6 else { return nil }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        guard minutes <= 14 * 60 else { return nil }
        return ZoneOffset(minutes: bytes[0] == 0x2D ? -minutes : minutes)
    }

    private static func showZone(_ zone: ZoneOffset) -> String {
        let minutes = abs(zone.minutes)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(zone.minutes < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

extension SettingKind where Value: RawRepresentable<String> & CaseIterable {
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        return Self(
            requirement: .oneOf(names), parse: { Value(rawValue: $0) }, show: \.rawValue, names: names)
    }
}
