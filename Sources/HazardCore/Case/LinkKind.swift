/// How two cases are related.
package enum LinkKind: Hashable, Sendable {
    /// They are related in an unspecified way.
    case related
    /// The same kind of hazard came back at the same place.
    case recurrence
    /// One of the two cases continues the other, which has no room for more reports.
    case continued
    case mergedInto, mergedFrom
    /// One of the two cases was split from the other.
    case splitOff, splitFrom
    /// A word that an operator chose.
    case named(String)

    /// The name of the kind in messages.
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

    /// The kinds with a fixed meaning.
    package static let known: [LinkKind] = [
        .related, .recurrence, .continued, .mergedInto, .mergedFrom, .splitOff, .splitFrom,
    ]
}
