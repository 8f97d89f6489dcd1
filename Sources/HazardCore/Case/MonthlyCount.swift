/// The number of cases of one month, programme and category that ended with the same outcome (`DECISIONS.md` #7).
///
/// The counts remain when retention has removed the cases themselves.
package struct MonthlyCount: Hashable, Sendable {
    /// The month in which the cases were opened, `yyyy-mm` in the installation's time zone.
    package var month: String
    package var programme: String
    /// The category's code.
    package var category: String
    /// The state in which the cases ended.
    package var state: CaseState
    /// The close code of closed cases; nil for the other states.
    package var code: CloseCode?
    package var count: Int

    package init(
        month: String, programme: String, category: String, state: CaseState, code: CloseCode?, count: Int = 1
    ) {
        self.month = month
        self.programme = programme
        self.category = category
        self.state = state
        self.code = code
        self.count = count
    }

    /// The close code, or the name of the state when there is none.
    package var outcome: String { code?.rawValue ?? state.rawValue }

    /// The month of a date in the form that counts use, such as `2026-11`.
    package static func month(of date: CivilDate) -> String {
        String(date.year) + (date.month < 10 ? "-0" : "-") + String(date.month)
    }
}
