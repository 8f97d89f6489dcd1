internal import HazardCore
internal import HazardText
internal import Wording

/// The words of the page of one case.
enum CasePageWords {
    // MARK: - Facts

    static let state = LocalText(zh: "状态", en: "State")
    static let category = LocalText(zh: "类别", en: "Category")
    static let text = LocalText(zh: "情况", en: "What")
    static let media = LocalText(zh: "照片", en: "Media")
    static let place = LocalText(zh: "地点", en: "Where")
    static let programme = LocalText(zh: "项目", en: "Programme")
    static let opened = LocalText(zh: "受理", en: "Opened")
    static let due = LocalText(zh: "时限", en: "Due")
    static let nextDue = LocalText(zh: "下一时限", en: "Next due")
    static let paging = LocalText(zh: "派警", en: "Paging")
    static let told = LocalText(zh: "已告知的电话", en: "Numbers told")
    static let makeSafe = LocalText(zh: "先行排险", en: "Make safe by")
    static let suspended = LocalText(zh: "挂账至", en: "Suspended until")
    static let ended = LocalText(zh: "结束", en: "Ended")
    static let flags = LocalText(zh: "标记", en: "Flags")
    static let why = LocalText(zh: "为什么", en: "Why")
    static let rule = LocalText(zh: "规则 ", en: "rule ")
    static let nextBest = LocalText(zh: "次选 ", en: "next best ")
    static let listSeparator = LocalText(zh: "、", en: ", ")

    // MARK: - Tables

    static let departmentPhotos = LocalText(zh: "部门的照片", en: "Photos of departments")
    static let departments = LocalText(zh: "部门", en: "Departments")
    static let departmentColumns = [
        LocalText(zh: "部门", en: "Department"), LocalText(zh: "主协办", en: "Role"), LocalText(zh: "状态", en: "State"),
        LocalText(zh: "时限", en: "Due"), LocalText(zh: "结果", en: "Result"),
    ]
    static let requests = LocalText(zh: "申请", en: "Requests")
    static let requestColumns = [
        LocalText(zh: "申请", en: "Request"), LocalText(zh: "部门", en: "Department"), LocalText(zh: "种类", en: "Kind"),
        LocalText(zh: "状态", en: "State"), LocalText(zh: "至", en: "Until"), LocalText(zh: "理由", en: "Reason"),
    ]
    static let links = LocalText(zh: "关联案卷", en: "Linked cases")
    static let reports = LocalText(zh: "上报", en: "Reports")
    static let reportColumns = [
        LocalText(zh: "编号", en: "Report"), LocalText(zh: "角色", en: "Role"), LocalText(zh: "渠道", en: "Channel"),
        LocalText(zh: "收到", en: "Received"),
    ]
    static let history = LocalText(zh: "经过", en: "History")
    static let historyColumns = [
        LocalText(zh: "时间", en: "Time"), LocalText(zh: "事项", en: "Event"), LocalText(zh: "转为", en: "To"),
        LocalText(zh: "谁", en: "Who"), LocalText(zh: "说明", en: "Said"),
    ]

    // MARK: - Names

    /// The flags that are set, and the counts above 0.
    static func names(of flags: CaseFlags) -> [LocalText] {
        let set: [(Bool, String, String)] = [
            (flags.emergency, "emergency", "emergency"), (flags.overdue, "overdue", "overdue"),
            (flags.needsReview, "needs_review", "needs review"), (flags.supervised, "supervised", "supervised"),
            (flags.salvaged, "salvaged", "faulty record"),
            (flags.escalated, "escalated", "escalated"), (flags.forced, "forced", "closed by force"),
            (flags.madeSafeLate, "make_safe_late", "made safe late"),
            (flags.buckPassed, "buck_passed", "passed on by two"), (flags.exempt, "exempt", "exempt"),
        ]
        let counts: [(Int, String)] = [
            (flags.returns, "returns"), (flags.rework, "rework"), (flags.reopened, "reopened"), (flags.urges, "urges"),
            (flags.holds, "holds"), (flags.recategorised, "recategorised"),
        ]
        func name(_ key: String, _ english: String) -> LocalText {
            LocalText(zh: NameLists.flags[key].zh, en: english)
        }
        let marks = set.filter(\.0).map { name($0.1, $0.2) }
        let counted = counts.filter { $0.0 > 0 }.map { count, key in
            let flag = name(key, key)
            return LocalText(zh: "\(flag.zh) \(count)", en: "\(flag.en) \(count)")
        }
        return marks + counted
    }
}
