internal import ChineseText

/// Reads `doubts` of `phrases.yaml`: the words that change what phrases near them mean.
struct DoubtsReader {
    let phrases: PhraseReader

    func read(_ file: Fields) -> Doubts {
        var doubts = Doubts()
        let lists = ["polite", "again", "present", "turn", "neutral"]
        guard let fields = file.mapping("doubts", known: Self.kinds.map(\.key) + lists) else { return doubts }
        for kind in Self.kinds { read(fields, kind.key, &doubts[keyPath: kind.doubt]) }
        doubts.polite = phrases.words(fields, "polite")
        doubts.again = phrases.words(fields, "again")
        doubts.present = phrases.words(fields, "present")
        doubts.turn = phrases.words(fields, "turn")
        doubts.neutral = phrases.words(fields, "neutral")
        return doubts
    }

    private static var kinds: [(key: String, doubt: WritableKeyPath<Doubts, Doubt>)] {
        [
            ("negation", \.negation), ("nobody", \.nobody), ("supposed", \.supposed), ("expected", \.expected),
            ("prevented", \.prevented),
            ("hypothetical", \.hypothetical), ("experienced", \.experienced), ("done", \.done),
            ("hearsay", \.hearsay), ("joke", \.joke), ("past", \.past), ("question", \.question),
        ]
    }

    private func read(_ fields: Fields, _ key: String, _ doubt: inout Doubt) {
        guard let fields = fields.mapping(key, known: ["hazards", "events", "words"]) else { return }
        doubt.hazards = fields.integer("hazards", in: 0...100) ?? doubt.hazards
        doubt.events = fields.integer("events", in: 0...100) ?? doubt.events
        doubt.words = phrases.words(fields, "words")
    }
}
