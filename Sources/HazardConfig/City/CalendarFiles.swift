internal import HazardCore
internal import Wording

/// Builds the working calendar from the files of a directory: `shifts.yaml`, and one file for each year such as `2026.yaml`.
struct CalendarFiles {
    static let shiftsName = "shifts.yaml"

    let directory: String
    let zone: ZoneOffset
    let problems: ProblemCollector
    private var shifts = Shift.usual
    private var years: [WorkingYear] = []

    init(directory: String, zone: ZoneOffset, problems: ProblemCollector) {
        self.directory = directory
        self.zone = zone
        self.problems = problems
    }

    /// Adds one file's tree; nil when it could not be read, which is already reported.
    mutating func add(_ root: YamlNode?, name: String, path: String) {
        if name == Self.shiftsName {
            if let root { shifts = ShiftsFile.read(root, problems) }
        } else if let year = Self.year(named: name) {
            if let root { years.append(CalendarYearFile(year: year, problems: problems).read(root)) }
        } else {
            problems.add(
                at: ConfigPlace(file: path), "", value: name,
                LocalText(zh: "不是日历文件", en: "is not a file of a calendar"),
                hint: LocalText(
                    zh: "年份文件名如 2026.yaml，班次写在 \(Self.shiftsName)",
                    en: "a year's file is named like 2026.yaml, the shifts are in \(Self.shiftsName)"))
        }
    }

    /// The calendar of the files added. A year without a file has its weekends off (`WorkingCalendar.yearWanted` says
    /// which file should come).
    var calendar: WorkingCalendar { WorkingCalendar(zone: zone, shifts: shifts, years: years) }

    /// The year of `2026.yaml`.
    private static func year(named name: String) -> Int? {
        let stem = name.dropLast(".yaml".count)
        guard stem.utf8.count == 4, stem.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(stem)
    }
}

/// Reads `shifts.yaml`: the working hours of a working day.
enum ShiftsFile {
    static func read(_ root: YamlNode, _ problems: ProblemCollector) -> [Shift] {
        guard let file = Fields(root, path: "", known: ["shifts"], problems: problems),
            let items = file.items("shifts", required: true)
        else { return Shift.usual }
        var shifts: [Shift] = []
        for item in items {
            guard let text = item.node.text, let shift = Shift(text) else {
                problems.add(
                    at: item.node.place, item.path, value: item.node.text,
                    LocalText(zh: "不是班次", en: "is not a shift"),
                    hint: LocalText(
                        zh: "写成 08:00-12:00；跨午夜的分成两段：22:00-24:00 和 00:00-06:00",
                        en: "write 08:00-12:00; one over midnight is two, 22:00-24:00 and 00:00-06:00"))
                continue
            }
            if let last = shifts.last, shift.start < last.end {
                problems.add(
                    at: item.node.place, item.path, value: text,
                    shift.end <= last.start
                        ? LocalText(zh: "排在 \(last) 之后", en: "is listed after \(last)")
                        : LocalText(zh: "与 \(last) 重叠", en: "overlaps \(last)"),
                    hint: LocalText(
                        zh: "按一天的先后书写班次，前一班结束后再开始下一班",
                        en: "write the shifts in the order of the day; each begins when the one before it has ended"))
            }
            shifts.append(shift)
        }
        if items.isEmpty {
            problems.add(
                at: root.place, "shifts", .mustNameOne,
                hint: LocalText(zh: "例如 08:00-12:00", en: "such as 08:00-12:00"))
        }
        return shifts
    }
}
