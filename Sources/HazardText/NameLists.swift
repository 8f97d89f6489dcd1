package import Wording

/// The names of a closed list in both languages. English uses the name in messages, Chinese its meaning.
package struct LocalNames: Sendable {
    private let chinese: [String: String]

    init(_ chinese: [String: String]) {
        self.chinese = chinese
    }

    /// The name in both languages. A name that is not in the list is returned unchanged.
    package subscript(name: String) -> LocalText { LocalText(zh: chinese[name] ?? name, en: name) }

    /// Whether the list contains the name.
    package func has(_ name: String) -> Bool { chinese[name] != nil }
}

/// The names of the closed lists of messages (`config/contracts/README.md`).
package enum NameLists {
    /// The states of a case.
    package static let caseStates = LocalNames([
        "triage": "待分拨", "registered": "已立案", "dispatched": "已派遣", "in-progress": "处置中", "suspended": "挂账",
        "resolved": "已处置", "checking": "核查中", "closed": "已结案", "cancelled": "已撤销", "rejected": "不予立案",
        "merged": "已并案",
    ])

    /// The states of a task.
    package static let taskStates = LocalNames([
        "queued": "待发", "sent": "已发", "accepted": "已签收", "working": "处置中", "done": "已办", "returned": "已退单",
        "waived": "免办", "revoked": "已撤回",
    ])

    package static let lights = LocalNames(["green": "绿", "yellow": "黄", "red": "红"])

    package static let taskRoles = LocalNames(["lead": "主办", "co": "协办"])

    /// The roles that act on a case.
    package static let actors = LocalNames([
        "ingest": "接入", "classifier": "分类", "dispatcher": "派遣员", "department": "部门", "verifier": "核查员",
        "reporter": "上报人", "operator": "操作员", "supervisor": "督导", "timer": "计时", "system": "系统",
    ])

    /// The kinds of moves, which are also the kinds of history entries.
    package static let moves = LocalNames([
        // Feedback of departments
        "accept": "签收", "start": "到场", "made-safe": "已排险", "return": "退单", "resolve": "办结",
        "request-delay": "申请延期", "request-hold": "申请挂账", "request-waiver": "申请免办", "appeal": "申诉",
        "note": "备注",
        // Feedback of verifiers and reporters
        "pass": "核查通过", "fail": "核查不通过", "confirm": "确认消除", "dispute": "提出异议", "add": "补充",
        "rate": "评价",
        // Commands
        "classify": "改判类别", "dispatch": "派遣", "waive": "免办", "verify": "核查", "close": "结案",
        "force-close": "强制结案", "cancel": "撤销", "reject": "不予立案", "reopen": "重开", "merge": "并案",
        "split": "拆分", "link": "关联", "urge": "催办", "supervise": "督办", "suspend": "挂账", "resume": "恢复",
        "approve": "批准申请", "refuse": "驳回申请", "escalate": "升级", "grant": "发放奖励", "claim": "领取奖励",
        "claw-back": "追回奖励", "reveal": "查看上报人", "erase": "删除上报人", "reward-settled": "奖励已核定",
        // Moves of the system itself
        "dispatched": "已派遣", "paged-unattended": "无人处理，系统派警", "reminded": "提醒", "overdue": "超期", "escalated": "升级",
        "not-accepted": "未按时签收",
        "not-safe": "未按时排险", "resumed": "挂账到期恢复", "follower": "并入上报", "follow-up": "追加上报",
        "check-due": "待核查", "check-late": "核查超时", "completed": "补全上报", "emergency-said": "又报险情", "recounted": "按日历重算时限",
        "renamed": "部门改名",
        // Only in a history
        "opened": "立卷", "refused": "被拒绝", "merged": "并入案卷", "linked": "关联",
    ])

    package static let flags = LocalNames([
        "emergency": "紧急", "overdue": "超期", "forced": "强制结案", "needs_review": "需要复核", "supervised": "已督办",
        "reopened": "重开", "rework": "返工", "returns": "退单", "urges": "催办", "holds": "挂账", "escalated": "已升级",
        "exempt": "申诉免责", "make_safe_late": "排险超时", "buck_passed": "推诿", "recategorised": "改判", "salvaged": "记录有误",

    ])

    package static let requests = LocalNames(["delay": "延期", "hold": "挂账", "waiver": "免办", "appeal": "申诉"])
    package static let requestStates = LocalNames(["pending": "待批", "approved": "已批准", "refused": "已驳回", "void": "已失效"])

    /// The results of tasks and checks, and close codes.
    package static let results = LocalNames([
        "solved": "已解决", "not-found": "未发现", "not-solvable": "无法解决", "referred": "已转出",
        "suggestion-kept": "建议已留存", "pass": "通过", "fail": "不通过",
    ])

    package static let links = LocalNames([
        "related": "相关", "recurrence": "复发", "continued": "续案", "merged-into": "并入", "merged-from": "并自",
        "split-off": "拆出", "split-from": "拆自", "duplicate": "重复",
    ])

    package static let closeRules = LocalNames(["all": "全部办结", "lead": "主办办结", "any": "任一办结"])

    /// The codes of refusals.
    package static let refusals = LocalNames([
        "move-not-allowed": "案卷或任务目前的状态不允许此操作", "role-not-allowed": "此操作不属于这个角色",
        "no-task": "该部门在此案卷中没有任务", "not-your-case": "这份上报不属于此案卷", "argument-missing": "缺少必填的内容",
        "unknown-department": "没有配置这个部门，或已停用", "unknown-category": "没有配置这个类别",
        "already-dispatched": "所列部门都已有任务", "return-limit": "退单次数已到上限，须由督导决定",
        "limit-reached": "此项已到允许的次数", "no-request": "没有等待批复的这个申请", "request-pending": "同类申请尚未批复",
        "bad-date": "日期太远或已过去", "too-soon": "不久前刚催办过", "too-late": "已过允许的期限",
        "no-reward": "此案卷没有可供操作的这项奖励", "other-shard": "对方案卷在另一分片：请改用关联 link",
        "unknown-case": "没有这个案卷，请核对编号", "not-in-case": "这份上报不在此案卷中", "already-linked": "两个案卷已经关联",
        "case-full": "对方案卷的上报已满：请改用关联 link", "history-full": "案卷的记录已满，只有督导可以结案",
    ])

    // MARK: - Rewards

    package static let rewardStates = LocalNames([
        "granted": "已发放", "waiting": "等待资金", "withheld": "未发放", "void": "已作废", "clawed-back": "已追回",
    ])
    package static let rewardKinds = LocalNames([
        "points": "积分", "immediate": "即时", "year-end": "年终", "in-kind": "实物", "relief": "帮扶",
    ])
    /// The units of rewards as shipped. Other units are shown as configured.
    package static let units = LocalNames([
        "yuan": "元", "points": "积分", "red-points": "红色积分", "mark": "次年终表彰", "gift": "份礼品",
    ])
    package static let rewardReasons = LocalNames([
        "anonymous": "匿名上报", "follower": "并入的上报不奖", "joint-share-taken": "合报份额已领完",
        "daily-cap": "达到每日上限", "cool-down": "同类同地间隔太短", "fund-empty": "基金不足", "not-claimed": "逾期未领",
        "found-false": "查实不符",
    ])

    // MARK: - Records and topics

    package static let topicSteps = LocalNames([
        "ok": "已符合", "create": "新建", "alter": "修改", "EXTRA": "分区过多", "REFUSE": "拒绝",
    ])

    /// The roles of tokens, with their names beside them in Chinese.
    package static let tokenRoles = LocalNames([
        "gateway": "接入方 gateway", "department": "部门 department", "verifier": "核查员 verifier",
        "dispatcher": "派遣员 dispatcher", "operator": "操作员 operator", "supervisor": "督导 supervisor",
        "viewer": "查看者 viewer",
    ])

    // MARK: - Reports

    package static let channels = LocalNames([
        "phone": "电话", "chat": "群聊", "miniprogram": "小程序", "photo": "随手拍", "notebook": "登记本", "web": "网页",
        "import": "批量导入",
    ])

    package static let reportKinds = LocalNames(["hazard": "隐患", "need": "诉求", "suggestion": "建议", "tipoff": "举报"])

    package static let reporterKinds = LocalNames([
        "rider": "骑手", "courier": "快递员", "truck-driver": "货车司机", "ride-hailing": "网约车司机", "grid-member": "网格员",
        "home-service": "家政人员", "resident": "居民", "system": "系统",
    ])

    package static let roadClasses = LocalNames([
        "urban": "城市道路", "provincial": "省道", "national": "国道", "compound": "小区内道路", "pavement": "人行道",
        "square": "广场", "river": "河道",
    ])

    package static let reportRoles = LocalNames(["first": "首报", "follower": "并入", "follow-up": "追加"])

    /// The keys of the two-key rule.
    package static let emergencyKeys = LocalNames([
        "category": "类别", "text": "文字", "life_risk": "危及生命", "action_taken": "上报人的处置",
    ])

    /// The kinds of danger to life.
    package static let dangers = LocalNames(["fire": "火情与救援", "medical": "伤病", "crime": "伤人与治安"])

    /// What the words of a report make doubtful about a danger.
    package static let dangerDoubts = LocalNames(["hearsay": "转述", "question": "询问", "past": "旧事", "joke": "玩笑或影视"])

    /// What figures are filtered and grouped by.
    package static let groupings = LocalNames([
        "programme": "项目", "district": "区县", "subdistrict": "街道", "area": "区域", "department": "部门", "category": "类别",
    ])

    // MARK: - Routing

    package static let dimensions = LocalNames([
        "category": "类别", "condition": "立案条件", "programme": "项目", "area": "区域", "surface": "路面",
        "road_class": "道路类别", "kind": "上报性质", "channel": "渠道", "reporter_kind": "上报人身份", "hour": "小时",
        "weekday": "星期",
    ])

    package static let surfaces = LocalNames(["carriageway": "车行道", "pavement": "人行道", "compound": "小区内"])

    package static let weekdays = LocalNames([
        "mon": "星期一", "tue": "星期二", "wed": "星期三", "thu": "星期四", "fri": "星期五", "sat": "星期六", "sun": "星期日",
    ])
}
