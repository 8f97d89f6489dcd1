import hazard
import Testing

/// Joined reports compared with groups and named things; the figures are computed by hand.
struct MergeScoreTests {
    private static func row(_ position: Int, into openedBy: Int, _ group: String?, _ things: Set<String> = [])
        -> MergeScore.Row
    {
        MergeScore.Row(position: position, subject: "r\(position)", openedBy: openedBy, group: group, things: things)
    }

    @Test func `pairs of a group are the same, pairs that name different things are different, the rest is unproven`() {
        // One case has reports 1, 2, 3 and 5, another has 4. The pair 1-2 is the same, 1-3 and 2-3 are different, 5 is
        // unproven with each.
        let score = MergeScore([
            Self.row(1, into: 1, "g", ["a"]), Self.row(2, into: 1, "g", ["a", "b"]), Self.row(3, into: 1, nil, ["c"]),
            Self.row(4, into: 4, "g", ["a"]), Self.row(5, into: 1, nil),
        ])
        #expect(score.rightPairs == 1 && score.unprovenPairs == 3)
        #expect(score.mistakes.map { [$0.first.position, $0.second.position] } == [[1, 3], [2, 3]])
        #expect(score.samePairs == 3)
        #expect(score.precision == 1.0 / 3 && score.recall == 1.0 / 3 && score.f1 == 2.0 / 6)
    }

    @Test func `the joined share is the share of reports that joined an earlier one`() {
        let score = MergeScore([Self.row(1, into: 1, nil), Self.row(2, into: 1, nil), Self.row(3, into: 3, nil)])
        #expect(score.joined == 1 && score.joinedShare == 1.0 / 3)
    }

    @Test func `a repeat counts as found when its case has any earlier report of its group`() {
        // Report 2 opened a case of its own, 3 joined it, and 4 joined no case of the group.
        let score = MergeScore([
            Self.row(1, into: 1, "g"), Self.row(2, into: 2, "g"), Self.row(3, into: 2, "g"), Self.row(4, into: 4, "g"),
        ])
        #expect(score.repeats == 3 && score.repeatsFound == 1 && score.repeatRecall == 1.0 / 3)
        #expect(score.missed.map(\.position) == [2, 4])
    }

    @Test func `things in common prove nothing, and neither do things that only one names`() {
        let score = MergeScore([
            Self.row(1, into: 1, "g", ["a", "b"]), Self.row(2, into: 1, "h", ["b"]), Self.row(3, into: 1, "i"),
        ])
        #expect(score.mistakes.isEmpty && score.unprovenPairs == 3 && score.precision == nil)
    }

    @Test func `figures without inputs are n/a, not 0 or 1`() {
        let score = MergeScore([])
        #expect(score.precision == nil && score.recall == nil && score.f1 == nil)
        #expect(score.repeatRecall == nil && score.joinedShare == nil)
    }
}
