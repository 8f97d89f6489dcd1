import Foundation
import HazardConfig
import HazardCore
import TestSupport
import Testing

/// The configuration in `config/` as it is shipped.
struct ShippedConfigTests {
    private func policy() throws -> Policy {
        try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml").get().policy
    }

    @Test(arguments: ["hazard.yaml", "kafka.yaml"])
    func `the shipped configuration has no problems`(file: String) {
        let result = ConfigLoader.load(file: "\(ConfigFolder.shipped)/\(file)")
        if case .failure(let problems) = result { Issue.record("\(problems)") }
    }

    @Test func `the shipped files use the embedded log, and Kafka`() throws {
        let embedded = try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml").get().settings
        #expect(embedded.log.kind == .embedded && embedded.api.listen.map(\.description) == ["127.0.0.1:8421"])
        #expect(embedded.store.directory == ConfigFolder.shipped + "/../data/store")
        let kafka = try ConfigLoader.load(file: ConfigFolder.shipped + "/kafka.yaml").get().settings
        #expect(kafka.log.kind == .kafka && kafka.log.kafka.bootstrapServers == ["localhost:9092"])
    }

    @Test func `it has the departments, categories and programmes of DOMAIN.md`() throws {
        let policy = try policy()
        #expect(policy.departments.count == 23 && policy.categories.count == 46 && policy.programmes.count == 10)
        let limits = policy.categories.map { category in
            category.code + category.conditions.map { " \($0.code)\($0.limit?.description ?? "-")" }.joined()
        }
        #expect(limits == Self.limits)
        #expect(policy.categories.filter { $0.priority == .p0 }.map(\.code) == ["T06", "R02", "F03", "F05", "P02"])
        #expect(policy.categories.filter { $0.twoStep != nil }.map(\.code) == ["R02", "F05", "U03", "U05"])
        #expect(
            policy.departments.values.filter(\.external).map(\.id).sorted() == ["bike-operator", "property-management"])
    }

    @Test func `every shipped routing test passes, and the tests cover every category and every rule`() throws {
        let policy = try policy()
        let file = ConfigFolder.shipped + "/routing-tests.yaml"
        let verdicts = policy.run(try RoutingTestsFile.load(file: file, policy: policy).get())
        for verdict in verdicts where !verdict.passed {
            Issue.record("\(verdict.expectation.name): \(verdict.mismatches.map(\.description))")
        }
        let tested = Set(verdicts.compactMap(\.expectation.facts.category))
        #expect(tested == Set(policy.categories.map(\.id)))
        let rules = Set(policy.routing.rules.map(\.id) + ["fallback"])
        #expect(rules.subtracting(verdicts.map(\.explanation.decision.rule)).isEmpty)
    }

    @Test func `every programme has rewards, and together they have every kind and trigger`() throws {
        let programmes = try policy().programmes.values
        #expect(programmes.filter(\.incentive.rewards.isEmpty).map(\.id) == [])
        let rules = programmes.flatMap(\.incentive.rewards)
        #expect(Set(rules.map(\.kind)) == Set(RewardKind.allCases))
        #expect(Set(rules.map(\.trigger)) == Set(RewardTrigger.allCases))
    }

    @Test func `every category has its default rule`() throws {
        let policy = try policy()
        let rules = Set(policy.routing.rules.map(\.id))
        #expect(policy.categories.filter { !rules.contains($0.id + "-default") }.map(\.id) == [])
    }

    @Test func `one code means two categories in two editions of the national standard`() throws {
        let policy = try policy()
        func category(_ code: String, _ scheme: String) -> String? {
            guard case .found(let it) = policy.resolveCategory(hint: code, condition: nil, scheme: scheme) else {
                return nil
            }
            return it.category.code
        }
        #expect(category("05-01", "gbt30428.yuncheng.2026") == "U03")
        #expect(category("05-01", "gbt30428.reversed.1") == "S01")
        #expect(category("04-10", "gbt30428.yuncheng.2026") == "T03")
        #expect(category("04-09", "gbt30428.daying.1") == "T01")
        #expect(category("01-37", "gbt30428.yuncheng.2026") == "E01")
        #expect(category("部件/01-37", "gbt30428.yuncheng.2026") == "U01")
        let open = policy.resolveCategory(hint: "02-99", condition: nil, scheme: "gbt30428.yuncheng.2026")
        #expect(open == .unmapped("02-99", scheme: "gbt30428.yuncheng.2026"))
    }

    /// Codes, conditions and limits of the table in `DOMAIN.md` §2.
    private static let limits = [
        "T01 a3uh", "T02 a1uh", "T03 a2wh b1wd", "T04 a2uh", "T05 a4uh a24uh b1wd c3wd c21wd d5wd", "T06 a1uh",
        "T07 a4wh b1uh",
        "R01 a5wd b7wd c5wd", "R02 a2uh b5wd", "R03 a2uh a22uh b4wh b21wd c2wd d5wd", "R04 a2uh b4wh", "R05 a4wh",
        "R06 a2uh b4wh c3wd c25wd", "R07 a1wd b3wd b25wd", "R08 a2wd b5wd c15wd d2uh", "F01 a2wh", "F02 a1wd a21wd",
        "F03 a1uh", "F04 a4wh", "F05 a1uh b5wd", "F06 a2uh", "F07 a2uh", "S01 a2uh b2uh c4wh", "S02 a1wd b2wd",
        "S03 a1wd b1wd b25wd c1wd", "S04 a2ud b15wd", "S05 a2uh b1wd", "S06 a2uh a22uh", "E01 a4wh b2wh c4wh",
        "E02 a5wd b2wd", "E03 a2wd", "U01 b2wd a1wd a21wd c2wh", "U02 a2wh a22wh b1wd c2wd c24uh d1uh", "U03 a1uh b5wd",
        "U04 a4wh b1uh", "U05 a1uh b5wd", "U06 a1wd b2uh", "C01 a2wh b1wd c2wd", "P01 a- b2uh", "P02 a-",
        "P03 a2uh b1wd", "P04 a3wd", "P05 a5wd", "M01 a3wd", "A01 a1uh b1wd", "Z01 a15m",
    ]
}
