internal import Wording

/// The completion for zsh: `_describe` for commands, `_arguments` for options.
struct ZshCompletion {
    let completion: Completion

    var text: String {
        let name = completion.program.name
        return """
            #compdef \(name)
            # zsh completion for \(name), made by `\(name) completion zsh`.

            _\(name)() {
                local -a commands
            \(level([], depth: 1))
            }

            if [[ "$funcstack[1]" == "_\(name)" ]]; then
                _\(name) "$@"
            else
                compdef _\(name) \(name)
            fi

            """
    }

    /// The words after a prefix, and what follows each.
    private func level(_ prefix: [String], depth: Int) -> String {
        let indent = String(repeating: "    ", count: depth)
        let place = prefix.count + 2
        let words = completion.words(after: prefix)
        let list = words.map { word in
            indent + "        "
                + quoted(word.text + ":" + word.summary[completion.language].replacing(":", with: "\\:"))
        }
        var lines = [indent + "if (( CURRENT == \(place) )); then", indent + "    commands=("] + list
        lines += [indent + "    )", indent + "    _describe -t commands command commands", indent + "    return"]
        lines += [indent + "fi", indent + "case \"$words[\(place)]\" in"]
        for word in words {
            let path = prefix + [word.text]
            lines.append(indent + "    \(word.text))")
            if let verb = completion.program.verbs.first(where: { $0.path == path }) {
                lines += arguments(of: verb, indent + "        ")
            } else {
                lines.append(level(path, depth: depth + 2))
            }
            lines.append(indent + "        ;;")
        }
        return (lines + [indent + "esac"]).joined(separator: "\n")
    }

    private func arguments(of verb: Verb, _ indent: String) -> [String] {
        let count = verb.path.count
        let options = completion.options(of: verb).map(spec)
        let positionals = verb.positionals.map(spec)
        let specs = (options + positionals).map { indent + "    " + quoted($0) }
        return [indent + "shift \(count) words", indent + "(( CURRENT -= \(count) ))", indent + "_arguments \\"]
            + [specs.joined(separator: " \\\n")]
    }

    private func spec(_ option: Option) -> String {
        let isFlag = option.kind == .flag
        return (option.isRepeatable ? "*" : "") + "--\(option.name)\(isFlag ? "" : "=")"
            + "[\(escaped(option.summary[completion.language]))]" + action(option.offer, option.name)
    }

    private func spec(_ positional: Positional) -> String {
        let head =
            switch positional.count {
            case .one: ""
            case .optional: ":"
            case .many, .any: "*"
            }
        return head + action(positional.offer, positional.name)
    }

    /// `:message:action` of a value.
    private func action(_ offer: Option.Offer, _ name: String) -> String {
        switch offer {
        case .none: ""
        case .choices(let words): ":\(escaped(name)):(\(words.joined(separator: " ")))"
        case .files: ":\(escaped(name)):_files"
        case .anything(let operand): ":\(escaped(operand)): "
        }
    }

    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]")
            .replacing(":", with: "\\:")
    }

    private func quoted(_ text: String) -> String { Completion.quoted(text) }
}
