internal import Wording

/// The completion for fish: one line for each command, option and value.
struct FishCompletion {
    let completion: Completion

    var text: String {
        let name = completion.program.name
        let head = """
            # fish completion for \(name), made by `\(name) completion fish`.

            function __\(name)_words
                set -l words (commandline -opc)
                set -e words[1]
                for word in $words
                    string match -q -- '-*' $word; and break
                    echo $word
                end
            end

            # The words so far are these.
            function __\(name)_after
                set -l words (__\(name)_words)
                test "$words" = "$argv"
            end

            # The words so far begin with these.
            function __\(name)_within
                set -l words (__\(name)_words)
                set -l count (count $argv)
                test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
            end

            complete -c \(name) -f

            """
        let commands = ([[]] + completion.groups).flatMap { prefix in
            completion.words(after: prefix).map { word in
                line("after", prefix, "-a \(word.text) -d " + quoted(word.summary[completion.language]))
            }
        }
        return head + (commands + completion.program.verbs.flatMap(lines)).joined(separator: "\n") + "\n"
    }

    private func lines(of verb: Verb) -> [String] {
        let options = completion.options(of: verb).map { option in
            line(
                "within", verb.path,
                "-l \(option.name)" + value(option.offer) + " -d " + quoted(option.summary[completion.language]))
        }
        let positionals = verb.positionals.compactMap { positional -> String? in
            switch positional.offer {
            case .choices(let words): line("within", verb.path, "-a " + quoted(words.joined(separator: " ")))
            case .files: line("within", verb.path, "-F")
            case .none, .anything: nil
            }
        }
        return options + positionals
    }

    private func value(_ offer: Option.Offer) -> String {
        switch offer {
        case .none: ""
        case .choices(let words): " -x -a " + quoted(words.joined(separator: " "))
        case .files: " -r -F"
        case .anything: " -x"
        }
    }

    private func line(_ condition: String, _ path: [String], _ rest: String) -> String {
        let name = completion.program.name
        let words = (["__\(name)_\(condition)"] + path).joined(separator: " ")
        return "complete -c \(name) -n \(quoted(words)) \(rest)"
    }

    private func quoted(_ text: String) -> String { Completion.quoted(text, escapesBackslash: true) }
}
