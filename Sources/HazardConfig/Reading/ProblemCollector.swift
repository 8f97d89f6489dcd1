internal import Wording

/// Collects problems while a configuration is read; one thread uses it.
final class ProblemCollector {
    private var list: [ConfigProblem] = []
    /// The position of each file among the files that have problems.
    private var fileOrder: [String: Int] = [:]

    var isEmpty: Bool { list.isEmpty }

    /// All problems: files in the order of their first problem, and the problems of a file by line.
    var sorted: ConfigProblems {
        func order(_ problem: ConfigProblem) -> (Int, Int, Int) {
            (fileOrder[problem.place.file] ?? 0, problem.place.line, problem.place.column)
        }
        // Swift does not promise a stable sort, so problems of one place are compared by the order of their discovery.
        let inOrder = list.enumerated().sorted {
            let (a, b) = (order($0.element), order($1.element))
            return a == b ? $0.offset < $1.offset : a < b
        }
        return ConfigProblems(inOrder.map(\.element))
    }

    func add(
        at place: ConfigPlace, _ keyPath: String, value: String? = nil, _ problem: LocalText, hint: LocalText? = nil
    ) {
        if fileOrder[place.file] == nil { fileOrder[place.file] = fileOrder.count }
        list.append(ConfigProblem(at: place, keyPath, value: value, problem, hint: hint))
    }
}
