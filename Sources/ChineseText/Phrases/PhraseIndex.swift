/// A phrase book compiled for the search in one pass.
///
/// It is a class, so that passing it to a search counts one reference and not one for every table.
final class PhraseIndex: Sendable {
    /// What a phrase counts for.
    enum Role: Hashable, Sendable {
        /// Positions in `PhraseBook.categories`, and in its conditions.
        case supports(Int), opposes(Int)
        case condition(Int, Int)
        case lifeRisk
        case action(String)
    }

    struct Rule: Sendable {
        var text: String
        var role: Role
        /// The positions of the parts. The search begins with the first one.
        var parts: [Int32]
        var weight: Int
    }

    /// The effect of a word on phrases near it.
    enum Guard: Sendable {
        case none, negation, supposed, done, hearsay, again, turn
    }

    let folding: TextFolding
    let automaton: PhraseAutomaton
    let rules: [Rule]
    /// By word.
    let guards: [Guard]
    /// The parts that each word belongs to.
    let partsOfWord: [[Int32]]
    /// The rules that begin with each part.
    let rulesOfPart: [[Int32]]

    /// The percentages of the phrase book's doubts.
    let percents: Percents
    let reach: Int32

    struct Percents: Sendable {
        var negation: Int
        var supposed: Int
        var done: Int
        var hearsay: Int
    }

    init(_ book: PhraseBook) {
        var maker = Maker()
        for (index, category) in book.categories.enumerated() {
            maker.add(category.supporting, .supports(index))
            maker.add(category.opposing, .opposes(index))
            for (position, condition) in category.conditions.enumerated() {
                maker.add(condition.phrases, .condition(index, position))
            }
        }
        maker.add(book.lifeRisk, .lifeRisk)
        for action in book.actions { maker.add(action.phrases, .action(action.action)) }
        maker.add(book.doubts.negation.words, .negation)
        maker.add(book.doubts.supposed.words, .supposed)
        maker.add(book.doubts.done.words, .done)
        maker.add(book.doubts.hearsay.words, .hearsay)
        maker.add(book.doubts.again, .again)
        maker.add(book.doubts.turn, .turn)
        maker.add(book.doubts.neutral, .none)
        maker.folding.closeVariants()
        folding = maker.folding
        automaton = PhraseAutomaton(maker.words, symbolCount: maker.folding.symbolCount)
        rules = maker.rules
        guards = maker.guards
        partsOfWord = maker.partsOfWord
        rulesOfPart = maker.rulesOfPart
        percents = Percents(
            negation: book.doubts.negation.percent, supposed: book.doubts.supposed.percent,
            done: book.doubts.done.percent, hearsay: book.doubts.hearsay.percent)
        reach = Int32(book.margins.reach)
    }

    /// Collects words, parts and rules without duplicates.
    private struct Maker {
        var folding = TextFolding()
        var words: [[UInt16]] = []
        var guards: [Guard] = []
        var partsOfWord: [[Int32]] = []
        var rules: [Rule] = []
        var rulesOfPart: [[Int32]] = []
        private var wordIndex: [[UInt16]: Int] = [:]
        private var partIndex: [[String]: Int32] = [:]

        mutating func add(_ phrases: [Phrase], _ role: Role) {
            for phrase in phrases {
                let parts = phrase.parts.map { part($0) }
                guard let first = parts.first else { continue }
                rulesOfPart[Int(first)].append(Int32(rules.count))
                rules.append(Rule(text: phrase.text, role: role, parts: parts, weight: phrase.weight))
            }
        }

        mutating func add(_ guarding: [String], _ kind: Guard) {
            for word in guarding {
                if let index = self.word(word) { guards[index] = kind }
            }
        }

        private mutating func part(_ alternatives: [String]) -> Int32 {
            if let index = partIndex[alternatives] { return index }
            let index = Int32(rulesOfPart.count)
            partIndex[alternatives] = index
            rulesOfPart.append([])
            for alternative in alternatives {
                if let word = word(alternative), partsOfWord[word].last != index { partsOfWord[word].append(index) }
            }
            return index
        }

        private mutating func word(_ text: String) -> Int? {
            let symbols = folding.learn(text)
            if let index = wordIndex[symbols] { return index }
            guard !symbols.isEmpty else { return nil }
            wordIndex[symbols] = words.count
            words.append(symbols)
            guards.append(.none)
            partsOfWord.append([])
            return words.count - 1
        }
    }
}
