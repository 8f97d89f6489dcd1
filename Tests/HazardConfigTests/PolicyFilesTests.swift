import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// Departments, categories, programmes, schemes and routing: each mistake is reported once, at its place.
struct PolicyFilesTests {
    /// The problems of one replaced file, as `line:column keyPath`.
    private func problems(_ file: String, _ text: String) throws -> [String] {
        try ConfigFolder([file: text]).places().map { place in
            place.hasPrefix("\(file):") ? String(place.dropFirst(file.count + 1)) : place
        }
    }

    @Test func `a configuration without mistakes gives its policy`() throws {
        let policy = try ConfigFolder().loaded().policy
        #expect(policy.departments.count == 3 && policy.categories.map(\.code) == ["T07", "Z01"])
        #expect(policy.routing.rules.first?.when.categories == ["road-spill"])
        #expect(policy.programmes["test.one"]?.districts == ["510185"])
        #expect(
            policy.schemes["city.one"]?.entries == ["04-01": .category("road-spill", condition: "b"), "其他": .unmapped])
        #expect(policy.basics.closeRule == .all && policy.rulesHash.utf8.count == 16)
    }

    @Test func `the rules' hash depends on the meaning of the files, not on their layout`() throws {
        let before = try ConfigFolder().loaded().policy.rulesHash
        let relaid = """
            # The same rules.
            fallback: {"lead": 'triage'}
            rules: [{lead: sanitation, id: road-spill-default, when: {category: T07}}]
            """
        #expect(try ConfigFolder(["routing.yaml": relaid]).loaded().policy.rulesHash == before)
        let other = relaid.replacing("sanitation", with: "traffic-police")
        #expect(try ConfigFolder(["routing.yaml": other]).loaded().policy.rulesHash != before)
        #expect(try ConfigFolder(["hazard.yaml": "zone: \"+09:00\"\n"]).loaded().policy.rulesHash != before)
    }

    @Test func `the problems of all files are reported together`() throws {
        let found = try ConfigFolder([
            "hazard.yaml": "log: {shards: 0}\n",
            "departments.yaml": "departments: [{id: triage, name: x, name_en: y, fax: 1}]\n",
            "categories.yaml": """
            categories:
              - {code: Z01, id: unclassified, name: x, name_en: y, priority: P9, conditions: {a: {when: x, limit: 5w, closes_when: y, when_zh: 甲}}}
            """,
            "programmes.yaml": "programmes: [{id: p, name: x, name_en: y, districts: []}]\n",
            "phrases.yaml": "categories: {}\nrisk_order: []\n",
            "merging.yaml": "groups: [{id: all, categories: [Z01], radius_m: 0, window: 2h}]\n",
            "routing.yaml": "rules: [{id: r, when: {category: Z01}, lead: nobody}]\nfallback: {lead: triage}\n",
            "schemes/one.yaml": "{id: s, name: x, version: 1, source: y, codes: {a: Z02}}\n",
            "schemes/two.yaml": "a: [\n",
        ]).places()
        #expect(
            found == [
                "hazard.yaml:1:15 log.shards", "departments.yaml:1:49 departments[0].fax",
                "categories.yaml:2:66 categories[0].priority", "categories.yaml:2:103 categories[0].conditions.a.limit",
                "programmes.yaml:1:54 programmes[0].districts", "merging.yaml:1:49 groups[0].radius_m",
                "schemes/one.yaml:1:52 codes.a",
                "schemes/two.yaml:2:1 ",
                "routing.yaml:1:46 rules[0].lead",
            ])
    }

    @Test func `departments have unique ids, and triage is one of them`() throws {
        let text = """
            departments:
              - {id: gas, name: 燃气, name_en: Gas, retired: maybe}
              - {id: gas, name: 燃气, name_en: Gas}
              - {id: a b, name: "", name_en: [x]}
              - heat
              - {id: triage, name: 分拨, name_en: Triage, retired: true}
            """
        let found = try ConfigFolder(["departments.yaml": text, "routing.yaml": "rules: []\nfallback: {lead: gas}\n"])
        #expect(
            found.places() == [
                "departments.yaml:1:1 departments", "departments.yaml:2:48 departments[0].retired",
                "departments.yaml:3:10 departments[1].id", "departments.yaml:4:10 departments[2].id",
                "departments.yaml:4:21 departments[2].name", "departments.yaml:4:34 departments[2].name_en",
                "departments.yaml:5:5 departments[3]",
            ])
    }

    @Test func `every condition has a limit, or an emergency number to redirect to`() throws {
        let text = """
            categories:
              - code: Z01
                id: unclassified
                name: x
                name_en: y
                priority: P2
                conditions: {a: {when: x, closes_when: y, when_zh: 甲}, b: {when: x, limit: 366ud, closes_when: y, when_zh: 甲}}
              - code: F03
                id: active-fire
                name: x
                name_en: y
                priority: P0
                conditions: {a: {when: x, limit: 1uh, closes_when: y, when_zh: 甲, redirct: [119]}}
                two_step: {make_safe: a, repair: c}
              - code: F03
                id: gas-leak
                name: x
                name_en: y
                priority: P0
                conditions: {a: {when: x, closes_when: y, when_zh: 甲, redirect: [fire]}}
              - {code: X1, id: x, name: x, name_en: y, priority: P1, conditions: {}}
            """
        let found = try ConfigFolder([
            "categories.yaml": text, "routing.yaml": "rules: []\nfallback: {lead: triage}\n",
            "phrases.yaml": "categories: {}\nrisk_order: []\n",
            "merging.yaml": "groups: [{id: all, categories: [Z01, F03, gas-leak, X1], merge: never}]\n",
            "schemes/one.yaml": "{id: s, name: x, version: 1, source: y, codes: {a: Z01}}\n",
        ])
        #expect(
            found.places() == [
                "categories.yaml:7:21 categories[0].conditions.a.limit",
                "categories.yaml:7:80 categories[0].conditions.b.limit",
                "categories.yaml:13:17 categories[1].conditions",
                "categories.yaml:13:71 categories[1].conditions.a.redirct",
                "categories.yaml:14:38 categories[1].two_step.repair", "categories.yaml:15:11 categories[2].code",
                "categories.yaml:20:70 categories[2].conditions.a.redirect[0]",
                "categories.yaml:21:70 categories[3].conditions",
            ])
        #expect(found.problems().contains { $0.hint?.en == "did you mean redirect?" })
    }

    @Test func `only the unclassified category has a limit for cases that are dispatched unclassified`() throws {
        func text(_ more: String, _ other: String = "") -> String {
            """
            categories:
              - {code: T07, id: road-spill, name: x, name_en: y, priority: P2, conditions: {a: {when: x, limit: 1uh, closes_when: y, when_zh: 甲}, b: {when: x, limit: 1uh, closes_when: y, when_zh: 甲}}\(other)}
              - {code: Z01, id: unclassified, name: x, name_en: y, priority: P2, conditions: {a: {when: x, limit: 15m, closes_when: y, when_zh: 甲}}\(more)}
            """
        }
        let given = try ConfigFolder(["categories.yaml": text(", dispatched_limit: 2wd")])
        #expect(try given.loaded().policy.dispatchedLimit == Limit(amount: 2, clock: .wd))
        let silent = try ConfigFolder(["categories.yaml": text("")])
        #expect(try silent.loaded().policy.dispatchedLimit == Limit(amount: 1, clock: .wd))
        let wrong = try ConfigFolder(["categories.yaml": text(", dispatched_limit: 2 days", ", dispatched_limit: 2wd")])
        #expect(
            wrong.problems().map(\.keyPath) == ["categories[0].dispatched_limit", "categories[1].dispatched_limit"])
    }

    @Test func `a configuration without the unclassified category is refused`() throws {
        let text = """
            categories:
              - {code: T07, id: road-spill, name: x, name_en: y, priority: P2, conditions: {a: {when: x, limit: 1uh, closes_when: y, when_zh: 甲}, b: {when: x, limit: 1uh, closes_when: y, when_zh: 甲}}}
            """
        let merging = "groups: [{id: all, categories: [T07], merge: never}]\n"
        let found = try ConfigFolder(["categories.yaml": text, "merging.yaml": merging]).places()
        #expect(found == ["categories.yaml:1:1 categories"])
    }

    @Test func `programmes name existing categories, districts and funds`() throws {
        let text = """
            programmes:
              - id: p.one
                name: x
                name_en: y
                districts: [510185, 5101*, 成都]
                channels: [phone, fax]
                incentive:
                  follower_percent: 101
                  rewards:
                    - {id: r, kind: points, trigger: received, amount: 0, unit: points, categories: [T07, T70]}
                    - {id: r, kind: immediate, trigger: verified, amount: 5, unit: yuan, from_fund: true}
            """
        let found = try problems("programmes.yaml", text)
        #expect(
            found == [
                "5:25 programmes[0].districts[1]", "5:32 programmes[0].districts[2]", "6:23 programmes[0].channels[1]",
                "8:25 programmes[0].incentive.follower_percent", "10:42 programmes[0].incentive.rewards[0].trigger",
                "10:60 programmes[0].incentive.rewards[0].amount",
                "10:95 programmes[0].incentive.rewards[0].categories[1]",
                "11:16 programmes[0].incentive.rewards[1].id", "11:89 programmes[0].incentive.rewards[1].from_fund",
            ])
    }

    @Test func `a scheme maps to existing categories and conditions, and has a unique id`() throws {
        let text = """
            id: city.one
            name: x
            version: "1"
            source: y
            codes: {"1": T07, "2": road-spill/c, "3": unmaped, "4": [T07]}
            """
        #expect(
            try problems("schemes/two.yaml", text) == ["1:5 id", "5:24 codes.2", "5:43 codes.3", "5:57 codes.4"])
    }

    @Test func `every mistake in a rule is reported once, at its place`() throws {
        let text = """
            close_rule: most
            rules:
              - id: one
                when: {category: [T07, T99], condition: [a, c], programme: test.oen, hour: 25, weekday: mon-fr}
                lead: sanitation
                co: [traffic-police, sanitation, gas]
              - id: one
                when: {category: road-spill, kind: hazzard, surface: pavement, colour: red}
                lead: triage
              - {id: three, when: {}, lead: triage}
              - {id: four, lead: triage, priority: 1}
              - {id: five, when: {category: T07, area: [51*, x*y]}, lead: triage, needs_review: 1}
              - {id: six, when: {category: T07, channel: []}, lead: triage}
              - {id: seven, when: {category: T07}, co: [triage]}
              - {id: eight, when: {category: T07, condition: a}, lead: triage}
            fallback: {lead: nobody}
            """
        let found = try ConfigFolder(["routing.yaml": text])
        #expect(
            found.places().map { $0.dropFirst("routing.yaml:".count) } == [
                "1:13 close_rule", "4:28 rules[0].when.category[1]", "4:49 rules[0].when.condition[1]",
                "4:64 rules[0].when.programme", "4:80 rules[0].when.hour", "4:93 rules[0].when.weekday",
                "6:26 rules[0].co[1]", "6:38 rules[0].co[2]", "7:9 rules[1].id", "8:40 rules[1].when.kind",
                "8:68 rules[1].when.colour", "10:23 rules[2].when", "11:5 rules[3].when", "11:40 rules[3].priority",
                "12:50 rules[4].when.area[1]", "12:85 rules[4].needs_review", "13:46 rules[5].when.channel",
                "14:5 rules[6].lead", "15:23 rules[7].when", "16:18 fallback.lead",
            ])
        #expect(
            found.problems().first { $0.keyPath == "rules[0].when.programme" }?.hint?.en == "did you mean test.one?")
        #expect(
            found.problems().first { $0.keyPath == "rules[7].when" }?.problem.en.contains("seven before it") ?? false)
    }

    @Test func `a table without a fallback is refused`() throws {
        #expect(try problems("routing.yaml", "rules: []\n") == ["1:1 fallback"])
    }

    @Test func `a file that cannot be read causes no problems in the other files`() throws {
        #expect(try problems("categories.yaml", "categories: {\n").count == 1)
        #expect(try problems("departments.yaml", "").count == 1)
        let folder = try ConfigFolder(["hazard.yaml": "policy: {routing: none.yaml, schemes: nowhere}\n"])
        #expect(folder.places() == ["nowhere ", "none.yaml "])
    }

    @Test func `routing expectations are checked like the other files, and report what the table answered`() throws {
        let folder = try ConfigFolder([
            "tests.yaml": """
            tests:
              - name: right
                report: {category: road-spill, programme: test.one}
                expect: {rule: road-spill-default, lead: sanitation, co: []}
              - name: wrong
                report: {programme: test.one}
                expect: {rule: road-spill-default}
            """,
            "bad.yaml": """
            tests:
              - name: x
                report: {category: T08, condition: z, programme: test.on, hour: 24, weekday: today, surface: pavement}
                expect: {rule: road-spill, lead: sanitaton}
              - {name: y, report: {}, expect: {}}
            """,
        ])
        let policy = try folder.loaded().policy
        let verdicts = policy.run(try RoutingTestsFile.load(file: folder.path("tests.yaml"), policy: policy).get())
        #expect(verdicts.map(\.passed) == [true, false])
        #expect(verdicts[1].mismatches.map(\.description) == ["rule: wanted road-spill-default, got fallback"])
        #expect(verdicts[1].expectation.facts.district == "510185")
        guard case .failure(let bad) = RoutingTestsFile.load(file: folder.path("bad.yaml"), policy: policy) else {
            Issue.record("bad.yaml was loaded")
            return
        }
        ChineseTextCheck.check(bad)
        #expect(
            bad.list.map { "\($0.place.line) \($0.keyPath)" } == [
                "3 tests[0].report.category", "3 tests[0].report.condition", "3 tests[0].report.programme",
                "3 tests[0].report.hour", "3 tests[0].report.weekday", "3 tests[0].report.surface",
                "4 tests[0].expect.rule", "4 tests[0].expect.lead", "5 tests[1].expect",
            ])
    }
}
