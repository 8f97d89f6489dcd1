import HazardCore
import TestSupport
import Testing

/// Tests categories, schemes, limits and close rules of a policy.
struct PolicyTests {
    private static func scheme(_ id: String, _ entries: [String: SchemeEntry]) -> CategoryScheme {
        CategoryScheme(id: id, name: id, version: "1", source: "test", entries: entries)
    }

    private let policy: Policy = {
        var collapse = RoutingSamples.category("R02", "road-collapse", conditions: ["a", "b"])
        collapse.twoStep = TwoStep(makeSafe: "a", repair: "b")
        collapse.conditions[1].limit = Limit(amount: 5, clock: .wd)
        var programme = Programme(id: "p.one", name: "one", nameEnglish: "one", districts: ["510185"])
        programme.demands.closeRule = .lead
        return Policy(
            departments: [Department(id: "triage", name: "t", nameEnglish: "t")],
            categories: [RoutingSamples.category("T07", "road-spill", conditions: ["a", "b"]), collapse],
            programmes: [programme],
            schemes: [
                scheme("one.2026", ["04-01": .category("road-spill", condition: "b"), "其他": .unmapped]),
                scheme("two.2020", ["04-01": .category("road-collapse", condition: nil)]),
            ],
            routing: RoutingTable(rules: []), basics: PolicyBasics(rulesHash: "h"))
    }()

    private func resolve(
        _ hint: String?, condition: String? = nil, scheme: String? = nil
    ) -> (category: String, condition: String, unknown: String?)? {
        guard case .found(let it) = policy.resolveCategory(hint: hint, condition: condition, scheme: scheme) else {
            return nil
        }
        return (it.category.id, it.condition.code, it.unknownCondition)
    }

    @Test func `a category is found by code and by id, with its first condition`() throws {
        let byCode = try #require(resolve("T07"))
        let byID = try #require(resolve("road-spill", condition: "b"))
        #expect(byCode == ("road-spill", "a", nil))
        #expect(byID == ("road-spill", "b", nil))
    }

    @Test func `one code means two categories in two schemes`() throws {
        let one = try #require(resolve("04-01", scheme: "one.2026"))
        let two = try #require(resolve("04-01", scheme: "two.2020"))
        #expect(one == ("road-spill", "b", nil))
        #expect(two == ("road-collapse", "a", nil))
    }

    @Test func `an unknown condition is reported and the first one is used`() throws {
        let own = try #require(resolve("T07", condition: "q"))
        let mapped = try #require(resolve("04-01", condition: "q", scheme: "one.2026"))
        #expect(own == ("road-spill", "a", "q"))
        #expect(mapped == ("road-spill", "b", "q"))
    }

    @Test func `a hint without a category says why`() {
        #expect(policy.resolveCategory(hint: nil, condition: "a", scheme: nil) == .none)
        #expect(policy.resolveCategory(hint: "", condition: nil, scheme: "one.2026") == .none)
        #expect(policy.resolveCategory(hint: "X9", condition: nil, scheme: nil) == .unknownCode("X9", scheme: nil))
        #expect(
            policy.resolveCategory(hint: "T07", condition: nil, scheme: "one.2026")
                == .unknownCode("T07", scheme: "one.2026"))
        #expect(policy.resolveCategory(hint: "T07", condition: nil, scheme: "new") == .unknownScheme("new"))
        #expect(
            policy.resolveCategory(hint: "其他", condition: nil, scheme: "one.2026")
                == .unmapped("其他", scheme: "one.2026"))
    }

    @Test func `a case of two steps has both limits`() throws {
        let collapse = try #require(policy.category("R02"))
        let found = collapse.limits(for: try #require(collapse.condition("a")))
        #expect(found.makeSafe?.description == "2uh" && found.due?.description == "5wd")
        let repair = collapse.limits(for: try #require(collapse.condition("b")))
        #expect(repair.makeSafe == nil && repair.due?.description == "5wd")
    }

    @Test func `the close rule is the routing rule's, else the programme's, else the general one`() {
        let plain = RoutingDecision(rule: "r", outcome: RoutingOutcome(lead: "triage"))
        let own = RoutingDecision(rule: "r", outcome: RoutingOutcome(lead: "triage", closeRule: .any))
        #expect(policy.closeRule(for: own, programme: "p.one") == .any)
        #expect(policy.closeRule(for: plain, programme: "p.one") == .lead)
        #expect(policy.closeRule(for: plain, programme: "p.two") == .all)
    }

    @Test func `there is always a category for what is not classified`() {
        #expect(policy.unclassified.code == "Z01" && policy.unclassified.conditions[0].limit?.description == "15m")
    }

    @Test func `a failed expectation lists each difference`() {
        var wrong = RoutingExpectation(name: "all wrong", facts: RoutingSamples.facts("road-spill"))
        wrong.rule = "road-spill-default"
        wrong.lead = "triage"
        wrong.co = ["gas"]
        wrong.priority = .p0
        wrong.needsReview = true
        let verdict = policy.run([wrong])[0]
        #expect(!verdict.passed)
        #expect(
            verdict.mismatches.map(\.description) == [
                "rule: wanted road-spill-default, got fallback", "co: wanted gas, got none",
                "priority: wanted P0, got P2", "needs_review: wanted true, got false",
            ])
    }
}
