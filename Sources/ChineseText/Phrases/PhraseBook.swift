/// The phrases that texts are searched for, in simplified characters (`DOMAIN.md` §10).
package struct PhraseBook: Hashable, Sendable {
    /// By category, in any order.
    package var categories: [CategoryPhrases] = []
    /// Category ids, the greatest risk first. The order decides between categories with nearly equal scores.
    package var riskOrder: [String] = []
    package var lifeRisk: [Phrase] = []
    /// Actions of a reporter, with the phrases that describe them.
    package var actions: [ActionPhrases] = []
    package var doubts = Doubts()
    package var margins = Margins()

    package init() {}
}

extension PhraseBook {
    /// A word in the form that phrases require: simplified, half width, lower case, without blanks and marks.
    package static func plainForm(of word: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in word.unicodeScalars {
            guard let kept = Unicode.Scalar(TextFolding.plain(scalar.value)), TextFolding.isLetter(kept.value) else {
                continue
            }
            plain.append(kept)
        }
        return String(plain)
    }
}

/// A phrase: parts that occur near each other in any order.
package struct Phrase: Hashable, Sendable {
    /// The phrase as the file contains it, such as `<cover> + <gone>`.
    package var text: String
    /// Each part is found by any of its words. There is at least one part, and each has at least one word.
    package var parts: [[String]]
    /// From 1 to 9.
    package var weight: Int

    package init(_ text: String, parts: [[String]], weight: Int = 1) {
        self.text = text
        self.parts = parts
        self.weight = weight
    }
}

/// The phrases for and against one category, and for its conditions.
package struct CategoryPhrases: Hashable, Sendable {
    /// The category's id.
    package var category: String
    /// The condition that is assumed when no phrase names one.
    package var firstCondition: String?
    package var supporting: [Phrase] = []
    package var opposing: [Phrase] = []
    /// When two conditions have equal scores, the one listed first is chosen.
    package var conditions: [ConditionPhrases] = []

    package init(category: String, firstCondition: String?) {
        self.category = category
        self.firstCondition = firstCondition
    }
}

/// The phrases for one condition of a category.
package struct ConditionPhrases: Hashable, Sendable {
    package var condition: String
    package var phrases: [Phrase]

    package init(condition: String, phrases: [Phrase]) {
        self.condition = condition
        self.phrases = phrases
    }
}

/// The phrases for one action of a reporter; `action` is its name.
package struct ActionPhrases: Hashable, Sendable {
    package var action: String
    package var phrases: [Phrase]

    package init(action: String, phrases: [Phrase]) {
        self.action = action
        self.phrases = phrases
    }
}

/// Words that reduce the weight of phrases near them (`DOMAIN.md` §10).
package struct Doubts: Hashable, Sendable {
    /// Negate what follows closely: 没有, 不是.
    package var negation = Doubt(percent: 10)
    /// Introduce what might happen or once happened, up to the end of the clause: 万一, 怕, 以前.
    package var supposed = Doubt(percent: 10)
    /// State that it is over, for the whole sentence: 已经修好.
    package var done = Doubt(percent: 20)
    /// Mark hearsay or past events, for the whole sentence: 听说, 昨天就.
    package var hearsay = Doubt(percent: 60)
    /// Cancel `done`: 又坏了, 没修好.
    package var again: [String] = []
    /// Begin a new sentence: 但是.
    package var turn: [String] = []
    /// Have no effect and hide shorter words inside them: 没有人 is no negation.
    package var neutral: [String] = []

    package init() {}
}

/// A list of words and the share of its weight that a phrase beside one retains.
package struct Doubt: Hashable, Sendable {
    package var words: [String] = []
    /// In percent, 0 to 100.
    package var percent: Int

    package init(words: [String] = [], percent: Int) {
        self.words = words
        self.percent = percent
    }
}

/// The thresholds of scores, in hundredths of a weight.
package struct Margins: Hashable, Sendable {
    /// With a lower score there is no category.
    package var threshold = 300
    /// With a lower score the case is marked for review. An emergency with this score counts whatever else the words
    /// say.
    package var sure = 500
    /// When the runner-up is nearer than this, the case is marked for review.
    package var lead = 100
    /// A category with this percentage of the best score is chosen instead of it when its risk is greater.
    package var contest = 75
    /// The largest number of characters between two parts of a phrase.
    package var reach = 10

    package init() {}
}
