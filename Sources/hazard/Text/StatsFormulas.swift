import HazardCore
internal import HazardStatistics

/// The Chinese formulas of figures. The English ones are beside the code that computes them (`KPIDefinition`).
enum StatsFormulas {
    static func chinese(_ kpi: KPI) -> String {
        switch kpi {
        case .validReportRate: "（立案 + 并案）/ 案卷收到的上报；同一会话的后续消息不另计，无法使用的计入无法使用的记录占比"
        case .mergeRate: "并案的上报 / 收到"
        case .validReportsPerReporter: "（立案 + 并案）/ 活跃上报人（本期上报过的不同账户）"
        case .classificationAccuracy: "1 − 改判 / 已分类；无类别案卷由人首次给出类别不算改判"
        case .recurrenceRate: "同类案卷 ≥ 3 件的地点 / 地点；并案与不予立案的除外"
        case .endToEndP50: "（首个任务发出 − 收到）的中位数，按日志的写入时间"
        case .endToEndP95: "（首个任务发出 − 收到）的第 95 百分位，按日志的写入时间"
        case .firstDispatchAccuracy: "无退单的案卷 / 已派遣的案卷"
        case .returnRate: "退单的任务 / 发出的任务"
        case .buckPassingRate: "被 ≥ 2 个部门退单的案卷 / 已派遣的案卷"
        case .responseRate: "在签收时限内签收或退单的任务 / 时限已过或已答复的任务"
        case .reworkRate: "核查不通过 ≥ 1 次的案卷 / 已核查的案卷"
        case .closingRate: "已结案 / 应结案：本期到期或结案的案卷；撤销、不予立案、并案的除外"
        case .onTimeRate: "按期结案 /（应结案 − 挂账 − 申诉免责）"
        case .makeSafeOnTimeRate: "在首个时限内排险 / 首个时限在本期的案卷"
        case .overdueRate: "超期 / 应结案：到期时未办完；申诉获准不改变事实"
        case .urgentOnTimeRate: "P0、P1 的按期结案率"
        case .urgentClosingRate: "P0、P1 的结案率"
        case .departmentScore: "应结案数分档 + 0.3 结案率 + 0.3 按期率 + 0.3（100 − 返工率）；A90 B75 C60 D40，其余 E"
        case .fairness: "各街道按期结案率的最高 − 最低"
        case .handlingMean: "（处置完成 − 派遣 − 暂停）的平均"
        case .handlingMedian: "（处置完成 − 派遣 − 暂停）的中位数"
        case .handlingP90: "（处置完成 − 派遣 − 暂停）的第 90 百分位"
        case .firstResponse: "（首次签收 − 立案）的中位数"
        case .solvedRate: "以已解决结案 / 已结案；曾挂账与已转出的除外"
        case .satisfactionRate: "评 4 或 5 分的上报人 / 答复的上报人"
        case .answerRate: "答复的上报人 / 询问过的：已结案的每份上报"
        case .reopeningRate: "已结案中此后重开的"
        case .rewardOnTimeRate: "结案后 5 天内发放 / 应发放：未发放、作废、追回的除外"
        case .deadLetterRate: "无法使用的记录 / 收到的记录，自服务启动起"
        case .deadLetterAge: "所存最老记录的时长"
        case .lagRecords: "尚未处理的记录"
        case .lagSeconds: "最老未处理记录的时长"
        }
    }
}
