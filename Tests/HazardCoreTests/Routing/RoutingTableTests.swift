import HazardCore
import TestSupport
import Testing

/// Tests the decisions of a routing table, and that explanations agree with them.
struct RoutingTableTests {
    private let table = RoutingTable(rules: [
        RoutingSamples.rule("night", lead: "urban-management") {
            $0.categories = ["road-spill"]
            $0.hours = HourSet("22-6")
        },
        RoutingSamples.rule("blocking", lead: "traffic-police", co: ["sanitation"]) {
            $0.categories = ["road-spill"]
            $0.conditions = ["b"]
        },
        RoutingSamples.rule("s401", lead: "urban-management") {
            $0.roadClasses = [.provincial]
            $0.areas = [AreaPattern("5101*")].compactMap(\.self)
        },
        RoutingSamples.rule("pavement", lead: "urban-management") {
            $0.categories = ["vehicle-parking"]
            $0.surfaces = [.pavement]
        },
        RoutingSamples.rule("spill") { $0.categories = ["road-spill"] },
        RoutingSamples.rule("weekend-needs") {
            $0.kinds = [.need]
            $0.weekdays = WeekdaySet("sat-sun")
        },
    ])

    @Test func `the first rule that matches decides`() {
        let late = RoutingSamples.facts("road-spill") {
            $0.condition = "b"
            $0.hour = 23
        }
        #expect(table.decide(late).rule == "night")
        let noon = RoutingSamples.facts("road-spill") { $0.condition = "b" }
        #expect(table.decide(noon).rule == "blocking")
        #expect(table.decide(noon).co == ["sanitation"])
    }

    @Test func `a rule without a category applies to every category, in its position`() {
        let onS401 = RoutingSamples.facts("road-spill") {
            $0.roadClass = .provincial
            $0.district = "510182"
        }
        #expect(table.decide(onS401).rule == "s401")
        let unheardOf = RoutingSamples.facts("no-such-category") {
            $0.roadClass = .provincial
            $0.district = "510182"
        }
        #expect(table.decide(unheardOf).rule == "s401")
    }

    @Test func `the fallback decides when no rule matches`() {
        let decision = table.decide(RoutingSamples.facts(nil))
        #expect(decision.rule == "fallback" && decision.lead == "triage" && decision.isFallback)
    }

    @Test func `a fact that a report does not state is in no list`() {
        #expect(table.decide(RoutingSamples.facts("vehicle-parking")).isFallback)
        let square = RoutingSamples.facts("vehicle-parking") { $0.roadClass = .square }
        #expect(table.decide(square).rule == "pavement")
        let river = RoutingSamples.facts("vehicle-parking") { $0.roadClass = .river }
        #expect(table.decide(river).isFallback)
    }

    @Test(arguments: [(21, "spill"), (22, "night"), (0, "night"), (5, "night"), (6, "spill")])
    func `hours can pass midnight and exclude their last number`(hour: Int, rule: String) {
        let facts = RoutingSamples.facts("road-spill") { $0.hour = hour }
        #expect(table.decide(facts).rule == rule)
    }

    @Test(arguments: [(5, "fallback"), (6, "weekend-needs"), (7, "weekend-needs"), (1, "fallback")])
    func `weekdays count from Monday`(weekday: Int, rule: String) {
        let facts = RoutingSamples.facts("unclassified") {
            $0.kind = .need
            $0.weekday = weekday
        }
        #expect(table.decide(facts).rule == rule)
    }

    @Test func `hours and weekdays are read strictly`() throws {
        #expect(try #require(HourSet("0-24")).hours.count == 24)
        #expect(try #require(HourSet("7")).hours == [7])
        for bad in ["", "24", "7-7", "7-25", "-1", "7-", "a", "7-9-11", "007", "７"] { #expect(HourSet(bad) == nil) }
        #expect(try #require(WeekdaySet("fri-mon")).weekdays == [1, 5, 6, 7])
        for bad in ["", "monday", "mon-", "8", "mon-tue-wed"] { #expect(WeekdaySet(bad) == nil) }
    }

    @Test func `an area is a whole code or a prefix`() throws {
        let prefix = try #require(AreaPattern("5101*"))
        #expect(prefix.contains("510185") && !prefix.contains("511001") && !prefix.contains("510"))
        let whole = try #require(AreaPattern("510185"))
        #expect(whole.contains("510185") && !whole.contains("5101850"))
        #expect(prefix.covers(whole) && !whole.covers(prefix))
        #expect(try #require(AreaPattern("涌泉街道")).contains("涌泉街道"))
        #expect(try #require(AreaPattern("jy-g_1.2*")).contains("jy-g_1.23"))
        for bad in ["", "*", "51*1", "成 都", "5101 ", "a,b"] { #expect(AreaPattern(bad) == nil) }
    }

    @Test func `the facts of a report use the local hour and day of its record`() {
        var report = Report(
            reportID: "r", programme: "p.one", channel: .chat, reportedAt: Instant(milliseconds: 0))
        report.reporter.kind = .truckDriver
        report.location = Location()
        report.location?.roadClass = .provincial
        // 1970-01-01 was a Thursday; 20:30 UTC is Friday 04:30 in China.
        let facts = RoutingFacts(
            of: report, category: "road-spill", condition: "a", at: Instant(milliseconds: 73_800_000), zone: .china)
        #expect(facts.hour == 4 && facts.weekday == 5)
        #expect(facts.surface == .carriageway && facts.reporterKind == .truckDriver && facts.district == nil)
    }

    @Test func `an explanation names the rule, its reasons and the earlier rules`() throws {
        let facts = RoutingSamples.facts("road-spill") { $0.condition = "a" }
        let why = table.explain(facts)
        #expect(why.decision.rule == "spill")
        #expect(why.reasons.map(\.dimension) == [.category])
        #expect(why.passed.map(\.rule) == ["night", "blocking", "s401"])
        #expect(why.otherCategories == 1)
        let blocking = try #require(why.passed.first { $0.rule == "blocking" })
        #expect(blocking.failed.map(\.description) == ["condition is a, the rule wants b"])
        let s401 = try #require(why.passed.first { $0.rule == "s401" })
        #expect(
            s401.failed.map(\.description) == [
                "area is not given, the rule wants 5101*", "road_class is not given, the rule wants provincial",
            ])
    }

    @Test func `any facts get a decision that the explanation confirms`() {
        var random = SeededGenerator(seed: 5)
        var rules: Set<String> = []
        for _ in 0..<5000 {
            let facts = Self.randomFacts(using: &random)
            let decision = table.decide(facts)
            let why = table.explain(facts)
            rules.insert(decision.rule)
            #expect(why.decision == decision)
            #expect(why.reasons.allSatisfy { $0.holds })
            #expect(why.passed.allSatisfy { !$0.failed.isEmpty })
            let first = table.rules.first { rule in
                RoutingDimension.allCases.allSatisfy { rule.when.holds($0, for: facts) }
            }
            #expect(decision.rule == first?.id ?? "fallback")
        }
        #expect(rules.count == table.rules.count + 1)
    }

    private static func randomFacts(using random: inout SeededGenerator) -> RoutingFacts {
        let categories = ["vehicle-parking", "road-spill", "unclassified", "unheard-of", nil]
        return RoutingSamples.facts(categories.randomElement(using: &random) ?? nil) {
            $0.condition = ["a", "b", "", nil].randomElement(using: &random) ?? nil
            $0.programme = ["p.one", "", "车"].randomElement(using: &random) ?? ""
            $0.district = ["510185", "5101", "", nil].randomElement(using: &random) ?? nil
            $0.roadClass = Bool.random(using: &random) ? RoadClass.allCases.randomElement(using: &random) : nil
            $0.kind = ReportKind.allCases.randomElement(using: &random) ?? .hazard
            $0.channel = Channel.allCases.randomElement(using: &random) ?? .web
            $0.reporterKind = Bool.random(using: &random) ? ReporterKind.allCases.randomElement(using: &random) : nil
            $0.hour = Int.random(in: -2...26, using: &random)
            $0.weekday = Int.random(in: 0...8, using: &random)
        }
    }
}
