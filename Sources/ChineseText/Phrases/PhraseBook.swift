/// The phrases that a text is searched for: data, written in simplified characters (`DOMAIN.md` §10).
package struct PhraseBook: Hashable, Sendable {
    /// By category, in any order.
    package var categories: [CategoryPhrases] = []
    /// Category ids, the greatest risk first: decides between categories that are nearly equal.
    package var riskOrder: [String] = []
    package var lifeRisk: [Phrase] = []
    /// What a reporter did, with the phrases that say so.
    package var actions: [ActionPhrases] = []
    package var doubts = Doubts()
    package var margins = Margins()

    package init() {}
}

extension PhraseBook {
    /// A word as phrases must be written: simplified, half-width, small, without blanks and marks.
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

/// One phrase: its parts stand near one another, in any order.
package struct Phrase: Hashable, Sendable {
    /// As the file has it, such as `<cover> + <gone>`.
    package var text: String
    /// Each part is found by any of its words; at least one part, each with at least one word.
    package var parts: [[String]]
    /// From 1 to 9.
    package var weight: Int

    package init(_ text: String, parts: [[String]], weight: Int = 1) {
        self.text = text
        self.parts = parts
        self.weight = weight
    }
}

/// What speaks for and against one category, and for its conditions.
package struct CategoryPhrases: Hashable, Sendable {
    /// The category's id.
    package var category: String
    /// The condition that is assumed when no phrase names one.
    package var firstCondition: String?
    package var supporting: [Phrase] = []
    package var opposing: [Phrase] = []
    /// Of two conditions with equal evidence the one named first here is taken.
    package var conditions: [ConditionPhrases] = []

    package init(category: String, firstCondition: String?) {
        self.category = category
        self.firstCondition = firstCondition
    }
}

/// What speaks for one condition of a category.
package struct ConditionPhrases: Hashable, Sendable {
    package var condition: String
    package var phrases: [Phrase]

    package init(condition: String, phrases: [Phrase]) {
        self.condition = condition
        self.phrases = phrases
    }
}

/// What says that the reporter already did something; `action` is the name of it.
package struct ActionPhrases: Hashable, Sendable {
    package var action: String
    package var phrases: [Phrase]

    package init(action: String, phrases: [Phrase]) {
        self.action = action
        self.phrases = phrases
    }
}

/// Words that take weight from what stands near them.
package struct Doubts: Hashable, Sendable {
    /// Deny what follows them closely: 没有, 不是.
    package var negation = Doubt(percent: 10)
    /// Begin what might happen or once did, and is not, to the end of the clause: 万一, 怕, 以前.
    package var supposed = Doubt(percent: 10)
    /// Say that it is over, of the whole sentence: 已经修好.
    package var done = Doubt(percent: 20)
    /// Say that it is hearsay or long ago, of the whole sentence: 听说, 昨天就.
    package var hearsay = Doubt(percent: 60)
    /// Take `done` back: 又坏了, 没修好.
    package var again: [String] = []
    /// Begin a new sentence: 但是.
    package var turn: [String] = []
    /// Mean nothing, and hide shorter words inside them: 没有人 is no denial.
    package var neutral: [String] = []

    package init() {}
}

/// A list of words and what a phrase is still worth beside one.
package struct Doubt: Hashable, Sendable {
    package var words: [String] = []
    /// Of a phrase's weight, 0 to 100.
    package var percent: Int

    package init(words: [String] = [], percent: Int) {
        self.words = words
        self.percent = percent
    }
}

/// When a score is enough; all scores in hundredths of a weight.
package struct Margins: Hashable, Sendable {
    /// Less than this is no category at all.
    package var threshold = 300
    /// Less than this is for people to look at; with as much, an emergency is heard beside whatever else is said.
    package var sure = 500
    /// A runner-up nearer than this is for people to look at.
    package var lead = 100
    /// A category with this percentage of the best score is chosen before it when its risk is greater.
    package var contest = 75
    /// Characters that may stand between the parts of a phrase.
    package var reach = 10

    package init() {}
}
