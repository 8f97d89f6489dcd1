/// What the words of a report say, and which words said it.
package struct TextClassification: Hashable, Sendable {
    /// The id of the category; nil when no category has enough evidence.
    package var category: String?
    /// The condition that the words name, else the category's first one; nil without a category.
    package var condition: String?
    /// Of the category, or of the best one when there is none: a phrase of weight 1 is worth 100.
    package var score = 0
    /// The phrases for and against the category (or the best one), in the order of the text.
    package var evidence: [PhraseMatch] = []
    /// The next best category with any evidence.
    package var runnerUp: CategoryScore?
    /// Every category with evidence, best first; of equals the one of greater risk.
    package var scores: [CategoryScore] = []
    /// The ids of those whose own evidence is enough without a look, the one of greatest risk first: 消防通道堵了,里面着火了 is a
    /// blocked lane by most of its words, and a fire.
    package var sure: [String] = []
    /// Whether the words say that somebody's life is in danger: the text's key of the two-key rule (`DOMAIN.md` §5).
    package var lifeRisk = false
    /// The phrases that said so.
    package var lifeRiskEvidence: [PhraseMatch] = []
    /// What the words say the reporter did.
    package var action: String?
    /// True when a person should look: no category, weak evidence, or another category nearly as good.
    package var needsReview = true

    package init() {}

    /// The category's or the best one's evidence in words, as `消防通道 + 堵住 (+6)`.
    package var evidenceTexts: [String] {
        evidence.map { match in "\(match.phrase) (\(match.points < 0 ? "−" : "+")\(Self.decimal(abs(match.points))))" }
    }

    /// Points as people read them: 650 is `6.5`.
    package static func decimal(_ points: Int) -> String {
        let (whole, rest) = (points / 100, points % 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// A phrase found in a text.
package struct PhraseMatch: Hashable, Sendable {
    /// As the phrase book writes it.
    package var phrase: String
    /// What it counts: 100 for a weight of 1, less when denied or doubted, below zero when it speaks against.
    package var points: Int
    /// Unicode scalars of the text from its beginning to the first part of the phrase.
    package var at: Int
    /// Unicode scalars to the end of its last part.
    package var length: Int

    package init(phrase: String, points: Int, at: Int, length: Int) {
        self.phrase = phrase
        self.points = points
        self.at = at
        self.length = length
    }
}

/// A category with the evidence for it.
package struct CategoryScore: Hashable, Sendable {
    /// The category's id.
    package var category: String
    /// 100 for a phrase of weight 1.
    package var score: Int

    package init(category: String, score: Int) {
        self.category = category
        self.score = score
    }
}
