/// Reveals who reported: the case records the request, and `hazard.reports` has the answer (`DECISIONS.md` #18).
extension CaseDecider {
    /// Records that a supervisor sees the reporters of the named reports, or of all. A reason is required.
    ///
    /// - Throws: `CaseRefusal` without a reason, or when a report is not part of the case.
    func reveal(_ reports: [String], _ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        for reportID in reports where !value.reports.contains(where: { $0.reportID == reportID }) {
            throw CaseRefusal(
                .notYourCase(report: reportID), allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        value.remember(command, from: value.state, at: now, reports.isEmpty ? nil : .revealed(reports))
    }
}
