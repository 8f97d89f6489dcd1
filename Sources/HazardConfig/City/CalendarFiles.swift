internal import HazardCore

/// Makes the working calendar from the trees of a directory: `shifts.yaml`, and one file a year such as `2026.yaml`.
struct CalendarFiles {
    static let shiftsName = "shifts.yaml"

    let directory: String
    let zone: ZoneOffset
    let findings: Findings
    private var shifts = Shift.usual
    private var years: [WorkingYear] = []
    /// The years that have a file, readable or not.
    private var named: Set<Int> = []

    init(directory: String, zone: ZoneOffset, findings: Findings) {
        self.directory = directory
        self.zone = zone
        self.findings = findings
    }

    /// Takes one file's tree; nil when it could not be read, which is among the findings.
    mutating func take(_ root: YamlNode?, name: String, path: String) {
        if name == Self.shiftsName {
            if let root { shifts = ShiftsFile.read(root, findings) }
        } else if let year = Self.year(named: name) {
            named.insert(year)
            if let root { years.append(CalendarYearFile(year: year, findings: findings).read(root)) }
        } else {
            findings.add(
                at: ConfigPlace(file: path), "", value: name, "is no file of a calendar",
                hint: "a year is named as 2026.yaml, the shifts are in \(Self.shiftsName)")
        }
    }

    /// The calendar of what was taken. Years must follow one another, and `today`'s must be among them.
    func calendar(today: CivilDate?) -> WorkingCalendar {
        if let first = named.min(), let last = named.max() {
            let gap = (first...last).first { !named.contains($0) }
            if let gap { missing(gap, "years before and after it are here") }
            if let today, !named.contains(today.year), today.year != gap {
                missing(today.year, "it is the current year")
            }
        } else {
            missing(today?.year, "limits in wh and wd need it")
        }
        return WorkingCalendar(zone: zone, shifts: shifts, years: years)
    }

    private func missing(_ year: Int?, _ why: String) {
        let name = year.map { "\($0).yaml" } ?? "file of a year, such as 2026.yaml"
        findings.add(
            at: ConfigPlace(file: directory), "policy.calendar", "there is no \(name): " + why,
            hint: "add it, with the weekdays off and the weekend days worked")
    }

    /// The year of `2026.yaml`.
    private static func year(named name: String) -> Int? {
        let stem = name.dropLast(".yaml".count)
        guard stem.utf8.count == 4, stem.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(stem)
    }
}

/// Reads `shifts.yaml`: when the city works on a working day.
enum ShiftsFile {
    static func read(_ root: YamlNode, _ findings: Findings) -> [Shift] {
        guard let file = Fields(root, path: "", known: ["shifts"], findings: findings),
            let items = file.items("shifts", required: true)
        else { return Shift.usual }
        var shifts: [Shift] = []
        for item in items {
            guard let text = item.node.text, let shift = Shift(text) else {
                findings.add(
                    at: item.node.place, item.path, value: item.node.text, "is not a shift",
                    hint: "write 08:00-12:00; one over midnight is two, 22:00-24:00 and 00:00-06:00")
                continue
            }
            if let last = shifts.last, shift.start < last.end {
                findings.add(
                    at: item.node.place, item.path, value: text,
                    shift.end <= last.start ? "stands after \(last)" : "overlaps \(last)",
                    hint: "write the shifts in the order of the day, each beginning when the last has ended")
            }
            shifts.append(shift)
        }
        if items.isEmpty {
            findings.add(at: root.place, "shifts", "must name at least one", hint: "such as 08:00-12:00")
        }
        return shifts
    }
}
