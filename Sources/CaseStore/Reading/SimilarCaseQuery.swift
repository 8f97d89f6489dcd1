package import HazardCore
internal import SQLite

/// A case that may be the same as another; the caller reads and compares it.
package struct ComparableCase: Hashable, Sendable {
    package var id: CaseID
    package var version: Int
}

extension StoreReader {
    /// How many cases before and after one are looked through for those of its category, whatever that takes.
    private static let mostLookedThrough = 20_000

    /// The cases of the shard that people may want to compare with a case: of its category, opened at most
    /// `Resemblance.longest` before or after it, and neither merged, cancelled nor rejected.
    ///
    /// Those near its point come from the index of places, the others from the order of opening. No index exists for this
    /// question alone. At most `Resemblance.mostCompared` come from each.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func comparable(to value: Case) throws(StoreFault) -> [ComparableCase] {
        guard value.id.shard == shard, let key = CaseKey.key(of: value.id) else { return [] }
        let facts = ResemblanceFacts(value)
        let first = value.openedAt.milliseconds - Resemblance.longest.milliseconds
        let last = value.openedAt.milliseconds + Resemblance.longest.milliseconds
        var versions: [Int64: Int] = [:]
        func take(_ sql: String, _ bind: (Statement) -> Void) throws(StoreFault) {
            let found = try query(sql) { row throws(SQLiteError) in
                bind(row)
                return try row.all { ($0.int64(0), $0.int(1)) }
            }
            for (key, version) in found { versions[key] = version }
        }
        if let point = facts.point {
            for range in PlaceCode.ranges(value.category.code, around: point, metres: Resemblance.metres) {
                try take(Self.near) { row in
                    row.bind(range.lowerBound, at: 1)
                    row.bind(range.upperBound, at: 2)
                    row.bind(first, at: 3)
                    row.bind(last, at: 4)
                    row.bind(Resemblance.mostCompared, at: 5)
                }
            }
        }
        for (sql, from, to) in [
            (Self.before, first, value.openedAt.milliseconds), (Self.after, value.openedAt.milliseconds + 1, last),
        ] {
            try take(sql) { row in
                row.bind(from, at: 1)
                row.bind(to, at: 2)
                row.bind(value.category.code, at: 3)
                row.bind(facts.district, at: 4)
                row.bind(Resemblance.mostCompared, at: 5)
            }
        }
        versions[key] = nil
        return versions.compactMap { key, version in
            CaseKey.id(of: key, shard: shard).map { ComparableCase(id: $0, version: version) }
        }
    }

    /// Cases that are no longer followed by themselves, or never were any.
    private static let left = "state NOT IN ('merged', 'cancelled', 'rejected')"

    static let near = """
        SELECT case_key, version FROM (
            SELECT case_key FROM places WHERE code BETWEEN ?1 AND ?2
            UNION SELECT case_key FROM new_places WHERE code BETWEEN ?1 AND ?2
        ) CROSS JOIN cases USING (case_key)
        WHERE opened_at BETWEEN ?3 AND ?4 AND \(left) ORDER BY opened_at DESC LIMIT ?5
        """

    static let before = newest("DESC")
    static let after = newest("ASC")

    private static func newest(_ direction: String) -> String {
        """
        SELECT case_key, version FROM (
            SELECT case_key, version, category, district, state, opened_at FROM cases
            WHERE opened_at BETWEEN ?1 AND ?2 ORDER BY opened_at \(direction) LIMIT \(mostLookedThrough)
        )
        WHERE category = ?3 AND (?4 IS NULL OR district IS NULL OR district = ?4) AND \(left)
        ORDER BY opened_at \(direction) LIMIT ?5
        """
    }
}
