import CommandArguments
internal import Wording

/// What else must hold for a move, in Chinese: by the sentence that stands in the table of moves (`CaseMoves`).
enum GuardWords {
    static func text(_ sentence: String, _ words: CaseWords) -> String {
        words.language == .zh ? chinese[sentence] ?? sentence : sentence
    }

    private static let chinese = [
        // Departments.
        "the first department to accept starts the case; the triage centre does not":
            "首个签收的部门使案卷进入处置；分拨中心签收不算",
        "the department has arrived": "部门已到场",
        "the case has a time to make safe, and nobody said so before": "案卷有排险时限，且尚无部门报告已排险",
        "a reason and the suggested department, or unknown; at most 2 a department and 6 a case: then escalated; triage when "
            + "nobody is left, and asked unless the one suggested is at work":
            "须有理由和建议部门（或 unknown）；每部门至多 2 次、每案至多 6 次，超过则升级；无部门可办时转待分拨，建议部门不在办时请分拨中心决定",
        "a result, a photo when the programme asks; resolved when the close rule is met, triage when it is not and nobody "
            + "is left":
            "须有处置结果，项目要求时须有照片；满足办结规则后案卷为已处置，未满足且无部门在办时转待分拨",
        "a reason; before it is due, at most 2 granted": "须有理由；在到期前，至多批准 2 次",
        "a reason; once a case": "须有理由；每案一次",
        "a reason": "须有理由",
        "a reason; an overdue case, once": "须有理由；限超期案卷，一次",
        // Verifiers and reporters.
        "rework 返工, a new clock; a closed case is reopened, within 14 days, with a reason":
            "返工，重新计时；已结案的重开，14 天内，须有理由",
        "a report of this case; an emergency stays open until a person of ours has looked; while departments are at work "
            + "a grid member's, for P2 and P3":
            "须为本案的上报；紧急案卷须有工作人员看过；部门处置期间仅限网格员，且为 P2、P3",
        "a report of this case; a closed case within 14 days, with a reason": "须为本案的上报；已结案的 14 天内，须有理由",
        "a report of this case": "须为本案的上报",
        // Operators.
        "a known category; triage when its route leads there": "类别须已配置；由分拨中心受理的类别转待分拨",
        "known departments": "部门须已配置",
        "a reason; departments with a task that is open or returned": "须有理由；部门的任务未完成或已退单",
        "once in 4 hours": "4 小时内一次",
        "a reason, and a date within 365 days; once a case": "须有理由和 365 天内的日期；每案一次",
        "a request that waits; of an appeal, a supervisor": "须有待批的申请；申诉由督导批复",
        "a result": "须有结果",
        "an open case of the same shard with room for its reports; the followers move":
            "对方须为同一分片、未结束且容得下这些上报的案卷；上报随之转入",
        "some of its reports, not all: they get a case of their own": "部分上报而非全部：另立案卷",
        "another case, of any shard": "另一案卷，不限分片",
        "a reason; reports of this case": "须有理由；限本案的上报",
        "a reason, within 14 days": "须有理由，14 天内",
        "a rule, and a report that has a reporter; not rewarded by it before": "须有规则和有上报人的上报；此规则未曾奖励过",
        "a reward that was granted and must be fetched, before its last day": "已发放、须领取且未过领取期限的奖励",
        "a reason; a reward that counts": "须有理由；限有效的奖励",
        "a reward that the case asked for; passed on if it went elsewhere with its report":
            "案卷申请过的奖励；随上报转走的，转交所在案卷",
        // By itself.
        "the first queue took it": "首个队列已接收",
        "same category within radius and window, or the same photo; never into an emergency":
            "同类别、在距离和时间范围内，或照片相同；不并入紧急案卷",
        "the same reporter: in the thread, in the same words, or by its id": "同一上报人：同一会话、同样文字，或引用编号",
        "15 minutes after a task was sent; again after a day: escalated": "任务发出 15 分钟未签收；再过一天：升级",
        "the time to make safe is over: the lead is urged, as when it is overdue": "已过排险时限：如超期一样催办主办部门",
        "80 % of a task's time is used": "任务时限已用 80 %",
        "all of it: urged, unless that was done less than 4 hours ago": "时限用完：催办，4 小时内已催过的除外",
        "once over the limit again: a supervisor; twice: 督办": "超出一倍时限：督导；超出两倍：督办",
        "the date of the hold": "挂账到期",
        "30 minutes without a check": "30 分钟未核查",
        "30 more: escalated; nothing closes by itself": "再过 30 分钟：升级；不会自行结案",
    ]
}
