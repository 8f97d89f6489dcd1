internal import ChineseText
import HazardCore
import JSONText

/// Scores whether the words of a text tell that it is urgent: lines `{text, urgent}`.
///
/// Three answers are scored: the words mean danger to life, the case opens as P0 or P1, and either of the two.
struct UrgencyEvaluation: Evaluation {
    private static let example = "{\"text\":…,\"urgent\":true}"
    private let policy: Policy
    private var danger: [FlagScore.Verdict] = []
    private var priority: [FlagScore.Verdict] = []
    private var either: [FlagScore.Verdict] = []

    init(_ policy: Policy) {
        self.policy = policy
    }

    mutating func add(_ line: LabelledLine) throws {
        let text = try line.text("text", example: Self.example)
        guard let label = line["urgent"]?.bool else {
            throw line.fault(
                zh: "缺少 urgent，或其值不是 true 或 false：请写成 \(Self.example)",
                en: "urgent is missing or neither true nor false: give \(Self.example)")
        }
        let classification = policy.textClassifier.classify(text)
        let isPressing = [.p0, .p1].contains(priority(of: classification))
        func verdict(_ answer: Bool) -> FlagScore.Verdict {
            FlagScore.Verdict(position: line.number, subject: text, expected: label, actual: answer)
        }
        // Questions, jokes and what is long past are no claim that somebody is in danger.
        let isDanger = classification.danger.map { $0.doubt == nil || $0.doubt == .hearsay } ?? false
        danger.append(verdict(isDanger))
        priority.append(verdict(isPressing))
        either.append(verdict(isDanger || isPressing))
    }

    /// The priority of the rule that decides, else of the category; nil for a text without a category.
    private func priority(of classification: TextClassification) -> Priority? {
        guard let category = classification.category.flatMap(policy.category) else { return nil }
        var facts = RoutingFacts(programme: "", channel: .phone)
        facts.category = category.id
        facts.condition = classification.condition
        return policy.routing.decide(facts).priority ?? category.priority
    }

    func lines(_ words: AnswerWords, worst: Int) -> [String] {
        let scores = scores
        let rows = scores.map { name, score in
            let title =
                switch name {
                case "life_risk": words("危及生命", "Life at risk")
                case "priority": words("等级 P0、P1", "Priority P0 or P1")
                default: words("任一", "Either")
                }
            return [title] + [score.precision, score.recall, score.f1].map { Figure.text(words, $0) }
                + ["\(score.found)", "\(score.falseAlarms.count)", "\(score.missed.count)"]
        }
        let head = [
            "", words("精确率", "precision"), words("召回率", "recall"), "F1", words("命中", "found"),
            words("误报", "false alarms"), words("漏报", "missed"),
        ]
        var lines = [words("条数", "Texts") + "  \(either.count)", ""] + TextTable.lines([head] + rows)
        guard let last = scores.last?.score else { return lines }
        for (title, cases) in [
            (words("漏报：", "Missed:"), last.missed), (words("误报：", "False alarms:"), last.falseAlarms),
        ] where !cases.isEmpty && worst > 0 {
            lines += ["", title] + cases.prefix(worst).map { "  \($0.position): \($0.subject)" }
        }
        return lines
    }

    func write(worst: Int, _ writer: inout JSONWriter) {
        let scores = scores
        writer.field("texts", either.count)
        writer.array("readings", scores) { writer, reading in
            writer.beginObject()
            writer.field("reading", reading.name)
            writer.field("precision", reading.score.precision)
            writer.field("recall", reading.score.recall)
            writer.field("f1", reading.score.f1)
            writer.field("accuracy", reading.score.accuracy)
            writer.field("found", reading.score.found)
            writer.field("false_alarms", reading.score.falseAlarms.count)
            writer.field("missed", reading.score.missed.count)
            writer.endObject()
        }
        guard let last = scores.last?.score else { return }
        for (name, cases) in [("missed" as StaticString, last.missed), ("false_alarms", last.falseAlarms)] {
            writer.array(name, Array(cases.prefix(worst))) { writer, verdict in
                writer.beginObject()
                writer.field("line", verdict.position)
                writer.field("text", verdict.subject)
                writer.endObject()
            }
        }
    }

    private var scores: [(name: String, score: FlagScore)] {
        [("life_risk", FlagScore(danger)), ("priority", FlagScore(priority)), ("either", FlagScore(either))]
    }
}
