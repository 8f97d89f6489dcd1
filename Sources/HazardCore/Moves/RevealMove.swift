/// Asking who reported: recorded here, answered from `hazard.reports`.
extension CaseDecider {
    /// Opens the named reports to the supervisor who asks, or all of the case: with a reason, for the record.
    func reveal(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        for reportID in command.arguments.reports where !value.reports.contains(where: { $0.reportID == reportID }) {
            throw CaseRefusal(
                .notYourCase, "report \(reportID) is not part of case \(value.id.text)",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        let named = command.arguments.reports.joined(separator: " ")
        value.remember(command, from: value.state, at: now, note: named.isEmpty ? nil : named)
    }
}
