internal import ChineseText

/// Which category a report belongs to, and why.
package struct Classification: Hashable, Sendable {
    package var category: HazardCategory
    package var condition: FilingCondition?
    /// The gateway's own scheme and code, kept beside ours.
    package var scheme: String?
    package var schemeCode: String?
    /// Why it is this category.
    package var evidence: [Evidence]
    /// The id of the next best category.
    package var runnerUp: String?
    package var needsReview = false
    /// False: a person at the triage centre 分拨中心 must say what it is.
    package var isUsable = true
    /// Which keys of an emergency were found; none when it is none.
    package var keys: Set<EmergencyKey> = []

    package init(category: HazardCategory, condition: FilingCondition?, evidence: [Evidence]) {
        self.category = category
        self.condition = condition
        self.evidence = evidence
    }
}

extension Policy {
    /// The category of a report: what it names, else what its kind implies, else what its words say; else the
    /// unclassified one, for triage. An emergency is under two keys.
    package func classify(_ report: Report) -> Classification {
        let said = report.text.flatMap { $0.isEmpty ? nil : textClassifier.classify($0) }
        var answer = named(report, said)
        answer.scheme = report.categoryScheme
        answer.schemeCode = report.categoryScheme == nil ? nil : report.categoryHint
        return underTwoKeys(answer, report, said)
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

    /// A hint that the programme calls coarse is only a group: the words choose inside it (包河, "fire hazard").
    private func coarse(_ report: Report) -> Classification? {
        guard report.categoryScheme == nil, let hint = report.categoryHint, let text = report.text,
            let group = programmes[report.programme]?.demands.coarseHints[hint]
        else { return nil }
        let said = textClassifier.classify(text, among: group)
        guard let id = said.category, let category = category(id) else { return nil }
        return answer(category, said, why: .hintIsGroup(hint))
    }

    /// The category that the reporter or the gateway picked: one key of an emergency.
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

    /// A need or a suggestion without a category is a rider's need (P05); of a hazard or tip-off the words decide.
    private func impliedByKind(_ report: Report, _ said: TextClassification?) -> Classification {
        guard report.kind == .need || report.kind == .suggestion, let category = category("rider-need") else {
            return fromText(said, .noHint)
        }
        return Classification(
            category: category, condition: category.conditions.first, evidence: [.kind(report.kind)])
    }

    /// The gateway named something that is not known here: its words are a suggestion to the triage centre, no more, for
    /// what it meant may be another thing.
    private func forPeople(_ said: TextClassification?, _ why: Evidence) -> Classification {
        var answer = unusable(why)
        guard let said else { return answer }
        answer.runnerUp = said.category
        answer.evidence += Evidence.phrases(of: said)
        return answer
    }

    /// What the words say when nothing else names a category.
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
