/// The result of classifying a text, with the phrases that decided.
package struct TextClassification: Hashable, Sendable {
    /// The id of the category; nil when no score is high enough.
    package var category: String?
    /// The condition that the words name, else the category's first one; nil without a category.
    package var condition: String?
    /// The score of the category, or the best score when there is none. A phrase of weight 1 scores 100.
    package var score = 0
    /// The phrases for and against the category (or the best one), in the order of the text.
    package var evidence: [PhraseMatch] = []
    /// The second-best category.
    package var runnerUp: CategoryScore?
    /// All categories with a score, best first; of equal ones the one with the greater risk.
    package var scores: [CategoryScore] = []
    /// The ids of the categories whose score needs no review, by decreasing risk. 消防通道堵了,里面着火了 scores highest as a
    /// blocked fire lane, and also names a fire.
    package var sure: [String] = []
    /// The danger to life that the words speak of; nil is none.
    package var danger: TextDanger?
    /// The action of the reporter that the words describe.
    package var action: String?
    /// Whether a person must look: there is no category, the score is low, or another category is nearly as good.
    package var needsReview = true

    package init() {}

    /// Whether the words describe danger to life without doubt, which is the `text` key of the two-key rule
    /// (`DOMAIN.md` §5).
    package var lifeRisk: Bool { danger.map { $0.doubt == nil } ?? false }

    /// Points in decimal form: 650 is `6.5`.
    package static func decimal(_ points: Int) -> String {
        let (whole, rest) = (points / 100, points % 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Danger to life that the words of a text speak of.
package struct TextDanger: Hashable, Sendable {
    /// The names of its kinds, in the order of the phrase book; at least one.
    package var kinds: [String]
    /// What the words themselves make doubtful; nil when at least one phrase is without doubt.
    package var doubt: TextDoubt?
    /// The phrases that speak of it.
    package var evidence: [PhraseMatch]

    /// Whether the reporter says that it happens now, with or without doubt.
    package var isClaim: Bool {
        switch doubt {
        case nil, .hearsay, .joke: true
        case .question, .past: false
        }
    }

    package init(kinds: [String], doubt: TextDoubt?, evidence: [PhraseMatch]) {
        self.kinds = kinds
        self.doubt = doubt
        self.evidence = evidence
    }
}

/// What makes an event doubtful that the words do not deny. The greater one is the greater doubt.
package enum TextDoubt: UInt8, CaseIterable, Comparable, Sendable {
    /// The reporter has it from others: 听说.
    case hearsay
    /// The words ask for it: 是不是着火了?
    case question
    /// It happened long ago: 去年.
    case past
    /// The words speak of a joke, a film or a game.
    case joke

    package static func < (one: TextDoubt, other: TextDoubt) -> Bool { one.rawValue < other.rawValue }
}

/// A phrase found in a text.
package struct PhraseMatch: Hashable, Sendable {
    /// The phrase as the phrase book contains it.
    package var phrase: String
    /// 100 for a weight of 1, less when words nearby reduce it, negative when it counts against the category.
    package var points: Int
    /// The start of its first part, in Unicode scalars of the text.
    package var at: Int
    /// The number of Unicode scalars up to the end of its last part.
    package var length: Int

    package init(phrase: String, points: Int, at: Int, length: Int) {
        self.phrase = phrase
        self.points = points
        self.at = at
        self.length = length
    }
}

/// A category with its score.
package struct CategoryScore: Hashable, Sendable {
    /// The category's id.
    package var category: String
    /// A phrase of weight 1 scores 100.
    package var score: Int

    package init(category: String, score: Int) {
        self.category = category
        self.score = score
    }
}
