/// Computes the figures from the counts.
extension KPITally {
    /// Every figure of the window, in the order of the table, without those of a running server (`KPIPresent`).
    package var figures: [KPIValue] {
        let handling = KPISpread(times[.handling])
        let firstResponse = KPISpread(times[.firstResponse])
        let endToEnd = KPISpread(times[.endToEnd])
        return KPI.allCases.compactMap { kpi in
            switch kpi {
            case .handlingMean: handling.figure(kpi, handling.mean, per: 60_000)
            case .handlingMedian: handling.figure(kpi, handling.median, per: 60_000)
            case .handlingP90: handling.figure(kpi, handling.percentile(90), per: 60_000)
            case .firstResponse: firstResponse.figure(kpi, firstResponse.median, per: 60_000)
            case .endToEndP50: endToEnd.figure(kpi, endToEnd.median, per: 1000)
            case .endToEndP95: endToEnd.figure(kpi, endToEnd.percentile(95), per: 1000)
            case .recurrenceRate: KPIValue(kpi, recurrence)
            case .validReportsPerReporter: perReporter
            case .departmentScore: departmentScore
            case .fairness: fairness
            // Without a review nobody knows whether a category is right.
            case .classificationAccuracy: KPIValue(kpi, reviewed == 0 ? KPIRatio() : ratio(kpi))
            case .deadLetterRate, .deadLetterAge, .lagRecords, .lagSeconds: nil
            default: KPIValue(kpi, ratio(kpi))
            }
        }
    }

    /// 复发率.
    private var recurrence: KPIRatio {
        let again = places.values.filter { $0.values.contains { $0 >= norms.recurrence } }
        return KPIRatio(again.count, of: places.count)
    }

    private var perReporter: KPIValue {
        let people = activeReporters
        return KPIValue(
            .validReportsPerReporter, people == 0 ? nil : Double(valid) / Double(people), numerator: valid,
            denominator: people)
    }
}

/// Measured times in milliseconds, sorted once.
struct KPISpread {
    private let sorted: [Int64]

    init(_ times: [Int64]?) { sorted = (times ?? []).sorted() }

    var mean: Double? {
        sorted.isEmpty ? nil : Double(sorted.reduce(0, +)) / Double(sorted.count)
    }

    /// The middle value; for an even number the mean of the two.
    var median: Double? {
        guard !sorted.isEmpty else { return nil }
        return Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// The smallest value that at least this percentage does not exceed (nearest rank).
    func percentile(_ percent: Int) -> Double? {
        guard !sorted.isEmpty else { return nil }
        return Double(sorted[(sorted.count * percent + 99) / 100 - 1])
    }

    /// A figure in a unit of `unit` milliseconds, with the number of measured times.
    func figure(_ kpi: KPI, _ milliseconds: Double?, per unit: Double) -> KPIValue {
        KPIValue(kpi, milliseconds.map { $0 / unit }, denominator: sorted.count)
    }
}

/// The state of a running server as far as it is known; nil is n/a.
package struct KPIPresent: Hashable, Sendable {
    /// The records received since the server started, and the unusable ones among them.
    package var received: Int?
    package var deadLetters: Int?
    /// The age of the oldest dead letter in milliseconds.
    package var oldestDeadLetter: Int64?
    package var lagRecords: Int?
    package var lagSeconds: Double?

    package init() {}

    /// 无法使用的记录占比, 最早一条无法使用的记录时长, 消费滞后.
    package var figures: [KPIValue] {
        var rate = KPIValue(.deadLetterRate, nil)
        if let received, let deadLetters { rate = KPIValue(.deadLetterRate, KPIRatio(deadLetters, of: received)) }
        return [
            rate, KPIValue(.deadLetterAge, oldestDeadLetter.map { Double($0) / 60_000 }),
            KPIValue(.lagRecords, lagRecords.map(Double.init)), KPIValue(.lagSeconds, lagSeconds),
        ]
    }
}
