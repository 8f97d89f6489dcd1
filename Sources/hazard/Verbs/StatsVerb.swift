import CommandArguments
import HTTP
import HazardCore
internal import HazardStatistics
import JSONText
internal import Wording

private let statsOptions = [
    Option(
        "from", .value("TIME"),
        summary: LocalText(zh: "起始：日期（2026-11-01）或带时区的时间", en: "from a day (2026-11-01) or a time with offset")),
    Option(
        "to", .value("TIME"),
        summary: LocalText(zh: "截止：日期（含当日）或时间（不含）", en: "to the end of a day, or up to a time")),
    Option("programme", .value("ID"), summary: LocalText(zh: "项目", en: "programme")),
    Option("district", .value("CODE"), form: .district, summary: LocalText(zh: "行政区划代码", en: "code of the district")),
    Option("subdistrict", .value("NAME"), summary: LocalText(zh: "街道", en: "subdistrict")),
    Option(
        "area", .value("NAME"),
        summary: LocalText(zh: "区域：区县、街道、社区或网格", en: "area: a district, subdistrict, community or grid")),
    Option("department", .value("ID"), summary: LocalText(zh: "部门（按其自己的任务计算）", en: "department, by its own tasks")),
    Option("category", .value("CODE"), summary: LocalText(zh: "类别代码，如 T02", en: "category code, as T02")),
    Option(
        "by", .choice(KPIGrouping.allCases.map(\.rawValue)),
        summary: LocalText(zh: "分组对比", en: "side by side for each of these")),
    Option("formulas", summary: LocalText(zh: "同时列出计算公式", en: "with the formula of each figure")),
]

/// `hazard stats`: the figures of a time window.
let statsVerb = Verb(
    path: ["stats"],
    summary: LocalText(
        zh: "统计指标：结案率、按期率、退单率等，默认本月", en: "show figures such as closing and on-time rates, of this month by default"),
    options: statsOptions + [.json] + Server.options
) { arguments in
    let server = try Server(arguments)
    let names = ["from", "to", "programme", "district", "subdistrict", "area", "department", "category"]
    var query = names.compactMap { name in arguments.value(name).map { (name, $0) } }
    if let by = arguments.value("by") { query.append(("group_by", by)) }
    let answer = try server.get(
        "/v1/stats" + CaseFilters.text(query), fields: FieldOptions(arguments, statsOptions, ["group_by": "by"]))
    if arguments.flag("json") {
        Terminal.print(bytes: answer.bytes)
    } else {
        Terminal.print(
            StatsPage(answer: answer, zone: server.zone, words: server.words, showsFormulas: arguments.flag("formulas"))
                .text)
    }
    return .done
}
