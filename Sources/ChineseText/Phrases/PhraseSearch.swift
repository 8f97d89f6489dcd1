/// A phrase of the book found in a text.
struct FoundPhrase {
    /// The position among the rules.
    var rule: Int
    /// In hundredths of a weight.
    var points: Int
    /// Whether no word nearby reduces its weight.
    var isUndoubted: Bool
    /// Start and length, in Unicode scalars of the text.
    var at: Int
    var length: Int
}

/// Combines the words found in a text to phrases.
struct PhraseSearch {
    /// A part of a phrase at its position in the text.
    private struct Part {
        var part: Int32
        var start: Int32
        var end: Int32
        /// The number of full stops and turns before it.
        var sentence: Int32
        /// A word closely before it that reduces its weight.
        var denial: Denial?
    }

    /// A word that negates what follows or makes it hypothetical.
    private struct Denial {
        var start: Int32
        /// The percentage of its weight that a phrase after it retains.
        var percent: Int
    }

    private let index: PhraseIndex
    private let folded: FoldedText
    private var parts: [Part] = []
    /// For sentences with doubts: the percentage of its weight that a phrase retains.
    private var worth: [Int32: Int] = [:]

    init(index: PhraseIndex, folded: FoldedText, hits: [PhraseAutomaton.Hit]) {
        self.index = index
        self.folded = folded
        parts.reserveCapacity(hits.count * 2)
        var again: Set<Int32> = []
        var turns: Int32 = 0
        var denial: PhraseAutomaton.Hit?
        var supposition: PhraseAutomaton.Hit?
        // No hit is inside another one, so hits that are ordered by end are ordered by start too.
        for hit in hits {
            let kind = index.guards[Int(hit.word)]
            if kind == .turn { turns += 1 }
            let sentence = folded.marks[Int(hit.start)].sentence + turns
            switch kind {
            case .done: worth[sentence] = min(worth[sentence] ?? 100, index.percents.done)
            case .hearsay: worth[sentence] = min(worth[sentence] ?? 100, index.percents.hearsay)
            case .again: again.insert(sentence)
            case .none, .turn, .negation, .supposed: break
            }
            var denied: Denial?
            if let word = supposition, reaches(Self.supposedReach, from: word.end, to: hit.start) {
                denied = Denial(start: word.start, percent: index.percents.supposed)
            }
            if let word = denial, reaches(Self.deniedReach, from: word.end, to: hit.start) {
                denied = Denial(start: word.start, percent: index.percents.negation)
            }
            if kind == .negation { denial = hit }
            if kind == .supposed { supposition = hit }
            for part in index.partsOfWord[Int(hit.word)] {
                parts.append(Part(part: part, start: hit.start, end: hit.end, sentence: sentence, denial: denied))
            }
        }
        for sentence in again { worth[sentence] = nil }
    }

    /// The number of characters that a negation applies to.
    private static let deniedReach: Int32 = 3
    /// The length of a clause, for text without commas.
    private static let supposedReach: Int32 = 12

    /// Whether a word that ends there applies to one that starts here: at most this many characters later, in the same
    /// clause.
    private func reaches(_ most: Int32, from end: Int32, to start: Int32) -> Bool {
        guard end <= start, start - end <= most else { return false }
        return !folded.symbols[Int(end)..<Int(start)].contains { $0 < TextFolding.Symbol.other }
    }

    /// Every phrase at its position with the highest score, in the order of the text.
    func run() -> [FoundPhrase] {
        var phrases: [FoundPhrase] = []
        var position = [Int32](repeating: -1, count: index.rules.count)
        for first in parts.indices {
            for rule in index.rulesOfPart[Int(parts[first].part)] {
                guard let phrase = phrase(Int(rule), from: first) else { continue }
                let seen = Int(position[Int(rule)])
                if seen < 0 {
                    position[Int(rule)] = Int32(phrases.count)
                    phrases.append(phrase)
                } else if phrases[seen].points < phrase.points {
                    phrases[seen] = phrase
                }
            }
        }
        return phrases
    }

    /// The phrase whose first part is at this position; nil when another part is not near.
    private func phrase(_ position: Int, from first: Int) -> FoundPhrase? {
        let rule = index.rules[position]
        var found = [parts[first]]
        for wanted in rule.parts.dropFirst() {
            guard let other = nearest(wanted, to: first) else { return nil }
            found.append(parts[other])
        }
        // A negation that is part of the phrase itself does not reduce its weight: 没有 + 井盖.
        var percent = worth[parts[first].sentence] ?? 100
        for denial in found.lazy.compactMap(\.denial) where !found.contains(where: { $0.start == denial.start }) {
            percent = min(percent, denial.percent)
        }
        let start = found.reduce(parts[first].start) { min($0, $1.start) }
        let end = found.reduce(parts[first].end) { max($0, $1.end) }
        let at = Int(folded.marks[Int(start)].origin)
        return FoundPhrase(
            rule: position, points: rule.weight * percent, isUndoubted: percent == 100, at: at,
            length: Int(folded.marks[Int(end) - 1].origin) + 1 - at)
    }

    /// The nearest position of a part within reach of another one, without overlap; nil when there is none.
    private func nearest(_ wanted: Int32, to first: Int) -> Int? {
        var best: (index: Int, gap: Int32)?
        func consider(_ candidate: Int) -> Bool {
            let gap = gap(parts[candidate], parts[first])
            if parts[candidate].part == wanted, gap >= 0, gap <= index.reach, gap < best?.gap ?? .max {
                best = (candidate, gap)
            }
            // Words are shorter than the slack, so a part farther away than this ends the search.
            return gap <= index.reach + Self.slack
        }
        var place = first + 1
        while place < parts.count, consider(place) { place += 1 }
        place = first - 1
        while place >= 0, consider(place) { place -= 1 }
        return best?.index
    }

    private static let slack: Int32 = 32

    /// The number of symbols between two parts; a comma counts two and a full stop eight. Negative when they overlap.
    private func gap(_ one: Part, _ other: Part) -> Int32 {
        let (left, right) = one.start <= other.start ? (one, other) : (other, one)
        if right.start < left.end { return -1 }
        return folded.marks[Int(right.start)].place - folded.marks[Int(left.end) - 1].place - 1
    }
}
