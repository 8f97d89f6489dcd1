package import HazardCore
package import Wording

/// The texts of notices to reporters (`DECISIONS.md` #17).
///
/// A rider reads them on the road: they are short, with the emergency number first, then the case number, then what
/// happens next.
package struct NoticeWords: Sendable {
    private let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    /// The text of a notice about a case.
    package func text(of notice: CaseNotice, about caseID: CaseID) -> LocalText {
        let id = caseID.text
        let arguments = notice.arguments
        return switch notice.kind {
        case .received: received(id, arguments)
        case .merged:
            LocalText(
                zh: "您报的情况已有人上报，并入案卷 \(id) 一起处理，有结果会告诉您。",
                en: "Somebody reported this already: it is handled in case \(id). You will hear how it ends.")
        case .redirected: redirected(id, arguments)
        case .rejected: rejected(id, arguments)
        case .resolved: resolved(id, arguments)
        case .closed: closed(id, arguments)
        case .reopened: reopened(id, arguments)
        case .reward: reward(id, arguments)
        }
    }

    /// The text about a report that opened no case; nil when its reporter can do nothing about it.
    package static func text(ofUnusable reason: UnusableReport) -> LocalText {
        switch reason {
        case .outOfArea:
            LocalText(
                zh: "您的上报未能受理：地点不在本项目的范围内。紧急情况请拨打 110，其他情况可拨打 12345。",
                en:
                    "Your report was not taken: the place is outside this programme's area. In an emergency call 110, else "
                    + "12345.")
        case .stale:
            LocalText(
                zh: "您的上报未能受理：时间太久了。隐患还在的话，请重新上报。",
                en: "Your report was not taken: it is too old. If the hazard is still there, report it again.")
        }
    }

    // MARK: - While the case is open

    private func received(_ id: String, _ arguments: [String: String]) -> LocalText {
        if let from = arguments[NoticeArgument.from] {
            return LocalText(
                zh: "您报的情况与案卷 \(from) 不是同一件，已单独立为案卷 \(id)，以后请用新编号。有结果会告诉您。",
                en:
                    "What you reported is not the same as case \(from): it is case \(id) now, so use the new number. You will "
                    + "hear how it ends.")
        }
        guard let departments = arguments[NoticeArgument.departments].flatMap(names) else {
            return LocalText(
                zh: "已收到您的上报，编号 \(id)。分拨中心正在核对，随后转交部门处理。",
                en: "Your report is case \(id). The dispatch centre looks at it now and passes it on.")
        }
        return LocalText(
            zh: "已收到您的上报，编号 \(id)，已转交：\(departments.zh)。处理结果会告诉您。",
            en: "Your report is case \(id) and is with: \(departments.en). You will hear how it ends.")
    }

    /// The names of departments whose ids stand between commas; nil when there is none.
    private func names(_ ids: String) -> LocalText? {
        guard !ids.isEmpty else { return nil }
        var names = LocalText(zh: "", en: "")
        for id in ids.utf8.split(separator: UInt8(ascii: ",")) {
            let id = String(Substring(id))
            let department = policy.departments[id]
            if !names.zh.isEmpty {
                names.zh += "、"
                names.en += ", "
            }
            names.zh += department?.name ?? id
            names.en += department?.nameEnglish ?? id
        }
        return names
    }

    /// The text for the sender of an emergency that has no case number yet.
    package static func callFirst(_ numbers: [String]) -> LocalText {
        LocalText(
            zh: "请先拨打 \(numbers.joined(separator: "、"))！注意自身安全，远离危险。我们同时处理，但不能代替报警。",
            en:
                "Call \(numbers.joined(separator: " or ")) first, and keep away from danger. We act on it too, but it does not "
                + "replace the call.")
    }

    private func redirected(_ id: String, _ arguments: [String: String]) -> LocalText {
        let numbers = [arguments[NoticeArgument.number], arguments[NoticeArgument.also]].compactMap(\.self)
            .joined(separator: ",").split(separator: ",")
        return LocalText(
            zh: "请先拨打 \(numbers.joined(separator: "、"))！注意自身安全，远离危险。您的上报编号 \(id)，我们同时处理，但不能代替报警。",
            en:
                "Call \(numbers.joined(separator: " or ")) first, and keep away from danger. Your report is case \(id): we act "
                + "on it too, but it does not replace the call.")
    }

    private func rejected(_ id: String, _ arguments: [String: String]) -> LocalText {
        let reason = arguments[NoticeArgument.reason]
        return LocalText(
            zh: "您的上报（编号 \(id)）未受理\(reason.map { "：" + $0 } ?? "")。隐患还在的话，请补充地点或照片重新上报。",
            en:
                "Your report (case \(id)) was not taken up\(reason.map { ": " + $0 } ?? ""). If the hazard is there, report it "
                + "again with the place or a photo.")
    }

    // MARK: - When the case ends

    private func resolved(_ id: String, _ arguments: [String: String]) -> LocalText {
        switch arguments[NoticeArgument.result].flatMap(CloseCode.init) {
        case .notFound:
            LocalText(
                zh: "案卷 \(id)：部门到现场没有发现您说的情况，正在核查。还在的话请回复。",
                en:
                    "Case \(id): the department found nothing there; this is being checked. Tell us if it is still there."
            )
        case .notSolvable:
            LocalText(
                zh: "案卷 \(id)：部门反馈目前无法解决，正在核查。",
                en: "Case \(id): the department says it cannot be solved now; this is being checked.")
        case .referred:
            LocalText(
                zh: "案卷 \(id)：部门已转交负责的单位，正在核查。",
                en: "Case \(id): the department passed it on to those responsible; this is being checked.")
        case .solved, .suggestionKept, nil:
            LocalText(
                zh: "案卷 \(id)：部门反馈已处理，正在核查。还没好的话请回复。",
                en: "Case \(id): the department says it is done; this is being checked. Tell us if it is not.")
        }
    }

    private func closed(_ id: String, _ arguments: [String: String]) -> LocalText {
        if arguments[NoticeArgument.outcome] != nil {
            let reason = arguments[NoticeArgument.reason]
            return LocalText(
                zh: "案卷 \(id) 已撤销\(reason.map { "：" + $0 } ?? "")。谢谢您的上报。",
                en: "Case \(id) was cancelled\(reason.map { ": " + $0 } ?? ""). Thank you for reporting.")
        }
        if arguments[NoticeArgument.why] == NoticeArgument.forced { return endedByDecision(id, arguments) }
        if arguments[NoticeArgument.about] != nil { return answered(id, arguments) }
        let days = StageLimits.reopenDays
        let (chinese, english) = Self.outcome(arguments[NoticeArgument.code].flatMap(CloseCode.init))
        return LocalText(
            zh: "案卷 \(id) 已结案\(chinese)。谢谢您的上报！\(days) 天内如又出现，回复即可重新办理。",
            en:
                "Case \(id) is closed\(english). Thank you! If it is back within \(days) days, tell us and it is reopened."
        )
    }

    /// A supervisor closed the case without a check. The text does not say that the work is done.
    private func endedByDecision(_ id: String, _ arguments: [String: String]) -> LocalText {
        let reason = arguments[NoticeArgument.reason]
        let days = StageLimits.reopenDays
        return LocalText(
            zh: "案卷 \(id) 经主管决定结案\(reason.map { "：" + $0 } ?? "")。谢谢您的上报！隐患还在的话，\(days) 天内回复即可重新办理。",
            en:
                "Case \(id) was closed by a supervisor's decision\(reason.map { ": " + $0 } ?? ""). Thank you! If the hazard is "
                + "still there, tell us within \(days) days and it is reopened.")
    }

    /// A need or a suggestion, which is answered.
    private func answered(_ id: String, _ arguments: [String: String]) -> LocalText {
        let code = arguments[NoticeArgument.code].flatMap(CloseCode.init)
        let (chinese, english) = code == .solved ? ("：已办好", ": it is done") : Self.outcome(code)
        return LocalText(
            zh: "您的诉求 \(id) 已答复\(chinese)。谢谢您！",
            en: "Your request \(id) is answered\(english). Thank you!")
    }

    /// The close code as text after a colon; empty when there is no code.
    private static func outcome(_ code: CloseCode?) -> (zh: String, en: String) {
        switch code {
        case .solved: ("：隐患已消除", ": the hazard is gone")
        case .notFound: ("：现场未发现该情况", ": nothing was found there")
        case .notSolvable: ("：目前无法解决", ": it cannot be solved now")
        case .referred: ("：已转交负责的单位", ": it was passed on to those responsible")
        case .suggestionKept: ("：您的建议已留存", ": your suggestion is kept")
        case nil: ("", "")
        }
    }

    private func reopened(_ id: String, _ arguments: [String: String]) -> LocalText {
        if arguments[NoticeArgument.why] == NoticeArgument.checkFailed {
            return LocalText(
                zh: "案卷 \(id)：核查发现还没有处理好，部门继续处理，有结果会告诉您。",
                en:
                    "Case \(id): the check found it still there, so the departments go on. You will hear how it ends.")
        }
        return LocalText(
            zh: "案卷 \(id) 已重新办理，有结果会告诉您。",
            en: "Case \(id) is open again. You will hear how it ends.")
    }

    private func reward(_ id: String, _ arguments: [String: String]) -> LocalText {
        let (amount, unit) = (arguments[NoticeArgument.amount] ?? "", arguments[NoticeArgument.unit] ?? "")
        let (chinese, english) = ("\(amount) \(NameLists.units[unit].zh)", "\(amount) \(unit)")
        switch arguments[NoticeArgument.rewardState].flatMap(RewardState.init) {
        case .withheld:
            return LocalText(
                zh: "案卷 \(id)：本次没有奖励。谢谢您的上报！",
                en: "Case \(id): there is no reward this time. Thank you for reporting!")
        case .void:
            return LocalText(
                zh: "案卷 \(id)：奖励 \(chinese) 逾期未领，已作废。",
                en: "Case \(id): the reward of \(english) was not claimed in time and is void.")
        case .clawedBack:
            return LocalText(
                zh: "案卷 \(id)：奖励 \(chinese) 已收回。", en: "Case \(id): the reward of \(english) was taken back.")
        case .waiting:
            return LocalText(
                zh: "案卷 \(id)：奖励 \(chinese) 已记下，基金到位后发放。",
                en: "Case \(id): a reward of \(english) is yours and is paid when the fund has it.")
        case .granted, nil:
            let until = arguments[NoticeArgument.claimUntil]
            return LocalText(
                zh: "案卷 \(id)：奖励 \(chinese)\(until.map { "，请在 \($0) 前领取" } ?? "")。谢谢您！",
                en: "Case \(id): you have earned \(english)"
                    + "\(until.map { ", to be claimed by \($0)" } ?? ""). Thank you!")
        }
    }

}
