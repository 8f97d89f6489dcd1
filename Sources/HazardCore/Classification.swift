/// Which category a report belongs to, and why.
package struct Classification: Hashable, Sendable {
    package var category: HazardCategory
    package var condition: FilingCondition?
    /// The gateway's own scheme and code, kept beside ours.
    package var scheme: String?
    package var schemeCode: String?
    /// In words, for the case and for `explain`.
    package var evidence: [String]
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
    /// The category a report names, or that its kind implies; else the unclassified one, for triage.
    package func classify(_ report: Report) -> Classification {
        let resolution = resolveCategory(
            hint: report.categoryHint, condition: report.conditionHint, scheme: report.categoryScheme)
        var answer: Classification
        switch resolution {
        case .found(let found):
            answer = Classification(
                category: found.category, condition: found.condition,
                evidence: ["category_hint " + (report.categoryHint ?? "")])
            if let unknown = found.unknownCondition {
                answer.evidence.append("condition_hint \(unknown) does not exist, \(found.condition.code) assumed")
                answer.needsReview = true
            }
        case .unknownScheme(let scheme): answer = unusable("category_scheme \(scheme) is not configured")
        case .unknownCode(let code, let scheme):
            answer = unusable("category_hint \(code) is unknown" + (scheme.map { " in \($0)" } ?? ""))
        case .unmapped(let code, let scheme): answer = unusable("\(scheme) leaves \(code) to people")
        case .none: answer = impliedByKind(report)
        }
        answer.scheme = report.categoryScheme
        answer.schemeCode = report.categoryScheme == nil ? nil : report.categoryHint
        return answer
    }

    /// A need or a suggestion without a category is a rider's need (P05); a hazard or tip-off is for people to read.
    private func impliedByKind(_ report: Report) -> Classification {
        guard report.kind == .need || report.kind == .suggestion, let category = category("rider-need") else {
            return unusable("no category given")
        }
        return Classification(
            category: category, condition: category.conditions.first, evidence: ["kind " + report.kind.rawValue])
    }

    private func unusable(_ why: String) -> Classification {
        var answer = Classification(
            category: unclassified, condition: unclassified.conditions.first, evidence: [why])
        answer.isUsable = false
        answer.needsReview = true
        return answer
    }
}
