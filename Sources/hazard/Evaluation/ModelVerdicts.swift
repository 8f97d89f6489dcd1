internal import ChineseText
import HazardCore

/// One answer to a labelled line.
struct ModelVerdict {
    /// Our id, or the label where we have none; nil without an answer.
    var answer: String?
    /// Greater for answers that are surer; for urgency, for what is more urgent.
    var score: Double
    /// Whether no person must look.
    var isAnswered: Bool
}

/// Answers labelled lines by the rules, by a model, and by both, as a running server would.
struct ModelVerdicts {
    let model: LinearModel
    private let policy: Policy
    private let opening: CaseOpening
    private let codes: [String: String]
    private let labels: LabelCodes
    private let sure: Double
    private let likely: Double

    init(_ model: LinearModel, _ policy: Policy, sure: Double, likely: Double) {
        self.model = model
        var policy = policy
        policy.models = ModelPolicy()
        self.policy = policy
        opening = CaseOpening(policy: policy)
        codes = Dictionary(model.labels.map { ($0.name, $0.code) }) { first, _ in first }
        labels = LabelCodes(model.subject, policy)
        self.sure = sure
        self.likely = likely
    }

    /// The label of a line by our id.
    func expected(_ line: ModelLine) -> String { codes[line.label] ?? labels.code(line.label) }

    func model(_ line: ModelLine) -> ModelVerdict {
        let answer = model.answer(line.input)
        guard model.subject == .urgency else {
            return ModelVerdict(
                answer: model.labels[answer.label].code,
                // Of equal calibrated probabilities the model's own decides about the order.
                score: answer.probability + answer.raw * 1e-6,
                isAnswered: answer.probability >= sure)
        }
        return ModelVerdict(
            answer: answer.raw >= 0.5 ? "true" : "false", score: answer.raw,
            isAnswered: answer.probability >= sure || answer.probability < likely)
    }

    func rules(_ line: ModelLine) -> ModelVerdict {
        let report = line.report ?? textReport(line)
        let found = policy.classify(report)
        let points = found.evidence.reduce(0) { points, evidence in
            if case .textScore(let score) = evidence { max(points, score) } else { points }
        }
        let strength = Double(min(points, 999)) / 1000
        switch model.subject {
        case .category:
            let isAnswered = found.isUsable && !found.needsReview
            return ModelVerdict(
                answer: found.isUsable ? found.category.id : found.runnerUp,
                score: (isAnswered ? 2 : found.isUsable ? 1 : 0) + strength, isAnswered: isAnswered)
        case .department:
            let route = opening.route(report, found, at: report.reportedAt)
            let isAnswered = !route.isFallback && !route.needsReview && !found.needsReview
            return ModelVerdict(
                answer: route.lead, score: (isAnswered ? 2 : route.isFallback ? 0 : 1) + strength,
                isAnswered: isAnswered)
        case .urgency:
            let route = opening.route(report, found, at: report.reportedAt)
            let priority = found.isUsable ? route.priority ?? found.category.priority : .p3
            let isDanger = found.isEmergency || found.isUnderOneKey && !found.isDoubtful
            let isPressing = isDanger || priority == .p0 || priority == .p1
            return ModelVerdict(
                answer: isPressing ? "true" : "false", score: (isDanger ? 2 : isPressing ? 1 : 0) + strength,
                isAnswered: !found.needsReview)
        }
    }

    /// What the rules are sure of, else what the model is sure of, else the better suggestion. For urgency the model only
    /// raises.
    func both(_ rules: ModelVerdict, _ model: ModelVerdict) -> ModelVerdict {
        if self.model.subject == .urgency {
            // Danger comes first in the order of urgency; the rest is in the order of the model.
            let isUrgent = rules.answer == "true" || model.answer == "true"
            return ModelVerdict(
                answer: isUrgent ? "true" : "false", score: model.score + (rules.score >= 2 ? 1 : 0),
                isAnswered: rules.isAnswered || model.isAnswered)
        }
        let agrees = rules.answer == model.answer
        if rules.isAnswered {
            return ModelVerdict(
                answer: rules.answer, score: agrees ? 1 + model.score : max(0.5, 1 - model.score), isAnswered: true)
        }
        return ModelVerdict(
            answer: model.score >= likely || rules.answer == nil || rules.score < 1 ? model.answer : rules.answer,
            score: model.score, isAnswered: model.isAnswered)
    }

    /// A report of a line that has only a text and fields of its place.
    private func textReport(_ line: ModelLine) -> Report {
        var report = Report(
            reportID: "line-\(line.number)", programme: policy.programmes.keys.sorted().first ?? "", channel: .phone,
            reportedAt: line.at ?? Instant(milliseconds: 0))
        report.text = line.input.text
        return report
    }
}
