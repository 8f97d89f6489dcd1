/// The completion for bash: one function with a table of commands and options.
struct BashCompletion {
    let completion: Completion

    var text: String {
        let name = completion.program.name
        let function = "_" + name.replacing("-", with: "_")
        return """
            # bash completion for \(name), made by `\(name) completion bash`.

            \(function)_words() {
                case "$1" in
            \(commands)
                esac
            }

            \(function)_options() {
                case "$1" in
            \(options)
                esac
            }

            \(function)_values() {
                case "$1" in
            \(values)
                esac
            }

            \(main(function))
            complete -F \(function) \(name)

            """
    }

    // MARK: - Tables

    /// The words that may follow the words so far.
    private var commands: String {
        ([[]] + completion.groups).map { prefix in
            let words = completion.words(after: prefix).map(\.text)
            return row(prefix.joined(separator: " "), words)
        }.joined(separator: "\n")
    }

    private var options: String {
        completion.program.verbs.map { verb in
            row(verb.path.joined(separator: " "), completion.options(of: verb).map { "--" + $0.name })
        }.joined(separator: "\n")
    }

    /// The values of options and of positional arguments by their number. `FILES` stands for names of files.
    private var values: String {
        completion.program.verbs.flatMap { verb in
            let path = verb.path.joined(separator: " ")
            let options = completion.options(of: verb).compactMap { option in
                row(path + " --" + option.name, option.offer)
            }
            let positionals = verb.positionals.enumerated().compactMap { index, positional in
                row(path + " \(index + 1)", positional.offer)
            }
            return options + positionals
        }.joined(separator: "\n")
    }

    private func row(_ key: String, _ offer: Option.Offer) -> String? {
        switch offer {
        case .none: nil
        case .choices(let words): row(key, words)
        case .files: row(key, ["FILES"])
        case .anything: row(key, ["ANYTHING"])
        }
    }

    private func row(_ key: String, _ words: [String]) -> String {
        "        \"\(key)\") echo \(Completion.quoted(words.joined(separator: " "))) ;;"
    }

    // MARK: - The function

    /// Bash breaks `--name=value` into three words, so the word before the equals sign names the option.
    private func main(_ function: String) -> String {
        """
        \(function)() {
            local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" path="" next offer="" i count=1
            if [[ $word == "=" ]]; then
                word=""
            elif [[ $before == "=" ]]; then
                before="${COMP_WORDS[COMP_CWORD-2]}"
            fi
            for ((i = 1; i < COMP_CWORD; i++)); do
                next="${path:+$path }${COMP_WORDS[i]}"
                if [[ -z $(\(function)_words "$next") && -z $(\(function)_options "$next") ]]; then
                    break
                fi
                path="$next"
            done
            for ((; i < COMP_CWORD; i++)); do
                next="${COMP_WORDS[i]}"
                if [[ $next == "=" ]]; then
                    ((i++))
                elif [[ $next == --* ]]; then
                    if [[ -n $(\(function)_values "$path $next") && ${COMP_WORDS[i+1]} != "=" ]]; then
                        ((i++))
                    fi
                else
                    ((count++))
                fi
            done
            if [[ $before == --* ]]; then
                offer="$(\(function)_values "$path $before")"
            fi
            if [[ -z $offer ]]; then
                if [[ $word == -* ]]; then
                    offer="$(\(function)_options "$path")"
                elif [[ $count == 1 && -n $(\(function)_words "$path") ]]; then
                    offer="$(\(function)_words "$path")"
                else
                    offer="$(\(function)_values "$path $count")"
                fi
            fi
            COMPREPLY=()
            case "$offer" in
                FILES) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
                ANYTHING) ;;
                *) mapfile -t COMPREPLY < <(compgen -W "$offer" -- "$word") ;;
            esac
        }
        """
    }
}
