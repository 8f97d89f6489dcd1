/// A figure that a city steers by (`DOMAIN.md` §8); the raw values are its names in messages, in the order of that table.
///
/// `KPIDefinition` says of each what it is called, by which clock its cases are chosen, and how it is computed.
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

/// What a figure is measured in.
package enum KPIUnit: String, CaseIterable, Sendable {
    case percent
    /// A difference between two percentages.
    case percentagePoints = "percentage-points"
    case minutes, seconds, count
    /// Out of 100.
    case points
}

/// Which time of a case, or of a report, has to lie inside the window.
package enum KPIClock: String, CaseIterable, Sendable {
    /// When the report came; of a case, its first report.
    case received
    /// The deadline (once it has come) or the end of the case: the period of `DOMAIN.md` §8.
    case dueOrClosed = "due-or-closed"
    /// When the case was closed.
    case closed
    /// No window: how it is now, or has been since the server started.
    case present
}

/// So many out of so many.
package struct KPIRatio: Hashable, Sendable {
    package var numerator = 0
    package var denominator = 0

    package init(_ numerator: Int = 0, of denominator: Int = 0) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Nil for none out of none: that is neither 0 nor 100.
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

/// A figure as it came out.
package struct KPIValue: Hashable, Sendable {
    package var kpi: KPI
    /// In the unit of its definition; nil is "n/a".
    package var value: Double?
    /// What was counted; nil for figures that are no quotient.
    package var numerator: Int?
    /// Of a quotient what it is out of; of a time, how many were measured.
    package var denominator: Int?
    /// Of a department's score only.
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
