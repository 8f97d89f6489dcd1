package import HazardCore
internal import Wording

/// Texts of the evidence for a case's category.
extension CaseWords {
    package func evidence(_ evidence: Evidence) -> String {
        switch evidence {
        case .hint(let code): language(zh: "上报的类别 \(code)", en: "category_hint \(code)")
        case .hintAgainst(let overruled): overruledText(overruled)
        case .hintIsGroup(let code):
            language(zh: "上报的类别 \(code) 是一组类别", en: "category_hint \(code) is a group")
        case .unknownHint(let code, let scheme):
            language(
                zh: "上报的类别 \(code) 未知" + (scheme.map { "（方案 \($0)）" } ?? ""),
                en: "category_hint \(code) is unknown" + (scheme.map { " in \($0)" } ?? ""))
        case .unmappedHint(let code, let scheme):
            language(zh: "方案 \(scheme) 的 \(code) 由人工判定", en: "\(scheme) leaves \(code) to people")
        case .unknownScheme(let name):
            language(zh: "没有配置类别方案 \(name)", en: "category_scheme \(name) is not configured")
        case .unknownCondition(let code, let assumed):
            language(
                zh: "没有立案条件 \(code)，按 \(assumed) 处理",
                en: "condition_hint \(code) does not exist, \(assumed) assumed")
        case .noHint: language(zh: "上报未给类别", en: "no category given")
        case .kind(let kind):
            language(zh: "上报性质：\(name(NameLists.reportKinds, kind.rawValue))", en: "kind \(kind.rawValue)")
        case .textScore(let score): language(zh: "文字得分 \(points(score))", en: "text \(points(score))")
        case .phrase(let text, let score):
            "\(text) (\(score < 0 ? "−" : "+")\(points(abs(score))))"
        case .model(let said): model(said)
        case .keys(let keys): language(zh: "紧急双重依据：\(keyNames(keys))", en: "two keys: \(keyNames(keys))")
        case .oneKey(let keys):
            language(zh: "紧急只有一项依据：\(keyNames(keys))", en: "one key of two: \(keyNames(keys)) alone")
        case .danger(let dangers, let doubt): dangerText(dangers, doubt)
        case .classifiedBy(let name): language(zh: "改判人 \(name)", en: "classified by \(name)")
        case .splitFrom(let id): language(zh: "拆自 \(id)", en: "split from \(id)")
        case .fault(let reason, let field):
            language(zh: "记录有误：\(reason.name.zh)", en: "faulty record: \(reason.name.en)")
                + (field.map { " (\($0))" } ?? "")
        case .calendarMissing(let year, let limit):
            language(
                zh: "\(year) 年没有工作日历：\(self.limit(limit)) 只除去周末计算",
                en: "no calendar for \(year): \(limit) counted without weekends only")
        case .written(let text): text
        }
    }

    private func dangerText(_ dangers: [Danger], _ doubt: DangerDoubt?) -> String {
        let kinds = list(dangers.map { name(NameLists.dangers, $0.rawValue) })
        guard let doubt else { return language(zh: "危及生命：\(kinds)", en: "danger to life: \(kinds)") }
        let why = name(NameLists.dangerDoubts, doubt.rawValue)
        return language(zh: "危及生命，但文字存疑（\(why)）：\(kinds)", en: "danger to life, doubtful (\(why)): \(kinds)")
    }

    private func overruledText(_ overruled: Evidence.Overruled) -> String {
        switch overruled {
        case .hint(let code): language(zh: "上报的类别 \(code)（与文字不符）", en: "category_hint \(code) against")
        case .group(let code):
            language(zh: "上报的类别 \(code) 是一组类别（与文字不符）", en: "category_hint \(code) is a group against")
        case .kind(let kind):
            language(
                zh: "上报性质：\(name(NameLists.reportKinds, kind.rawValue))（与文字不符）",
                en: "kind \(kind.rawValue) against")
        }
    }

    private func keyNames(_ keys: [EmergencyKey]) -> String {
        list(keys.map { name(NameLists.emergencyKeys, $0.rawValue) })
    }
}
