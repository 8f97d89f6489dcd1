import CommandArguments
import HazardCore
import HazardWire
internal import Wording

/// The forms of the values that several commands take. The server would find nothing for a value of another form, which
/// looks like an answer.
extension ValueForm {
    static let identifier = ValueForm(Identifier.form, accepts: Identifier.isValid)

    static let caseID = ValueForm(
        LocalText(zh: "案卷编号，如 20261122-03-000123", en: "a case id such as 20261122-03-000123"),
        accepts: { CaseID($0) != nil })

    static let timeOrAge = ValueForm(
        LocalText(
            zh: "时间（\(TimeText.form.zh)）、日期（2026-11-01），或多久以前（30m、1h、7d）",
            en: "a time (\(TimeText.form.en)), a day (2026-11-01), or how long ago (30m, 1h, 7d)"),
        accepts: { TimeText.parse($0) != nil || TimeOption.isDay($0) || TimeOption.age($0) != nil })

    static let district = ValueForm(
        LocalText(
            zh: "1 至 12 位字母或数字的行政区划代码，如 510185", en: "a district's code of 1 to 12 letters or digits, such as 510185"),
        accepts: AreaPattern.isDistrictCode)

    /// The whole keyed hash, with or without the id of its key.
    static let account = ValueForm(
        LocalText(
            zh: "完整的账户散列（32 或 64 位十六进制，可带 hmac:密钥编号: 前缀），见 `hazard rewards --json`",
            en: "the whole hash of an account (32 or 64 hexadecimal digits, perhaps after hmac:KEY:), as "
                + "`hazard rewards --json` shows it"),
        accepts: { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard let hash = parts.last, [32, 64].contains(hash.utf8.count),
                parts.count == 1 || (parts.count == 3 && parts[0] == "hmac" && !parts[1].isEmpty)
            else { return false }
            return hash.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        })
}

/// The value of an option that names a time in the past.
enum TimeOption {
    /// The time in the format of the server; a day stays a day.
    static func written(_ text: String, _ zone: ZoneText) -> String {
        guard let age = age(text) else { return text }
        return TimeText.text(ZoneText.clock.adding(milliseconds: -age), zone.zone)
    }

    /// Milliseconds of `30s`, `30m`, `1h`, `7d` or `2w`; nil for anything else.
    static func age(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let last = text.last, let unit = units[last], text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }),
            let count = Int64(text.dropLast()), count <= 100_000
        else { return nil }
        return count * unit * 1000
    }

    static func isDay(_ text: String) -> Bool { day(text) != nil }

    private static func day(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2]
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// The time that the value names; of a day its beginning.
    ///
    /// - Throws: `CommandFault` for a value that `ValueForm.timeOrAge` refuses.
    static func instant(_ text: String, _ zone: ZoneText) throws(CommandFault) -> Instant {
        if let day = day(text) { return zone.zone.startOfDay(day) }
        guard let instant = TimeText.parse(written(text, zone)) else {
            throw CommandFault(.usage, zh: "“\(text)”不是时间", en: "\"\(text)\" is no time")
        }
        return instant
    }
}
