internal import HazardCore
internal import HazardText
internal import Wording

/// The words of the duty officer's pages.
enum DutyWords {
    /// The language of a page: the first of zh and en in the browser's list, Chinese when it names neither.
    static func language(of request: RoutedRequest) -> Language {
        Language(acceptLanguage: (request.header("accept-language") ?? "") + ",zh")
    }

    /// The value of the HTML attribute `lang`.
    static let htmlLanguage = LocalText(zh: "zh-CN", en: "en")
    static let title = LocalText(zh: "隐患派单", en: "Hazard Dispatcher")

    // MARK: - The overview

    static let urgent = LocalText(zh: "紧急与超期", en: "Emergencies and overdue")
    static let nothingUrgent = LocalText(zh: "没有未结的 P0，也没有超期。", en: "No open P0 and nothing overdue.")
    static let newest = LocalText(zh: "最新案卷", en: "Newest cases")
    static let all = LocalText(zh: "全部", en: "All")
    static let noCases = LocalText(zh: "没有案卷。", en: "There are no cases.")
    static let incomplete = LocalText(
        zh: "部分分片不在本机，以下不是全部。", en: "Some shards are not on this server: this is not everything.")
    static let columns = [
        LocalText(zh: "案卷", en: "Case"), LocalText(zh: "等级", en: "Priority"), LocalText(zh: "状态", en: "State"),
        LocalText(zh: "类别", en: "Category"), LocalText(zh: "情况与地点", en: "What and where"),
        LocalText(zh: "部门", en: "Departments"), LocalText(zh: "下一时限", en: "Next due"),
    ]
    static let overdue = LocalText(zh: "超期", en: "overdue")

    static func urgentCounts(_ emergencies: Int, _ overdue: Int) -> LocalText {
        LocalText(zh: "P0 \(emergencies) 件，其他超期 \(overdue) 件", en: "P0: \(emergencies), other overdue: \(overdue)")
    }

    static let notPaged = LocalText(zh: "未派警", en: "not paged yet")
    static let nextPage = LocalText(zh: "下一页", en: "Next page")
    static let firstPage = LocalText(zh: "第一页", en: "First page")

    /// How many emergencies nobody was paged for, and since when the first of them waits.
    static func waiting(_ count: Int, since: Instant?, _ rows: DutyRows) -> LocalText {
        let since = since.map { DutyTime.second($0, rows.context.zone) } ?? ""
        return LocalText(
            zh: "尚未派警的 P0 \(count) 件，最早的从 \(since) 等到现在：请立即处置。",
            en: "P0 not paged yet: \(count), the first has waited since \(since). Act now.")
    }

    static func newest(of state: CaseState, _ shown: Int) -> LocalText {
        let name = name(of: state)
        return LocalText(zh: "最新案卷：\(name.zh)（前 \(shown) 件）", en: "Newest cases: \(name.en) (the first \(shown))")
    }

    static func photos(_ count: Int) -> LocalText {
        LocalText(zh: "（无文字，照片 \(count) 张）", en: "(no text, photos: \(count))")
    }

    static func reports(_ count: Int) -> LocalText { LocalText(zh: "\(count) 次上报", en: "\(count) reports") }

    // MARK: - The frame

    static let asOf = LocalText(zh: "截至", en: "As of")
    static let token = LocalText(zh: "令牌", en: "Token")
    static let show = LocalText(zh: "查看", en: "Show")
    static let tokenNeeded = LocalText(
        zh: "请输入令牌查看案卷。各部门请用 /v1/departments/…/tasks。",
        en: "Enter a token to see cases. Departments use /v1/departments/…/tasks.")
    static let tokenRefused = LocalText(zh: "此令牌不能查看本页。", en: "This token may not see this page.")
    static let localOnly = LocalText(
        zh: "没有配置令牌（api.tokens），只回答本机：请用 localhost 打开。",
        en: "No tokens are configured (api.tokens), so only this machine is answered: open it as localhost.")
    static let overview = LocalText(zh: "总览", en: "Overview")
    static let forPrograms = LocalText(
        zh: "给程序用的接口（JSON 或纯文本；配置了令牌时须带令牌）",
        en: "For programs: JSON or text, with a token where tokens are configured")

    /// What the script says, by the name it uses. The script fills in `{since}`, `{asof}` and `{why}`.
    static let ofScript: [(name: String, text: LocalText)] = [
        (
            "lost",
            LocalText(
                zh: "连接中断：{since} 起收不到更新，下面是 {asof} 的情况。正在自动重新连接……",
                en: "Connection lost since {since}: what you see is as of {asof}. Reconnecting by itself…")
        ),
        (
            "failed",
            LocalText(
                zh: "页面未能更新（{why}）：下面是 {asof} 的情况。会自动再试。",
                en: "The page could not be updated ({why}): what you see is as of {asof}. It is tried again by itself.")
        ),
        ("silent", LocalText(zh: "服务器没有回答", en: "the server does not answer")),
        ("mark", LocalText(zh: "【中断】", en: "[LOST] ")),
    ]

    // MARK: - Names

    static func name(of state: CaseState) -> LocalText { NameLists.caseStates[state.rawValue] }

    static func name(of state: TaskState) -> LocalText { NameLists.taskStates[state.rawValue] }

    /// A name of a closed list (`ChineseWords`).
    static func name(_ name: String, in list: LocalNames) -> LocalText { list[name] }

    static func name(ofDepartment id: String, _ policy: Policy) -> LocalText {
        guard let known = policy.departments[id] else { return LocalText(zh: id, en: id) }
        return LocalText(zh: known.name, en: known.nameEnglish)
    }

    /// The Chinese name is the case's own, the English one comes from the configuration.
    static func name(of category: CaseCategory, _ policy: Policy) -> LocalText {
        LocalText(zh: category.name, en: policy.category(category.id)?.nameEnglish ?? category.name)
    }
}
