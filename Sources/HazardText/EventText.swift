package import HazardCore
internal import Wording

/// Texts of history entries: reason and note.
///
/// In English these are the fields `reason` and `note` of messages, beside `detail`.
extension CaseWords {
    /// A reason code of the dispatcher, or the sender's reason; nil when there is none.
    package func reason(_ event: CaseEvent) -> String? {
        switch event.detail {
        case .opened(let rule): self.rule(rule)
        case .joined(let reason): match(reason)
        case .linked(let kind, _, _) where event.kind == .linked: link(kind)
        case .refused(_, let reason): language(zh: refusalName(reason.code), en: reason.code.rawValue)
        case .outOfOrder: language(zh: "序号低于该部门已用的序号：已记录，未执行", en: "older-seq")
        case .rewardSettled(let state, let reason, _):
            [name(NameLists.rewardStates, state.rawValue), reason.map { name(NameLists.rewardReasons, $0) }]
                .compactMap(\.self).joined(separator: language(zh: "：", en: ": "))
        case .rewardFoundFalse: name(NameLists.rewardReasons, CaseReward.foundFalse)
        case .rewardPassedOn: language(zh: "已转交", en: "passed-on")
        case .rewardOutdated: language(zh: "已有更新的答复", en: "older")
        case .written(let reason, _): reason
        default: event.reason
        }
    }

    /// The text of the detail followed by the sender's words; nil when there is neither.
    package func note(_ event: CaseEvent) -> String? {
        let parts = [fact(event), event.note].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: language(zh: "；", en: "; "))
    }

    /// The text of the detail for a note; nil when there is none.
    package func fact(_ event: CaseEvent) -> String? {
        guard let detail = event.detail else { return nil }
        switch detail {
        case .linked(let kind, let other, let reason):
            // A command has its reason in `reason`, so the note names the kind of link.
            if event.kind != .linked { return other + " " + link(kind) }
            return other + (reason.map { language(zh: "：", en: ": ") + match($0) } ?? "")
        case .refused(let move, let reason):
            return self.move(move) + language(zh: "：", en: ": ") + refusal(reason)
        case .outOfOrder(let sequence, let last):
            return language(
                zh: "序号 \(sequence) 在 \(last) 之后收到：未执行", en: "seq \(sequence) after \(last): not applied")
        case .returned(let suggested, let limit): return returned(suggested, limit)
        case .timer(let department, let isUrged):
            let late = isUrged ? "" : language(zh: "（4 小时内已催办）", en: ", urged less than 4 hours ago")
            return self.department(department) + late
        case .unattended(let isDoubtful):
            return isDoubtful
                ? language(
                    zh: "内容存疑，系统不自动派警：请督导立即核实",
                    en: "the words are doubtful, so nobody is paged by itself: a supervisor must look now")
                : language(zh: "没有可派的部门：请督导立即处置", en: "no department is left to page: a supervisor must act now")
        case .renamed(let from, let to):
            return zip(from, to).map { "\($0) → \(department($1))" }.joined(separator: language(zh: "、", en: ", "))
        case .recounted(let years):
            let names = years.map(String.init).joined(separator: language(zh: "、", en: ", "))
            return language(zh: "\(names) 年的日历已加入", en: "the calendar of \(names) was added")
        case .supervised(let department): return self.department(department) + language(zh: "，督办", en: ", 督办")
        case .written(_, let note): return note
        default: return work(detail) ?? twoCases(detail) ?? reward(detail)
        }
    }

    private func returned(_ suggested: String?, _ limit: Limit?) -> String {
        let who =
            suggested.map { language(zh: "建议 \(department($0))", en: "suggested: \($0)") }
            ?? language(zh: "未指明应由谁办理", en: "suggested: " + Feedback.unknownDepartment)
        guard let limit else { return who }
        return who + language(zh: "；收到后超过 \(self.limit(limit))", en: "; later than \(limit) after it came")
    }

    /// Texts of what departments, verifiers, reporters and dispatchers did.
    private func work(_ detail: EventDetail) -> String? {
        switch detail {
        case .result(let result): name(NameLists.results, result.rawValue)
        case .requested(let request): language(zh: "申请 \(request)", en: "request \(request)")
        case .rated(let score): language(zh: "评分 \(score)", en: "score \(score)")
        case .classified(let category, let condition):
            categoryWithName(category) + language(zh: " / ", en: "/") + self.condition(condition, of: category)
        case .dispatched(let roles):
            list(
                roles.map { entry in
                    language(
                        zh: "\(department(entry.department))（\(role(entry.role))）",
                        en: "\(entry.department) \(entry.role.rawValue)")
                })
        case .waived(let departments): list(departments.map(department))
        case .answered(let kind, let department, let request):
            language(
                zh: "\(self.department(department))的\(name(NameLists.requests, kind.rawValue))申请 \(request)",
                en: "\(kind.rawValue) of \(department): \(request)")
        case .checked(let result): name(NameLists.results, result.rawValue)
        case .closed(let code): name(NameLists.results, code.rawValue)
        case .revealed(let reports), .erased(let reports): reports.joined(separator: " ")
        default: nil
        }
    }

    private func twoCases(_ detail: EventDetail) -> String? {
        switch detail {
        case .mergedInto(let id): language(zh: "并入 \(id)", en: "into \(id)")
        case .tookOver(let reports, let id, let words):
            language(zh: "案卷 \(id) 的 \(reports) 份上报", en: "\(reports) of case \(id)")
                + (words.map { language(zh: "：", en: ": ") + $0 } ?? "")
        case .splitOff(let reports): list(reports)
        case .splitFrom(let id): language(zh: "来自 \(id)", en: "from case \(id)")
        default: nil
        }
    }

    private func reward(_ detail: EventDetail) -> String? {
        switch detail {
        case .granted(let rule, let amount, let unit, let entry): "\(rule) \(amount) \(self.unit(unit)) \(entry)"
        case .reward(let entry), .rewardFoundFalse(let entry): entry
        case .rewardSettled(_, _, let reward):
            "\(reward.rule) \(reward.amount) \(unit(reward.unit)) \(reward.entry)"
        case .rewardPassedOn(let entry, let other): language(zh: "\(entry) 转至 \(other)", en: "\(entry) to \(other)")
        case .rewardOutdated(let state, let entry): "\(name(NameLists.rewardStates, state.rawValue)) \(entry)"
        default: nil
        }
    }
}
