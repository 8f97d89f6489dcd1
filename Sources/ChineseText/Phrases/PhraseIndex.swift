/// A phrase book compiled for the search in one pass.
///
/// It is a class, so that passing it to a search counts one reference and not one for every table.
final class PhraseIndex: Sendable {
    /// What a phrase counts for, by positions in the phrase book.
    enum Role: Hashable, Sendable {
        case supports(Int), opposes(Int)
        case condition(Int, Int)
        case danger(Int)
        case victim(Int)
        case action(Int)
    }

    struct Rule: Sendable {
        var role: Role
        /// The parts beside the first one; -1 is none.
        var second: Int32 = -1
        var third: Int32 = -1
        var weight: Int32
        /// Whether it is about something that happens (`CategoryPhrases.isEvent`).
        var isEvent: Bool
        /// Whether it can describe danger to life.
        var mayBeDanger: Bool
    }

    let folding: TextFolding
    let automaton: PhraseAutomaton
    let rules: [Rule]
    /// The phrases as the book contains them, by rule.
    let texts: [String]
    /// By word.
    let guards: [Guard]
    /// The parts that each word belongs to.
    let partsOfWord: Grouped
    /// The rules that begin with each part. Events of victims begin with the part of their words.
    let rulesOfPart: Grouped
    /// The parts of people, of things, and of the words that say that a thing is no subject; -1 when the book has none.
    let people: Int32
    let things: Int32
    let coverbs: Int32
    let locatives: Int32
    /// The parts of the words of each victim event that need nobody beside them.
    let alone: [Int32]
    /// Whether a victim event takes its person as an object (`VictimEvent.takesObject`).
    let takesObject: [Bool]
    let effects: GuardEffects
    let reach: Int32

    init(_ book: PhraseBook) {
        var maker = IndexMaker()
        for (index, category) in book.categories.enumerated() {
            maker.add(
                category.supporting, .supports(index), isEvent: category.isEvent, mayBeDanger: !category.dangers.isEmpty
            )
            maker.add(category.opposing, .opposes(index), isEvent: false)
            for (position, condition) in category.conditions.enumerated() {
                maker.add(condition.phrases, .condition(index, position), isEvent: false)
            }
        }
        for (index, danger) in book.dangers.enumerated() {
            maker.add(danger.phrases, .danger(index), isEvent: true, mayBeDanger: true)
        }
        for (index, action) in book.actions.enumerated() { maker.add(action.phrases, .action(index), isEvent: false) }
        people = maker.part(book.victims.people)
        things = maker.part(book.victims.things)
        coverbs = maker.part(book.victims.coverbs)
        locatives = maker.part(book.victims.locatives)
        alone = book.victims.events.enumerated().map { index, event in maker.add(event, .victim(index)) }
        takesObject = book.victims.events.map(\.takesObject)
        for (kind, words) in book.doubts.guards {
            maker.add(words, kind)
            // 差点砸 does not hide that it did not happen.
            if kind == .supposed || kind == .expected { words.forEach { maker.nest($0, .foundInside) } }
        }
        for word in book.foundInside { maker.nest(word, .foundInside) }
        for word in book.doubts.neutral { maker.nest(word, .hidesAll) }
        maker.folding.closeVariants()
        folding = maker.folding
        automaton = PhraseAutomaton(
            maker.words, nesting: maker.nesting, symbolCount: maker.folding.symbolCount)
        rules = maker.rules
        texts = maker.texts
        guards = maker.guards
        partsOfWord = Grouped(maker.partsOfWord)
        rulesOfPart = Grouped(maker.rulesOfPart)
        effects = GuardEffects(book.doubts)
        reach = Int32(book.margins.reach)
    }
}

/// Lists of numbers by position, in two arrays.
struct Grouped: Sendable {
    /// The bounds of each list; one more than there are lists.
    private(set) var starts: [Int32] = [0]
    private(set) var values: [Int32] = []

    init(_ lists: [[Int32]]) {
        for list in lists {
            values += list
            starts.append(Int32(values.count))
        }
    }

    var count: Int { starts.count - 1 }

    /// The positions in `values` of one list.
    func range(_ position: Int32) -> Range<Int> {
        Int(starts[Int(position)])..<Int(starts[Int(position) + 1])
    }
}

/// Collects words, parts and rules without duplicates.
private struct IndexMaker {
    var folding = TextFolding()
    var words: [[UInt16]] = []
    var nesting: [PhraseAutomaton.Nesting] = []
    var guards: [Guard] = []
    var partsOfWord: [[Int32]] = []
    var rules: [PhraseIndex.Rule] = []
    var texts: [String] = []
    var rulesOfPart: [[Int32]] = []
    private var wordIndex: [[UInt16]: Int] = [:]
    private var partIndex: [[String]: Int32] = [:]

    mutating func add(_ phrases: [Phrase], _ role: PhraseIndex.Role, isEvent: Bool, mayBeDanger: Bool = false) {
        for phrase in phrases {
            let parts = phrase.parts.map { part($0) }
            guard let first = parts.first, first >= 0 else { continue }
            rulesOfPart[Int(first)].append(Int32(rules.count))
            rules.append(
                PhraseIndex.Rule(
                    role: role, second: parts.count > 1 ? parts[1] : -1, third: parts.count > 2 ? parts[2] : -1,
                    weight: Int32(phrase.weight), isEvent: isEvent, mayBeDanger: mayBeDanger))
            texts.append(phrase.text)
        }
    }

    /// Adds an event that happens to people.
    ///
    /// - Returns: the part of the words that need nobody beside them; -1 when there are none
    mutating func add(_ event: VictimEvent, _ role: PhraseIndex.Role) -> Int32 {
        for word in event.words + event.alone { nest(word, .foundInside) }
        let all = part(event.words + event.alone)
        guard all >= 0 else { return -1 }
        rulesOfPart[Int(all)].append(Int32(rules.count))
        rules.append(
            PhraseIndex.Rule(
                role: role, weight: Int32(event.weight), isEvent: true, mayBeDanger: !event.dangers.isEmpty))
        texts.append("<people> + <\(event.name)>")
        return part(event.alone)
    }

    mutating func add(_ guarding: [String], _ kind: Guard) {
        for word in guarding {
            if let index = self.word(word) { guards[index] = kind }
        }
    }

    /// Says what a word is found inside of; a word of one character is always hidden by longer ones.
    mutating func nest(_ text: String, _ kind: PhraseAutomaton.Nesting) {
        guard let index = word(text), kind == .hidesAll || words[index].count > 1 else { return }
        nesting[index] = kind
    }

    /// The position of a part with these alternatives; -1 when there are none.
    mutating func part(_ alternatives: [String]) -> Int32 {
        guard !alternatives.isEmpty else { return -1 }
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
        nesting.append(.ordinary)
        guards.append(.none)
        partsOfWord.append([])
        return words.count - 1
    }
}
