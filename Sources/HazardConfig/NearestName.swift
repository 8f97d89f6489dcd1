/// Finds what somebody probably meant to write.
enum NearestName {
    /// `did you mean …?` with the nearest known name, when one is near enough.
    static func hint(for name: String, among known: some Sequence<String>) -> String? {
        nearest(to: name, among: known).map { "did you mean \($0)?" }
    }

    /// The known name with the fewest changed letters, at most a third of its length; the first of equals.
    static func nearest(to name: String, among known: some Sequence<String>) -> String? {
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

    /// Damerau–Levenshtein (adjacent letters exchanged count once).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                let change = a[i - 1] == b[j - 1] ? 0 : 1
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
