internal import HazardCore
internal import HazardText
internal import Wording

/// The words of the duty officer's pages, in Chinese or English as the browser asks.
struct DutyWords: Sendable {
    let isChinese: Bool

    /// The first of zh and en in the browser's list counts; Chinese when it names neither.
    init(acceptLanguage: String?) {
        let wanted = (acceptLanguage ?? "").lowercased().split(separator: ",").map { $0.drop { $0 == " " } }
        let first = wanted.first { $0.hasPrefix("zh") || $0.hasPrefix("en") }
        isChinese = first?.hasPrefix("en") != true
    }

    func callAsFunction(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }

    var language: String { self("zh-CN", "en") }
    var title: String { self("隐患派单", "Hazard Dispatcher") }

    // MARK: - Names

    func state(_ state: CaseState) -> String { name(NameLists.caseStates, state.rawValue) }

    func state(_ state: TaskState) -> String { name(NameLists.taskStates, state.rawValue) }

    /// The words for cases, with the names that the configuration gives.
    func words(_ policy: Policy) -> CaseWords {
        CaseWords(language: isChinese ? .zh : .en, names: PolicyNames(policy))
    }

    /// A name of a closed list.
    func name(_ list: LocalNames, _ name: String) -> String { list[name][isChinese ? .zh : .en] }

    func actor(_ actor: Actor) -> String {
        let role = name(NameLists.actors, actor.role.rawValue)
        return actor.ref.map { role + " " + $0 } ?? role
    }

    func department(_ id: String, _ policy: Policy) -> String {
        guard let known = policy.departments[id] else { return id }
        return self(known.name, known.nameEnglish)
    }

    /// As the case has it in Chinese; English names are the configuration's.
    func category(_ category: CaseCategory, _ policy: Policy) -> String {
        self(category.name, policy.category(category.id)?.nameEnglish ?? category.name)
    }

    // MARK: - The overview

    var urgent: String { self("紧急与超期", "Emergencies and overdue") }
    func urgentCounts(_ emergencies: Int, _ overdue: Int) -> String {
        self("P0 \(emergencies) 件，其他超期 \(overdue) 件", "P0: \(emergencies), other overdue: \(overdue)")
    }
    func shown(_ shown: Int, _ all: Int) -> String {
        self("显示前 \(shown) 件，共 \(all) 件。", "The first \(shown) of \(all).")
    }
    var nothingUrgent: String { self("没有未结的 P0，也没有超期。", "No open P0 and nothing overdue.") }
    var newest: String { self("最新案卷", "Newest cases") }
    func newest(of state: CaseState, _ shown: Int) -> String {
        self("最新案卷：\(self.state(state))（前 \(shown) 件）", "Newest cases: \(self.state(state)) (the first \(shown))")
    }
    var all: String { self("全部", "All") }
    var noCases: String { self("没有案卷。", "There are no cases.") }
    var incomplete: String {
        self("部分分片不在本机，以下不是全部。", "Some shards are not on this server: this is not everything.")
    }
    var columns: [String] {
        isChinese
            ? ["案卷", "等级", "状态", "类别", "情况与地点", "部门", "时限"]
            : ["Case", "Priority", "State", "Category", "What and where", "Departments", "Due"]
    }
    var overdue: String { self("超期", "overdue") }
    func photos(_ count: Int) -> String { self("（无文字，照片 \(count) 张）", "(no text, photos: \(count))") }
    func reports(_ count: Int) -> String { self("\(count) 次上报", "\(count) reports") }

    // MARK: - Around it

    var asOf: String { self("截至", "As of") }
    var token: String { self("令牌", "Token") }
    var show: String { self("查看", "Show") }
    var tokenNeeded: String {
        self(
            "请输入令牌查看案卷。各部门请用 /v1/departments/…/tasks。",
            "Enter a token to see cases. Departments use /v1/departments/…/tasks.")
    }
    var tokenRefused: String { self("此令牌不能查看本页。", "This token may not see this page.") }
    var localOnly: String {
        self(
            "没有配置令牌（api.tokens），只回答本机：请用 localhost 打开。",
            "No tokens are configured (api.tokens), so only this machine is answered: open it as localhost.")
    }
    var overview: String { self("总览", "Overview") }
    var forPrograms: String {
        self(
            "给程序用的接口（JSON 或纯文本；配置了令牌时须带令牌）", "For programs: JSON or text, with a token where tokens are configured")
    }

    /// What the script says; `{since}`, `{asof}` and `{why}` are filled in there.
    var spoken: [(name: String, text: String)] {
        [
            (
                "lost",
                self(
                    "连接中断：{since} 起收不到更新，下面是 {asof} 的情况。正在自动重新连接……",
                    "Connection lost since {since}: what you see is as of {asof}. Reconnecting by itself…")
            ),
            (
                "failed",
                self(
                    "页面未能更新（{why}）：下面是 {asof} 的情况。会自动再试。",
                    "The page could not be updated ({why}): what you see is as of {asof}. It is tried again by itself.")
            ),
            ("silent", self("服务器没有回答", "the server does not answer")),
            ("mark", self("【中断】", "[LOST] ")),
        ]
    }
}
