internal import ChineseText

/// A key of the two-key rule for emergencies (`DOMAIN.md` §5, `DECISIONS.md` #15).
package enum EmergencyKey: String, CaseIterable, Sendable {
    /// The reporter, the gateway or an operator picked the category.
    case named = "category"
    /// The report's words describe an emergency.
    case words = "text"
    /// An operator confirmed danger to life.
    case lifeRisk = "life_risk"
    /// The reporter put the fire out or led people out.
    case action = "action_taken"
}

extension Policy {
    /// Applies the two-key rule. With two keys an emergency goes to the departments; with one it goes to the triage
    /// centre as P0, because a false page takes an engine away from elsewhere.
    func applyTwoKeyRule(
        _ found: Classification, _ report: Report, _ said: TextClassification?
    ) -> Classification {
        var answer = found
        if answer.category.priority == .p0 {
            if let said, describesEmergency(said, for: answer) { answer.keys.insert(.words) }
        } else if let said, let emergency = emergency(in: said) {
            // The words describe an emergency and the named category is none (`DOMAIN.md` §11, G12).
            answer = self.answer(emergency, said, why: found.overruled)
            answer.scheme = found.scheme
            answer.schemeCode = found.schemeCode
            if found.category.id != unclassified.id { answer.runnerUp = found.category.id }
            answer.keys = [.words]
        } else if let danger = said?.danger, found.yields(to: danger) {
            // Danger to life is an emergency, whichever category the words name, or none.
            answer.keys = [.words]
        }
        answer.dangers = (said?.danger?.kinds ?? []).compactMap(Danger.init)
        if report.lifeRisk == .confirmedByOperator { answer.keys.insert(.lifeRisk) }
        guard !answer.keys.isEmpty else { return answer }
        if answer.category.priority == .p0, report.actionTaken == .extinguished || report.actionTaken == .evacuated {
            answer.keys.insert(.action)
        }
        let doubt = said?.danger?.doubt.map { DangerDoubt($0) }
        if !answer.dangers.isEmpty { answer.evidence.append(.danger(answer.dangers, doubt: doubt)) }
        let keys = EmergencyKey.allCases.filter(answer.keys.contains)
        guard answer.isUnderOneKey else {
            answer.evidence.append(.keys(keys))
            return answer
        }
        answer.evidence.append(.oneKey(keys))
        // An operator who confirmed danger to life knows more than the words.
        answer.isDoubtful = doubt != nil && !answer.keys.contains(.lifeRisk)
        answer.isUsable = false
        answer.needsReview = true
        return answer
    }

    /// Whether the words describe this emergency, another one, or danger to life. Beside a category that somebody named,
    /// doubtful words are no second key.
    private func describesEmergency(_ said: TextClassification, for found: Classification) -> Bool {
        if found.keys.contains(.named), said.danger?.doubt != nil { return false }
        return said.danger != nil || said.category == found.category.id || emergency(in: said) != nil
    }

    /// The most urgent emergency that the words describe without denying it.
    private func emergency(in said: TextClassification) -> HazardCategory? {
        said.sure.lazy.compactMap(category).first { $0.priority == .p0 }
    }
}

extension Classification {
    /// The evidence that the words overruled this classification.
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

    /// Whether this danger makes an emergency of the report. Questions and what is long past do so only when nothing else
    /// says where the report goes.
    fileprivate func yields(to danger: TextDanger) -> Bool { danger.isClaim || !isUsable }

    /// Whether two keys are present, so that the departments are paged.
    package var isEmergency: Bool { category.priority == .p0 && keys.count >= 2 }

    /// Whether the words or the category speak of an emergency, with one key or more.
    package var speaksOfEmergency: Bool { !keys.isEmpty }

    /// Whether only one key is present: the case is first in triage, and its reporter gets the emergency number.
    package var isUnderOneKey: Bool { !keys.isEmpty && !isEmergency }
}
