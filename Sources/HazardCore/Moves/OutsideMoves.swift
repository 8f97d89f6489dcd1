internal import ChineseText

/// Moves of verifiers and reporters: checks 核查 and reporters' feedback (`DOMAIN.md` §5, Whose word closes a case).
extension CaseDecider {
    /// Applies a verifier's check or a reporter's feedback.
    ///
    /// - Throws: `CaseRefusal` when the report is not part of the case, or when the state does not allow the move.
    func outsideMove(_ feedback: Feedback, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: feedback.actor.role, ref: feedback.actor.ref, on: value)
        if feedback.actor.role == .reporter, !value.reports.contains(where: { $0.reportID == feedback.actor.ref }) {
            throw CaseRefusal(.notYourCase(report: feedback.actor.ref))
        }
        guard allowed.contains(feedback.kind.rawValue) else {
            throw CaseRefusal(.stateForbids(.feedback(feedback.kind), value.state), allowed: allowed)
        }
        let before = value.state
        switch feedback.kind {
        case .pass: value.pass(at: now)
        case .confirm where value.maySelfResolve(feedback.actor.ref): value.finish(.closed, code: .solved, at: now)
        // A reporter's confirmation of an emergency is recorded for the person who checks it, and closes nothing.
        case .confirm: if value.mayBeClosed(by: .reporter) { value.pass(at: now) }
        // The hazard is still there: a closed case is reopened, any other goes back to the departments that were done.
        case .fail where before == .closed, .dispute where before == .closed:
            try value.reopen(reason: feedback.reason, allowed: allowed, at: now, policy.calendar)
        case .fail, .dispute: value.fail(reason: feedback.reason, at: now, policy.calendar)
        case .rate: value.rate(feedback)
        case .add: heed(feedback.text, &value, at: now)
        default: break
        }
        value.remember(
            feedback, from: before, at: now, feedback.text == nil ? feedback.score.map(EventDetail.rated) : nil)
    }

    /// Raises the case when the words that a reporter adds speak of an emergency.
    private func heed(_ text: String?, _ value: inout Case, at now: Instant) {
        guard let text, !text.isEmpty else { return }
        var said = Report(reportID: "", programme: value.programme, channel: .chat, reportedAt: now)
        said.text = text
        let classified = policy.classify(said)
        guard classified.speaksOfEmergency else { return }
        raise(
            &value, for: classified.dangers, isDoubtful: classified.isDoubtful,
            words: Case.shortened(Masking.masked(text), to: Case.noteLength), at: now)
    }
}

extension Case {
    /// Stores the reporter's rating; a later one replaces it.
    fileprivate mutating func rate(_ feedback: Feedback) {
        guard let index = reports.firstIndex(where: { $0.reportID == feedback.actor.ref }) else { return }
        reports[index].score = feedback.score ?? reports[index].score
    }
}
