/// Asking who reported: recorded here, answered from `hazard.reports`.
extension CaseDecider {
    /// Opens the named reports to the supervisor who asks, or all of the case: with a reason, for the record.
    func reveal(_ reports: [String], _ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        for reportID in reports where !value.reports.contains(where: { $0.reportID == reportID }) {
            throw CaseRefusal(
                .notYourCase(report: reportID), allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        value.remember(command, from: value.state, at: now, reports.isEmpty ? nil : .revealed(reports))
    }
}
