/// Who is told what, and when: the one place that decides on notices to reporters (`config/contracts/README.md`, Notice).
///
/// Asked when a case is opened, and after every move that was applied, with the case before and after it. Pure: what it
/// says stands in the case until the lane has sent it. Joining another case and rewards are told by those who bring them about.
package struct NoticeRules: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    /// The first words about a new case: the emergency numbers before all else, then the case number.
    package func opened(_ value: inout Case, at now: Instant) {
        guard let report = value.reports.first else { return }
        redirect(report.reportID, to: numbers(of: value), &value, at: now)
        value.notify(.received, report.reportID, at: now, arguments: received(value))
    }

    /// Reports that were taken out of another case: their reporters, who know that one's number, hear the new one.
    ///
    /// It takes the place of first words that were not sent yet.
    package func splitOff(_ made: inout Case, from other: CaseID, at now: Instant) {
        made.notices.removeAll { $0.kind == .received || $0.kind == .merged }
        for reportID in made.audience {
            made.notify(.received, reportID, at: now, arguments: [NoticeArgument.from: other.text])
        }
    }

    /// What the reporters of a case are to hear of a move.
    package func moved(_ value: inout Case, from before: Case, reason: String?, at now: Instant) {
        tellNumbers(&value, before, at: now)
        guard before.state != value.state else { return }
        let reason = reason.map(NoticeRules.shortened)
        switch value.state {
        case .resolved:
            tellAll(.resolved, &value, at: now, [NoticeArgument.result: value.leadCode?.rawValue])
        case .closed:
            let isForced = value.closingCheck == .forced
            let isWish = value.kind == .need || value.kind == .suggestion
            tellAll(
                .closed, &value, at: now,
                [
                    NoticeArgument.code: value.closeCode?.rawValue,
                    NoticeArgument.about: isWish ? value.kind.rawValue : nil,
                    NoticeArgument.why: isForced ? NoticeArgument.forced : nil,
                    NoticeArgument.reason: isForced ? reason : nil,
                ])
        case .cancelled:
            tellAll(
                .closed, &value, at: now,
                [NoticeArgument.outcome: CaseState.cancelled.rawValue, NoticeArgument.reason: reason])
        case .rejected:
            tellAll(.rejected, &value, at: now, [NoticeArgument.reason: reason])
        case .triage, .registered, .dispatched, .inProgress:
            reopened(&value, before, at: now)
        case .suspended, .checking, .merged: break
        }
    }

    /// The emergency numbers of what a case is about.
    package func numbers(of value: Case) -> [String] {
        guard let category = policy.category(value.category.id) else { return [] }
        if let redirect = value.condition.flatMap(category.condition)?.redirect, !redirect.isEmpty { return redirect }
        // Somebody's word that lives are in danger, and no category that knows the number.
        let isUrgent = value.state == .triage && value.priority == .p0 && category.priority != .p0
        return isUrgent ? [NoticeRules.generalNumber] : []
    }

    /// Reasons are told short: a message to a phone, and a case of many reporters keeps one for each while they cannot be sent.
    static func shortened(_ reason: String) -> String {
        reason.count <= reasonLength ? reason : reason.prefix(reasonLength - 1) + "…"
    }

    private static let reasonLength = 80

    /// The police pass every emergency on.
    package static let generalNumber = "110"

    // MARK: - Each kind

    private func received(_ value: Case) -> [String: String] {
        let departments = value.tasks.map(\.department).filter { $0 != Department.triageID }
        guard value.state != .triage, !departments.isEmpty else { return [:] }
        return [NoticeArgument.departments: departments.joined(separator: ",")]
    }

    /// A person has said that it is an emergency after all: everybody is told the number who was not.
    private func tellNumbers(_ value: inout Case, _ before: Case, at now: Instant) {
        guard value.category != before.category || value.condition != before.condition, !value.state.isEnded else {
            return
        }
        let known = numbers(of: before)
        let news = numbers(of: value).filter { !known.contains($0) }
        for reportID in value.audience { redirect(reportID, to: news, &value, at: now) }
    }

    private func redirect(_ reportID: String, to numbers: [String], _ value: inout Case, at now: Instant) {
        guard let first = numbers.first else { return }
        var arguments = [NoticeArgument.number: first]
        if numbers.count > 1 { arguments[NoticeArgument.also] = numbers.dropFirst().joined(separator: ",") }
        value.notify(.redirected, reportID, at: now, arguments: arguments)
    }

    /// Back to work: a closed case that was opened again, or one whose reporters were told it is done and the check said no.
    private func reopened(_ value: inout Case, _ before: Case, at now: Instant) {
        switch before.state {
        case .closed: tellAll(.reopened, &value, at: now, [:])
        case .resolved, .checking:
            tellAll(.reopened, &value, at: now, [NoticeArgument.why: NoticeArgument.checkFailed])
        default: break
        }
    }

    /// An outcome for every reporter of the case; one that was not yet told and holds no longer is dropped.
    private func tellAll(_ kind: NoticeKind, _ value: inout Case, at now: Instant, _ arguments: [String: String?]) {
        let told = value.audience
        value.notices.removeAll { $0.kind.isOutcome && told.contains($0.reportID) }
        let given = arguments.compactMapValues(\.self)
        for reportID in told { value.notify(kind, reportID, at: now, arguments: given) }
    }
}

/// The names of a notice's arguments.
package enum NoticeArgument {
    /// An emergency number, and the further ones, by commas.
    package static let number = "number"
    package static let also = "also"
    /// The ids of the departments at work, by commas.
    package static let departments = "departments"
    package static let result = "result"
    package static let code = "code"
    package static let outcome = "outcome"
    /// `need` or `suggestion`: no hazard that could be gone.
    package static let about = "about"
    package static let reason = "reason"
    package static let why = "why"
    /// Of `why`: the case was not closed yet.
    package static let checkFailed = "check-failed"
    /// Of `why`: a supervisor ended it, whatever had been done.
    package static let forced = "forced"
    /// The number of the case that the report was in before.
    package static let from = "from"
    /// Of a reward.
    package static let amount = "amount"
    package static let unit = "unit"
    package static let rewardKind = "kind"
    package static let rewardState = "state"
    package static let claimUntil = "claim_until"
}

extension NoticeKind {
    /// How a case stands or ended: the newest word makes the earlier ones old.
    package var isOutcome: Bool {
        switch self {
        case .rejected, .resolved, .closed, .reopened: true
        case .received, .merged, .redirected, .reward: false
        }
    }
}

extension Case {
    /// The reports through which the reporters of the case are told: everybody once, whoever sent several reports or several
    /// messages of one thread.
    package var audience: [String] {
        var accounts: Set<String> = []
        var threads: Set<String> = []
        var told: [String] = []
        for report in reports {
            let thread = report.threadID.map { report.programme + "/" + report.channel.rawValue + "/" + $0 }
            // A thread is one conversation, but several known people may apply in it.
            let isKnown =
                if let account = report.account, report.role != .followUp {
                    accounts.contains(account)
                } else {
                    report.account.map(accounts.contains) ?? false || thread.map(threads.contains) ?? false
                }
            if let account = report.account { accounts.insert(account) }
            if let thread { threads.insert(thread) }
            if !isKnown { told.append(report.reportID) }
        }
        return told
    }
}
