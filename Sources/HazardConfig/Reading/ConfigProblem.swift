package import Wording

/// One mistake in the configuration: where it is, what is wrong, and how to correct it.
package struct ConfigProblem: Equatable, Sendable {
    package var place: ConfigPlace
    /// The key such as `log.shards` or `rules[3].lead`; empty when the problem concerns the whole file.
    package var keyPath: String
    /// The value as written; never a secret.
    package var value: String?
    /// What is wrong.
    package var problem: LocalText
    /// How to correct it, or the nearest known name.
    package var hint: LocalText?

    package init(
        at place: ConfigPlace, _ keyPath: String, value: String? = nil, _ problem: LocalText, hint: LocalText? = nil
    ) {
        self.place = place
        self.keyPath = keyPath
        self.value = value
        self.problem = problem
        self.hint = hint
    }

    /// The problem on one line, such as `config/hazard.yaml:3:11: log.shards: "0": must be a whole number from 1 to 1000`.
    package func description(in language: Language) -> String {
        switch language {
        case .zh:
            let subject = [keyPath, value.map { "“\($0)”" } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            return "\(place): " + (subject.isEmpty ? "" : subject + "：") + problem.zh
                + (hint.map { "（\($0.zh)）" } ?? "")
        case .en:
            return "\(place): " + (keyPath.isEmpty ? "" : keyPath + ": ") + (value.map { "\"\($0)\": " } ?? "")
                + problem.en + (hint.map { " (\($0.en))" } ?? "")
        }
    }
}

extension ConfigProblem: CustomStringConvertible {
    /// The English line, for logs.
    package var description: String { description(in: .en) }
}

/// Where a value was written.
package struct ConfigPlace: Hashable, Sendable, CustomStringConvertible {
    /// A file's path as given, `--set`, or the name of an environment variable.
    package var file: String
    /// Counted from 1; 0 when there are no lines.
    package var line: Int
    /// Counted from 1, in characters; 0 when there are no lines.
    package var column: Int

    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
}

/// Every problem of a configuration, in the order of files and lines.
package struct ConfigProblems: Error, Equatable, Sendable {
    package var list: [ConfigProblem]

    package init(_ list: [ConfigProblem]) {
        self.list = list
    }

    /// One line for each problem.
    package func text(_ language: Language) -> String {
        list.map { $0.description(in: language) }.joined(separator: "\n")
    }
}

extension ConfigProblems: CustomStringConvertible {
    /// The English lines, for logs.
    package var description: String { text(.en) }
}
