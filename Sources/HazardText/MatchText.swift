package import HazardCore
internal import Wording

/// Texts of why a report joins a case, or two cases are linked.
extension CaseWords {
    package func match(_ reason: MatchReason) -> String {
        var parts = [sign(reason.sign)]
        if let timing = reason.timing {
            // After a named report the text says how much later this one came.
            if case .thread = reason.sign, case .afterReport(let age) = timing {
                parts[0] += language(zh: "", en: ", \(span(age)) after " + (report(of: reason.sign) ?? ""))
                if language == .zh { parts.append(after(timing)) }
            } else {
                parts.append(after(timing))
            }
        }
        if reason.isSameCategory { parts.append(language(zh: "同类别", en: "same category")) }
        parts += reason.remarks.map(remark)
        return parts.joined(separator: language(zh: "，", en: ", "))
    }

    private func report(of sign: MatchSign) -> String? {
        if case .thread(let report) = sign { return report }
        return nil
    }

    private func sign(_ sign: MatchSign) -> String {
        switch sign {
        case .named(let report?): language(zh: "上报引用 \(report)", en: "the report names \(report)")
        case .named(nil):
            language(zh: "上报引用了已结束案卷的上报", en: "the report names one of a case that has ended")
        case .sameID: language(zh: "与其中一份上报编号相同、内容不同", en: "it has the id of one of its reports, and other content")
        case .concernsReport: language(zh: "涉及其中一份上报", en: "it concerns one of its reports")
        case .thread(let report):
            language(zh: "同一会话" + (report.map { "（\($0)）" } ?? ""), en: "same thread")
        case .photo(let report): language(zh: "与 \(report) 照片相同", en: "same photo as \(report)")
        case .words(let report): language(zh: "与 \(report) 文字相同", en: "same words as \(report)")
        case .distance(let metres): language(zh: "\(metres) 米外", en: "\(metres) m away")
        case .number: language(zh: "同一编号", en: "same number")
        case .address: language(zh: "同一地址", en: "same address")
        case .coarsePoint: language(zh: "定位太粗，可能在同一处", en: "the position is too coarse: perhaps the same place")
        }
    }

    private func after(_ timing: MatchTiming) -> String {
        switch timing {
        case .afterReport(let age): language(zh: "晚 \(span(age))", en: "\(span(age)) later")
        case .afterOpening(let age): language(zh: "立卷后 \(span(age))", en: "\(span(age)) after it opened")
        case .afterClosing(let age): language(zh: "结案 \(span(age)) 后", en: "closed \(span(age)) before")
        }
    }

    private func remark(_ remark: MatchRemark) -> String {
        switch remark {
        case .burst: language(zh: "集中爆发", en: "burst")
        case .otherCategory: language(zh: "另一类别", en: "another category")
        case .wishAndHazard: language(zh: "一为诉求、一为隐患", en: "one a wish and one a hazard")
        case .emergency: language(zh: "紧急案卷不自动并案", en: "an emergency is never merged by itself")
        case .tooLate: language(zh: "相隔太久，不作同一隐患", en: "too late to be the same")
        case .caseFull: language(zh: "但案卷已满", en: "but the case is full")
        case .contradiction(let found): language(zh: "但", en: "but ") + contradiction(found)
        }
    }

    private func contradiction(_ found: MatchContradiction) -> String {
        switch found {
        case .numbers: language(zh: "编号不同", en: "other numbers")
        case .address: language(zh: "地址不同", en: "another address")
        case .stretch: language(zh: "路段不同", en: "another stretch of road")
        case .cover: language(zh: "井盖权属不同", en: "another cover")
        case .direction: language(zh: "方向不同", en: "another direction")
        case .side: language(zh: "位于另一侧", en: "another side")
        case .compound: language(zh: "一在小区内、一在小区外", en: "inside a compound and outside")
        case .place: language(zh: "地点不同", en: "another place")
        }
    }
}
