/// How two cases are related.
package enum LinkKind: Hashable, Sendable {
    /// They concern each other.
    case related
    /// The same kind of hazard at the same place again.
    case recurrence
    /// The other case was full: this one goes on with it.
    case continued
    case mergedInto, mergedFrom
    /// The other case has reports that were taken out of this one, or the other way round.
    case splitOff, splitFrom
    /// A word that an operator chose.
    case named(String)

    /// Its name in messages.
    package var word: String {
        switch self {
        case .related: "related"
        case .recurrence: "recurrence"
        case .continued: "continued"
        case .mergedInto: "merged-into"
        case .mergedFrom: "merged-from"
        case .splitOff: "split-off"
        case .splitFrom: "split-from"
        case .named(let word): word
        }
    }

    package init(_ word: String) {
        self = LinkKind.known.first { $0.word == word } ?? .named(word)
    }

    /// Those with a meaning of their own.
    package static let known: [LinkKind] = [
        .related, .recurrence, .continued, .mergedInto, .mergedFrom, .splitOff, .splitFrom,
    ]
}
