package import Wording

/// What a manual page says beside the table of verbs.
package struct ManualFacts: Sendable {
    /// Version of the program, for the foot of the page.
    let version: String
    /// Environment variables and files, each with what it does.
    let environment: [(name: String, summary: LocalText)]
    let files: [(name: String, summary: LocalText)]

    package init(
        version: String, environment: [(name: String, summary: LocalText)], files: [(name: String, summary: LocalText)]
    ) {
        self.version = version
        self.environment = environment
        self.files = files
    }
}

/// Writes the manual page of a program in roff (the macros of `man`), from the table of its verbs.
///
/// The page is ASCII: other characters are escapes, so that it needs no setting of an encoding.
struct Manual {
    let program: Program
    let facts: ManualFacts
    let language: Language

    var text: String {
        let title = LocalText(zh: "用户命令", en: "User Commands")[language]
        var lines = [
            ".\\\" Made by `\(program.name) man` from the table of the commands.",
            ".TH \(program.name.uppercased()) 1 \"\" \"\(Roff.text("\(program.name) \(facts.version)"))\" "
                + "\"\(Roff.text(title))\"",
            // Commands are not hyphenated, and lines are not stretched.
            ".nh", ".ad l",
        ]
        lines += [".SH NAME", Roff.text(program.name) + " \\- " + Roff.text(firstClause)]
        lines += heading(LocalText(zh: "用法", en: "SYNOPSIS"))
        lines += ["\\fB\(Roff.text(program.name))\\fR " + Roff.text(LocalText(zh: "命令 …", en: "COMMAND …")[language])]
        lines += heading(LocalText(zh: "说明", en: "DESCRIPTION")) + [Roff.line(program.summary[language])]
        lines += heading(LocalText(zh: "命令", en: "COMMANDS")) + program.verbs.flatMap(section)
        lines += heading(LocalText(zh: "退出码", en: "EXIT STATUS"))
        lines += ExitCode.allCases.flatMap { item(String($0.rawValue), $0.summary) }
        lines += heading(LocalText(zh: "环境变量", en: "ENVIRONMENT"))
        lines += facts.environment.flatMap { item($0.name, $0.summary) }
        lines += heading(LocalText(zh: "文件", en: "FILES")) + facts.files.flatMap { item($0.name, $0.summary) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The summary without its final stop, for the list that `apropos` searches.
    private var firstClause: String {
        let summary = program.summary[language]
        return summary.hasSuffix(".") || summary.hasSuffix("。") ? String(summary.dropLast()) : summary
    }

    private func heading(_ title: LocalText) -> [String] { [".SH " + Roff.quoted(title[language])] }

    private func section(of verb: Verb) -> [String] {
        let help = Help(program: program, language: language)
        let name = ([program.name] + verb.path).joined(separator: " ")
        let words = help.arguments(of: verb).joined(separator: " ")
        var lines = [".SS " + Roff.quoted(verb.path.joined(separator: " "))]
        lines.append("\\fB\(Roff.text(name))\\fR" + (words.isEmpty ? "" : " " + Roff.text(words)))
        lines += [".PP", Roff.line(verb.summary[language])]
        for positional in verb.positionals { lines += item(positional.name, positional.summary) }
        for option in verb.options + [.language, .help] { lines += item(option.usage, option.summary) }
        return lines
    }

    /// A term and its description.
    private func item(_ term: String, _ summary: LocalText) -> [String] {
        [".TP", "\\fB\(Roff.text(term))\\fR", Roff.line(summary[language])]
    }
}

/// Text in roff.
enum Roff {
    /// Text inside a line.
    ///
    /// A line may break after a character that is not ASCII, because Chinese has no spaces, and after a choice's bar.
    static func text(_ text: String) -> String {
        text.unicodeScalars.map(escaped).joined()
    }

    /// Text that is a whole line: a dot or a quote at its beginning is no request.
    static func line(_ text: String) -> String { "\\&" + self.text(text) }

    /// Text as the argument of a macro.
    static func quoted(_ text: String) -> String { "\"\(self.text(text))\"" }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\": "\\e"
        case "-": "\\-"
        case "\"": "\\(dq"
        case "'": "\\(aq"
        case "`": "\\(ga"
        case "^": "\\(ha"
        case "~": "\\(ti"
        case "|", "/", "=": String(scalar) + "\\:"
        case "\n": " "
        case let scalar where scalar.isASCII: String(scalar)
        default: "\\[u\(hexadecimal(scalar.value))]\\:"
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension Program {
    /// The manual page in roff, in that language.
    package func manual(_ facts: ManualFacts, in language: Language) -> String {
        Manual(program: self, facts: facts, language: language).text
    }
}
