/// The pairs of neighbouring letters of a text, by which two wordings or two addresses are compared.
///
/// Script, width, blanks and marks do not matter.
package struct LetterPairs: Hashable, Sendable {
    /// Sorted, each once.
    private let pairs: [UInt64]
    /// What comes after so many letters is not compared.
    private static let mostLetters = 400

    package init(_ text: String) {
        var found: [UInt64] = []
        var before: UInt64?
        var count = 0
        for scalar in text.unicodeScalars {
            let plain = TextFolding.plain(scalar.value)
            guard TextFolding.isLetter(plain) else { continue }
            if let before { found.append(before << 32 | UInt64(plain)) }
            before = UInt64(plain)
            count += 1
            if count == Self.mostLetters { break }
        }
        found.sort()
        var distinct: [UInt64] = []
        distinct.reserveCapacity(found.count)
        for pair in found where pair != distinct.last { distinct.append(pair) }
        pairs = distinct
    }

    package var isEmpty: Bool { pairs.isEmpty }

    /// The share of pairs in both among those in either, from 0 to 1.
    package func likeness(to other: LetterPairs) -> Double {
        guard !pairs.isEmpty, !other.pairs.isEmpty else { return 0 }
        var (own, theirs, common) = (0, 0, 0)
        while own < pairs.count, theirs < other.pairs.count {
            if pairs[own] == other.pairs[theirs] {
                (own, theirs, common) = (own + 1, theirs + 1, common + 1)
            } else if pairs[own] < other.pairs[theirs] {
                own += 1
            } else {
                theirs += 1
            }
        }
        return Double(common) / Double(pairs.count + other.pairs.count - common)
    }
}
