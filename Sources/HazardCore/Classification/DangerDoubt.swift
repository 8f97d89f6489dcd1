package import ChineseText

/// What the words of a report make doubtful about a danger to life (`DOMAIN.md` §11, G12).
package enum DangerDoubt: String, CaseIterable, Sendable {
    /// The reporter has it from others.
    case hearsay
    /// The words ask for it.
    case question
    /// It happened long ago.
    case past
    /// The words describe a joke, a film or a game.
    case joke

    package init(_ doubt: TextDoubt) {
        switch doubt {
        case .hearsay: self = .hearsay
        case .question: self = .question
        case .past: self = .past
        case .joke: self = .joke
        }
    }
}
