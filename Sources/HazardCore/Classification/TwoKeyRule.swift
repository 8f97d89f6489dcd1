internal import ChineseText

/// What speaks for an emergency; two different ones page departments (`DOMAIN.md` §5, two-key rule).
package enum EmergencyKey: String, CaseIterable, Sendable {
    /// The reporter, an operator or the gateway picked the category.
    case named = "category"
    /// The report's words say so.
    case words = "text"
    /// An operator has confirmed that lives are in danger.
    case lifeRisk = "life_risk"
    /// The reporter fought it, or led people out.
    case deed = "action_taken"
}

extension Policy {
    /// An emergency goes straight to the departments with two keys. With one, people at the triage centre look first, at
    /// the head of their queue: a wrong page costs an engine that is missing elsewhere, and four in five are wrong.
    func underTwoKeys(
        _ found: Classification, _ report: Report, _ said: TextClassification?
    ) -> Classification {
        var answer = found
        if answer.category.priority == .p0 {
            if let said, speaks(said, for: answer.category) { answer.keys.insert(.words) }
        } else if let said, let emergency = emergency(in: said) {
            // The words apply of an emergency that the name does not (G12).
            answer = self.answer(emergency, said, why: found.overruled)
            answer.scheme = found.scheme
            answer.schemeCode = found.schemeCode
            if found.category.id != unclassified.id { answer.runnerUp = found.category.id }
            answer.keys = [.words]
        }
        if report.lifeRisk == .confirmedByOperator { answer.keys.insert(.lifeRisk) }
        guard !answer.keys.isEmpty else { return answer }
        if answer.category.priority == .p0, report.actionTaken == .extinguished || report.actionTaken == .evacuated {
            answer.keys.insert(.deed)
        }
        let keys = EmergencyKey.allCases.filter(answer.keys.contains)
        guard answer.isUnderOneKey else {
            answer.evidence.append(.keys(keys))
            return answer
        }
        answer.evidence.append(.oneKey(keys))
        answer.isUsable = false
        answer.needsReview = true
        return answer
    }

    /// The words name this emergency, another one, or somebody in danger.
    private func speaks(_ said: TextClassification, for category: HazardCategory) -> Bool {
        said.category == category.id || emergency(in: said) != nil || said.lifeRisk
    }

    /// The worst emergency that the words apply of without doubt, whatever else they say.
    private func emergency(in said: TextClassification) -> HazardCategory? {
        said.sure.lazy.compactMap(category).first { $0.priority == .p0 }
    }
}

extension Classification {
    /// What it rested on, for a classification by the words that takes its place.
    fileprivate var overruled: Evidence {
        guard let first = evidence.first else { return .noHint }
        guard isUsable else { return first }
        return switch first {
        case .hint(let code): .hintAgainst(.hint(code))
        case .hintIsGroup(let code): .hintAgainst(.group(code))
        case .kind(let kind): .hintAgainst(.kind(kind))
        default: first
        }
    }

    /// Both keys: the departments are paged.
    package var isEmergency: Bool { category.priority == .p0 && keys.count >= 2 }

    /// Perhaps an emergency: first in triage, and its reporter is told the number.
    package var isUnderOneKey: Bool { !keys.isEmpty && !isEmergency }
}
