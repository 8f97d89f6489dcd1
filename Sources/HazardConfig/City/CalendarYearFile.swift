internal import HazardCore

/// Reads one year of a calendar, such as `2026.yaml`: the weekdays off and the weekend days worked.
struct CalendarYearFile {
    /// The year in the file's name.
    let year: Int
    let findings: Findings

    func read(_ root: YamlNode) -> WorkingYear {
        var known = WorkingYear(year: year)
        guard let fields = Fields(root, path: "", known: ["year", "source", "off", "worked"], findings: findings) else {
            return known
        }
        _ = fields.requiredText("source")
        if let written = fields.integer("year", in: 1...9999, required: true), written != year {
            findings.add(
                at: fields.node["year"]?.place ?? root.place, "year", value: "\(written)",
                "the file's name says \(year)", hint: "one of the two is wrong")
        }
        // Every day that was listed, weekends inside a range too: a day is listed once, whatever it is.
        var listed: [CivilDate: ConfigPlace] = [:]
        for item in fields.items("off", required: true) ?? [] {
            let days = days(item.node, item.path, &listed)
            checkEnds(days, item.node, item.path)
            known.off.formUnion(days.filter { $0.weekday <= 5 })
        }
        for item in fields.items("worked") ?? [] {
            let days = days(item.node, item.path, &listed)
            if let weekday = days.first(where: { $0.weekday <= 5 }) {
                findings.add(
                    at: item.node.place, item.path, value: item.node.text,
                    "\(weekday.text) is a \(weekday.weekdayName), which is worked anyhow",
                    hint: "list weekend days only; a weekday that is not worked belongs under off")
            }
            known.worked.formUnion(days.filter { $0.weekday > 5 })
        }
        return known
    }

    /// A single day off, or either end of a range, must be a weekday: a weekend there is a slip of the pen.
    private func checkEnds(_ days: [CivilDate], _ node: YamlNode, _ path: String) {
        guard let end = [days.first, days.last].compactMap(\.self).first(where: { $0.weekday > 5 }) else { return }
        findings.add(
            at: node.place, path, value: node.text, "\(end.text) is a \(end.weekdayName), which is off anyhow",
            hint: "leave it out; only inside a range may weekend days stand")
    }

    /// The days of `2026-10-01` or `2026-10-01..2026-10-07`; none, with a finding, when that is not what it says.
    private func days(_ node: YamlNode, _ path: String, _ listed: inout [CivilDate: ConfigPlace]) -> [CivilDate] {
        func refuse(_ problem: String, hint: String? = nil) -> [CivilDate] {
            findings.add(at: node.place, path, value: node.text, problem, hint: hint)
            return []
        }
        let form = "write 2026-10-01, or 2026-10-01..2026-10-07 for a range"
        guard let text = node.text else { return refuse("must be a date, not \(node.kind)", hint: form) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isRange = parts.count == 3 && parts[1].isEmpty
        guard parts.count == 1 || isRange, let first = CivilDate(text: parts[0]),
            let last = CivilDate(text: parts[parts.count - 1])
        else { return refuse("is not a date", hint: form) }
        guard first.year == year, last.year == year else {
            return refuse("is not in \(year)", hint: "a day belongs in the file of its year")
        }
        guard first <= last else { return refuse("ends before it begins") }
        let days = (first.daysSince1970...last.daysSince1970).map(CivilDate.init(daysSince1970:))
        if let again = days.first(where: { listed[$0] != nil }), let place = listed[again] {
            return refuse("\(again.text) is listed already", hint: "it is on line \(place.line)")
        }
        for day in days { listed[day] = node.place }
        return days
    }
}

extension CivilDate {
    /// Reads `2026-10-01`; nil for anything else, a date that does not exist included.
    fileprivate init?(text: Substring) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    fileprivate var text: String {
        func padded(_ number: Int, to width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).utf8.count)) + String(number)
        }
        return padded(year, to: 4) + "-" + padded(month, to: 2) + "-" + padded(day, to: 2)
    }

    fileprivate var weekdayName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday - 1]
    }
}
