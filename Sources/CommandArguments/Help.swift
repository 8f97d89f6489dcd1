internal import Wording

/// Generates the help texts from the verbs.
struct Help {
    let program: Program
    let language: Language

    /// The list of all commands, or of those that begin with these words.
    func overview(of prefix: [String] = []) -> String {
        let verbs = program.verbs.filter { $0.path.starts(with: prefix) }
        let usage = ([program.name] + prefix + [LocalText(zh: "命令 …", en: "COMMAND …")[language]]).joined(
            separator: " ")
        return LocalText(zh: "用法：", en: "Usage: ")[language] + usage + "\n\n"
            + (prefix.isEmpty ? program.summary[language] + "\n\n" : "")
            + section(
                LocalText(zh: "命令：", en: "Commands:"),
                verbs.map { ($0.path.joined(separator: " "), $0.summary) })
            + "\n"
            + LocalText(
                zh: "“\(program.name) 命令 --help”显示某个命令的用法。",
                en: "\"\(program.name) COMMAND --help\" shows how one is used.")[language] + "\n"
    }

    /// The help page of one verb.
    func page(of verb: Verb) -> String {
        let positionals = verb.positionals.map { ($0.name, $0.summary) }
        let options = (verb.options + [.language, .help]).map { ($0.usage, $0.summary) }
        return usage(of: verb) + "\n" + verb.summary[language] + "\n\n"
            + (positionals.isEmpty ? "" : section(LocalText(zh: "参数：", en: "Arguments:"), positionals) + "\n")
            + section(LocalText(zh: "选项：", en: "Options:"), options)
    }

    /// The usage line: the words, the positional arguments, the options.
    func usage(of verb: Verb) -> String {
        let words = [program.name] + verb.path + arguments(of: verb)
        return LocalText(zh: "用法：", en: "Usage: ")[language] + words.joined(separator: " ") + "\n"
    }

    /// The positional arguments and the options as the usage line shows them.
    func arguments(of verb: Verb) -> [String] {
        let positionals = verb.positionals.map { positional in
            switch positional.count {
            case .one: positional.name
            case .optional: "[\(positional.name)]"
            case .many: "\(positional.name)…"
            case .any: "[\(positional.name)…]"
            }
        }
        // An option and its alternative are shown as a choice.
        let alternatives = Set(verb.options.compactMap(\.alternative))
        let options = verb.options.filter { !alternatives.contains($0.name) }.map { option in
            let text = option.usage
            if case .values = option.kind { return option.isRequired ? "\(text)…" : "[\(text)]…" }
            if let name = option.alternative, let other = verb.options.first(where: { $0.name == name }) {
                return "(\(text)|\(other.usage))"
            }
            return option.isRequired ? text : "[\(text)]"
        }
        return positionals + options
    }

    /// A heading and two columns; the left column is ASCII, so its width is its number of characters.
    private func section(_ heading: LocalText, _ rows: [(left: String, right: LocalText)]) -> String {
        let width = rows.map(\.left.count).max() ?? 0
        let lines = rows.map { row in
            "  " + row.left + String(repeating: " ", count: width - row.left.count + 2) + row.right[language] + "\n"
        }
        return heading[language] + "\n" + lines.joined()
    }
}

extension Option {
    /// The option as it is typed: `--config FILE`.
    package var usage: String { "--" + name + operand }

    /// The text after the name in help: empty, ` FILE`, or ` a|b`.
    fileprivate var operand: String {
        switch kind {
        case .flag: ""
        case .value(let name), .values(let name): " " + name
        case .choice(let words): " " + words.joined(separator: "|")
        }
    }
}
