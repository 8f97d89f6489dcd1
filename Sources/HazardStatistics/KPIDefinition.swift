/// The name, unit, clock and formula of a figure.
///
/// The formulas are those of `DOMAIN.md` §8. What that section leaves open is decided here and marked (ours), see
/// `DECISIONS.md` #39. In statistics of a department, "case" in a formula with the clock due-or-closed means the
/// department's task.
package struct KPIDefinition: Hashable, Sendable {
    package var kpi: KPI
    package var name: String
    package var nameEnglish: String
    package var unit: KPIUnit
    package var clock: KPIClock
    package var formula: String
    /// The target, in `unit` (Jinhua's targets for urgent cases); nil when there is none.
    package var target: Double?

    private init(
        _ kpi: KPI, _ name: String, _ nameEnglish: String, _ unit: KPIUnit, _ clock: KPIClock, _ formula: String
    ) {
        self.kpi = kpi
        self.name = name
        self.nameEnglish = nameEnglish
        self.unit = unit
        self.clock = clock
        self.formula = formula
    }

    private func aimed(at target: Double) -> KPIDefinition {
        var aimed = self
        aimed.target = target
        return aimed
    }

    /// The definition of a figure.
    package static func of(_ kpi: KPI) -> KPIDefinition {
        switch kpi {
        case .validReportRate, .mergeRate, .validReportsPerReporter, .classificationAccuracy, .recurrenceRate,
            .endToEndP50, .endToEndP95:
            received(kpi)
        case .firstDispatchAccuracy, .returnRate, .buckPassingRate, .responseRate, .reworkRate: work(kpi)
        case .closingRate, .onTimeRate, .makeSafeOnTimeRate, .overdueRate, .urgentOnTimeRate, .urgentClosingRate,
            .fairness, .departmentScore:
            promises(kpi)
        case .handlingMean, .handlingMedian, .handlingP90, .firstResponse: times(kpi)
        case .solvedRate, .satisfactionRate, .answerRate, .reopeningRate, .rewardOnTimeRate: closings(kpi)
        case .deadLetterRate, .deadLetterAge, .lagRecords, .lagSeconds: present(kpi)
        }
    }

    private static func received(_ kpi: KPI) -> KPIDefinition {
        switch kpi {
        case .validReportRate:
            KPIDefinition(
                kpi, "有效上报率", "Valid report rate", .percent, .received,
                "(registered + merged) / received in cases; a further message of a chat is no report of its own, and what could "
                    + "not be used counts in the dead-letter rate")
        case .mergeRate:
            KPIDefinition(kpi, "并案率", "Merge rate", .percent, .received, "merged reports / received")
        case .validReportsPerReporter:
            KPIDefinition(
                kpi, "骑手人均有效线索", "Valid clues per rider", .count, .received,
                "(registered + merged) / active reporters: distinct accounts that reported in the window")
        case .classificationAccuracy:
            KPIDefinition(
                kpi, "分类准确率", "Classification accuracy", .percent, .received,
                "1 - re-categorised / classified; a first category given by people to a case without one is no correction; "
                    + "no value until a person has confirmed or corrected one")
        case .recurrenceRate:
            KPIDefinition(
                kpi, "复发率", "Recurrence rate", .percent, .received,
                "places with >= 3 cases of one category / places; merged and rejected cases are left out")
        case .endToEndP50:
            KPIDefinition(
                kpi, "端到端时延 P50", "End to end, median", .seconds, .received,
                "median of (first task sent - received), by the log's append times")
        default:
            KPIDefinition(
                kpi, "端到端时延 P95", "End to end, P95", .seconds, .received,
                "95th percentile of (first task sent - received), by the log's append times")
        }
    }

    private static func work(_ kpi: KPI) -> KPIDefinition {
        switch kpi {
        case .firstDispatchAccuracy:
            KPIDefinition(
                kpi, "一次派遣准确率", "First-dispatch accuracy", .percent, .dueOrClosed,
                "cases with no return / dispatched cases")
        case .returnRate:
            KPIDefinition(kpi, "退单率", "Return rate", .percent, .dueOrClosed, "returned tasks / sent tasks")
        case .buckPassingRate:
            KPIDefinition(
                kpi, "推诿率", "Buck-passing rate", .percent, .dueOrClosed,
                "cases returned by >= 2 departments / dispatched cases")
        case .responseRate:
            KPIDefinition(
                kpi, "响应率", "Response rate", .percent, .dueOrClosed,
                "tasks accepted, or returned, within the accept limit / sent tasks whose limit is over or that answered"
            )
        default:
            KPIDefinition(
                kpi, "返工率", "Rework rate", .percent, .dueOrClosed, "cases with >= 1 failed check / checked cases")
        }
    }

    private static func promises(_ kpi: KPI) -> KPIDefinition {
        switch kpi {
        case .closingRate:
            KPIDefinition(
                kpi, "结案率", "Closing rate", .percent, .dueOrClosed,
                "closed / should-close: cases with a deadline that came, or closed, in the window; not cancelled, rejected "
                    + "or merged ones")
        case .onTimeRate:
            KPIDefinition(
                kpi, "按期结案率", "On-time closing rate", .percent, .dueOrClosed,
                "closed within due / (should-close - suspended - exempt by a granted appeal)")
        case .makeSafeOnTimeRate:
            KPIDefinition(
                kpi, "按期排险率", "Made safe on time", .percent, .dueOrClosed,
                "made safe within the first of two limits / cases whose first limit came in the window (ours)")
        case .overdueRate:
            KPIDefinition(
                kpi, "超期率", "Overdue rate", .percent, .dueOrClosed,
                "overdue / should-close: the work was not done by due; a granted appeal leaves the fact")
        case .urgentOnTimeRate:
            KPIDefinition(
                kpi, "紧急问题按期率", "Urgent cases on time", .percent, .dueOrClosed, "on-time-rate of P0 and P1"
            ).aimed(at: 95)
        case .urgentClosingRate:
            KPIDefinition(
                kpi, "紧急问题结案率", "Urgent cases closed", .percent, .dueOrClosed, "closing-rate of P0 and P1"
            ).aimed(at: 100)
        case .departmentScore:
            KPIDefinition(
                kpi, "部门得分", "Department score", .points, .dueOrClosed,
                "band(should-close) + 0.3 closing-rate + 0.3 on-time-rate + 0.3 (100 - rework-rate); A90 B75 C60 D40, else E"
            )
        default:
            KPIDefinition(
                kpi, "公平性", "Fairness", .percentagePoints, .dueOrClosed,
                "highest - lowest on-time-rate of the subdistricts (ours)")
        }
    }

    private static func times(_ kpi: KPI) -> KPIDefinition {
        let handling = "(resolved - dispatched - pauses)"
        return switch kpi {
        case .handlingMean:
            KPIDefinition(
                kpi, "平均处置时长", "Handling time, mean", .minutes, .dueOrClosed, "mean of " + handling)
        case .handlingMedian:
            KPIDefinition(
                kpi, "处置时长中位数", "Handling time, median", .minutes, .dueOrClosed, "median of " + handling)
        case .handlingP90:
            KPIDefinition(
                kpi, "处置时长 P90", "Handling time, P90", .minutes, .dueOrClosed, "90th percentile of " + handling)
        default:
            KPIDefinition(
                kpi, "首次响应时长", "First response time", .minutes, .dueOrClosed,
                "median of (first accept - registered)")
        }
    }

    private static func closings(_ kpi: KPI) -> KPIDefinition {
        switch kpi {
        case .solvedRate:
            KPIDefinition(
                kpi, "解决率", "Solved rate", .percent, .closed,
                "closed with code solved / closed, those ever held and those referred left out")
        case .satisfactionRate:
            KPIDefinition(
                kpi, "满意率", "Satisfaction rate", .percent, .closed,
                "reporters who rated 4 or 5 (ours) / reporters who answered")
        case .answerRate:
            KPIDefinition(
                kpi, "回访应答率", "Answer rate", .percent, .closed,
                "reporters who answered / asked: every report of a closed case")
        case .reopeningRate:
            KPIDefinition(
                kpi, "重开率", "Reopening rate", .percent, .closed, "of the cases closed, those reopened since")
        default:
            KPIDefinition(
                kpi, "奖励核发及时率", "Rewards on time", .percent, .closed,
                "granted within 5 days (ours) of closing / grantable: not withheld, void or clawed back")
        }
    }

    private static func present(_ kpi: KPI) -> KPIDefinition {
        switch kpi {
        case .deadLetterRate:
            KPIDefinition(
                kpi, "无法使用的记录占比", "Dead-letter rate", .percent, .present,
                "dead letters / records received, since this server started")
        case .deadLetterAge:
            KPIDefinition(
                kpi, "最早一条无法使用的记录时长", "Oldest dead letter", .minutes, .present, "age of the oldest record kept there")
        case .lagRecords:
            KPIDefinition(kpi, "消费滞后（条）", "Lag, records", .count, .present, "records not applied yet")
        default:
            KPIDefinition(
                kpi, "消费滞后（秒）", "Lag, seconds", .seconds, .present, "age of the oldest record not applied yet")
        }
    }
}
