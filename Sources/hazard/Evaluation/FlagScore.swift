/// How well a yes-or-no answer agrees with known flags: precision, recall, F1, and the wrong answers.
package struct FlagScore: Hashable, Sendable {
    /// One input with its flag and the answer.
    package struct Verdict: Hashable, Sendable {
        /// The line number, from 1.
        package var position: Int
        /// The input as text, for people.
        package var subject: String
        package var expected: Bool
        package var actual: Bool

        package init(position: Int, subject: String, expected: Bool, actual: Bool) {
            self.position = position
            self.subject = subject
            self.expected = expected
            self.actual = actual
        }
    }

    package let verdicts: [Verdict]
    /// The number of true positives.
    package let found: Int
    /// The false positives.
    package let falseAlarms: [Verdict]
    /// The false negatives.
    package let missed: [Verdict]

    package init(_ verdicts: [Verdict]) {
        self.verdicts = verdicts
        found = verdicts.count { $0.expected && $0.actual }
        falseAlarms = verdicts.filter { !$0.expected && $0.actual }
        missed = verdicts.filter { $0.expected && !$0.actual }
    }

    /// The share of positive answers that are right; nil without positive answers.
    package var precision: Double? { Self.share(found, of: found + falseAlarms.count) }

    /// The share of flagged inputs that were found; nil without flagged inputs.
    package var recall: Double? { Self.share(found, of: found + missed.count) }

    /// The harmonic mean of precision and recall; nil without flagged inputs and positive answers.
    package var f1: Double? { Self.share(2 * found, of: 2 * found + falseAlarms.count + missed.count) }

    /// The share of right answers, positive and negative; nil without inputs.
    package var accuracy: Double? {
        Self.share(verdicts.count - falseAlarms.count - missed.count, of: verdicts.count)
    }

    static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
