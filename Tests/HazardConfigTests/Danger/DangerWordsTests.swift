import Foundation
import HazardConfig
import HazardCore
import TestSupport
import Testing

/// The words of danger, by labelled sentences: `DANGER_LINES=1` prints what is missed among the tuned ones.
struct DangerWordsTests {
    private static let loaded = Result {
        try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml").get().policy
    }

    private let policy: Policy

    init() throws { policy = try Self.loaded.get() }

    @Test func `danger is recognised in the sentences that the rules are tuned on`() {
        let score = DangerScore(LabelledSentence.tuned, policy)
        report("tuned", score, withLines: ProcessInfo.processInfo.environment["DANGER_LINES"] != nil)
        #expect(LabelledSentence.tuned.count >= 300)
        #expect(score.recall >= 0.95 && score.falseAlarmRate <= 0.05)
        #expect(score.paged.isEmpty)
    }

    @Test func `danger is recognised in sentences that no rule was tuned on`() {
        let score = DangerScore(LabelledSentence.heldOut, policy)
        report("held out", score, withLines: false)
        #expect(score.recall >= 0.70 && score.falseAlarmRate <= 0.10)
    }

    private func report(_ name: String, _ score: DangerScore, withLines: Bool) {
        print(
            "danger, \(name): recall \(score.dangers - score.missed.count) of \(score.dangers),",
            "false alarms \(score.falseAlarms.count) of \(score.harmless),",
            "paged in doubt \(score.paged.count) of \(score.doubtful),", "other labels missed \(score.otherwise.count)")
        guard withLines else { return }
        for (title, lines) in [
            ("missed", score.missed), ("false alarm", score.falseAlarms), ("paged", score.paged),
            ("otherwise", score.otherwise),
        ] {
            for line in lines { print("\(title): \(line)") }
        }
    }
}
