package import Wording

/// The shells that completion is written for.
package enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
}

/// Writes the completion of a program for a shell, from the table of its verbs.
struct Completion {
    let program: Program
    let language: Language

    /// The script that a shell reads.
    func script(for shell: Shell) -> String {
        switch shell {
        case .bash: BashCompletion(completion: self).text
        case .zsh: ZshCompletion(completion: self).text
        case .fish: FishCompletion(completion: self).text
        }
    }

    /// A word that may follow, and what it does.
    struct Word: Equatable {
        let text: String
        let summary: LocalText
    }

    /// The options of a verb, with those that every verb has.
    func options(of verb: Verb) -> [Option] { verb.options + [.language, .help] }

    /// The words that may follow these words of a verb; a word that only begins verbs names them in its summary.
    func words(after prefix: [String]) -> [Word] {
        var words: [Word] = []
        for verb in program.verbs where verb.path.count > prefix.count && verb.path.starts(with: prefix) {
            let text = verb.path[prefix.count]
            guard !words.contains(where: { $0.text == text }) else { continue }
            let isWhole = verb.path.count == prefix.count + 1
            words.append(Word(text: text, summary: isWhole ? verb.summary : group(prefix + [text])))
        }
        return words
    }

    /// The words that begin verbs and are no verb themselves, as `case`.
    var groups: [[String]] {
        var groups: [[String]] = []
        for verb in program.verbs where verb.path.count > 1 {
            let prefix = Array(verb.path.dropLast())
            if !groups.contains(prefix) { groups.append(prefix) }
        }
        return groups
    }

    private func group(_ prefix: [String]) -> LocalText {
        let names = program.verbs.filter { $0.path.starts(with: prefix) }.compactMap(\.path.last)
        return LocalText(zh: names.joined(separator: "、"), en: names.joined(separator: ", "))
    }

    /// A text in single quotes, as all three shells read it; fish also reads a backslash in it.
    static func quoted(_ text: String, escapesBackslash: Bool = false) -> String {
        let text = escapesBackslash ? text.replacing("\\", with: "\\\\") : text
        return "'" + text.replacing("'", with: escapesBackslash ? "\\'" : "'\\''") + "'"
    }
}

extension Option {
    /// What completion offers as the value.
    enum Offer: Equatable {
        /// The option takes no value.
        case none
        case choices([String])
        case files
        /// The value cannot be known; help shows it under this name.
        case anything(String)
    }

    var offer: Offer {
        switch kind {
        case .flag: .none
        case .choice(let words): .choices(words)
        case .value(let name), .values(let name): Positional.namesFile(name) ? .files : .anything(name)
        }
    }

    var isRepeatable: Bool { if case .values = kind { true } else { false } }
}

extension Positional {
    /// What completion offers as the argument.
    var offer: Option.Offer {
        if !choices.isEmpty { return .choices(choices) }
        return Self.namesFile(name) ? .files : .anything(name)
    }

    /// Whether values of this name are files or directories.
    static func namesFile(_ name: String) -> Bool { ["FILE", "DIRECTORY", "DIR"].contains(name) }
}

extension Program {
    /// The completion script for a shell, with descriptions in that language.
    package func completion(for shell: Shell, in language: Language) -> String {
        Completion(program: self, language: language).script(for: shell)
    }
}
