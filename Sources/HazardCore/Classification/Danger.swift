package import ChineseText

/// Danger to life that the words of a report speak of.
package struct Danger: Hashable, Sendable {
    /// At least one, each once.
    package var kinds: [DangerKind]
    /// What the words themselves make doubtful; nil is nothing. A doubtful danger is never paged by the machine.
    package var doubt: DangerDoubt?

    package init(_ kinds: [DangerKind], doubt: DangerDoubt? = nil) {
        self.kinds = kinds
        self.doubt = doubt
    }

    /// The danger that a classifier found in a text; nil when it names no known kind.
    package init?(_ said: TextDanger) {
        let kinds = said.kinds.compactMap(DangerKind.init)
        guard !kinds.isEmpty else { return nil }
        self.init(kinds, doubt: said.doubt.map(DangerDoubt.init))
    }

    /// The departments that help against it, in the order of the kinds.
    package var departments: [String] { kinds.map(\.department) }

    /// The emergency numbers to tell the reporter, in the order of the kinds.
    package var numbers: [String] { kinds.map(\.number) }
}

/// A kind of danger to life, by who helps.
package enum DangerKind: String, CaseIterable, Sendable {
    /// Something burns or leaks, or somebody must be got out.
    case fire
    /// Somebody is hurt or ill.
    case medical
    /// Somebody does harm to others.
    case police

    /// The id of the department.
    package var department: String {
        switch self {
        case .fire: "fire-rescue"
        case .medical: "ems"
        case .police: "public-security"
        }
    }

    /// The emergency number.
    package var number: String {
        switch self {
        case .fire: "119"
        case .medical: "120"
        case .police: "110"
        }
    }
}

/// What the words of a report make doubtful about a danger (`DOMAIN.md` §11, G12).
package enum DangerDoubt: String, CaseIterable, Sendable {
    /// The reporter has it from others.
    case hearsay
    /// The words ask for it.
    case question
    /// It happened long ago.
    case past
    /// The words speak of a joke, a film or a game.
    case joke

    init(_ said: TextDoubt) {
        switch said {
        case .hearsay: self = .hearsay
        case .question: self = .question
        case .past: self = .past
        case .joke: self = .joke
        }
    }

    /// Whether the reporter still says that it happens now. Questions and what is long past do not change where an
    /// ordinary report goes.
    var isClaim: Bool { self == .hearsay || self == .joke }
}

extension CaseDecision {
    /// The danger to life that the words of the opening report speak of; nil is none.
    package var danger: Danger? {
        for case .danger(let danger) in evidence { return danger }
        return nil
    }
}
