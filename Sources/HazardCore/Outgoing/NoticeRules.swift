/// Decides which reporters get which notices (`config/contracts/README.md`, Notice; `DECISIONS.md` #17).
///
/// Called when a case is opened and after every applied move, with the case before and after it. Pure: the notices are
/// stored in the case until the lane sends them. Notices about joining another case and about rewards are added where
/// those happen.
package struct NoticeRules: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    /// Adds the notices of a new case: the emergency numbers first, then the case number.
    package func opened(_ value: inout Case, at now: Instant) {
        guard let report = value.reports.first else { return }
        redirect(report.reportID, to: numbers(of: value), &value, at: now)
        value.notify(.received, report.reportID, at: now, arguments: received(value))
    }

    /// Adds the notices for reports that were split from another case: their reporters get the new case number.
    ///
    /// They replace first notices that are not sent yet.
    package func splitOff(_ made: inout Case, from other: CaseID, at now: Instant) {
        made.notices.removeAll { $0.kind == .received || $0.kind == .merged }
        for reportID in made.audience {
            made.notify(.received, reportID, at: now, arguments: [NoticeArgument.from: other.text])
        }
    }

    /// Adds the notices that follow from a move.
    package func moved(_ value: inout Case, from before: Case, reason: String?, at now: Instant) {
        addNumbers(&value, before, at: now)
        guard before.state != value.state else { return }
        let reason = reason.map(NoticeRules.shortened)
        switch value.state {
        case .resolved:
            notifyAll(.resolved, &value, at: now, [NoticeArgument.result: value.leadCode?.rawValue])
        case .closed:
            let isForced = value.closingCheck == .forced
            let isWish = value.kind == .need || value.kind == .suggestion
            notifyAll(
                .closed, &value, at: now,
                [
                    NoticeArgument.code: value.closeCode?.rawValue,
                    NoticeArgument.about: isWish ? value.kind.rawValue : nil,
                    NoticeArgument.why: isForced ? NoticeArgument.forced : nil,
                    NoticeArgument.reason: isForced ? reason : nil,
                ])
        case .cancelled:
            notifyAll(
                .closed, &value, at: now,
                [NoticeArgument.outcome: CaseState.cancelled.rawValue, NoticeArgument.reason: reason])
        case .rejected:
            notifyAll(.rejected, &value, at: now, [NoticeArgument.reason: reason])
        case .triage, .registered, .dispatched, .inProgress:
            reopened(&value, before, at: now)
        case .suspended, .checking, .merged: break
        }
    }

    /// The emergency numbers for a case: of its category and condition, then those for the danger that its words speak of.
    package func numbers(of value: Case) -> [String] {
        let category = policy.category(value.category.id)
        var numbers = value.condition.flatMap { category?.condition($0) }?.redirect ?? []
        guard value.priority == .p0 else { return numbers }
        for danger in value.decision.dangers where !numbers.contains(number(for: danger)) {
            // A fire spreads, so its number comes first.
            numbers.insert(number(for: danger), at: danger == .fire ? 0 : numbers.count)
        }
        // The words name no kind of danger, and the category has no number of its own.
        return numbers.isEmpty ? [number(for: .crime)] : numbers
    }

    /// The number that citizens dial for this danger. The police forward every emergency.
    private func number(for danger: Danger) -> String {
        policy.departments[danger.department]?.phoneHint ?? danger.number
    }

    /// A reason of at most 80 characters. It goes to a phone, and a case can store one for each of its reporters.
    static func shortened(_ reason: String) -> String {
        reason.count <= reasonLength ? reason : reason.prefix(reasonLength - 1) + "…"
    }

    private static let reasonLength = 80

    // MARK: - The kinds

    private func received(_ value: Case) -> [String: String] {
        let departments = value.tasks.map(\.department).filter { $0 != Department.triageID }
        guard value.state != .triage, !departments.isEmpty else { return [:] }
        return [NoticeArgument.departments: departments.joined(separator: ",")]
    }

    /// Adds the new emergency numbers after the category, the condition or the danger of the case has changed.
    private func addNumbers(_ value: inout Case, _ before: Case, at now: Instant) {
        guard
            value.category != before.category || value.condition != before.condition
                || value.priority != before.priority || value.decision.dangers != before.decision.dangers,
            !value.state.isEnded
        else { return }
        let known = numbers(of: before)
        let news = numbers(of: value).filter { !known.contains($0) }
        for reportID in value.audience { redirect(reportID, to: news, &value, at: now) }
    }

    private func redirect(_ reportID: String, to numbers: [String], _ value: inout Case, at now: Instant) {
        guard let first = numbers.first else { return }
        value.toldNumbers.append(ToldNumber(reportID: reportID, numbers: numbers, at: now))
        var arguments = [NoticeArgument.number: first]
        if numbers.count > 1 { arguments[NoticeArgument.also] = numbers.dropFirst().joined(separator: ",") }
        value.notify(.redirected, reportID, at: now, arguments: arguments)
    }

    /// Adds notices when work begins again: after reopening, or after a failed check.
    private func reopened(_ value: inout Case, _ before: Case, at now: Instant) {
        switch before.state {
        case .closed: notifyAll(.reopened, &value, at: now, [:])
        case .resolved, .checking:
            notifyAll(.reopened, &value, at: now, [NoticeArgument.why: NoticeArgument.checkFailed])
        default: break
        }
    }

    /// Adds an outcome for every reporter of the case. Earlier outcomes that are not sent yet are removed.
    private func notifyAll(_ kind: NoticeKind, _ value: inout Case, at now: Instant, _ arguments: [String: String?]) {
        let audience = value.audience
        value.notices.removeAll { $0.kind.isOutcome && audience.contains($0.reportID) }
        let given = arguments.compactMapValues(\.self)
        for reportID in audience { value.notify(kind, reportID, at: now, arguments: given) }
    }
}

/// The names of a notice's arguments.
package enum NoticeArgument {
    /// An emergency number. `also` lists further ones, separated by commas.
    package static let number = "number"
    package static let also = "also"
    /// The ids of the departments at work, separated by commas.
    package static let departments = "departments"
    package static let result = "result"
    package static let code = "code"
    package static let outcome = "outcome"
    /// `need` or `suggestion`, when the case is not about a hazard.
    package static let about = "about"
    package static let reason = "reason"
    package static let why = "why"
    /// A value of `why`: a check failed before the case was closed.
    package static let checkFailed = "check-failed"
    /// A value of `why`: a supervisor closed the case without a check.
    package static let forced = "forced"
    /// The number of the case that the report was in before.
    package static let from = "from"
    /// Arguments of a reward notice.
    package static let amount = "amount"
    package static let unit = "unit"
    package static let rewardKind = "kind"
    package static let rewardState = "state"
    package static let claimUntil = "claim_until"
}

extension NoticeKind {
    /// Whether the notice is about the outcome of the case. A newer outcome replaces older ones.
    package var isOutcome: Bool {
        switch self {
        case .rejected, .resolved, .closed, .reopened: true
        case .received, .merged, .redirected, .reward: false
        }
    }
}

extension Case {
    /// The reports whose reporters get notices: each reporter once, also with several reports or several messages in
    /// one thread.
    package var audience: [String] {
        var accounts: Set<String> = []
        var threads: Set<String> = []
        var reportIDs: [String] = []
        for report in reports {
            let thread = report.thread.map { report.programme + "/" + report.channel.rawValue + "/" + $0 }
            // Several known reporters can write in one thread.
            let isKnown =
                if let account = report.account, report.role != .followUp {
                    accounts.contains(account)
                } else {
                    report.account.map(accounts.contains) ?? false || thread.map(threads.contains) ?? false
                }
            if let account = report.account { accounts.insert(account) }
            if let thread { threads.insert(thread) }
            if !isKnown { reportIDs.append(report.reportID) }
        }
        return reportIDs
    }
}
