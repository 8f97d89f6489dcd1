package import Wording

/// The arguments of one command, checked against what its verb declares.
package struct Arguments: Equatable, Sendable {
    package let language: Language
    /// Values of options by name; a given flag has an empty list.
    let options: [String: [String]]
    /// Values of positional arguments by name.
    let positionals: [String: [String]]

    /// Whether a flag was given.
    package func flag(_ name: String) -> Bool { options[name] != nil }

    /// The value of an option, nil when it was not given.
    package func value(_ name: String) -> String? { options[name]?.first }

    /// All values of a repeated option, in the order given.
    package func values(_ name: String) -> [String] { options[name] ?? [] }

    /// The value of an option as a whole number, nil when it was not given.
    ///
    /// - Throws: `UsageFault.notInteger` when it is not a whole number in the range.
    package func integer(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(UsageFault) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .notInteger(option: name, value: text, range: range)
        }
        return number
    }

    /// The value of a positional argument, nil when it was not given.
    package func positional(_ name: String) -> String? { positionals[name]?.first }

    /// All values of a positional argument that may be given many times.
    package func positionals(_ name: String) -> [String] { positionals[name] ?? [] }
}
