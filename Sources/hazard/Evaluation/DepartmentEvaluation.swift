import HazardCore
import JSONText

/// Scores the lead department that the routing table chooses for whole reports: lines `{report, department}`.
///
/// Reports are classified and routed as by a running server. `reported_at` counts as the time of receipt.
struct DepartmentEvaluation: Evaluation {
    private static let example = "{\"report\":{…},\"department\":…}"
    private let policy: Policy
    private let opening: CaseOpening
    private var verdicts: [LabelScore.Verdict] = []
    /// The number of reports whose label is the lead or a co-department.
    private var named = 0
    private var fallbacks = 0
    private var reviews = 0

    init(_ policy: Policy) {
        self.policy = policy
        opening = CaseOpening(policy: policy)
    }

    mutating func add(_ line: LabelledLine) throws {
        let report = try line.report(policy, example: Self.example)
        let label = try line.text("department", example: Self.example)
        guard policy.departments[label] != nil else {
            throw line.fault(
                zh: "没有配置部门“\(label)”（department），见 departments.yaml",
                en: "department \"\(label)\" is not configured; see departments.yaml")
        }
        let classified = policy.classify(report)
        let route = opening.route(report, classified, at: report.reportedAt)
        let doubtful = route.isFallback || route.needsReview || classified.needsReview
        if route.lead == label || route.co.contains(label) { named += 1 }
        if route.isFallback { fallbacks += 1 }
        if doubtful { reviews += 1 }
        verdicts.append(
            LabelScore.Verdict(
                position: line.number,
                subject: "\(report.reportID) \(classified.category.id), \(route.rule)", expected: label,
                actual: route.lead, score: doubtful ? 0 : 100))
    }

    func lines(_ words: AnswerWords, worst: Int) -> [String] {
        let score = LabelScore(verdicts)
        return TextTable.lines([
            [words("上报", "Reports"), "\(verdicts.count)"],
            [words("主办准确率", "Accuracy of the lead"), Figure.text(words, score.accuracy)],
            [words("宏平均 F1", "Macro-F1"), Figure.text(words, score.macroF1)],
            [words("主办或协办", "Lead or co"), Figure.text(words, share(named))],
            [words("无规则可依", "Left to the fallback"), Figure.text(words, share(fallbacks))],
            [words("待复核", "Marked for review"), Figure.text(words, share(reviews))],
        ]) + LabelFigures(score: score, label: "department").lines(words, worst: worst)
    }

    func write(worst: Int, _ writer: inout JSONWriter) {
        let score = LabelScore(verdicts)
        writer.field("reports", verdicts.count)
        writer.field("accuracy", score.accuracy)
        writer.field("macro_f1", score.macroF1)
        writer.field("lead_or_co", share(named))
        writer.field("fallback", share(fallbacks))
        writer.field("needs_review", share(reviews))
        LabelFigures(score: score, label: "department").write(worst: worst, subject: "report", &writer)
    }

    private func share(_ count: Int) -> Double? {
        verdicts.isEmpty ? nil : Double(count) / Double(verdicts.count)
    }
}
