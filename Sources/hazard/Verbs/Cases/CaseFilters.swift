import CommandArguments
import HTTP
import HazardCore
internal import Wording

/// The filters that lists and streams share.
enum CaseFilters {
    private static let names = ["state", "department", "category", "district", "programme", "priority"]

    /// When a case was opened; of lists only.
    static let times = [
        Option(
            "since", .value("TIME"), form: .timeOrAge,
            summary: LocalText(zh: "此时起立卷：时间、日期，或多久以前，如 1h", en: "opened since a time, a day, or so long ago, as 1h")),
        Option(
            "until", .value("TIME"), form: .timeOrAge,
            summary: LocalText(zh: "此时前立卷；日期包括当天", en: "opened before a time; a day is included")),
    ]

    static let paging = [
        Option("limit", .value("N"), summary: LocalText(zh: "最多列出多少个，默认 100", en: "at most so many, 100 by default")),
        Option(
            "after", .value("PLACE"),
            summary: LocalText(zh: "从上次列到的位置之后继续", en: "go on after the place where the last list ended")),
    ]

    static let options = [
        Option(
            "state", .choice(CaseState.allCases.map(\.rawValue)),
            summary: LocalText(zh: "案卷状态", en: "state of the case")),
        Option("department", .value("ID"), summary: LocalText(zh: "有任务的部门", en: "department that has a task")),
        Option("category", .value("CODE"), summary: LocalText(zh: "类别代码，如 T02", en: "category code, as T02")),
        Option(
            "district", .value("CODE"), form: .district, summary: LocalText(zh: "行政区划代码", en: "code of the district")),
        Option("programme", .value("ID"), summary: LocalText(zh: "项目", en: "programme")),
        Option(
            "priority", .choice(Priority.allCases.map(\.rawValue)),
            summary: LocalText(zh: "等级，紧急为 P0", en: "priority; emergencies are P0")),
        Option("overdue", summary: LocalText(zh: "仅超期", en: "only what is overdue")),
    ]

    /// Every field has the name of its option.
    static func fields(_ arguments: Arguments) -> FieldOptions {
        FieldOptions(arguments, paging + times + options)
    }

    static func query(_ arguments: Arguments) throws -> [(String, String)] {
        names.compactMap { name in arguments.value(name).map { (name, $0) } }
            + (arguments.flag("overdue") ? [("overdue", "true")] : [])
    }

    /// The query of the options of time, in the format of the server.
    static func query(ofTimes arguments: Arguments, _ zone: ZoneText) -> [(String, String)] {
        times.compactMap { option in
            arguments.value(option.name).map { (option.name, TimeOption.written($0, zone)) }
        }
    }

    /// The query as `?a=b&c=d`; empty without parameters.
    static func text(_ query: [(String, String)]) -> String {
        query.isEmpty ? "" : "?" + query.map { $0.0 + "=" + HTTPClient.encode($0.1) }.joined(separator: "&")
    }
}
