package import Wording

/// One command: its words, its arguments and its work.
package struct Verb: Sendable {
    /// Its words, such as `["case", "show"]`; not empty.
    package let path: [String]
    package let summary: LocalText
    package let options: [Option]
    package let positionals: [Positional]
    /// Does the work on the calling thread; the program prints what it throws and ends the command (`ExitCoded`).
    package let run: @Sendable (Arguments) throws -> ExitCode

    package init(
        path: [String], summary: LocalText, options: [Option] = [], positionals: [Positional] = [],
        run: @escaping @Sendable (Arguments) throws -> ExitCode
    ) {
        self.path = path
        self.summary = summary
        self.options = options
        self.positionals = positionals
        self.run = run
    }
}

/// A named argument: `--json`, `--config FILE`, or `--set KEY=VALUE` any number of times.
package struct Option: Sendable {
    /// How an option takes values.
    package enum Kind: Equatable, Sendable {
        /// No value.
        case flag
        /// One value; help shows it under this name.
        case value(String)
        /// Any number of values, one after each use of the name.
        case values(String)
        /// One of these words.
        case choice([String])
    }

    /// The name without its two hyphens.
    package let name: String
    package let kind: Kind
    package let isRequired: Bool
    /// The option that can replace this one, as `--file` replaces a report's `--programme`. Help shows the two as a choice; the
    /// verb itself checks that one of them is given.
    package let alternative: String?
    /// What a value must look like; nil when any text may be given.
    package let form: ValueForm?
    package let summary: LocalText

    package init(
        _ name: String, _ kind: Kind = .flag, isRequired: Bool = false, unless alternative: String? = nil,
        form: ValueForm? = nil, summary: LocalText
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.alternative = alternative
        self.form = form
        self.summary = summary
    }

    /// Output for scripts: one JSON object per line.
    package static let json = Option(
        "json", summary: LocalText(zh: "以 JSON 输出，每行一个对象", en: "answer in JSON, one object a line"))

    static let language = Option(
        "lang", .choice(Language.allCases.map(\.rawValue)),
        summary: LocalText(zh: "帮助与提示的语言，默认取自 LANG", en: "language of help and messages, by default that of LANG"))
    static let help = Option("help", summary: LocalText(zh: "显示本帮助", en: "show this help"))
}

/// What the value of an option must look like.
package struct ValueForm: Sendable {
    /// The form as a noun phrase, for the error about another value.
    let expected: LocalText
    let accepts: @Sendable (String) -> Bool

    package init(_ expected: LocalText, accepts: @escaping @Sendable (String) -> Bool) {
        self.expected = expected
        self.accepts = accepts
    }
}

/// An argument that is identified by its position.
package struct Positional: Sendable {
    /// How often it may be given.
    package enum Count: Sendable {
        case one, optional
        /// One or more; only the last positional can be this.
        case many
        /// None, one or more; only the last positional can be this.
        case any
    }

    /// Its name in help, in capitals by custom.
    package let name: String
    package let count: Count
    /// The values that completion offers; the verb itself checks the value.
    package let choices: [String]
    package let summary: LocalText

    package init(_ name: String, _ count: Count = .one, choices: [String] = [], summary: LocalText) {
        self.name = name
        self.count = count
        self.choices = choices
        self.summary = summary
    }
}
