import CommandArguments
import HazardCore
internal import HazardStatistics
internal import HazardText
import JSONText
internal import Wording

/// Figures as a page of text: each with its value and the counts that it was computed from.
struct StatsPage {
    let answer: JSONValue
    let zone: ZoneText
    let words: AnswerWords
    let showsFormulas: Bool

    /// The figures shown as columns for groups. `--json` has all of them.
    private static let sideBySide: [KPI] = [
        .closingRate, .onTimeRate, .overdueRate, .responseRate, .returnRate, .reworkRate, .departmentScore,
    ]

    var text: String {
        var lines = head
        let kpis = answer["kpis"]?.array ?? []
        for clock in KPIClock.allCases {
            let rows = kpis.filter { $0["clock"]?.string == clock.rawValue }.map(row)
            if !rows.isEmpty { lines += ["", title(clock)] + TextTable.lines(rows).map { "  " + $0 } }
        }
        lines += groups + models + left
        return lines.joined(separator: "\n")
    }

    // MARK: - Heading

    private var head: [String] {
        let window = zone.text(answer["from"]) + " – " + zone.text(answer["to"])
        let asked = words("截至 ", "as of ") + zone.text(answer["as_of"])
        let filters = (answer["filters"]?.object ?? []).compactMap { member in
            member.value.line.map { words.grouping(member.key) + words("：", "=") + $0 }
        }
        return [([window, asked] + filters).joined(separator: "  "), counts(of: answer)]
    }

    private func counts(of value: JSONValue) -> String {
        let counts = value["counts"]
        func count(_ zh: String, _ en: String, _ name: String) -> String {
            words(zh, en) + " \(counts?[name]?.int ?? 0)"
        }
        let states = (counts?["opened_by_state"]?.object ?? []).map { member in
            words.state(member.key) + " \(member.value.int ?? 0)"
        }
        let parts = [
            count("案卷", "cases", "cases"), count("上报", "reports", "received_reports"),
            count("有效线索", "valid", "valid_reports"), count("上报人", "reporters", "active_reporters"),
        ]
        let opened = states.isEmpty ? "" : words("；本期立案：", "; opened: ") + words.list(states)
        return parts.joined(separator: words("，", ", ")) + opened
    }

    private func title(_ clock: KPIClock) -> String {
        switch clock {
        case .received: words("按收到时间", "By the time of receipt")
        case .dueOrClosed: words("按到期或结案时间", "By deadline or end")
        case .closed: words("按结案时间", "By the time of closing")
        case .present: words("当前", "Now")
        }
    }

    // MARK: - Figures

    private func row(_ kpi: JSONValue) -> [String] {
        let target = kpi["target"]?.double.map { words("目标 ≥", "target ≥") + FigureText.number($0) }
        let known = kpi["id"]?.string.flatMap(KPI.init)
        let formula = words.language == .zh ? known.map(StatsFormulas.chinese) : kpi["formula"]?.string
        return [
            kpi["name"]?[words.language.rawValue]?.string ?? kpi["id"]?.string ?? "?", FigureText.value(kpi, words),
            FigureText.basis(kpi), target ?? "", showsFormulas ? formula ?? "" : "",
        ]
    }

    private var groups: [String] {
        guard let found = answer["groups"]?.array, let by = answer["group_by"]?.string else { return [] }
        var titles = [words.grouping(by), words("案卷", "cases"), words("有效线索", "valid"), words("上报人", "reporters")]
        for kpi in Self.sideBySide {
            let definition = KPIDefinition.of(kpi)
            titles.append(words(definition.name, definition.nameEnglish))
        }
        let rows = found.map { group in
            let id = group["group"]?.string
            let name =
                id.map {
                    by == "department"
                        ? words.department($0)
                        : by == "programme" ? words.programme($0) : by == "category" ? words.categoryWithName($0) : $0
                }
                ?? words("（无）", "(none)")
            let counts = ["cases", "valid_reports", "active_reporters"].map {
                String(group["counts"]?[$0]?.int ?? 0)
            }
            let figures = Self.sideBySide.map { kpi in
                (group["kpis"]?.array ?? []).first { $0["id"]?.string == kpi.rawValue }
                    .map { FigureText.value($0, words) } ?? words.noFigure
            }
            return [name] + counts + figures
        }
        return [""] + TextTable.lines([titles] + rows)
    }

    /// How often people decided what a model had said, by month.
    private var models: [String] {
        guard let entries = answer["model_agreement"]?.array, !entries.isEmpty else { return [] }
        let rows = entries.map { entry in
            [
                entry["month"]?.string ?? "", words.facts.modelSubject(entry["of"]?.string ?? ""),
                FigureText.number(entry["percent"]?.double ?? 0) + " %",
                "\(entry["agreed"]?.int ?? 0)/\(entry["decided"]?.int ?? 0)",
            ]
        }
        return ["", words("模型建议与人工决定一致率", "What people decided as a model had said")]
            + TextTable.lines(rows).map { "  " + $0 }
    }

    private var left: [String] {
        guard let cases = answer["left_by_retention"]?["cases"]?.int, cases > 0 else { return [] }
        return [
            "",
            words(
                "另有 \(cases) 件本期立案的案卷已过保存期，以上指标不含这些案卷",
                "\(cases) cases opened in these months have left by retention: no figure above knows them"),
        ]
    }
}

/// One figure as people read it.
enum FigureText {
    static func value(_ kpi: JSONValue, _ words: AnswerWords) -> String {
        guard let value = kpi["value"]?.double else { return words.noFigure }
        let text = number(value)
        switch kpi["unit"]?.string.flatMap(KPIUnit.init) {
        case .percent: return text + " %"
        case .percentagePoints: return text + words(" 个百分点", " points")
        case .minutes: return text + words(" 分钟", " min")
        case .seconds: return text + words(" 秒", " s")
        case .points: return text + (kpi["grade"]?.string.map { " " + $0 } ?? "")
        case .count, nil: return text
        }
    }

    /// `13/14` for a rate, `n=5` for a measured time, else empty.
    static func basis(_ kpi: JSONValue) -> String {
        guard let denominator = kpi["denominator"]?.int else { return "" }
        return kpi["numerator"]?.int.map { "\($0)/\(denominator)" } ?? "n=\(denominator)"
    }

    /// At most two decimal places.
    static func number(_ value: Double) -> String {
        let text = String((value * 100).rounded() / 100)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
