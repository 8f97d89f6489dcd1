/// How well a yes-or-no answer agrees with known flags: precision, recall, F1, and the cases it got wrong.
package struct FlagScore: Hashable, Sendable {
    /// One input with its flag, and what was said of it.
    package struct Verdict: Hashable, Sendable {
        /// Its line or position, from 1.
        package var position: Int
        /// The input in words, for people.
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
    /// Flagged and said so.
    package let found: Int
    /// Not flagged, and yet said to be.
    package let falseAlarms: [Verdict]
    /// Flagged, and not said to be.
    package let missed: [Verdict]

    package init(_ verdicts: [Verdict]) {
        self.verdicts = verdicts
        found = verdicts.count { $0.expected && $0.actual }
        falseAlarms = verdicts.filter { !$0.expected && $0.actual }
        missed = verdicts.filter { $0.expected && !$0.actual }
    }

    /// The share of the alarms that were right; nil when there was none.
    package var precision: Double? { Self.share(found, of: found + falseAlarms.count) }

    /// The share of the flagged that were found; nil when none is flagged.
    package var recall: Double? { Self.share(found, of: found + missed.count) }

    /// The harmonic mean of both; nil when nothing is flagged and nothing was said to be.
    package var f1: Double? { Self.share(2 * found, of: 2 * found + falseAlarms.count + missed.count) }

    /// The share of right answers, yes or no; nil without inputs.
    package var accuracy: Double? {
        Self.share(verdicts.count - falseAlarms.count - missed.count, of: verdicts.count)
    }

    static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
