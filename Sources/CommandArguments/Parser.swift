internal import Wording

/// Parses the words after a verb into `Arguments`.
struct Parser {
    let verb: Verb
    let language: Language
    private var options: [String: [String]] = [:]
    private var positionals: [String] = []

    init(verb: Verb, language: Language) {
        self.verb = verb
        self.language = language
    }

    /// Parses options and positional arguments in any order; after `--` every word is positional.
    ///
    /// - Throws: `UsageFault` for the first word that is wrong.
    mutating func parse(_ words: [String]) throws(UsageFault) -> Arguments {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                positionals += rest
                break
            }
            if word.hasPrefix("-"), word != "-" {
                try takeOption(word, from: &rest)
            } else {
                positionals.append(word)
            }
        }
        if let missing = verb.options.first(where: { $0.isRequired && options[$0.name] == nil }) {
            throw .missingOption(missing.name)
        }
        return Arguments(language: language, options: options, positionals: try positionalsByName())
    }

    private mutating func takeOption(_ word: String, from rest: inout ArraySlice<String>) throws(UsageFault) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = verb.options.first(where: { "--" + $0.name == parts[0] }) else {
            let known = (verb.options + [.language, .help]).map { "--" + $0.name }
            throw .unknownOption(parts[0], nearest: NearestName.of(parts[0], among: known))
        }
        if options[option.name] != nil {
            guard case .values = option.kind else { throw .repeated(option: option.name) }
        }
        if option.kind == .flag {
            guard parts.count == 1 else { throw .unwantedValue(option: option.name) }
            options[option.name] = []
            return
        }
        let value = try parts.count == 2 ? parts[1] : Parser.value(of: option, from: &rest)
        if case .choice(let choices) = option.kind, !choices.contains(value) {
            throw .badChoice(option: option.name, value: value, choices: choices)
        }
        if let form = option.form, !form.accepts(value) {
            throw .badForm(option: option.name, value: value, expected: form.expected)
        }
        options[option.name, default: []].append(value)
    }

    /// The next word; a value that begins with two hyphens must be written `--name=--value`.
    static func value(of option: Option, from rest: inout ArraySlice<String>) throws(UsageFault) -> String {
        guard let value = rest.first, !value.hasPrefix("--") else { throw .missingValue(option: option.name) }
        rest.removeFirst()
        return value
    }

    private func positionalsByName() throws(UsageFault) -> [String: [String]] {
        var values: [String: [String]] = [:]
        var rest = positionals[...]
        for positional in verb.positionals {
            switch (positional.count, rest.popFirst()) {
            case (.optional, nil), (.any, nil): break
            case (_, nil): throw .missingPositional(positional.name)
            case (.many, let first?), (.any, let first?):
                values[positional.name] = [first] + rest
                rest = []
            case (_, let value?): values[positional.name] = [value]
            }
        }
        if let extra = rest.first { throw .extraPositional(extra) }
        return values
    }
}
