/// A phrase of the book found in a text.
struct FoundPhrase {
    /// The position among the rules.
    var rule: Int
    /// In hundredths of a weight.
    var points: Int
    /// Whether the words say that it is not so, only might be so, or is over.
    var isDenied: Bool
    /// What makes it doubtful that the words do not deny.
    var doubt: TextDoubt?
    /// Start and length, in Unicode scalars of the text.
    var at: Int
    var length: Int

    /// Whether no word nearby denies it or makes it doubtful.
    var isUndoubted: Bool { !isDenied && doubt == nil }

    /// Whether another occurrence of the same phrase counts more.
    fileprivate func isWeaker(than other: FoundPhrase) -> Bool {
        points < other.points || points == other.points && doubt != nil && other.isUndoubted
    }
}

/// Combines the words found in a text to phrases.
struct PhraseSearch {
    let index: PhraseIndex
    private let folded: FoldedText
    /// The parts found, in the order in which their words end.
    private(set) var parts: [FoundPart] = []
    /// The last found part of each bucket, a bucket being a few low bits of a part's number; -1 is none. The book has tens of
    /// thousands of parts, a text has a few: a list of all parts would cost 180 KB a text.
    private var buckets: [Int32]
    private var notes: GuardNotes

    init(index: PhraseIndex, folded: FoldedText, hits: [PhraseAutomaton.Hit]) {
        self.index = index
        self.folded = folded
        // Twice as many as words found, rounded up to a power of two.
        buckets = [Int32](repeating: -1, count: 1 << (Int.bitWidth - (hits.count * 2).leadingZeroBitCount))
        notes = GuardNotes(folded)
        parts.reserveCapacity(hits.count * 2)
        for hit in hits {
            let mark = folded.marks[Int(hit.start)]
            let endPlace = folded.marks[Int(hit.end) - 1].place
            let part = FoundPart(
                start: hit.start, end: hit.end, place: mark.place, endPlace: endPlace,
                sentence: mark.sentence + notes.turns, clause: mark.clause, guards: notes.before(mark))
            let kind = index.guards[Int(hit.word)]
            if kind != .none { notes.take(kind, part) }
            for position in index.partsOfWord.range(hit.word) { add(part, index.partsOfWord.values[position]) }
        }
    }

    private mutating func add(_ occurrence: FoundPart, _ part: Int32) {
        var occurrence = occurrence
        occurrence.part = part
        occurrence.previous = Int32(last(part))
        let bucket = bucket(part)
        occurrence.sameBucket = buckets[bucket]
        buckets[bucket] = Int32(parts.count)
        parts.append(occurrence)
    }

    private func bucket(_ part: Int32) -> Int { Int(part) & (buckets.count - 1) }

    /// The last occurrence of a part of the book; -1 when the text does not have it.
    func last(_ part: Int32) -> Int {
        var candidate = buckets[bucket(part)]
        while candidate >= 0, parts[Int(candidate)].part != part { candidate = parts[Int(candidate)].sameBucket }
        return Int(candidate)
    }

    /// Every phrase at its position with the highest score, in the order of the text.
    func run() -> [FoundPhrase] {
        var phrases: [FoundPhrase] = []
        for first in parts.indices {
            for position in index.rulesOfPart.range(parts[first].part) {
                let rule = Int(index.rulesOfPart.values[position])
                guard let phrase = phrase(rule, from: first) else { continue }
                // Only a later occurrence of the first part can find a phrase again.
                let seen = parts[first].previous < 0 ? nil : phrases.firstIndex { $0.rule == rule }
                if let seen {
                    if phrases[seen].isWeaker(than: phrase) { phrases[seen] = phrase }
                } else {
                    phrases.append(phrase)
                }
            }
        }
        return phrases
    }

    /// The phrase whose first part is at this position; nil when another part is not near.
    private func phrase(_ position: Int, from first: Int) -> FoundPhrase? {
        let rule = index.rules[position]
        if case .victim(let event) = rule.role {
            return victim(of: event, at: first).map { weigh(position, first, $0, -1) }
        }
        var second = -1
        var third = -1
        if rule.second >= 0 {
            second = nearest(rule.second, to: first)
            guard second >= 0 else { return nil }
        }
        if rule.third >= 0 {
            third = nearest(rule.third, to: first)
            guard third >= 0 else { return nil }
        }
        return weigh(position, first, second, third)
    }

    /// The nearest position of a part within reach of another one, without overlap; -1 when there is none.
    private func nearest(_ wanted: Int32, to first: Int) -> Int {
        var best = -1
        var least = index.reach + 1
        var candidate = last(wanted)
        while candidate >= 0 {
            let gap = parts[candidate].gap(to: parts[first])
            if gap >= 0, gap < least { (best, least) = (candidate, gap) }
            candidate = Int(parts[candidate].previous)
        }
        return best
    }

    /// The phrase with what the words around its parts leave of its weight; -1 is no part.
    private func weigh(_ position: Int, _ first: Int, _ second: Int, _ third: Int) -> FoundPhrase {
        let rule = index.rules[position]
        let (start, end) = span(first, second, third)
        var phrase = FoundPhrase(rule: position, points: 100, isDenied: false, at: 0, length: 0)
        func reduce(by kind: Guard) {
            let percent = index.effects.percent(kind, isEvent: rule.isEvent)
            phrase.points = min(phrase.points, Int(percent))
            if let doubt = kind.doubt {
                phrase.doubt = max(phrase.doubt ?? doubt, doubt)
            } else if percent < 100 {
                phrase.isDenied = true
            }
        }
        func reduce(beside part: Int) {
            guard part >= 0 else { return }
            for word in [parts[part].guards.denial, parts[part].guards.supposition] {
                // A negation that is part of the phrase itself does not reduce its weight: 没有 + 井盖.
                guard let word, word.start != parts[first].start, second < 0 || word.start != parts[second].start,
                    third < 0 || word.start != parts[third].start
                else { continue }
                reduce(by: word.kind)
            }
        }
        reduce(beside: first)
        reduce(beside: second)
        reduce(beside: third)
        for kind in notes.guards(around: parts[first], endingAt: end) { reduce(by: kind) }
        phrase.points *= Int(rule.weight)
        phrase.at = Int(folded.marks[Int(start)].origin)
        phrase.length = Int(folded.marks[Int(end) - 1].origin) + 1 - phrase.at
        return phrase
    }

    private func span(_ first: Int, _ second: Int, _ third: Int) -> (start: Int32, end: Int32) {
        var start = parts[first].start
        var end = parts[first].end
        for part in [second, third] where part >= 0 {
            start = min(start, parts[part].start)
            end = max(end, parts[part].end)
        }
        return (start, end)
    }
}

/// A part of a phrase at its position in the text.
struct FoundPart {
    /// The position of the part in the index.
    var part: Int32 = -1
    /// The occurrence of the same part before it; -1 is none.
    var previous: Int32 = -1
    /// The part before it whose number has the same low bits; -1 is none.
    var sameBucket: Int32 = -1
    /// The symbols of the word.
    var start: Int32
    var end: Int32
    /// The places of its first and last symbol (`FoldedText.Mark`).
    var place: Int32
    var endPlace: Int32
    /// The number of full stops and turns before it.
    var sentence: Int32
    var clause: Int32
    /// The words before it that reach it.
    var guards: PrecedingGuards

    /// The number of words between two parts; a comma counts two and a full stop eight. Negative when they overlap.
    func gap(to other: FoundPart) -> Int32 {
        if other.start >= end { return max(abs(other.place - endPlace) - 1, 0) }
        return start >= other.end ? max(abs(place - other.endPlace) - 1, 0) : -1
    }
}
