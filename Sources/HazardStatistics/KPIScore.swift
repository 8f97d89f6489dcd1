/// A department's grade (`DOMAIN.md` §8): A from 90, B from 75, C from 60, D from 40, else E.
package enum KPIGrade: String, CaseIterable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case e = "E"

    package init(_ score: Double) {
        self =
            switch score {
            case 90...: .a
            case 75...: .b
            case 60...: .c
            case 40...: .d
            default: .e
            }
    }
}

extension KPITally {
    /// 部门得分: band(volume) + 0.3 closing + 0.3 on time + 0.3 (100 − rework); n/a when one part is.
    var departmentScore: KPIValue {
        var result = KPIValue(
            .departmentScore, nil, denominator: scope.department == nil ? nil : ratio(.closingRate).denominator)
        guard scope.department != nil, let closing = ratio(.closingRate).percent,
            let onTime = ratio(.onTimeRate).percent, let rework = ratio(.reworkRate).percent
        else { return result }
        let volume = ratio(.closingRate).denominator
        let band = norms.bands.first { volume >= $0.atLeast }?.points ?? 0
        // In tenths, because 0.3 has no exact binary fraction and whole scores must stay whole.
        let score = Double(band) + (closing + onTime + (100 - rework)) * 3 / 10
        result.value = score
        result.grade = KPIGrade(score)
        return result
    }

    /// 公平性: the difference between the highest and the lowest on-time rate of the subdistricts; n/a with fewer than
    /// two.
    var fairness: KPIValue {
        let rates = deadlinesMet.values.compactMap(\.percent)
        guard rates.count >= 2, let most = rates.max(), let least = rates.min() else {
            return KPIValue(.fairness, nil, denominator: rates.count)
        }
        return KPIValue(.fairness, most - least, denominator: rates.count)
    }

    func ratio(_ kpi: KPI) -> KPIRatio { ratios[kpi] ?? KPIRatio() }
}
