/// Finds the features that occur in the rows of enough distinct reporters, so that a model tells nothing of one person's
/// text.
///
/// A row without a reporter counts as one of its own. Where no row names a reporter, distinct places count instead; the
/// a field with its value then needs as many rows.
struct VocabularyBuilder {
    /// The number of distinct reporters or places that every feature must have.
    static let leastReporters = ModelCard.leastReporters
    private static let seenRoom = leastReporters - 1
    private static let nobody: UInt32 = .max

    private var keys: [UInt64]
    /// Per slot: the first reporters that were seen with the key.
    private var seen: [UInt32]
    /// Per slot: the number of distinct reporters, at most `leastReporters`, and the number of occurrences.
    private var distinct: [UInt8]
    private var occurrences: [UInt32]
    private var used = 0
    private var fieldNames: [UInt64: String] = [:]

    private init(size: Int) {
        keys = [UInt64](repeating: 0, count: size)
        seen = [UInt32](repeating: Self.nobody, count: size * Self.seenRoom)
        distinct = [UInt8](repeating: 0, count: size)
        occurrences = [UInt32](repeating: 0, count: size)
    }

    /// The features of these rows, in the order of their keys; at most `limit`, the most frequent.
    static func features(of rows: ArraySlice<TrainingRow>, limit: Int) -> [ModelFeature] {
        var builder = VocabularyBuilder(size: 1 << 16)
        let namesReporters = rows.contains { $0.reporter != nil }
        for (index, row) in rows.enumerated() {
            // Rows of their own are numbered from above; there are never 2³¹ reporters.
            let own = nobody - 1 - UInt32(index)
            let writer = (namesReporters ? row.reporter : row.place).map { UInt32($0) } ?? own
            builder.addWords(row.input, writer)
            builder.addFields(row.input, namesReporters ? writer : own)
        }
        return builder.chosen(limit)
    }

    private mutating func addWords(_ input: ModelInput, _ writer: UInt32) {
        let room = min(input.text.utf8.count, ModelSymbols.longestText)
        guard room > 0 else { return }
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: room) { symbols in
            let count = ModelSymbols.write(input.text, to: symbols)
            ModelFeature.forEachKey(UnsafeBufferPointer(rebasing: symbols[..<count])) { add($0, writer) }
        }
    }

    private mutating func addFields(_ input: ModelInput, _ writer: UInt32) {
        for name in input.fields {
            let key = ModelFeature.fieldKey(name)
            fieldNames[key] = name
            add(key, writer)
        }
    }

    private mutating func add(_ key: UInt64, _ writer: UInt32) {
        if used * 2 > keys.count { grow() }
        let slot = slot(of: key)
        if occurrences[slot] == 0 {
            keys[slot] = key
            used += 1
        }
        occurrences[slot] &+= 1
        let known = Int(distinct[slot])
        guard known < Self.leastReporters else { return }
        let first = slot * Self.seenRoom
        for index in 0..<min(known, Self.seenRoom) where seen[first + index] == writer { return }
        if known < Self.seenRoom { seen[first + known] = writer }
        distinct[slot] += 1
    }

    private func slot(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Vocabulary.slot(key, mask)
        while occurrences[slot] > 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = self
        let names = fieldNames
        self = VocabularyBuilder(size: old.keys.count * 2)
        fieldNames = names
        used = old.used
        for index in old.keys.indices where old.occurrences[index] > 0 {
            let slot = slot(of: old.keys[index])
            keys[slot] = old.keys[index]
            occurrences[slot] = old.occurrences[index]
            distinct[slot] = old.distinct[index]
            for place in 0..<Self.seenRoom {
                seen[slot * Self.seenRoom + place] = old.seen[index * Self.seenRoom + place]
            }
        }
    }

    private func chosen(_ limit: Int) -> [ModelFeature] {
        var found = keys.indices.filter { distinct[$0] >= Self.leastReporters }.map { (keys[$0], occurrences[$0]) }
        if found.count > limit {
            found.sort { ($1.1, $0.0) < ($0.1, $1.0) }
            found.removeSubrange(limit...)
        }
        found.sort { $0.0 < $1.0 }
        return found.compactMap { key, _ in
            ModelFeature(named: ModelFeature.isField(key) ? fieldNames[key] ?? "" : ModelFeature.ngram(key))
        }
    }
}
