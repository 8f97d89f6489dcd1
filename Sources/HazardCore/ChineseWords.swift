/// What the closed lists of the contracts are called in Chinese: the one place for the words of the command line and the
/// duty officer's pages.
///
/// Keys are the names that messages carry (`config/contracts/README.md`); a name that is not here is shown as it stands. States stand
/// beside themselves (`CaseState.chineseName`); the command line's refusals are in its `RefusalWords`.
package enum ChineseWords {
    package static let taskRoles = ["lead": "主办", "co": "协办"]

    /// Who does something to a case.
    package static let actors = [
        "ingest": "接入", "classifier": "分类", "dispatcher": "派遣员", "department": "部门", "verifier": "核查员",
        "reporter": "上报人", "operator": "操作员", "supervisor": "督导", "timer": "计时", "system": "系统",
    ]

    /// Moves: what is said, asked, or happens by itself; and the kinds of events in a history, which are the same.
    package static let moves = [
        // A department's feedback.
        "accept": "签收", "start": "到场", "made-safe": "已排险", "return": "退单", "resolve": "办结",
        "request-delay": "申请延期", "request-hold": "申请挂账", "request-waiver": "申请免办", "appeal": "申诉",
        "note": "备注",
        // A verifier's and a reporter's.
        "pass": "核查通过", "fail": "核查不通过", "confirm": "确认消除", "dispute": "提出异议", "add": "补充",
        "rate": "评价",
        // Commands.
        "classify": "改判类别", "dispatch": "派遣", "waive": "免办", "verify": "核查", "close": "结案",
        "force-close": "强制结案", "cancel": "撤销", "reject": "不予立案", "reopen": "重开", "merge": "并案",
        "split": "拆分", "link": "关联", "urge": "催办", "supervise": "督办", "suspend": "挂账", "resume": "恢复",
        "approve": "批准申请", "refuse": "驳回申请", "escalate": "升级", "grant": "发放奖励", "claim": "领取奖励",
        "claw-back": "追回奖励", "reveal": "查看上报人", "reward-settled": "奖励已核定",
        // By itself.
        "dispatched": "已派遣", "reminded": "提醒", "overdue": "超期", "escalated": "升级", "not-accepted": "未按时签收",
        "not-safe": "未按时排险", "resumed": "挂账到期恢复", "follower": "并入上报", "follow-up": "追加上报",
        "check-due": "待核查", "check-late": "核查超时",
        // Only in a history.
        "opened": "立卷", "refused": "被拒绝", "merged": "并入案卷", "linked": "关联",
    ]

    package static let flags = [
        "emergency": "紧急", "overdue": "超期", "forced": "强制结案", "needs_review": "需要复核", "supervised": "已督办",
        "reopened": "重开", "rework": "返工", "returns": "退单", "urges": "催办", "holds": "挂账", "escalated": "已升级",
        "exempt": "申诉免责", "make_safe_late": "排险超时", "buck_passed": "推诿", "recategorised": "改判",
    ]

    package static let requests = ["delay": "延期", "hold": "挂账", "waiver": "免办", "appeal": "申诉"]
    package static let requestStates = ["pending": "待批", "approved": "已批准", "refused": "已驳回", "void": "已失效"]

    /// How a department ended its part, how a check ended, why a case is closed.
    package static let results = [
        "solved": "已解决", "not-found": "未发现", "not-solvable": "无法解决", "referred": "已转出",
        "suggestion-kept": "建议已采纳", "pass": "通过", "fail": "不通过",
    ]

    package static let links = [
        "related": "相关", "recurrence": "复发", "continued": "续案", "merged-into": "并入", "merged-from": "并自",
        "split-off": "拆出", "split-from": "拆自", "duplicate": "重复",
    ]

    package static let closeRules = ["all": "全部办结", "lead": "主办办结", "any": "任一办结"]

    // MARK: - Rewards

    package static let rewardStates = [
        "granted": "已发放", "waiting": "等待资金", "withheld": "未发放", "void": "已作废", "clawed-back": "已追回",
    ]
    package static let rewardKinds = [
        "points": "积分", "immediate": "即时", "year-end": "年终", "in-kind": "实物", "relief": "帮扶",
    ]
    package static let units = ["yuan": "元", "points": "积分"]
    package static let rewardReasons = [
        "anonymous": "匿名上报", "follower": "并入的上报不奖", "joint-share-taken": "合报份额已领完",
        "daily-cap": "达到每日上限", "cool-down": "同类同地间隔太短", "fund-empty": "基金不足", "not-claimed": "逾期未领",
        "found-false": "查实不符",
    ]

    // MARK: - Records and topics

    package static let topicSteps = ["ok": "已符合", "create": "新建", "alter": "修改", "REFUSE": "拒绝"]

    // MARK: - Routing

    package static let dimensions = [
        "category": "类别", "condition": "立案条件", "programme": "项目", "area": "区域", "surface": "路面",
        "road_class": "道路类别", "kind": "上报性质", "channel": "渠道", "reporter_kind": "上报人身份", "hour": "小时",
        "weekday": "星期",
    ]
}
