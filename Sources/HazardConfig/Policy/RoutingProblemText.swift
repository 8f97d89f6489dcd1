internal import HazardCore
internal import Wording

/// What is wrong with a routing table, in both languages, without place and value.
enum RoutingProblemText {
    static func text(_ fault: RoutingFault) -> LocalText {
        switch fault {
        case .unknownDepartment: LocalText(zh: "没有这个部门", en: "no such department")
        case .retiredDepartment:
            LocalText(zh: "此部门已停用，不再接收新任务", en: "the department is retired and gets no new work")
        case .unknownCategory: .unknownCategory
        case .unknownProgramme: LocalText(zh: "没有这个项目", en: "no such programme")
        case .unknownCondition(let category): .noSuchCondition(in: category)
        case .conditionWithoutCategory:
            LocalText(
                zh: "立案条件要与类别一起写：补上 category", en: "a condition means nothing without a category: give both")
        case .duplicateID: LocalText(zh: "另一条规则已用此 id", en: "another rule has this id")
        case .leadIsCo:
            LocalText(
                zh: "主办部门又列在协办中：删去一处",
                en: "the lead is also listed as a co-department: remove it from one of them")
        case .duplicateCo: .listedTwice
        case .emptyList:
            LocalText(
                zh: "空列表不会匹配任何上报：删去此项，或写上值", en: "an empty list matches nothing: leave the key out, or name values")
        case .asksNothing:
            LocalText(
                zh: "规则没有条件，会匹配所有上报：兜底应写在 fallback",
                en: "the rule has no condition and would match every report: the fallback is for that")
        case .surfaceContradictsRoadClass:
            LocalText(
                zh: "所列道路类别都没有所列路面，不会匹配任何上报",
                en: "none of these road classes has one of these surfaces: nothing can match")
        case .unreachable(let earlier): unreachable(earlier)
        }
    }

    private static func unreachable(_ earlier: [String]) -> LocalText {
        let (zh, en) = (earlier.joined(separator: "、"), earlier.joined(separator: ", "))
        return LocalText(
            zh: "永远轮不到：它能匹配的上报都已被前面的规则 \(zh) 匹配；请上移或删去",
            en: "never reached: \(en) before it \(earlier.count == 1 ? "matches" : "match") everything it could match; "
                + "move it up or remove it")
    }
}
