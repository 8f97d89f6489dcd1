internal import HazardCore

/// The words of the overview, in Chinese or English as the browser asks.
struct DutyWords: Sendable {
    let isChinese: Bool

    /// The first of zh and en in the browser's list counts; Chinese when it names neither.
    init(acceptLanguage: String?) {
        let wanted = (acceptLanguage ?? "").lowercased().split(separator: ",").map { $0.drop { $0 == " " } }
        let first = wanted.first { $0.hasPrefix("zh") || $0.hasPrefix("en") }
        isChinese = first?.hasPrefix("en") != true
    }

    private func pick(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }

    var language: String { pick("zh-CN", "en") }
    var title: String { pick("隐患派遣", "Hazard Dispatcher") }
    var newest: String { pick("最新案卷", "Newest cases") }
    var token: String { pick("令牌", "Token") }
    var show: String { pick("查看", "Show") }
    var tokenNeeded: String {
        pick(
            "请输入令牌查看案卷。各部门请用 /v1/departments/…/tasks。",
            "Enter a token to see cases. Departments use /v1/departments/…/tasks.")
    }
    var noCases: String { pick("还没有案卷。", "There are no cases yet.") }
    var incomplete: String {
        pick("部分分片不在本机,以下不是全部。", "Some shards are not on this server: this is not everything.")
    }
    var addresses: String { pick("接口地址", "Addresses") }
    var columns: [String] {
        isChinese
            ? ["案卷", "状态", "等级", "类别", "区划", "部门", "时限"]
            : ["Case", "State", "Priority", "Category", "District", "Departments", "Due"]
    }

    func state(_ state: CaseState) -> String { pick(state.chineseName, state.rawValue) }

    func state(_ state: TaskState) -> String { pick(state.chineseName, state.rawValue) }
}
