/// The guards of a text: which apply to a clause or a sentence, and which still reach what follows.
struct GuardNotes {
    /// By sentence and by clause.
    private var sentences: [Int32: GuardSet] = [:]
    private var clauses: [Int32: GuardSet] = [:]
    /// Where the words for what was experienced once begin.
    private var experienced: [Int32] = []
    /// The last word of each kind that reaches on.
    private var negation: OpenGuard?
    private var prevention: OpenGuard?
    private var supposition: OpenGuard?
    private var expectation: OpenGuard?
    /// The number of words so far that begin a new sentence.
    private(set) var turns: Int32 = 0

    init(_ folded: FoldedText) {
        for clause in folded.questions { clauses[clause] = [.question] }
    }

    /// Takes the guard in, with the part that its word would be.
    mutating func take(_ kind: Guard, _ word: FoundPart) {
        let open = OpenGuard(
            kind: kind, start: word.start, length: word.end - word.start, place: word.endPlace, clause: word.clause)
        switch kind {
        case .none: break
        case .negation, .nobody: negation = open
        case .prevented: prevention = open
        case .supposed: supposition = open
        case .expected: expectation = open
        case .turn: turns += 1
        case .experienced: experienced.append(word.start)
        case .hypothetical, .question, .polite: clauses[word.clause, default: []].insert(kind)
        case .done, .hearsay, .joke, .past, .again, .present:
            // 不是开玩笑 is no joke.
            if word.guards.denial?.kind != .negation { sentences[word.sentence, default: []].insert(kind) }
        }
    }

    /// The guards that reach a word at this mark.
    func before(_ mark: FoldedText.Mark) -> PrecedingGuards {
        PrecedingGuards(
            denial: reaching(negation, mark) ?? reaching(prevention, mark),
            supposition: reaching(supposition, mark) ?? reaching(expectation, mark))
    }

    private func reaching(_ word: OpenGuard?, _ mark: FoldedText.Mark) -> PrecedingGuards.Word? {
        guard let word, word.clause == mark.clause, mark.place - word.place - 1 <= word.reach else { return nil }
        return PrecedingGuards.Word(kind: word.kind, start: word.start)
    }

    /// The guards of the sentence and the clause of a part, and the one that begins where the phrase ends.
    func guards(around part: FoundPart, endingAt end: Int32) -> GuardSet {
        var found: GuardSet = []
        if !sentences.isEmpty, var all = sentences[part.sentence] {
            if all.contains(.again) { all.remove(.done) }
            if all.contains(.present) { all.remove(.past) }
            found.formUnion(all)
        }
        if !clauses.isEmpty, var all = clauses[part.clause] {
            if all.contains(.polite) { all.remove(.question) }
            found.formUnion(all)
        }
        if !experienced.isEmpty, experienced.contains(end) { found.insert(.experienced) }
        return found
    }
}

/// The guards before a word that reach it.
struct PrecedingGuards {
    struct Word {
        var kind: Guard
        /// The first symbol of the guard.
        var start: Int32
    }

    var denial: Word?
    var supposition: Word?
}

/// A guard that reaches what follows it.
private struct OpenGuard {
    var kind: Guard
    var start: Int32
    var reach: Int32
    /// The place of its last symbol.
    var place: Int32
    var clause: Int32

    init(kind: Guard, start: Int32, length: Int32, place: Int32, clause: Int32) {
        self.kind = kind
        self.start = start
        reach = kind.reach(ofLength: length) ?? 0
        self.place = place
        self.clause = clause
    }
}

/// A set of guards.
struct GuardSet: ExpressibleByArrayLiteral, Sequence {
    private var bits: UInt32 = 0

    init(arrayLiteral guards: Guard...) {
        for kind in guards { insert(kind) }
    }

    func contains(_ kind: Guard) -> Bool { bits & 1 << kind.rawValue != 0 }
    mutating func insert(_ kind: Guard) { bits |= 1 << kind.rawValue }
    mutating func remove(_ kind: Guard) { bits &= ~(1 << kind.rawValue) }
    mutating func formUnion(_ other: GuardSet) { bits |= other.bits }

    func makeIterator() -> Iterator { Iterator(bits: bits) }

    struct Iterator: IteratorProtocol {
        fileprivate var bits: UInt32

        mutating func next() -> Guard? {
            guard bits != 0 else { return nil }
            defer { bits &= bits - 1 }
            return Guard(rawValue: UInt8(bits.trailingZeroBitCount))
        }
    }
}
