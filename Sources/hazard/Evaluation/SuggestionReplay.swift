import HazardCore
internal import HazardText

/// What became of a replayed report.
struct ReplayedReport {
    /// The position of the report that opened its case.
    var openedBy: Int
    /// The cases suggested as possibly the same, the likest first, by the positions of the reports that opened them.
    var similar: [(openedBy: Int, resemblance: Resemblance)] = []
}

/// Suggests cases as a running server does: it compares the near ones and the newest ones of the category (`SimilarCases`).
struct SuggestionReplay {
    private struct Entry {
        let openedBy: Int
        let facts: ResemblanceFacts
    }

    private var entries: [Entry] = []
    private var byCategory: [String: [Int]] = [:]
    private var byPlace = PlaceIndex()

    /// The suggestions for a new case, which is then compared with later ones.
    mutating func similar(
        to value: Case, openedBy: Int, closesAt: Instant?
    ) -> [(openedBy: Int, resemblance: Resemblance)] {
        var facts = ResemblanceFacts(value)
        facts.closedAt = closesAt
        let category = value.category.code
        let known = byCategory[category] ?? []
        var compared = Set(
            known.reversed().lazy.filter { [entries] in facts.isComparable(with: entries[$0].facts.district) }
                .prefix(Resemblance.mostCompared))
        if let point = facts.point {
            compared.formUnion(
                byPlace.within(PlaceCode.ranges(category, around: point, metres: Resemblance.metres)).reversed().prefix(
                    Resemblance.mostCompared))
        }
        var found: [(openedBy: Int, resemblance: Resemblance)] = []
        for index in compared {
            guard let resemblance = facts.resemblance(to: entries[index].facts) else { continue }
            found.append((entries[index].openedBy, resemblance))
        }
        found.sort {
            $0.resemblance == $1.resemblance
                ? $0.openedBy > $1.openedBy : Resemblance.comesFirst($0.resemblance, $1.resemblance)
        }
        byCategory[category, default: []].append(entries.count)
        if let point = facts.point { byPlace.add([PlaceCode.code(category, point)], entries.count) }
        entries.append(Entry(openedBy: openedBy, facts: facts))
        return Array(found.prefix(Resemblance.most))
    }
}
