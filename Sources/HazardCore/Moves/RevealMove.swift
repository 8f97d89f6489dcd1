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
        for report in value.reports where report.isErased && (reports.isEmpty || reports.contains(report.reportID)) {
            throw CaseRefusal(
                .notYourCase(report: report.reportID), allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        value.remember(command, from: value.state, at: now, reports.isEmpty ? nil : .revealed(reports))
    }

    /// Erases the reporters that an order covers (`config/contracts/README.md`, Erase). A reason is required.
    ///
    /// - Throws: `CaseRefusal` without a reason, or when no report of the case is covered.
    func erase(_ order: ErasureOrder, _ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        if command.role != .system { try needReason(command, value) }
        let erased = value.erase(order)
        guard !erased.isEmpty else {
            throw CaseRefusal(
                .notYourCase(report: order.report), allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        value.remember(command, from: value.state, at: now, .erased(erased))
    }
}
