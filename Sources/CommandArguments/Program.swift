package import Wording

/// A command-line program with its verbs.
package struct Program: Sendable {
    package let name: String
    package let summary: LocalText
    package let verbs: [Verb]

    package init(name: String, summary: LocalText, verbs: [Verb]) {
        self.name = name
        self.summary = summary
        self.verbs = verbs
    }

    /// Writes the texts: results and help to standard output, errors to standard error, each with its line feed.
    package struct Output: Sendable {
        package let standardOutput: @Sendable (String) -> Void
        package let standardError: @Sendable (String) -> Void

        package init(
            standardOutput: @escaping @Sendable (String) -> Void, standardError: @escaping @Sendable (String) -> Void
        ) {
            self.standardOutput = standardOutput
            self.standardError = standardError
        }
    }

    /// Runs the verb that these words name, shows help, or says what is wrong with the words.
    ///
    /// `words` are those after the program's name; `environment` gives the language when `--lang` does not.
    package func run(_ words: [String], environment: [String: String], output: Output) -> ExitCode {
        var language = Language(environment: environment)
        do throws(UsageFault) {
            var words = words
            let wantsHelp = try takeCommon(from: &words, language: &language)
            let help = Help(program: self, language: language)
            if wantsHelp { return try showHelp(words, help, output) }
            let (verb, rest) = try find(words)
            do throws(UsageFault) {
                var parser = Parser(verb: verb, language: language)
                return run(verb, with: try parser.parse(rest), output)
            } catch {
                output.standardError("\(name): \(error.message(language))\n" + help.usage(of: verb))
                return error.exitCode
            }
        } catch {
            output.standardError("\(name): \(error.message(language))\n\n" + overview(for: error, language))
            return error.exitCode
        }
    }

    private func run(_ verb: Verb, with arguments: Arguments, _ output: Output) -> ExitCode {
        do {
            return try verb.run(arguments)
        } catch let fault as any ExitCoded {
            output.standardError("\(name): \(fault.message(arguments.language))\n")
            return fault.exitCode
        } catch {
            output.standardError("\(name): \(LocalText(describing: error)[arguments.language])\n")
            return .failed
        }
    }

    /// Removes `--lang` and `--help`, which may be anywhere before `--`; returns whether help was asked for.
    private func takeCommon(from words: inout [String], language: inout Language) throws(UsageFault) -> Bool {
        var wantsHelp = words.first == "help"
        var rest = words.dropFirst(wantsHelp ? 1 : 0)
        words = []
        while let word = rest.popFirst() {
            if word == "--" {
                words += [word] + rest
                break
            } else if word == "--help" || word == "-h" {
                wantsHelp = true
            } else if word == "--lang" || word.hasPrefix("--lang=") {
                let value =
                    try word == "--lang"
                    ? Parser.value(of: .language, from: &rest) : String(word.dropFirst("--lang=".count))
                guard let chosen = Language(rawValue: value) else {
                    throw .badChoice(option: "lang", value: value, choices: Language.allCases.map(\.rawValue))
                }
                language = chosen
            } else {
                words.append(word)
            }
        }
        return wantsHelp
    }

    private func showHelp(_ words: [String], _ help: Help, _ output: Output) throws(UsageFault) -> ExitCode {
        let leading = Array(words.prefix { !$0.hasPrefix("-") })
        if !leading.isEmpty, verbs.contains(where: { $0.path.starts(with: leading) && $0.path != leading }) {
            output.standardOutput(help.overview(of: leading))
        } else if leading.isEmpty {
            output.standardOutput(help.overview())
        } else {
            output.standardOutput(help.page(of: try find(words).verb))
        }
        return .done
    }

    /// The verb with the longest path that these words begin with, and the words after it.
    private func find(_ words: [String]) throws(UsageFault) -> (verb: Verb, rest: [String]) {
        // `--version` is the custom; this program has a command for it.
        let asksVersion = words.first == "--version" && verbs.contains { $0.path == ["version"] }
        let words = asksVersion ? ["version"] + words.dropFirst() : words
        let found = verbs.filter { words.starts(with: $0.path) }.max { $0.path.count < $1.path.count }
        if let found { return (found, Array(words.dropFirst(found.path.count))) }
        let leading = Array(words.prefix { !$0.hasPrefix("-") })
        if leading.isEmpty { throw .noVerb }
        if verbs.contains(where: { $0.path.starts(with: leading) }) { throw .incompleteVerb(leading) }
        let longest = verbs.map(\.path.count).max() ?? 1
        // A group such as `case` is a known name too: its own list of commands says how to go on.
        let groups = verbs.flatMap { verb in verb.path.indices.dropFirst().map { Array(verb.path[..<$0]) } }
        let known = (verbs.map(\.path) + groups).map { $0.joined(separator: " ") }
        let tries = (1...longest).reversed().map { Array(leading.prefix($0)) }
        let nearest = tries.lazy.compactMap { NearestName.of($0.joined(separator: " "), among: known) }.first
        throw .unknownVerb(Array(leading.prefix(longest)), nearest: nearest)
    }

    /// The list of commands to show after this fault.
    private func overview(for fault: UsageFault, _ language: Language) -> String {
        let help = Help(program: self, language: language)
        switch fault {
        case .incompleteVerb(let words): return help.overview(of: words)
        case .unknownVerb(let words, _) where verbs.contains { $0.path.first == words.first }:
            return help.overview(of: Array(words.prefix(1)))
        default: return help.overview()
        }
    }
}
