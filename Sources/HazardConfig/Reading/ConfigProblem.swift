/// Something wrong in the configuration: where, what, and what to do.
package struct ConfigProblem: Hashable, Sendable {
    package var place: ConfigPlace
    /// Such as `log.shards` or `rules[3].lead`; empty when the whole file is meant.
    package var keyPath: String
    /// The value as written; never a secret.
    package var value: String?
    /// The sentence for people.
    package var problem: String
    /// The fix, or the nearest known name.
    package var hint: String?

    package init(at place: ConfigPlace, _ keyPath: String, value: String? = nil, _ problem: String, hint: String? = nil)
    {
        self.place = place
        self.keyPath = keyPath
        self.value = value
        self.problem = problem
        self.hint = hint
    }
}

extension ConfigProblem: CustomStringConvertible {
    /// One line: `config/hazard.yaml:3:11: log.shards: "0": must be from 1 to 1000`.
    package var description: String {
        var line = "\(place): "
        if !keyPath.isEmpty { line += "\(keyPath): " }
        if let value { line += "\"\(value)\": " }
        line += problem
        if let hint { line += " (\(hint))" }
        return line
    }
}

/// Where a value was written.
package struct ConfigPlace: Hashable, Sendable, CustomStringConvertible {
    /// A file's path as given, `--set`, or the name of an environment variable.
    package var file: String
    /// From 1; 0 when there are no lines.
    package var line: Int
    /// From 1, in characters; 0 when there are no lines.
    package var column: Int

    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
}

/// Every problem of a configuration, in the order of files and lines.
package struct ConfigProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package var list: [ConfigProblem]

    package init(_ list: [ConfigProblem]) {
        self.list = list
    }

    package var description: String { list.map(\.description).joined(separator: "\n") }
}

/// Collects problems while a configuration is read; used by one thread.
final class Findings {
    private var found: [ConfigProblem] = []
    private var files: [String: Int] = [:]

    var isEmpty: Bool { found.isEmpty }

    /// Everything found: files in the order of their first problem, and inside a file by line.
    var problems: ConfigProblems {
        func order(_ problem: ConfigProblem) -> (Int, Int, Int) {
            (files[problem.place.file] ?? 0, problem.place.line, problem.place.column)
        }
        // The sort is not promised to be stable, so the order of finding is part of what is compared.
        let sorted = found.enumerated().sorted {
            let (a, b) = (order($0.element), order($1.element))
            return a == b ? $0.offset < $1.offset : a < b
        }
        return ConfigProblems(sorted.map(\.element))
    }

    func add(
        at place: ConfigPlace, _ keyPath: String, value: String? = nil, _ problem: String, hint: String? = nil
    ) {
        if files[place.file] == nil { files[place.file] = files.count }
        found.append(ConfigProblem(at: place, keyPath, value: value, problem, hint: hint))
    }
}
