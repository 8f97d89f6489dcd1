/// What a refusal says in Chinese, by the code that the server answers with: the refusals of moves (`RefusalCode`), and
/// the problems of requests (`urn:hazard:problem:…`).
enum RefusalWords {
    static func sentence(_ code: String) -> String? { moves[code] ?? requests[code] }

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

    private static let requests = [
        "invalid": "请求中有内容不符合要求",
        "other-department": "令牌属于另一部门",
        "unknown-path": "服务没有这个地址，版本可能不同",
        "unknown-report": "没有案卷收录这份上报：未发送、尚未处理，或属于无法使用的记录",
        "unknown-dead-letter": "没有这条无法使用的记录",
        "unauthorized": "需要有效的令牌",
        "no-tokens": "服务未配置令牌，只答复本机",
        "foreign-host": "服务未配置令牌，只接受以 localhost 或 127.0.0.1 访问",
        "not-revealed": "案卷中尚无查看上报人的记录",
        "reporter-gone": "上报原文已过保存期，无法再查看上报人",
        "position-gone": "续传位置属于另一份日志",
        "wrong-media-type": "内容类型不被接受",
        "wrong-method": "此地址不支持这种请求",
        "shard-elsewhere": "案卷在另一台服务器上",
        "shards-elsewhere": "相关分片不在这台服务器上，请稍后再试或询问另一台",
        "busy": "服务正忙，请稍后再试",
        "too-many-replays": "正在补读的连接太多，请稍后再试",
        "log-unavailable": "日志暂时无法写入，请稍后再试",
        "case-unreadable": "案卷无法读取，请重建该分片",
        "shard-unreadable": "分片文件无法读取，请重建该分片",
        "not-signed": "服务无法为消息签名",
        "no-random-numbers": "服务取不到随机数",
    ]
}
