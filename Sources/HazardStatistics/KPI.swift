/// A figure of `DOMAIN.md` §8, in the order of its table. The raw values are the names in messages.
///
/// `KPIDefinition` has the name, the clock and the formula of each.
package enum KPI: String, CaseIterable, Sendable {
    case validReportRate = "valid-report-rate"
    case classificationAccuracy = "classification-accuracy"
    case firstDispatchAccuracy = "first-dispatch-accuracy"
    case returnRate = "return-rate"
    case buckPassingRate = "buck-passing-rate"
    case responseRate = "response-rate"
    case solvedRate = "solved-rate"
    case satisfactionRate = "satisfaction-rate"
    case answerRate = "answer-rate"
    case closingRate = "closing-rate"
    case onTimeRate = "on-time-rate"
    case makeSafeOnTimeRate = "make-safe-on-time-rate"
    case overdueRate = "overdue-rate"
    case reworkRate = "rework-rate"
    case reopeningRate = "reopening-rate"
    case recurrenceRate = "recurrence-rate"
    case mergeRate = "merge-rate"
    case handlingMean = "handling-time-mean"
    case handlingMedian = "handling-time-median"
    case handlingP90 = "handling-time-p90"
    case firstResponse = "first-response-time"
    case urgentOnTimeRate = "urgent-on-time-rate"
    case urgentClosingRate = "urgent-closing-rate"
    case rewardOnTimeRate = "reward-on-time-rate"
    case validReportsPerReporter = "valid-reports-per-reporter"
    case departmentScore = "department-score"
    case fairness
    case endToEndP50 = "end-to-end-p50"
    case endToEndP95 = "end-to-end-p95"
    case deadLetterRate = "dead-letter-rate"
    case deadLetterAge = "dead-letter-age"
    case lagRecords = "lag-records"
    case lagSeconds = "lag-seconds"
}

/// The unit of a figure.
package enum KPIUnit: String, CaseIterable, Sendable {
    case percent
    /// A difference between two percentages.
    case percentagePoints = "percentage-points"
    case minutes, seconds, count
    /// Points out of 100.
    case points
}

/// The time that decides whether a case or a report belongs to a window.
package enum KPIClock: String, CaseIterable, Sendable {
    /// When the report was received; for a case, when its first report was.
    case received
    /// The deadline, once it has come, or the end of the case (`DOMAIN.md` §8).
    case dueOrClosed = "due-or-closed"
    /// When the case was closed.
    case closed
    /// No window: the present state, or the time since the server started.
    case present
}

/// A part of a total.
package struct KPIRatio: Hashable, Sendable {
    package var numerator = 0
    package var denominator = 0

    package init(_ numerator: Int = 0, of denominator: Int = 0) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// In percent; nil when the denominator is 0.
    package var percent: Double? {
        denominator == 0 ? nil : Double(numerator) * 100 / Double(denominator)
    }

    mutating func count(_ isHit: Bool) {
        denominator += 1
        if isHit { numerator += 1 }
    }

    static func += (total: inout KPIRatio, part: KPIRatio) {
        total.numerator += part.numerator
        total.denominator += part.denominator
    }
}

/// A computed figure.
package struct KPIValue: Hashable, Sendable {
    package var kpi: KPI
    /// In the unit of its definition; nil is "n/a".
    package var value: Double?
    /// The counted part; nil for figures that are no quotient.
    package var numerator: Int?
    /// The total of a quotient; for a time, the number of measured times.
    package var denominator: Int?
    /// Only for a department's score.
    package var grade: KPIGrade?

    package init(_ kpi: KPI, _ value: Double?, numerator: Int? = nil, denominator: Int? = nil) {
        self.kpi = kpi
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
    }

    init(_ kpi: KPI, _ ratio: KPIRatio) {
        self.init(kpi, ratio.percent, numerator: ratio.numerator, denominator: ratio.denominator)
    }
}
