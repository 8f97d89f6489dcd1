/// The phrases that texts are searched for, in simplified characters (`DOMAIN.md` §10).
package struct PhraseBook: Hashable, Sendable {
    /// By category, in any order.
    package var categories: [CategoryPhrases] = []
    /// Category ids, the greatest risk first. The order decides between categories with nearly equal scores.
    package var riskOrder: [String] = []
    /// The phrases for danger to life, by its kind.
    package var dangers: [DangerPhrases] = []
    package var victims = Victims()
    /// Words that are also found inside longer words: 倾倒 in 倾倒在. Only neutral words hide them.
    package var foundInside: [String] = []
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

/// The phrases for one kind of danger to life.
package struct DangerPhrases: Hashable, Sendable {
    /// The name of the kind, such as `fire`.
    package var danger: String
    package var phrases: [Phrase]

    package init(danger: String, phrases: [Phrase]) {
        self.danger = danger
        self.phrases = phrases
    }
}

/// The grammar of somebody who comes to harm: classes of words, and the rule that `VictimSearch` combines them by.
package struct Victims: Hashable, Sendable {
    /// Who can come to harm: 人, 骑手, 老太太.
    package var people: [String] = []
    /// What is no person: 手机, 箱子. An event that happens to one of these harms nobody.
    package var things: [String] = []
    /// What makes a thing after it something else than the subject: 被, 从, 骑.
    package var coverbs: [String] = []
    /// What makes a thing before it the place: 上, 里.
    package var locatives: [String] = []
    package var events: [VictimEvent] = []

    package init() {}
}

/// What can happen to somebody, as a class of words.
package struct VictimEvent: Hashable, Sendable {
    /// The name of the class, such as `trapped`.
    package var name: String
    /// Words that need somebody beside them: 掉进, 压到.
    package var words: [String] = []
    /// Words that are said of people only, so that nobody needs to be named: 晕倒, 起不来.
    package var alone: [String] = []
    /// Whether something does it to somebody, who stands after it even when a thing is the subject: 石头砸到人.
    package var takesObject = false
    /// The kinds of danger to life; empty when it is none.
    package var dangers: [String] = []
    /// The id of the category that it counts for; nil is none.
    package var category: String?
    /// The weight for the category, 1 to 9.
    package var weight = 8

    package init(name: String) {
        self.name = name
    }
}

/// The phrases for and against one category, and for its conditions.
package struct CategoryPhrases: Hashable, Sendable {
    /// The category's id.
    package var category: String
    /// Whether it is something that happens, such as a fire or an accident, and not the state of a thing. What is only
    /// feared or supposed has not happened; a pole that somebody fears will fall is a hazard all the same.
    package var isEvent = false
    /// The kinds of danger to life that the event is; empty when it is none.
    package var dangers: [String] = []
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

/// Words that change what phrases near them mean (`DOMAIN.md` §10).
package struct Doubts: Hashable, Sendable {
    /// Negate what follows closely: 没有, 不是. A word of one character negates only what follows at once: 没着火.
    package var negation = Doubt(hazards: 10, events: 10)
    /// Say that nobody does what follows at once: 没有人打架.
    package var nobody = Doubt(hazards: 10, events: 10)
    /// Introduce what might happen, up to the end of the clause: 万一, 怕, 差点.
    package var supposed = Doubt(hazards: 100, events: 10)
    /// Say that what follows closely has not happened yet: 会, 可能会.
    package var expected = Doubt(hazards: 100, events: 10)
    /// Introduce what must not happen or once was, up to the end of the clause: 防止, 以免, 以前.
    package var prevented = Doubt(hazards: 10, events: 10)
    /// Say that the whole clause is about what might be: 不堪设想, 的话.
    package var hypothetical = Doubt(hazards: 100, events: 10)
    /// Stand directly after an event that was experienced once: 着火过.
    package var experienced = Doubt(hazards: 100, events: 10)
    /// State that it is over, for the whole sentence: 已经修好.
    package var done = Doubt(hazards: 20, events: 20)
    /// Mark what others said, for the whole sentence: 听说.
    package var hearsay = Doubt(hazards: 60, events: 100)
    /// Mark a joke, a film or a game, for the whole sentence.
    package var joke = Doubt(hazards: 60, events: 100)
    /// Mark what happened long ago, for the whole sentence: 去年, 上个月.
    package var past = Doubt(hazards: 100, events: 40)
    /// Make a question of the clause: 是不是, 吗.
    package var question = Doubt(hazards: 100, events: 60)
    /// Make the question a request: 能不能来人.
    package var polite: [String] = []
    /// Cancel `done`: 又坏了, 没修好.
    package var again: [String] = []
    /// Cancel `past`: 还在, 刚才.
    package var present: [String] = []
    /// Begin a new sentence: 但是.
    package var turn: [String] = []
    /// Have no effect and hide shorter words inside them: 没有人 is no negation.
    package var neutral: [String] = []

    package init() {}
}

/// A list of words and the share of its weight that a phrase beside one retains, in percent.
package struct Doubt: Hashable, Sendable {
    package var words: [String] = []
    /// Of a phrase about the state of a thing, 0 to 100.
    package var hazards: Int
    /// Of a phrase about something that happens, 0 to 100.
    package var events: Int

    package init(words: [String] = [], hazards: Int, events: Int) {
        self.words = words
        self.hazards = hazards
        self.events = events
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
