/// Finds the known name somebody may have meant.
package enum NearestName {
    /// The known name with the fewest single-letter changes, nil when even that is too far to be a slip.
    package static func of(_ name: String, among known: [String]) -> String? {
        let limit = max(2, name.count / 3)
        return known.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= limit && $0.distance < $0.name.count }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// The known name that was meant by one of its parts: `fire` or `fier` is `fire-rescue`.
    package static func byPart(_ name: String, among known: [String]) -> String? {
        guard name.count >= 3 else { return nil }
        let limit = name.count > 3 ? 1 : 0
        return known.sorted().first { whole in
            whole.split(separator: "-").contains { distance(name, String($0)) <= limit }
        }
    }

    /// The number of letters to insert, remove, replace or swap with their neighbour.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
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
