/// The refusals of moves in Chinese, by their codes (`RefusalCode`). The server writes the problems of requests itself.
enum RefusalWords {
    static func sentence(_ code: String) -> String? { moves[code] }

    private static let moves = [
        "move-not-allowed": "案卷或任务目前的状态不允许此操作",
        "role-not-allowed": "此操作不属于这个角色",
        "no-task": "该部门在此案卷中没有任务",
        "not-your-case": "这份上报不属于此案卷",
        "argument-missing": "缺少必填的内容",
        "unknown-department": "没有配置这个部门，或已停用",
        "unknown-category": "没有配置这个类别",
        "already-dispatched": "所列部门都已有任务",
        "return-limit": "退单次数已到上限，须由督导决定",
        "limit-reached": "此项已到允许的次数",
        "no-request": "没有等待批复的这个申请",
        "request-pending": "同类申请尚未批复",
        "bad-date": "日期太远或已过去",
        "too-soon": "不久前刚催办过",
        "too-late": "已过允许的期限",
        "no-reward": "此案卷没有可供操作的这项奖励",
        "other-shard": "对方案卷在另一分片：请改用关联 link",
        "unknown-case": "没有这个案卷，请核对编号",
        "not-in-case": "这份上报不在此案卷中",
        "already-linked": "两个案卷已经关联",
        "case-full": "对方案卷的上报已满：请改用关联 link",
        "history-full": "案卷的记录已满，只有督导可以结案",
        "id-reused": "这个编号已用于另一条消息：请换一个编号",
        "older-seq": "序号低于该部门已用的序号：已记录，未执行",
    ]
}
