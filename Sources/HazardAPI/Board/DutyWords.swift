internal import HTTP
internal import HazardCore
internal import HazardText
internal import Wording

/// The words of the duty officer's pages.
enum DutyWords {
    /// The language of a page: the one chosen before, else the first of zh and en in the browser's list, Chinese when it names neither.
    static func language(of request: RoutedRequest) -> Language {
        if let chosen = Cookies.value(LanguageSwitch.cookie, in: request.http.head).flatMap(Language.init(rawValue:)) {
            return chosen
        }
        return Language(acceptLanguage: (request.header("accept-language") ?? "") + ",zh")
    }

    /// The value of the HTML attribute `lang`.
    static let htmlLanguage = LocalText(zh: "zh-CN", en: "en")
    static let title = LocalText(zh: "隐患派单", en: "Hazard Dispatcher")

    // MARK: - Lists of cases

    static let noCases = LocalText(zh: "没有案卷。", en: "There are no cases.")
    static let incomplete = LocalText(
        zh: "部分分片不在本机，以下不是全部。", en: "Some shards are not on this server: this is not everything.")
    static let columns = [
        LocalText(zh: "下一时限", en: "Next due"), LocalText(zh: "类别", en: "Category"),
        LocalText(zh: "情况与地点", en: "What and where"), LocalText(zh: "在谁手里", en: "Who has it"),
        LocalText(zh: "案卷", en: "Case"), LocalText(zh: "办理", en: "Action"),
    ]
    static let overdue = LocalText(zh: "超期", en: "overdue")

    /// How many emergencies nobody was paged for, and since when the first of them waits.
    static func waiting(_ count: Int, since: Instant?, _ request: DeskRequest) -> LocalText {
        let since = since.map { request.second($0) } ?? ""
        return LocalText(
            zh: "尚未派警的 P0 \(count) 件，最早的从 \(since) 等到现在：请立即处置。",
            en: "P0 not paged yet: \(count), the first has waited since \(since). Act now.")
    }

    static let notPaged = LocalText(zh: "未派警", en: "not paged yet")
    static func photos(_ count: Int) -> LocalText {
        LocalText(zh: "（无文字，照片 \(count) 张）", en: "(no text, photos: \(count))")
    }

    static func reports(_ count: Int) -> LocalText { LocalText(zh: "\(count) 次上报", en: "\(count) reports") }

    // MARK: - The script

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
        ("over", LocalText(zh: "超 {t}", en: "{t} over")),
        ("left", LocalText(zh: "剩 {t}", en: "in {t}")),
        ("d", LocalText(zh: "天", en: "d")), ("h", LocalText(zh: "时", en: "h")), ("m", LocalText(zh: "分", en: "min")),
        ("alarm", LocalText(zh: "【新紧急】", en: "[NEW] ")),
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
