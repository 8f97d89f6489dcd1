import HazardCore
import TestSupport

/// How well the shipped policy recognises danger in labelled sentences.
struct DangerScore {
    /// Lines with danger, and those of them that open with too low a priority.
    private(set) var dangers = 0
    private(set) var missed: [String] = []
    /// Lines without danger, and those of them that open with too high a priority.
    private(set) var harmless = 0
    private(set) var falseAlarms: [String] = []
    /// Lines that make their own danger doubtful, and those of them that the machine would page for.
    private(set) var doubtful = 0
    private(set) var paged: [String] = []
    /// Lines with another priority, category, kind of danger or doubt than labelled; danger was recognised.
    private(set) var otherwise: [String] = []

    init(_ sentences: [LabelledSentence], _ policy: Policy) {
        for sentence in sentences { add(sentence, Outcome(sentence.text, policy)) }
    }

    var recall: Double { dangers == 0 ? 1 : 1 - Double(missed.count) / Double(dangers) }
    var falseAlarmRate: Double { harmless == 0 ? 0 : Double(falseAlarms.count) / Double(harmless) }

    private mutating func add(_ sentence: LabelledSentence, _ outcome: Outcome) {
        let line = "\(sentence.text) → \(outcome)"
        var isRight = true
        switch sentence.danger {
        case .life, .harm:
            dangers += 1
            isRight = outcome.priority <= sentence.priorities.max() ?? (sentence.danger == .life ? "P0" : "P1")
            if !isRight { missed.append(line) }
        case .no:
            harmless += 1
            // A text that no category fits waits for people as P2, which alarms nobody.
            let highest = min(sentence.priorities.min() ?? "P1", "P2")
            isRight = outcome.priority >= highest && !outcome.isLifeAtRisk
            if !isRight { falseAlarms.append(line) }
        case .doubt:
            doubtful += 1
            isRight = outcome.priority != "P0" || outcome.isDoubtful
            if !isRight { paged.append(line) }
        }
        if isRight, let difference = sentence.difference(from: outcome) { otherwise.append("\(line) (\(difference))") }
    }
}

/// What the policy makes of a text that names no category.
struct Outcome: CustomStringConvertible {
    /// P0 to P3, which compare as text.
    let priority: String
    let code: String
    let kinds: Set<String>
    let doubt: String?
    let isDoubtful: Bool
    /// Whether the words are a key of the two-key rule.
    let isLifeAtRisk: Bool

    init(_ text: String, _ policy: Policy) {
        var report = Report(
            reportID: "r-1", programme: "jianyang.sentinel", channel: .chat,
            reportedAt: Instant(milliseconds: 1_795_400_000_000))
        report.text = text
        let answer = policy.classify(report)
        code = answer.category.code
        kinds = Set(answer.dangers.map(\.rawValue))
        isDoubtful = answer.isDoubtful
        isLifeAtRisk = !answer.keys.isEmpty
        doubt =
            answer.evidence.lazy.compactMap { if case .danger(_, let doubt) = $0 { doubt?.rawValue } else { nil } }
            .first
        var facts = RoutingFacts(programme: "", channel: .phone)
        facts.category = answer.category.id
        facts.condition = answer.condition?.code
        let routed = policy.routing.decide(facts).priority ?? answer.category.priority
        priority = (answer.isUnderOneKey ? .p0 : routed).rawValue
    }

    var description: String {
        ([priority, code] + kinds.sorted() + [doubt, isDoubtful ? "doubtful" : nil].compactMap(\.self))
            .joined(separator: " ")
    }
}

extension LabelledSentence {
    /// The first label that an outcome does not meet; nil when it meets all.
    func difference(from outcome: Outcome) -> String? {
        if !priorities.isEmpty, !priorities.contains(outcome.priority) { return "priority" }
        if !codes.isEmpty, !codes.contains(outcome.code) { return "category" }
        if !kinds.isEmpty, kinds.isDisjoint(with: outcome.kinds) { return "kind" }
        return doubt == outcome.doubt ? nil : "doubt"
    }
}
