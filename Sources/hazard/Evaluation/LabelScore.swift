/// How well answers agree with known labels (categories or departments): accuracy, F1 by label, confusions, the worst
/// answers.
package struct LabelScore: Hashable, Sendable {
    /// One input with its label and the answer.
    package struct Verdict: Hashable, Sendable {
        /// The line number, from 1.
        package var position: Int
        /// The input as text, for people.
        package var subject: String
        /// The label: a category code or a department id. `actual` is nil without an answer.
        package var expected: String
        package var actual: String?
        /// Nil when the label names no condition.
        package var expectedCondition: String?
        package var actualCondition: String?
        /// The confidence of the answer: hundredths of a weight for a text; 100 for a rule that decided without doubt.
        package var score: Int

        package init(position: Int, subject: String, expected: String, actual: String?, score: Int) {
            self.position = position
            self.subject = subject
            self.expected = expected
            self.actual = actual
            self.score = score
        }

        package var isRight: Bool { expected == actual }
    }

    /// A wrong answer and its label, with the number of inputs.
    package struct Confusion: Hashable, Sendable {
        package var expected: String
        /// Nil for no answer.
        package var actual: String?
        package var count: Int
    }

    package let verdicts: [Verdict]

    package init(_ verdicts: [Verdict]) {
        self.verdicts = verdicts
    }

    /// The share of right answers; nil without inputs.
    package var accuracy: Double? {
        verdicts.isEmpty ? nil : Double(verdicts.count(where: \.isRight)) / Double(verdicts.count)
    }

    /// The share of right conditions among inputs with a labelled condition and a right category; nil without such
    /// inputs.
    package var conditionAccuracy: Double? {
        let asked = verdicts.filter { $0.isRight && $0.expectedCondition != nil }
        guard !asked.isEmpty else { return nil }
        return Double(asked.count { $0.expectedCondition == $0.actualCondition }) / Double(asked.count)
    }

    /// F1 of each label that occurs.
    package var f1: [String: Double] {
        var right: [String: Int] = [:]
        var expected: [String: Int] = [:]
        var actual: [String: Int] = [:]
        for verdict in verdicts {
            expected[verdict.expected, default: 0] += 1
            if let code = verdict.actual { actual[code, default: 0] += 1 }
            if verdict.isRight { right[verdict.expected, default: 0] += 1 }
        }
        var scores: [String: Double] = [:]
        for (code, count) in expected {
            scores[code] = 2 * Double(right[code] ?? 0) / Double(count + (actual[code] ?? 0))
        }
        return scores
    }

    /// The mean of F1 over all labels with equal weights; nil without inputs.
    package var macroF1: Double? {
        let scores = f1
        guard !scores.isEmpty else { return nil }
        // The order of the sum is fixed, so that the same file gives the same digits.
        return scores.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } / Double(scores.count)
    }

    /// The confusions, the most frequent first.
    package var confusions: [Confusion] {
        var counts: [Pair: Int] = [:]
        for verdict in verdicts where !verdict.isRight {
            counts[Pair(expected: verdict.expected, actual: verdict.actual), default: 0] += 1
        }
        return counts.map { Confusion(expected: $0.key.expected, actual: $0.key.actual, count: $0.value) }
            .sorted { ($1.count, $0.expected, $0.actual ?? "") < ($0.count, $1.expected, $1.actual ?? "") }
    }

    /// The wrong answers, the most confident first.
    package var worst: [Verdict] {
        verdicts.filter { !$0.isRight }.sorted { ($1.score, $0.position) < ($0.score, $1.position) }
    }

    private struct Pair: Hashable {
        var expected: String
        var actual: String?
    }
}
