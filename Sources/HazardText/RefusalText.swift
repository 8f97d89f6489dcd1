package import HazardCore
internal import Wording

/// Texts of refusals: what is wrong and what is allowed.
extension CaseWords {
    package func refusal(_ reason: RefusalReason) -> String {
        tableRefusal(reason) ?? departmentRefusal(reason) ?? requestRefusal(reason) ?? twoCasesRefusal(reason)
            ?? rewardRefusal(reason) ?? reason.code.rawValue
    }

    /// The name of a refusal code.
    package func refusalName(_ code: RefusalCode) -> String { name(NameLists.refusals, code.rawValue) }

    private func tableRefusal(_ reason: RefusalReason) -> String? {
        switch reason {
        case .stateForbids(let kind, let state):
            language(
                zh: "案卷为“\(self.state(state))”时不允许“\(move(kind))”",
                en: "\(kind.word) is not allowed while the case is \(state.rawValue)")
        case .taskForbids(let kind, let task, let state):
            language(
                zh: "任务为“\(self.state(task))”、案卷为“\(self.state(state))”时不允许“\(move(kind))”",
                en: "\(kind.word) is not allowed while the task is \(task.rawValue) and the case \(state.rawValue)")
        case .roleForbids(let kind, let allowed, let role):
            language(
                zh: "\(move(kind))由\(list(allowed.map { name(NameLists.actors, $0.rawValue) }))办理，"
                    + "\(name(NameLists.actors, role.rawValue))不能",
                en: "\(kind.word) is for \(allowed.map(\.rawValue).joined(separator: ", ")), not for \(role.rawValue)")
        case .reasonMissing(let kind): language(zh: "\(move(kind))须说明理由", en: "\(kind.word) needs a reason")
        case .notYourCase(let report):
            language(
                zh: report.map { "上报 \($0) 不属于此案卷" } ?? "没有给出上报编号",
                en: "report \(report ?? "without id") is not part of this case")
        case .reopenWithoutReason: language(zh: "重开须说明理由", en: "reopening needs a reason")
        case .reopenTooLate(let days):
            language(
                zh: "结案 \(days) 天内可以重开：请重新上报",
                en: "a case can be reopened for \(days) days after it closed: report it again")
        case .urgedLately(let hours):
            language(
                zh: "\(hours) 小时内已催办过：请等待、督办或升级",
                en: "urged less than \(hours) hours ago: wait, supervise or escalate")
        default: nil
        }
    }

    private func departmentRefusal(_ reason: RefusalReason) -> String? {
        switch reason {
        case .noTask(let department):
            language(zh: "\(self.department(department))在此案卷中没有任务", en: "\(department) has no task in this case")
        case .noOpenTask(let department):
            language(
                zh: "\(self.department(department))在此案卷中没有未完成的任务",
                en: "\(department) has no open task in this case")
        case .returnWithoutReason:
            language(
                zh: "退单须说明理由，并给出建议部门 suggested_department 或 unknown",
                en: "a return needs a reason, and suggested_department or \"unknown\"")
        case .returnedTooOften(let times, let all):
            language(
                zh: "该部门已退单 \(times) 次，全案 \(all) 次：由督导决定（派遣或免办）",
                en: "returned \(times) times already, \(all) times in all: a supervisor decides (dispatch or waive)")
        case .unknownSuggestion(let department, let known):
            language(
                zh:
                    "没有配置建议部门 \(department)，或已停用：请从 \(list(known.map { named($0, names.departments[$0]) })) 中选一个，或填 unknown",
                en: "suggested_department \(department) is not configured, or is retired: name one of "
                    + known.joined(separator: ", ") + ", or unknown")
        case .unknownDepartment(let department):
            language(
                zh: "没有配置部门 \(department)，或已停用", en: "department \(department) is not configured, or is retired")
        case .alreadyDispatched:
            language(zh: "所列部门都已有此案卷", en: "every department named has the case already")
        case .resultMissing:
            language(
                zh: "办结须给出结果：" + results, en: "resolve needs a result: " + results)
        case .photoMissing(let programme):
            language(
                zh: "项目 \(self.programme(programme)) 要求照片：办结时请附 media",
                en: "programme \(programme) asks for a photo: send media with resolve")
        case .nothingToMakeSafe(let category):
            language(
                zh: "类别“\(self.category(category))”没有排险时限：完成后请直接办结",
                en: "category \(category) has no time to make safe: send resolve when it is done")
        case .madeSafeAlready: language(zh: "已排险", en: "the place was made safe already")
        case .unknownCategory(let name): language(zh: "没有配置类别 \(name)", en: "category \(name) is not configured")
        case .unknownCondition(let name, let category, let known):
            language(
                zh: "类别 \(categoryWithName(category)) 的立案条件有 "
                    + "\(list(known))，没有 \(name ?? "—")",
                en: "category \(category) has the conditions \(known.joined(separator: ", ")), not \(name ?? "none")")
        default: nil
        }
    }

    private var results: String {
        list(
            TaskResult.allCases.map { result in
                language(zh: name(NameLists.results, result.rawValue) + " " + result.rawValue, en: result.rawValue)
            })
    }

    private func requestRefusal(_ reason: RefusalReason) -> String? {
        switch reason {
        case .requestWaiting(let kind, let department):
            language(
                zh: "\(self.department(department))的\(name(NameLists.requests, kind.rawValue))申请尚未批复：先批复那一件",
                en: "a \(kind.rawValue) of \(department) waits already: it is decided first")
        case .requestUnknown(let request, let waiting):
            language(
                zh: "没有待批的申请 \(request)；待批：\(listOrNone(waiting))",
                en: "no request \(request) waits here; waiting: \(listOrNone(waiting))")
        case .requestAmbiguous(let request):
            language(
                zh: "几个部门以编号 \(request) 申请：请在 arguments.departments 中指明一个",
                en: "several departments asked with the id \(request): name one in arguments.departments")
        case .appealForSupervisor: language(zh: "申诉由督导批复", en: "an appeal is decided by a supervisor")
        case .noLimit: language(zh: "任务没有可延长的时限", en: "the task has no limit to extend")
        case .overdueAlready: language(zh: "任务已超期：延期须在到期前", en: "the task is overdue: a delay is for before that")
        case .delayedTooOften(let times):
            language(zh: "已延期 \(times) 次：不能再延", en: "delayed \(times) times already: no more")
        case .heldBefore: language(zh: "每案只能挂账一次，此案已挂过", en: "a case is held once, and this one was")
        case .holdNotInProgress: language(zh: "处置中的案卷才能挂账", en: "a case is held while it is in progress")
        case .holdDateMissing:
            language(zh: "挂账须给出截止日期 arguments.until", en: "a hold needs arguments.until: the day it ends")
        case .holdDate(let days):
            language(
                zh: "挂账截止须在现在之后、\(days) 天之内：请改 until",
                en: "a hold ends after now and within \(days) days: give another until")
        case .nothingOverdue:
            language(zh: "没有超期，无可申诉", en: "nothing was overdue here: there is nothing to appeal against")
        case .appealDecided: language(zh: "每案申诉一次，已批复", en: "one appeal a closed case, and it was decided")
        default: nil
        }
    }

    private func twoCasesRefusal(_ reason: RefusalReason) -> String? {
        switch reason {
        case .sameCase(let kind):
            language(
                zh: "\(move(kind))须指明另一案卷 arguments.into", en: "\(kind.word) needs arguments.into: another case")
        case .otherShard(let id, let shard, let own):
            language(
                zh: "案卷 \(id) 属于分片 \(shard)，此案属于分片 \(own)，案卷不离开分片：请改用关联 link",
                en:
                    "case \(id) is of shard \(shard), this one of \(own), and a case never leaves its shard: link the two "
                    + "instead")
        case .unknownCase(let id): language(zh: "没有案卷 \(id)，请核对编号", en: "case \(id) is not known: check the number")
        case .otherEnded(let id, let state):
            language(
                zh: "案卷 \(id) \(self.state(state))：请并入未结束的案卷，或关联",
                en: "case \(id) is \(state.rawValue): merge into an open one, or link")
        case .otherFull(let id, let reports, let limit):
            language(
                zh: "案卷 \(id) 已有 \(reports) 份上报，至多 \(limit) 份：请改用关联 link",
                en: "case \(id) has \(reports) reports, \(limit) at most: link the two instead")
        case .reportNotHere(let report):
            language(
                zh: "上报 \(report) 不在此案卷中：请看案卷的上报", en: "report \(report) is not part of this case: see its reports")
        case .splitTakesAll(let reports):
            language(
                zh: "拆分须留下上报：本案共 \(reports) 份，不能全部拆出",
                en: "split needs arguments.reports: some of the case's \(reports), not all")
        case .alreadyLinked(let id, let kind, let limit):
            language(
                zh: "已与 \(id) 关联（\(link(kind))），或已有 \(limit) 个关联",
                en: "this case is linked with \(id) as \(kind.word), or has \(limit) links")
        default: nil
        }
    }

    private func rewardRefusal(_ reason: RefusalReason) -> String? {
        switch reason {
        case .rewardReportUnknown(let report):
            language(zh: "上报 \(report) 不在此案卷中", en: "report \(report) is not part of this case")
        case .rewardRuleUnknown(let rule, let programme, let known):
            language(
                zh: "项目 \(self.programme(programme)) 的奖励规则有 \(listOrNone(known))，没有 \(rule ?? "—")",
                en: "programme \(programme) has the rewards \(listOrNone(known)), not \(rule ?? "none")")
        case .rewardAnonymous(let report):
            language(
                zh: "上报 \(report) 为匿名：无人可奖", en: "report \(report) is anonymous: there is nobody to reward")
        case .rewardFoundFalse(let found):
            language(
                zh: "\(found == .rejected ? "案卷不予立案" : "案卷因未发现而结案")：其奖励会被追回；如属实请先重开",
                en:
                    "the case was \(found == .rejected ? "rejected" : "closed because nothing was found"): what it earns is "
                    + "taken back; reopen it first, if it was true after all")
        case .rewardAmount(let amount, let most, let unit):
            language(
                zh: "数额为 \(amount)：请在 arguments.amount 中给 1 至 \(most) \(self.unit(unit))",
                en: "amount is \(amount): give arguments.amount, 1 to \(most) \(unit)")
        default: entryRefusal(reason)
        }
    }

    /// Texts of refusals about ledger entries.
    private func entryRefusal(_ reason: RefusalReason) -> String? {
        switch reason {
        case .rewardGrantedAlready(let entry, let state):
            language(
                zh: "奖励 \(entry) 已是“\(rewardState(state))”", en: "\(entry) is \(rewardState(state)) already")
        case .rewardUnknown(let entry, let known):
            language(
                zh: "此案没有奖励 \(entry)；有：\(listOrNone(known))",
                en: "no reward \(entry) here; this case has \(listOrNone(known))")
        case .rewardMoved(let entry, let id):
            language(
                zh: "奖励 \(entry) 已随上报转到案卷 \(id)：请在那里办理", en: "\(entry) went with its report to case \(id): say it there"
            )
        case .rewardWithheldHere(let entry, let why):
            language(
                zh: "奖励 \(entry) 在此案未发放（\(why.map { name(NameLists.rewardReasons, $0) } ?? "—")）：基金账上没有它",
                en: "\(entry) was withheld here (\(why ?? "-")): the ledger knows nothing of it")
        case .rewardNotAskedFor(let entry):
            language(zh: "此案没有申请过奖励 \(entry)", en: "this case asked for no reward \(entry)")
        case .rewardEnded(let entry, let state):
            language(
                zh: "奖励 \(entry) 为“\(rewardState(state))”：没有可追回的",
                en: "\(entry) is \(rewardState(state)): there is nothing to take back")
        case .rewardCredited(let kind):
            language(
                zh: "\(name(NameLists.rewardKinds, kind.rawValue))奖励直接记账，不用领取",
                en: "\(kind.rawValue) are credited, not fetched")
        case .rewardNotClaimable(let entry, let state):
            language(
                zh: "奖励 \(entry) \(state == .granted ? "已领取" : "为“\(rewardState(state))”")",
                en: "\(entry) is \(state == .granted ? "handed out already" : rewardState(state))")
        case .rewardClaimTooLate(let entry):
            language(zh: "奖励 \(entry) 已过领取期限", en: "\(entry) had to be fetched earlier")
        default: nil
        }
    }

    private func rewardState(_ state: RewardState?) -> String {
        state.map { name(NameLists.rewardStates, $0.rawValue) } ?? language(zh: "已申请、未核定", en: "not decided yet")
    }
}
