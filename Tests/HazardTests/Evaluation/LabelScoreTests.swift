import hazard
import Testing

/// Accuracy, F1 and confusions, compared with figures computed by hand.
struct LabelScoreTests {
    private static func verdict(_ position: Int, _ expected: String, _ actual: String?, _ score: Int = 100)
        -> LabelScore.Verdict
    {
        LabelScore.Verdict(position: position, subject: "t", expected: expected, actual: actual, score: score)
    }

    @Test func `accuracy and macro-F1 are those of the hand-made table`() throws {
        let score = LabelScore([
            Self.verdict(1, "A", "A"), Self.verdict(2, "A", "B"), Self.verdict(3, "A", "A"), Self.verdict(4, "B", "B"),
            Self.verdict(5, "C", nil),
        ])
        #expect(score.accuracy == 0.6)
        // A: 2 right of 3 labels and 2 answers; B: 1 right of 1 label and 2 answers; C: none right.
        #expect(score.f1 == ["A": 0.8, "B": 2.0 / 3, "C": 0])
        let macro = try #require(score.macroF1)
        #expect(abs(macro - (0.8 + 2.0 / 3) / 3) < 1e-12)
    }

    @Test func `confusions are sorted by number, the worst answers by confidence`() {
        let score = LabelScore([
            Self.verdict(1, "A", "B", 300), Self.verdict(2, "C", nil, 0), Self.verdict(3, "A", "B", 900),
            Self.verdict(4, "A", "A", 999),
        ])
        #expect(score.confusions.map(\.count) == [2, 1] && score.confusions.first?.actual == "B")
        #expect(score.worst.map(\.position) == [3, 1, 2])
    }

    @Test func `conditions are scored where they are labelled and the category is right`() {
        var right = Self.verdict(1, "A", "A")
        right.expectedCondition = "b"
        right.actualCondition = "b"
        var wrong = right
        wrong.actualCondition = "a"
        var elsewhere = wrong
        elsewhere.actual = "B"
        #expect(LabelScore([right, wrong, elsewhere, Self.verdict(4, "A", "A")]).conditionAccuracy == 0.5)
    }

    @Test func `figures without inputs are n/a, not 0 or 1`() {
        let score = LabelScore([])
        #expect(score.accuracy == nil && score.macroF1 == nil && score.conditionAccuracy == nil)
    }
}
