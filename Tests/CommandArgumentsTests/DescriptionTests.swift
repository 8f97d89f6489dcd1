import CommandArguments
import Foundation
import Testing
import Wording

/// The completion and the manual page, which are made from the table of commands.
struct DescriptionTests {
    private static let program = SampleProgram().program

    /// What bash offers for the last of these words.
    private func offered(_ words: String...) throws -> [String] {
        let script = Self.program.completion(for: .bash, in: .en)
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let body =
            script + """

                COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); _hazard; printf '%s\\n' "${COMPREPLY[@]}"
                """
        return try run("/bin/bash", ["-c", body]).output.split(separator: "\n").map(String.init)
    }

    private func run(_ program: String, _ words: [String], input: String = "") throws -> (
        output: String, errors: String
    ) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = words
        let (inside, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (inside, output, errors)
        try process.run()
        try inside.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try inside.fileHandleForWriting.close()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let problems = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (text, problems)
    }

    @Test func `bash completes commands, options and closed values`() throws {
        #expect(try offered("hazard", "ca") == ["case"])
        #expect(try offered("hazard", "case", "") == ["show", "list"])
        #expect(try offered("hazard", "case", "list", "--l") == ["--limit", "--lang"])
        #expect(try offered("hazard", "serve", "--log-format", "") == ["text", "json"])
        #expect(try offered("hazard", "serve", "--log-format", "=", "js") == ["json"])
        #expect(try offered("hazard", "case", "show", "--json", "").isEmpty)
        #expect(try offered("hazard", "nothing", "").isEmpty)
    }

    @Test func `bash completes a positional argument by its place, after options with values`() throws {
        #expect(try offered("hazard", "paint", "wall", "") == ["red", "green"])
        #expect(try offered("hazard", "paint", "--set", "x", "wall", "g") == ["green"])
        #expect(try offered("hazard", "paint", "").isEmpty)
    }

    @Test(arguments: Language.allCases)
    func `scripts of zsh and fish name every command and option`(language: Language) {
        for shell in [Shell.zsh, .fish] {
            let script = Self.program.completion(for: shell, in: language)
            for verb in Self.program.verbs {
                #expect(script.contains(verb.path.last ?? ""))
                for option in verb.options { #expect(script.contains(option.name)) }
            }
            #expect(script.contains(language == .zh ? "日志格式" : "log format"))
        }
    }

    @Test func `quotes and brackets in descriptions do not break a script`() {
        let odd = Program(
            name: "x", summary: LocalText(zh: "无", en: "none"),
            verbs: [
                Verb(
                    path: ["a"], summary: LocalText(zh: "它：[1]", en: "it's: [1]"),
                    options: [Option("o", .value("V"), summary: LocalText(zh: "它：[1]", en: "it's: [1]"))]
                ) { _ in .done }
            ])
        #expect(odd.completion(for: .zsh, in: .en).contains("'--o=[it'\\''s\\: \\[1\\]]:V: '"))
        #expect(odd.completion(for: .fish, in: .en).contains("-d 'it\\'s: [1]'"))
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/groff"), "groff is not installed"),
        arguments: Language.allCases)
    func `groff formats the manual page without a warning`(language: Language) throws {
        let facts = ManualFacts(
            version: "1.0", environment: [("LANG", LocalText(zh: "语言", en: "the language"))],
            files: [("/etc/hazard", LocalText(zh: "配置", en: "the configuration"))])
        let page = Self.program.manual(facts, in: language)
        #expect(page.utf8.allSatisfy { $0 < 0x80 })
        let (output, errors) = try run("/usr/bin/groff", ["-Tutf8", "-P-c", "-P-bou", "-man", "-ww"], input: page)
        #expect(errors.isEmpty, "\(errors)")
        #expect(output.contains("hazard case list [STATE] [--json] [--limit N]"))
        #expect(output.contains(language == .zh ? "列出案卷" : "List cases."))
        #expect(output.contains("--log-format text|json"))
    }
}
