import ChineseText
import HazardConfig
import HazardCore
import TestSupport
import Testing

/// What models add to the shipped rules: they decide where nothing else does, and never override a hint or danger.
struct ModelAdviceTests {
    private let shipped: Policy

    init() throws {
        shipped = try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml", overrides: [], environment: [:])
            .get().policy
    }

    private func policy(_ model: LinearModel, sure: Double = 0.5, likely: Double = 0.3) -> Policy {
        var policy = shipped
        var use = ModelUse(model, file: "one.json")
        use.sure = sure
        use.likely = likely
        policy.models = ModelPolicy(uses: [use])
        return policy
    }

    private func report(_ text: String, hint: String? = nil) -> Report {
        var report = Report(
            reportID: "m-1", programme: "jianyang.sentinel", channel: .phone,
            reportedAt: Instant(milliseconds: 1_795_306_500_000))
        report.text = text
        report.categoryHint = hint
        return report
    }

    private func opened(_ report: Report, _ policy: Policy) -> Case {
        let entry = CaseReport(
            reportID: report.reportID, contentHash: "", source: ReportSource(topic: "t", partition: 0, offset: 0),
            receivedAt: report.reportedAt, programme: report.programme, channel: report.channel)
        return CaseOpening(policy: policy).open(
            ReceivedReport(report: report, entry: entry),
            id: CaseID(date: policy.zone.civil(report.reportedAt).date, shard: 0, number: 1))
    }

    private func said(_ evidence: [Evidence]) -> ModelEvidence? {
        evidence.lazy.compactMap { if case .model(let said) = $0 { said } else { nil } }.first
    }

    /// Words of the made-up rows that no shipped phrase knows.
    private static let words = "居民反映，成堆，横流"

    @Test func `a category's model decides where no hint and no phrase does, and suggests below that`() throws {
        let codes = shipped.categories.filter { $0.priority == .p2 && !$0.retired && $0.id != "unclassified" }
            .prefix(3).map(\.id)
        let model = MadeUpRows.model(.category, codes)
        #expect(!shipped.classify(report(Self.words)).isUsable)
        let decided = policy(model).classify(report(Self.words))
        #expect(decided.isUsable && decided.category.id == codes[1] && said(decided.evidence)?.effect == .decides)
        #expect(said(decided.evidence)?.reasons.isEmpty == false)
        let suggested = policy(model, sure: 1.1).classify(report(Self.words))
        #expect(!suggested.isUsable && suggested.needsReview && suggested.runnerUp == codes[1])
        #expect(said(suggested.evidence)?.effect == .suggests)
    }

    @Test func `a hint, clear phrases and danger are never overridden`() {
        let codes = Array(
            shipped.categories.filter { $0.priority == .p2 && $0.id != "unclassified" }.prefix(3).map(\.id))
        let policy = policy(MadeUpRows.model(.category, codes), sure: 0.01, likely: 0.01)
        for text in ["臭味扰民", "里面着火了，有人被困"] {
            for hint in [nil, "T02", "S01"] {
                let (plain, advised) = (
                    shipped.classify(report(text, hint: hint)), policy.classify(report(text, hint: hint))
                )
                guard hint != nil || plain.speaksOfEmergency else { continue }
                #expect(advised.category == plain.category && advised.keys == plain.keys, "\(text) \(hint ?? "-")")
                #expect(advised.isUsable == plain.isUsable)
            }
        }
    }

    @Test func `urgency raises P2 to P1 and marks the case, and never lowers`() throws {
        let model = MadeUpRows.model(.urgency, ["false", "true"])
        let urgent = "垃圾成堆，污水横流，臭味扰民"
        let hint = try #require(
            shipped.categories.first {
                !$0.retired && opened(report("…", hint: $0.code), shipped).priority == .p2 && $0.id != "unclassified"
            }?.code)
        let value = opened(report(urgent, hint: hint), policy(model))
        #expect(value.priority == .p1 && value.flags.needsReview && said(value.decision.evidence)?.effect == .raises)
        let calm = opened(report("路灯不亮，灯杆倾斜", hint: hint), policy(model))
        #expect(calm.priority == .p2)
        let pressing = opened(report("路灯不亮", hint: "T02"), policy(model))
        #expect(pressing.priority == opened(report("路灯不亮", hint: "T02"), shipped).priority)
    }

    @Test func `a department's model decides only where no rule matches`() {
        let codes = Array(shipped.activeDepartments.filter { $0 != "triage" }.prefix(3))
        let policy = policy(MadeUpRows.model(.department, codes))
        let report = report("垃圾成堆，臭味扰民", hint: "T02")
        let classified = policy.classify(report)
        let matched = RoutingDecision(rule: "r", outcome: RoutingOutcome(lead: "triage"))
        #expect(policy.advised(matched, classified, report) == (matched, nil))
        let fallback = RoutingDecision(rule: "fallback", outcome: RoutingOutcome(lead: "triage"), isFallback: true)
        let (route, evidence) = policy.advised(fallback, classified, report)
        #expect(route.lead == codes[1] && !route.isFallback && route.rule == RoutingDecision.modelID)
        #expect(evidence.flatMap { said([$0]) }?.effect == .decides)
    }

    @Test func `departments never see n-grams`() {
        var said = ModelEvidence(
            .category, name: "m", hash: "h", answer: "a", thousandths: 900, effect: .suggests)
        said.reasons = [ModelEvidence.Reason(feature: "灯", hundredths: 120)]
        var without = said
        without.reasons = []
        #expect(Evidence.model(said).withoutReasons == .model(without))
        #expect(Evidence.noHint.withoutReasons == .noHint)
    }
}
