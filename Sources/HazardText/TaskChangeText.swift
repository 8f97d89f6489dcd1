package import HazardCore
internal import Wording

/// Texts of why a department gets a record.
extension CaseWords {
    /// The text of a change. In English it is the field `reason` of a dispatch record.
    package func change(_ change: TaskChange) -> String {
        switch change {
        case .said(let words), .written(let words): words
        case .role(let role): self.role(role)
        case .classified(let category):
            language(zh: "改判为 \(self.category(category))", en: "classified as \(category)")
        case .timer(let move): name(NameLists.moves, move.rawValue)
        case .report(let role, let worse, let words):
            name(NameLists.reportRoles, role.rawValue)
                + (worse.map { language(zh: "，立案条件 \($0)", en: ", condition \($0)") } ?? "")
                + (words.map { language(zh: "：", en: ": ") + $0 } ?? "")
        case .suspended: language(zh: "挂账", en: "suspended")
        case .resumed: language(zh: "挂账结束", en: "resumed")
        case .delayed: language(zh: "延期已批准", en: "delayed")
        case .requestRefused(let kind):
            language(zh: "\(name(NameLists.requests, kind.rawValue))申请被驳回", en: "\(kind.rawValue) refused")
        case .mergedInto(let id): language(zh: "并入案卷 \(id)", en: "merged into \(id)")
        case .split: language(zh: "拆分", en: "split")
        case .refused(let reason): refusal(reason)
        }
    }
}
