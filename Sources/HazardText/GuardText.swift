package import HazardCore
internal import Wording

/// Texts of the conditions of moves (`CaseMoves`).
extension CaseWords {
    package func guarded(_ guarded: MoveGuard) -> String {
        departmentGuard(guarded) ?? outsideGuard(guarded) ?? commandGuard(guarded) ?? rewardGuard(guarded)
            ?? ownGuard(guarded) ?? guarded.rawValue
    }

    private func departmentGuard(_ guarded: MoveGuard) -> String? {
        switch guarded {
        case .accept:
            language(
                zh: "首个签收的部门使案卷进入处置；分拨中心签收不算",
                en: "the first department to accept starts the case; the triage centre does not")
        case .arrived: language(zh: "部门已到场", en: "the department has arrived")
        case .madeSafe:
            language(
                zh: "案卷有排险时限，且尚无部门报告已排险",
                en: "the case has a time to make safe, and nobody said so before")
        case .returning:
            language(
                zh: "须有理由和建议部门（或 unknown）；每部门至多 2 次、每案至多 6 次，超过则升级；无部门可办时转待分拨，建议部门不在办时请分拨中心决定",
                en:
                    "a reason and the suggested department, or unknown; at most 2 a department and 6 a case: then escalated; "
                    + "triage when nobody is left, and asked unless the one suggested is at work")
        case .resolving:
            language(
                zh: "须有处置结果，项目要求时须有照片；满足办结规则后案卷为已处置，未满足且无部门在办时转待分拨",
                en:
                    "a result, a photo when the programme asks; resolved when the close rule is met, triage when it is not "
                    + "and nobody is left")
        case .delay: language(zh: "须有理由；在到期前，至多批准 2 次", en: "a reason; before it is due, at most 2 granted")
        case .hold: language(zh: "须有理由；每案一次", en: "a reason; once a case")
        case .waiverRequest: language(zh: "须有理由", en: "a reason")
        case .appeal: language(zh: "须有理由；限超期案卷，一次", en: "a reason; an overdue case, once")
        default: nil
        }
    }

    private func outsideGuard(_ guarded: MoveGuard) -> String? {
        switch guarded {
        case .checkFailed:
            language(
                zh: "返工，重新计时；已结案的重开，14 天内，须有理由",
                en: "rework 返工, a new clock; a closed case is reopened, within 14 days, with a reason")
        case .confirm:
            language(
                zh: "须为本案的上报；紧急案卷须有工作人员看过；部门处置期间仅限网格员，且为 P2、P3",
                en:
                    "a report of this case; an emergency stays open until a person of ours has looked; while departments are "
                    + "at work a grid member's, for P2 and P3")
        case .dispute:
            language(
                zh: "须为本案的上报；已结案的 14 天内，须有理由",
                en: "a report of this case; a closed case within 14 days, with a reason")
        case .ownReport: language(zh: "须为本案的上报", en: "a report of this case")
        default: nil
        }
    }

    private func commandGuard(_ guarded: MoveGuard) -> String? {
        switch guarded {
        case .knownCategory:
            language(
                zh: "类别须已配置；由分拨中心受理的类别转待分拨", en: "a known category; triage when its route leads there")
        case .knownDepartments: language(zh: "部门须已配置", en: "known departments")
        case .waive:
            language(
                zh: "须有理由；部门的任务未完成或已退单",
                en: "a reason; departments with a task that is open or returned")
        case .urge: language(zh: "4 小时内一次", en: "once in 4 hours")
        case .reason: language(zh: "须有理由", en: "a reason")
        case .suspend:
            language(
                zh: "须有理由和 365 天内的日期；每案一次", en: "a reason, and a date within 365 days; once a case")
        case .waitingRequest:
            language(zh: "须有待批的申请；申诉由督导批复", en: "a request that waits; of an appeal, a supervisor")
        case .result: language(zh: "须有结果", en: "a result")
        case .merge:
            language(
                zh: "对方须为同一分片、未结束且容得下这些上报的案卷；上报随之转入",
                en: "an open case of the same shard with room for its reports; the followers move")
        case .split:
            language(zh: "部分上报而非全部：另立案卷", en: "some of its reports, not all: they get a case of their own")
        case .link: language(zh: "另一案卷，不限分片", en: "another case, of any shard")
        case .reveal: language(zh: "须有理由；限本案的上报", en: "a reason; reports of this case")
        case .erase: language(zh: "须有理由；各分片一并执行", en: "a reason; in every shard")
        case .reopen: language(zh: "须有理由，14 天内", en: "a reason, within 14 days")
        default: nil
        }
    }

    private func rewardGuard(_ guarded: MoveGuard) -> String? {
        switch guarded {
        case .grant:
            language(
                zh: "须有规则和有上报人的上报；此规则未曾奖励过",
                en: "a rule, and a report that has a reporter; not rewarded by it before")
        case .claim:
            language(
                zh: "已发放、须领取且未过领取期限的奖励",
                en: "a reward that was granted and must be fetched, before its last day")
        case .clawBack: language(zh: "须有理由；限有效的奖励", en: "a reason; a reward that counts")
        case .rewardSettled:
            language(
                zh: "案卷申请过的奖励；随上报转走的，转交所在案卷",
                en: "a reward that the case asked for; passed on if it went elsewhere with its report")
        default: nil
        }
    }

    private func ownGuard(_ guarded: MoveGuard) -> String? {
        switch guarded {
        case .firstQueue: language(zh: "首个队列已接收", en: "the first queue took it")
        case .follower:
            language(
                zh: "同类别、在距离和时间范围内，或照片相同；不并入紧急案卷",
                en: "same category within radius and window, or the same photo; never into an emergency")
        case .followUp:
            language(
                zh: "同一上报人：同一会话、同样文字，或引用编号",
                en: "the same reporter: in the thread, in the same words, or by its id")
        case .calendarCame:
            language(
                zh: "缺日历的年份有了日历；时限只会推后", en: "a year that had no calendar has one; deadlines only move later")
        case .departmentRenamed:
            language(zh: "配置写明部门改了编号（was）", en: "the configuration gives a department another id (was)")
        case .completed: language(zh: "编号与记录有误的上报相同", en: "the id of a report whose record had faults")
        case .emergencySaid:
            language(
                zh: "编号与其中一份上报相同，内容不同，且是险情", en: "the id of one of its reports, other content, and an emergency")
        case .unattended:
            language(
                zh: "P0 在分拨中心 3 分钟内无人处理，且内容不存疑；存疑的升级给督导",
                en: "a P0 that nobody touched in triage for 3 minutes, unless its words are doubtful: then a supervisor"
            )
        case .notAccepted:
            language(
                zh: "任务发出 15 分钟未签收；再过一天：升级",
                en: "15 minutes after a task was sent; again after a day: escalated")
        case .notSafe:
            language(
                zh: "已过排险时限：如超期一样催办主办部门",
                en: "the time to make safe is over: the lead is urged, as when it is overdue")
        case .reminded: language(zh: "任务时限已用 80 %", en: "80 % of a task's time is used")
        case .overdue:
            language(
                zh: "时限用完：催办，4 小时内已催过的除外",
                en: "all of it: urged, unless that was done less than 4 hours ago")
        case .escalated:
            language(zh: "超出一倍时限：督导；超出两倍：督办", en: "once over the limit again: a supervisor; twice: 督办")
        case .holdEnded: language(zh: "挂账到期", en: "the date of the hold")
        case .checkDue: language(zh: "30 分钟未核查", en: "30 minutes without a check")
        case .checkLate:
            language(zh: "再过 30 分钟：升级；不会自行结案", en: "30 more: escalated; nothing closes by itself")
        default: nil
        }
    }
}
