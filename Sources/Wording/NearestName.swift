/// Finds the known name that somebody probably meant to write.
package enum NearestName {
    /// The known name with the fewest changed letters, at most a third of the longer name's length; the first of equals.
    ///
    /// Upper and lower case count as equal. Returns nil when no known name is near enough.
    package static func of(_ name: String, among known: some Sequence<String>) -> String? {
        let letters = Array(name.lowercased().utf8.prefix(100))
        var best: (name: String, distance: Int)?
        for candidate in known.sorted() {
            let other = Array(candidate.lowercased().utf8.prefix(100))
            let allowed = max(1, max(letters.count, other.count) / 3)
            let limit = min(allowed, (best?.distance ?? Int.max) - 1)
            guard abs(letters.count - other.count) <= limit else { continue }
            let distance = distance(letters, other)
            if distance <= limit { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The known name that was meant by one of its parts: `fire` or `fier` is `fire-rescue`.
    package static func byPart(_ name: String, among known: [String]) -> String? {
        guard name.utf8.count >= 3 else { return nil }
        let letters = Array(name.lowercased().utf8.prefix(100))
        let limit = letters.count > 3 ? 1 : 0
        return known.sorted().first { whole in
            whole.split(separator: "-").contains { distance(letters, Array($0.lowercased().utf8)) <= limit }
        }
    }

    /// The question `did you mean …?` with the nearest known name; nil when no name is near enough.
    package static func hint(for name: String, among known: some Sequence<String>) -> LocalText? {
        of(name, among: known).map { LocalText(zh: "是否想写 \($0)？", en: "did you mean \($0)?") }
    }

    /// The number of letters to insert, remove, replace or swap with their neighbour (Damerau–Levenshtein distance).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
