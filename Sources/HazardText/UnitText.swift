internal import ChineseText
package import HazardCore
internal import Wording

/// Texts of limits and durations.
extension CaseWords {
    /// A limit with its clock: `2 h round the clock`, 2小时（昼夜计）.
    package func limit(_ limit: Limit) -> String {
        let amount = limit.amount
        return switch limit.clock {
        case .m: language(zh: "\(amount)分钟", en: "\(amount) min")
        case .uh: language(zh: "\(amount)小时（昼夜计）", en: "\(amount) h round the clock")
        case .ud: language(zh: "\(amount)天（昼夜计）", en: "\(amount) days round the clock")
        case .wh: language(zh: "\(amount)小时（工作时间）", en: "\(amount) working hours")
        case .wd: language(zh: "\(amount)个工作日", en: "\(amount) working days")
        }
    }

    /// A duration in one unit, rounded: `40 s`, `12 min`, `5 h`, `3 days`.
    package func span(_ duration: Duration) -> String {
        let seconds = max(0, duration.milliseconds) / 1000
        if seconds < 120 { return language(zh: "\(seconds) 秒", en: "\(seconds) s") }
        if seconds < 7200 { return language(zh: "\(seconds / 60) 分钟", en: "\(seconds / 60) min") }
        if seconds < 172_800 { return language(zh: "\(seconds / 3600) 小时", en: "\(seconds / 3600) h") }
        return language(zh: "\(seconds / 86_400) 天", en: "\(seconds / 86_400) days")
    }

    /// Points in decimal form: 650 is `6.5`.
    package func points(_ points: Int) -> String { TextClassification.decimal(points) }
}
