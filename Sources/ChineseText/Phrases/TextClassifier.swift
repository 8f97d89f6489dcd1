/// Finds the category of a hazard in the words of a report, with the phrases that decided (`DOMAIN.md` §10).
///
/// Pure and deterministic. One pass finds every word of the phrase book. A phrase whose parts are near each other
/// scores its weight, which words such as negations reduce.
package struct TextClassifier: Sendable {
    private let book: PhraseBook
    private let index: PhraseIndex
    /// The position of each category of the book in the order of risk.
    private let risk: [Int]

    /// Compiles a phrase book. This takes milliseconds and is done once.
    package init(_ book: PhraseBook) {
        self.book = book
        index = PhraseIndex(book)
        risk = book.categories.map { category in
            book.riskOrder.firstIndex(of: category.category) ?? book.riskOrder.count
        }
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
        var scores = [Int](repeating: 0, count: book.categories.count)
        for phrase in phrases {
            switch index.rules[phrase.rule].role {
            case .supports(let category): scores[category] += phrase.points
            case .opposes(let category): scores[category] -= phrase.points
            case .lifeRisk where phrase.isUndoubted:
                answer.lifeRisk = true
                answer.lifeRiskEvidence.append(match(phrase))
            case .action(let action) where phrase.isUndoubted && answer.action == nil:
                answer.action = action
            case .lifeRisk, .action, .condition: break
            }
        }
        let ranked = scores.indices.filter { index in
            scores[index] > 0 && group?.contains(book.categories[index].category) ?? true
        }.sorted {
            (scores[$1], risk[$0]) < (scores[$0], risk[$1])
        }
        answer.scores = ranked.map { CategoryScore(category: book.categories[$0].category, score: scores[$0]) }
        answer.sure = ranked.filter { scores[$0] >= book.margins.sure }.sorted { risk[$0] < risk[$1] }
            .map { book.categories[$0].category }
        guard let best = ranked.first else { return answer }
        choose(among: ranked, scores, best: best, phrases, &answer)
        return answer
    }

    /// Chooses the category with the greatest risk among those nearly as good as the best; none when the best score is
    /// too low.
    private func choose(
        among ranked: [Int], _ scores: [Int], best: Int, _ phrases: [FoundPhrase], _ answer: inout TextClassification
    ) {
        let margins = book.margins
        let contest = max(margins.threshold, scores[best] * margins.contest / 100)
        let chosen = ranked.filter { scores[$0] >= contest }.min { risk[$0] < risk[$1] } ?? best
        answer.score = scores[chosen]
        answer.evidence = phrases.compactMap { phrase in
            switch index.rules[phrase.rule].role {
            case .supports(chosen): match(phrase)
            case .opposes(chosen): match(phrase, sign: -1)
            default: nil
            }
        }
        let second = ranked.first { $0 != chosen }
        answer.runnerUp = second.map { CategoryScore(category: book.categories[$0].category, score: scores[$0]) }
        guard scores[chosen] >= margins.threshold else { return }
        answer.category = book.categories[chosen].category
        answer.condition = condition(of: chosen, phrases) ?? book.categories[chosen].firstCondition
        let lead = second.map { scores[chosen] - scores[$0] } ?? margins.lead
        answer.needsReview = scores[chosen] < margins.sure || lead < margins.lead
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
            phrase: index.rules[phrase.rule].text, points: sign * phrase.points, at: phrase.at,
            length: phrase.length)
    }
}
