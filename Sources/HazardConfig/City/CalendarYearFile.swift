package import HazardCore
internal import Wording

/// Reads one year of a calendar, such as `2026.yaml`: the weekdays off and the weekend days worked.
struct CalendarYearFile {
    /// The year in the file's name.
    let year: Int
    let problems: ProblemCollector

    func read(_ root: YamlNode) -> WorkingYear {
        var workingYear = WorkingYear(year: year)
        guard let fields = Fields(root, path: "", known: ["year", "source", "off", "worked"], problems: problems) else {
            return workingYear
        }
        _ = fields.requiredText("source")
        if let written = fields.integer("year", in: 1...9999, required: true), written != year {
            problems.add(
                at: fields.place(of: "year"), "year", value: "\(written)",
                LocalText(zh: "与文件名中的 \(year) 不符", en: "the file's name says \(year)"),
                hint: LocalText(zh: "两者必有一错", en: "one of the two is wrong"))
        }
        // Every listed day, including the weekend days of a range: no day may be listed twice.
        var listed: [CivilDate: ConfigPlace] = [:]
        for item in fields.items("off", required: true) ?? [] {
            let days = days(item.node, item.path, &listed)
            checkEnds(days, item.node, item.path)
            workingYear.off.formUnion(days.filter { $0.weekday <= 5 })
        }
        for item in fields.items("worked") ?? [] {
            let days = days(item.node, item.path, &listed)
            if let weekday = days.first(where: { $0.weekday <= 5 }) {
                problems.add(
                    at: item.node.place, item.path, value: item.node.text,
                    LocalText(
                        zh: "\(weekday.text) 是\(weekday.weekdayName.zh)，本来就上班",
                        en: "\(weekday.text) is a \(weekday.weekdayName.en), which is already a working day"),
                    hint: LocalText(
                        zh: "这里只写上班的周末；放假的工作日写在 off 下",
                        en: "list weekend days only; a weekday without work belongs under off"))
            }
            workingYear.worked.formUnion(days.filter { $0.weekday > 5 })
        }
        return workingYear
    }

    /// A single day off, and both ends of a range, must be weekdays: a weekend day there is a typing error.
    private func checkEnds(_ days: [CivilDate], _ node: YamlNode, _ path: String) {
        guard let end = [days.first, days.last].compactMap(\.self).first(where: { $0.weekday > 5 }) else { return }
        problems.add(
            at: node.place, path, value: node.text,
            LocalText(
                zh: "\(end.text) 是\(end.weekdayName.zh)，本来就放假",
                en: "\(end.text) is a \(end.weekdayName.en), which is already a day off"),
            hint: LocalText(
                zh: "删去此日；周末只能出现在区间中间", en: "leave it out; weekend days are allowed only inside a range"))
    }

    /// The days of `2026-10-01` or `2026-10-01..2026-10-07`; none, with a problem, for any other text.
    private func days(_ node: YamlNode, _ path: String, _ listed: inout [CivilDate: ConfigPlace]) -> [CivilDate] {
        func refuse(_ problem: LocalText, hint: LocalText? = nil) -> [CivilDate] {
            problems.add(at: node.place, path, value: node.text, problem, hint: hint)
            return []
        }
        let form = LocalText(
            zh: "写成 2026-10-01，区间写成 2026-10-01..2026-10-07",
            en: "write 2026-10-01, or 2026-10-01..2026-10-07 for a range")
        guard let text = node.text else {
            return refuse(.mustBe(LocalText(zh: "日期", en: "a date"), not: node), hint: form)
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isRange = parts.count == 3 && parts[1].isEmpty
        guard parts.count == 1 || isRange, let first = CivilDate(text: parts[0]),
            let last = CivilDate(text: parts[parts.count - 1])
        else { return refuse(LocalText(zh: "不是日期", en: "is not a date"), hint: form) }
        guard first.year == year, last.year == year else {
            return refuse(
                LocalText(zh: "不在 \(year) 年", en: "is not in \(year)"),
                hint: LocalText(zh: "日期要写在它那一年的文件里", en: "a day belongs in the file of its year"))
        }
        guard first <= last else { return refuse(LocalText(zh: "结束早于开始", en: "ends before it begins")) }
        let days = (first.daysSince1970...last.daysSince1970).map(CivilDate.init(daysSince1970:))
        if let again = days.first(where: { listed[$0] != nil }), let place = listed[again] {
            return refuse(
                LocalText(zh: "\(again.text) 重复列出", en: "\(again.text) is already listed"),
                hint: .firstIsOnLine(place.line))
        }
        for day in days { listed[day] = node.place }
        return days
    }
}

extension CivilDate {
    /// Reads `2026-10-01`; nil for any other text and for a date that does not exist.
    package init?(text: Substring) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var text: String {
        func padded(_ number: Int, to width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).utf8.count)) + String(number)
        }
        return padded(year, to: 4) + "-" + padded(month, to: 2) + "-" + padded(day, to: 2)
    }

    fileprivate var weekdayName: LocalText {
        [
            LocalText(zh: "星期一", en: "Monday"), LocalText(zh: "星期二", en: "Tuesday"),
            LocalText(zh: "星期三", en: "Wednesday"), LocalText(zh: "星期四", en: "Thursday"),
            LocalText(zh: "星期五", en: "Friday"), LocalText(zh: "星期六", en: "Saturday"),
            LocalText(zh: "星期日", en: "Sunday"),
        ][weekday - 1]
    }
}
