/// Reads the category of a hazard from the words of a report, and says which words decided.
///
/// Pure and deterministic: the same phrase book and text give the same answer everywhere. One pass finds every word of the
/// book; phrases whose parts stand near one another count their weight; words of denial take weight away.
package struct TextClassifier: Sendable {
    private let book: PhraseBook
    private let index: PhraseIndex
    /// Of each category of the book: its place in the order of risk.
    private let risk: [Int]

    /// Compiles a phrase book; costs milliseconds, to be done once.
    package init(_ book: PhraseBook) {
        self.book = book
        index = PhraseIndex(book)
        risk = book.categories.map { category in
            book.riskOrder.firstIndex(of: category.category) ?? book.riskOrder.count
        }
    }

    /// A classifier that knows no phrase and never names a category.
    package static let silent = TextClassifier(PhraseBook())

    /// What the words of a text say; a text without any known word has no category.
    ///
    /// - Parameters:
    ///   - text: in either script, as it was sent
    ///   - group: the ids of the categories to choose from; nil is all of them
    /// - Returns: the category with its evidence, and what else the words tell
    package func classify(_ text: String, among group: Set<String>? = nil) -> TextClassification {
        let folded = index.folding.fold(text)
        let hits = index.automaton.search(folded.symbols)
        guard !hits.isEmpty else { return TextClassification() }
        let findings = PhraseSearch(index: index, folded: folded, hits: hits).run()
        return decide(findings, among: group)
    }

    private func decide(_ findings: [PhraseFinding], among group: Set<String>?) -> TextClassification {
        var answer = TextClassification()
        var scores = [Int](repeating: 0, count: book.categories.count)
        for finding in findings {
            switch index.rules[finding.rule].role {
            case .supports(let category): scores[category] += finding.points
            case .opposes(let category): scores[category] -= finding.points
            case .lifeRisk where finding.isUndoubted:
                answer.lifeRisk = true
                answer.lifeRiskEvidence.append(match(finding))
            case .action(let action) where finding.isUndoubted && answer.action == nil:
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
        choose(among: ranked, scores, best: best, findings, &answer)
        return answer
    }

    /// Of those nearly as good as the best, the one of the greatest risk; none when the best is too weak.
    private func choose(
        among ranked: [Int], _ scores: [Int], best: Int, _ findings: [PhraseFinding], _ answer: inout TextClassification
    ) {
        let margins = book.margins
        let contest = max(margins.threshold, scores[best] * margins.contest / 100)
        let chosen = ranked.filter { scores[$0] >= contest }.min { risk[$0] < risk[$1] } ?? best
        answer.score = scores[chosen]
        answer.evidence = findings.compactMap { finding in
            switch index.rules[finding.rule].role {
            case .supports(chosen): match(finding)
            case .opposes(chosen): match(finding, sign: -1)
            default: nil
            }
        }
        let second = ranked.first { $0 != chosen }
        answer.runnerUp = second.map { CategoryScore(category: book.categories[$0].category, score: scores[$0]) }
        guard scores[chosen] >= margins.threshold else { return }
        answer.category = book.categories[chosen].category
        answer.condition = condition(of: chosen, findings) ?? book.categories[chosen].firstCondition
        let lead = second.map { scores[chosen] - scores[$0] } ?? margins.lead
        answer.needsReview = scores[chosen] < margins.sure || lead < margins.lead
    }

    private func condition(of category: Int, _ findings: [PhraseFinding]) -> String? {
        var points = [Int](repeating: 0, count: book.categories[category].conditions.count)
        for finding in findings {
            if case .condition(category, let position) = index.rules[finding.rule].role {
                points[position] += finding.points
            }
        }
        guard let most = points.max(), most > 0, let position = points.firstIndex(of: most) else { return nil }
        return book.categories[category].conditions[position].condition
    }

    private func match(_ finding: PhraseFinding, sign: Int = 1) -> PhraseMatch {
        PhraseMatch(
            phrase: index.rules[finding.rule].text, points: sign * finding.points, at: finding.at,
            length: finding.length)
    }
}
