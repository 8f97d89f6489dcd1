/// Which category a report belongs to, and why.
package struct Classification: Hashable, Sendable {
    package var category: HazardCategory
    package var condition: FilingCondition?
    /// The gateway's own scheme and code, kept beside ours.
    package var scheme: String?
    package var schemeCode: String?
    /// In words, for the case and for `explain`.
    package var evidence: [String]
    /// The id of the next best category.
    package var runnerUp: String?
    package var needsReview = false
    /// False: a person at the triage centre 分拨中心 must say what it is.
    package var isUsable = true

    package init(category: HazardCategory, condition: FilingCondition?, evidence: [String]) {
        self.category = category
        self.condition = condition
        self.evidence = evidence
    }
}

extension Policy {
    /// The category of a report: what it names, else what its kind implies, else what its words say; else the
    /// unclassified one, for triage.
    package func classify(_ report: Report) -> Classification {
        var answer = named(report)
        answer.scheme = report.categoryScheme
        answer.schemeCode = report.categoryScheme == nil ? nil : report.categoryHint
        return answer
    }

    private func named(_ report: Report) -> Classification {
        if let coarse = coarse(report) { return coarse }
        let resolution = resolveCategory(
            hint: report.categoryHint, condition: report.conditionHint, scheme: report.categoryScheme)
        switch resolution {
        case .found(let found): return checked(found, report)
        case .unknownScheme(let scheme): return forPeople(report, "category_scheme \(scheme) is not configured")
        case .unknownCode(let code, let scheme):
            return forPeople(report, "category_hint \(code) is unknown" + (scheme.map { " in \($0)" } ?? ""))
        case .unmapped(let code, let scheme): return forPeople(report, "\(scheme) leaves \(code) to people")
        case .none: return impliedByKind(report)
        }
    }

    /// A hint that the programme calls coarse is only a group: the words choose inside it (包河, "fire hazard").
    private func coarse(_ report: Report) -> Classification? {
        guard report.categoryScheme == nil, let hint = report.categoryHint, let text = report.text,
            let group = programmes[report.programme]?.demands.coarseHints[hint]
        else { return nil }
        let said = textClassifier.classify(text, among: group)
        guard let id = said.category, let category = category(id) else { return nil }
        return answer(category, said, why: "category_hint \(hint) is a group")
    }

    /// The named category; for people when the words speak of an emergency that the name does not (G12).
    private func checked(_ found: FoundCategory, _ report: Report) -> Classification {
        var answer = Classification(
            category: found.category, condition: found.condition,
            evidence: ["category_hint " + (report.categoryHint ?? "")])
        if let unknown = found.unknownCondition {
            answer.evidence.append("condition_hint \(unknown) does not exist, \(found.condition.code) assumed")
            answer.needsReview = true
        }
        guard found.category.priority != .p0, let text = report.text else { return answer }
        let said = textClassifier.classify(text)
        guard let id = said.category, let category = category(id), category.priority == .p0, !said.needsReview else {
            return answer
        }
        var emergency = self.answer(category, said, why: answer.evidence[0] + " against")
        emergency.runnerUp = found.category.id
        return oneKey(emergency, report)
    }

    /// A need or a suggestion without a category is a rider's need (P05); of a hazard or tip-off the words decide.
    private func impliedByKind(_ report: Report) -> Classification {
        guard report.kind == .need || report.kind == .suggestion, let category = category("rider-need") else {
            return fromText(report, "no category given")
        }
        return Classification(
            category: category, condition: category.conditions.first, evidence: ["kind " + report.kind.rawValue])
    }

    /// The gateway named something that is not known here: its words are a suggestion to the triage centre, no more, for
    /// what it meant may be another thing.
    private func forPeople(_ report: Report, _ why: String) -> Classification {
        var answer = unusable(why)
        guard let text = report.text, !text.isEmpty else { return answer }
        let said = textClassifier.classify(text)
        answer.runnerUp = said.category
        answer.evidence += said.evidenceTexts
        return answer
    }

    /// What the words say when nothing else names a category.
    private func fromText(_ report: Report, _ why: String) -> Classification {
        guard let text = report.text, !text.isEmpty else { return unusable(why) }
        let said = textClassifier.classify(text)
        guard let id = said.category, let category = category(id) else {
            var answer = unusable(why)
            answer.evidence += said.evidenceTexts
            answer.runnerUp = said.scores.first?.category
            return answer
        }
        let answer = answer(category, said, why: why)
        return category.priority == .p0 ? oneKey(answer, report) : answer
    }

    private func answer(_ category: HazardCategory, _ said: TextClassification, why: String) -> Classification {
        var answer = Classification(
            category: category, condition: said.condition.flatMap(category.condition) ?? category.conditions.first,
            evidence: [why, "text " + TextClassification.decimal(said.score)] + said.evidenceTexts)
        answer.runnerUp = said.runnerUp?.category
        answer.needsReview = said.needsReview
        return answer
    }

    /// An emergency that only the words speak of goes to people first, at the head of the queue: two keys page a
    /// department (`domain.md` §5). The second is an operator's word, or that the reporter fought it or led people out.
    private func oneKey(_ emergency: Classification, _ report: Report) -> Classification {
        var answer = emergency
        if report.lifeRisk == .confirmedByOperator {
            answer.evidence.append("life_risk " + report.lifeRisk.rawValue)
        } else if report.actionTaken == .extinguished || report.actionTaken == .evacuated {
            answer.evidence.append("action_taken " + report.actionTaken.rawValue)
        } else {
            answer.evidence.append("one key of two: the words alone")
            answer.isUsable = false
            answer.needsReview = true
        }
        return answer
    }

    private func unusable(_ why: String) -> Classification {
        var answer = Classification(
            category: unclassified, condition: unclassified.conditions.first, evidence: [why])
        answer.isUsable = false
        answer.needsReview = true
        return answer
    }
}
