import CaseStore
import HazardCore
import HazardWire

/// A month as the monthly counts name it, `2026-11`.
enum MonthText {
    static func text(_ date: CivilDate) -> String {
        MonthlyCount.month(of: date)
    }
}

extension MonthCount {
    /// A count of the store, for the changelog.
    init(_ count: MonthlyCount) {
        let code = CloseCode(rawValue: count.outcome)
        self.init(
            programme: count.programme, category: count.category,
            state: code == nil ? CaseState(rawValue: count.outcome) ?? .closed : .closed, code: code,
            number: count.count)
    }
}

extension MonthlyCount {
    /// A count of the changelog, for the store.
    init(_ count: MonthCount, month: String) {
        self.init(
            month: month, programme: count.programme, category: count.category,
            outcome: count.code?.rawValue ?? count.state.rawValue, count: count.number)
    }
}
