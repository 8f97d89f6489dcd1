internal import ChineseText

/// The category of a report and the reasons for it.
package struct Classification: Hashable, Sendable {
    package var category: HazardCategory
    package var condition: FilingCondition?
    /// The gateway's own scheme and code, stored beside ours.
    package var scheme: String?
    package var schemeCode: String?
    /// The reasons for the category.
    package var evidence: [Evidence]
    /// The id of the second-best category.
    package var runnerUp: String?
    package var needsReview = false
    /// False when a person at the triage centre 分拨中心 must classify the report.
    package var isUsable = true
    /// The keys of the two-key rule that are present; empty when nothing points to an emergency.
    package var keys: Set<EmergencyKey> = []
    /// The kinds of danger to life that the words name, the most urgent first.
    package var dangers: [Danger] = []
    /// Whether the words themselves make an emergency doubtful (`DOMAIN.md` §11, G12).
    package var isDoubtful = false

    package init(category: HazardCategory, condition: FilingCondition?, evidence: [Evidence]) {
        self.category = category
        self.condition = condition
        self.evidence = evidence
    }
}

extension Policy {
    /// Classifies a report: by the category that it names, else by its kind, else by its words; else it stays
    /// unclassified and goes to triage. The two-key rule decides about emergencies.
    package func classify(_ report: Report) -> Classification {
        let said = report.text.flatMap { $0.isEmpty ? nil : textClassifier.classify($0) }
        var answer = named(report, said)
        answer.scheme = report.categoryScheme
        answer.schemeCode = report.categoryScheme == nil ? nil : report.categoryHint
        return applyTwoKeyRule(answer, report, said)
    }

    private func named(_ report: Report, _ said: TextClassification?) -> Classification {
        if let coarse = coarse(report) { return coarse }
        let resolution = resolveCategory(
            hint: report.categoryHint, condition: report.conditionHint, scheme: report.categoryScheme)
        switch resolution {
        case .found(let found): return named(found, report)
        case .unknownScheme(let scheme): return forPeople(said, .unknownScheme(scheme))
        case .unknownCode(let code, let scheme):
            return forPeople(said, .unknownHint(code, scheme: scheme))
        case .unmapped(let code, let scheme): return forPeople(said, .unmappedHint(code, scheme: scheme))
        case .none: return impliedByKind(report, said)
        }
    }

    /// Classifies a report whose hint is only a group of categories in its programme (`coarse_hints`): the words choose
    /// inside the group.
    private func coarse(_ report: Report) -> Classification? {
        guard report.categoryScheme == nil, let hint = report.categoryHint, let text = report.text,
            let group = programmes[report.programme]?.demands.coarseHints[hint]
        else { return nil }
        let said = textClassifier.classify(text, among: group)
        guard let id = said.category, let category = category(id) else { return nil }
        return answer(category, said, why: .hintIsGroup(hint))
    }

    /// The category that the reporter or the gateway picked. A P0 category is one key of an emergency.
    private func named(_ found: FoundCategory, _ report: Report) -> Classification {
        var answer = Classification(
            category: found.category, condition: found.condition,
            evidence: [.hint(report.categoryHint ?? "")])
        if let unknown = found.unknownCondition {
            answer.evidence.append(.unknownCondition(unknown, assumed: found.condition.code))
            answer.needsReview = true
        }
        if found.category.priority == .p0 { answer.keys = [.named] }
        return answer
    }

    /// A report without a category: a need or a suggestion is P05 (`DOMAIN.md` §3, `kind`); the words decide about a
    /// hazard or a tip-off.
    private func impliedByKind(_ report: Report, _ said: TextClassification?) -> Classification {
        guard report.kind == .need || report.kind == .suggestion, let category = category("rider-need") else {
            return advised(fromText(said, .noHint), report, said)
        }
        return Classification(
            category: category, condition: category.conditions.first, evidence: [.kind(report.kind)])
    }

    /// A report whose code is not known here. Its words are only a suggestion to the triage centre, because the gateway
    /// may have meant something else.
    private func forPeople(_ said: TextClassification?, _ why: Evidence) -> Classification {
        var answer = unusable(why)
        guard let said else { return answer }
        answer.runnerUp = said.category
        answer.evidence += Evidence.phrases(of: said)
        return answer
    }

    /// The category that the words name when nothing else names one.
    private func fromText(_ said: TextClassification?, _ why: Evidence) -> Classification {
        guard let said else { return unusable(why) }
        guard let id = said.category, let category = category(id) else {
            var answer = unusable(why)
            answer.evidence += Evidence.phrases(of: said)
            answer.runnerUp = said.scores.first?.category
            return answer
        }
        return answer(category, said, why: why)
    }

    func answer(_ category: HazardCategory, _ said: TextClassification, why: Evidence) -> Classification {
        var answer = Classification(
            category: category, condition: said.condition.flatMap(category.condition) ?? category.conditions.first,
            evidence: [why, .textScore(said.score)] + Evidence.phrases(of: said))
        answer.runnerUp = said.runnerUp?.category
        answer.needsReview = said.needsReview
        return answer
    }

    private func unusable(_ why: Evidence) -> Classification {
        var answer = Classification(
            category: unclassified, condition: unclassified.conditions.first, evidence: [why])
        answer.isUsable = false
        answer.needsReview = true
        return answer
    }
}
