/// Finds the category of a hazard in the words of a report, with the phrases that decided (`DOMAIN.md` §10).
///
/// Pure and deterministic. One pass finds every word of the phrase book. A phrase whose parts are near each other
/// scores its weight, which words such as negations reduce.
package final class TextClassifier: Sendable {
    private let book: PhraseBook
    private let index: PhraseIndex
    /// The position of each category of the book in the order of risk.
    private let risk: [Int]
    /// The category that each event of victims counts for.
    private let victimCategories: [Int?]
    /// The kinds of danger, as the book first names them.
    private let dangerOrder: [String]

    /// Compiles a phrase book. This takes milliseconds and is done once.
    package init(_ book: PhraseBook) {
        self.book = book
        index = PhraseIndex(book)
        risk = book.categories.map { category in
            book.riskOrder.firstIndex(of: category.category) ?? book.riskOrder.count
        }
        victimCategories = book.victims.events.map { event in
            book.categories.firstIndex { $0.category == event.category }
        }
        var order: [String] = []
        let kinds =
            book.dangers.map(\.danger) + book.victims.events.flatMap(\.dangers) + book.categories.flatMap(\.dangers)
        for kind in kinds where !order.contains(kind) { order.append(kind) }
        dangerOrder = order
    }

    /// A classifier without phrases; it never names a category.
    package static let silent = TextClassifier(PhraseBook())

    /// Classifies a text. A text without any known word has no category.
    ///
    /// - Parameters:
    ///   - text: in either script, as it was sent
    ///   - group: the ids of the categories to choose from; nil means all
    /// - Returns: the category with its evidence, danger to life, and the reporter's action
    package func classify(_ text: String, among group: Set<String>? = nil) -> TextClassification {
        let folded = index.folding.fold(text)
        let hits = index.automaton.search(folded.symbols)
        guard !hits.isEmpty else { return TextClassification() }
        let phrases = PhraseSearch(index: index, folded: folded, hits: hits).run()
        return decide(phrases, among: group)
    }

    private func decide(_ phrases: [FoundPhrase], among group: Set<String>?) -> TextClassification {
        var answer = TextClassification()
        var scores = Scores(categories: book.categories.count)
        for phrase in phrases {
            switch index.rules[phrase.rule].role {
            case .supports(let category): scores.add(phrase, to: category)
            case .opposes(let category): scores.points[category] -= phrase.points
            case .victim(let event):
                if let category = victimCategories[event] { scores.add(phrase, to: category) }
            case .action(let action) where phrase.isUndoubted && answer.action == nil:
                answer.action = book.actions[action].action
            case .action, .condition, .danger: break
            }
        }
        let ranked = scores.points.indices.filter { index in
            scores.points[index] > 0 && group?.contains(book.categories[index].category) ?? true
        }.sorted {
            (scores.points[$1], risk[$0]) < (scores.points[$0], risk[$1])
        }
        answer.scores = ranked.map { CategoryScore(category: book.categories[$0].category, score: scores.points[$0]) }
        let sure = ranked.filter { scores.points[$0] - scores.unclaimed[$0] >= book.margins.sure }
            .sorted { risk[$0] < risk[$1] }
        answer.sure = sure.map { book.categories[$0].category }
        var chosen: Int?
        if let best = ranked.first { chosen = choose(among: ranked, scores.points, best: best, phrases, &answer) }
        answer.danger = danger(phrases, in: sure + (chosen.map { [$0] } ?? []))
        return answer
    }

    /// Chooses the category with the greatest risk among those nearly as good as the best; none when the best score is
    /// too low.
    private func choose(
        among ranked: [Int], _ scores: [Int], best: Int, _ phrases: [FoundPhrase], _ answer: inout TextClassification
    ) -> Int? {
        let margins = book.margins
        let contest = max(margins.threshold, scores[best] * margins.contest / 100)
        let chosen = ranked.filter { scores[$0] >= contest }.min { risk[$0] < risk[$1] } ?? best
        answer.score = scores[chosen]
        answer.evidence = phrases.compactMap { phrase in
            switch index.rules[phrase.rule].role {
            case .supports(chosen): match(phrase)
            case .victim(let event) where victimCategories[event] == chosen: match(phrase)
            case .opposes(chosen): match(phrase, sign: -1)
            default: nil
            }
        }
        let second = ranked.first { $0 != chosen }
        answer.runnerUp = second.map { CategoryScore(category: book.categories[$0].category, score: scores[$0]) }
        guard scores[chosen] >= margins.threshold else { return nil }
        answer.category = book.categories[chosen].category
        answer.condition = condition(of: chosen, phrases) ?? book.categories[chosen].firstCondition
        let lead = second.map { scores[chosen] - scores[$0] } ?? margins.lead
        answer.needsReview = scores[chosen] < margins.sure || lead < margins.lead
        return chosen
    }

    /// The danger to life that the phrases speak of, and the events among these categories are; nil is none.
    private func danger(_ phrases: [FoundPhrase], in categories: [Int]) -> TextDanger? {
        guard phrases.contains(where: { index.rules[$0.rule].mayBeDanger }) else { return nil }
        var least: TextDoubt??
        var kinds: Set<String> = []
        var evidence: [PhraseMatch] = []
        for phrase in phrases where index.rules[phrase.rule].mayBeDanger && !phrase.isDenied {
            let named: [String] =
                switch index.rules[phrase.rule].role {
                case .danger(let danger): [book.dangers[danger].danger]
                case .victim(let event): book.victims.events[event].dangers
                case .supports(let category) where categories.contains(category): book.categories[category].dangers
                default: []
                }
            guard !named.isEmpty else { continue }
            // What is without doubt stands for itself; else all that is said counts with the least doubt of it.
            if let doubt = least {
                if phrase.doubt.rank > doubt.rank { continue }
                if phrase.doubt.rank < doubt.rank { (kinds, evidence) = ([], []) }
            }
            least = .some(phrase.doubt)
            kinds.formUnion(named)
            evidence.append(match(phrase))
        }
        guard let least else { return nil }
        let ordered = dangerOrder.filter(kinds.contains)
        return TextDanger(kinds: ordered, doubt: least, evidence: evidence)
    }

    private func condition(of category: Int, _ phrases: [FoundPhrase]) -> String? {
        var points = [Int](repeating: 0, count: book.categories[category].conditions.count)
        for phrase in phrases {
            if case .condition(category, let position) = index.rules[phrase.rule].role {
                points[position] += phrase.points
            }
        }
        guard let most = points.max(), most > 0, let position = points.firstIndex(of: most) else { return nil }
        return book.categories[category].conditions[position].condition
    }

    private func match(_ phrase: FoundPhrase, sign: Int = 1) -> PhraseMatch {
        PhraseMatch(
            phrase: index.texts[phrase.rule], points: sign * phrase.points, at: phrase.at,
            length: phrase.length)
    }
}

/// The points of each category.
private struct Scores {
    var points: [Int]
    /// The part of the points that the words do not claim to be so now: questions, and what is long past.
    var unclaimed: [Int]

    init(categories: Int) {
        points = [Int](repeating: 0, count: categories)
        unclaimed = points
    }

    mutating func add(_ phrase: FoundPhrase, to category: Int) {
        points[category] += phrase.points
        if phrase.doubt == .question || phrase.doubt == .past { unclaimed[category] += phrase.points }
    }
}

extension Optional<TextDoubt> {
    /// None is the least.
    fileprivate var rank: Int { map { Int($0.rawValue) + 1 } ?? 0 }
}
