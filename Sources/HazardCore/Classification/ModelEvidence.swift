package import ChineseText

/// What a learned model says about a report, and why (`DOMAIN.md` §12).
package struct ModelEvidence: Hashable, Sendable {
    /// What came of it.
    package enum Effect: String, CaseIterable, Sendable {
        /// The answer is that of the case, because no hint and no rule gave one.
        case decides
        /// The answer is shown to people, who decide.
        case suggests
        /// The case has P1 in place of P2.
        case raises
    }

    /// A feature that counted, and its weight in hundredths.
    package struct Reason: Hashable, Sendable {
        /// The n-gram, or `field=value`.
        package var feature: String
        package var hundredths: Int

        package init(feature: String, hundredths: Int) {
            self.feature = feature
            self.hundredths = hundredths
        }
    }

    package var subject: LinearModel.Subject
    package var name: String
    /// The hash of the model's file.
    package var hash: String
    /// The id of our category or department; `true` for urgency.
    package var answer: String
    /// The calibrated probability in thousandths.
    package var thousandths: Int
    package var runnerUp: String?
    package var effect: Effect
    package var reasons: [Reason] = []

    package init(
        _ subject: LinearModel.Subject, name: String, hash: String, answer: String, thousandths: Int, effect: Effect
    ) {
        self.subject = subject
        self.name = name
        self.hash = hash
        self.answer = answer
        self.thousandths = thousandths
        self.effect = effect
    }

    /// What a model answers to an input, with its reasons.
    package init(_ model: LinearModel, _ answer: ModelAnswer, to input: ModelInput, effect: Effect) {
        self.init(
            model.subject, name: model.card.name, hash: model.hash, answer: model.labels[answer.label].code,
            thousandths: Int((answer.probability * 1000).rounded()), effect: effect)
        runnerUp = model.subject == .urgency ? nil : answer.runnerUp.map { model.labels[$0].code }
        reasons = model.reasons(answer, for: input).map {
            Reason(feature: $0.feature, hundredths: Int(($0.weight * 100).rounded()))
        }
    }
}

extension Evidence {
    /// The evidence without the n-grams of a model, for departments: they are made of other people's texts.
    package var withoutReasons: Evidence {
        guard case .model(var said) = self else { return self }
        said.reasons = []
        return .model(said)
    }
}
