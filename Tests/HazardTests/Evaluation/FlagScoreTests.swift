import hazard
import Testing

/// Precision, recall and F1 of yes-or-no answers, compared with figures computed by hand.
struct FlagScoreTests {
    private static func verdicts(_ pairs: [(expected: Bool, actual: Bool)]) -> [FlagScore.Verdict] {
        pairs.enumerated().map { position, pair in
            FlagScore.Verdict(position: position + 1, subject: "t", expected: pair.expected, actual: pair.actual)
        }
    }

    @Test func `precision, recall and F1 are those of the hand-made table`() {
        let score = FlagScore(
            Self.verdicts([(true, true), (true, true), (true, false), (false, true), (false, false), (false, false)]))
        #expect(score.found == 2 && score.falseAlarms.map(\.position) == [4] && score.missed.map(\.position) == [3])
        #expect(score.precision == 2.0 / 3 && score.recall == 2.0 / 3)
        #expect(score.f1 == 4.0 / 6 && score.accuracy == 4.0 / 6)
    }

    @Test func `without positive answers precision is nil, and without flags recall is nil`() {
        let silent = FlagScore(Self.verdicts([(true, false), (false, false)]))
        #expect(silent.precision == nil && silent.recall == 0 && silent.f1 == 0)
        let unflagged = FlagScore(Self.verdicts([(false, true)]))
        #expect(unflagged.precision == 0 && unflagged.recall == nil && unflagged.accuracy == 0)
        let nothing = FlagScore([])
        #expect(nothing.precision == nil && nothing.recall == nil && nothing.f1 == nil && nothing.accuracy == nil)
    }
}
