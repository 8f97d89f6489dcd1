import HazardCore
import TestSupport
import Testing

/// Tests the faults of routing tables.
struct RoutingCheckTests {
    private func problems(
        _ rules: RoutingRule..., fallback: RoutingOutcome = RoutingOutcome(lead: "triage")
    ) -> [RoutingProblem] {
        RoutingTable(rules: rules, fallback: fallback).problems(in: RoutingSamples.vocabulary)
    }

    private func faults(_ rules: RoutingRule...) -> [RoutingFault] {
        RoutingTable(rules: rules).problems(in: RoutingSamples.vocabulary).map(\.fault)
    }

    private func spill(_ id: String, edit: (inout RoutingMatch) -> Void = { _ in }) -> RoutingRule {
        RoutingSamples.rule(id) {
            $0.categories = ["road-spill"]
            edit(&$0)
        }
    }

    @Test func `a valid table has no problems`() {
        #expect(problems(spill("a") { $0.conditions = ["b"] }, spill("b")).isEmpty)
    }

    @Test func `departments must exist, not be retired, and be listed once`() {
        let bad = RoutingSamples.rule("r", lead: "sanitation", co: ["nobody", "old-office", "sanitation", "nobody"]) {
            $0.categories = ["road-spill"]
        }
        let found = problems(bad, fallback: RoutingOutcome(lead: "gone"))
        #expect(
            found.map(\.fault) == [
                .unknownDepartment, .retiredDepartment, .leadIsCo, .unknownDepartment, .duplicateCo, .unknownDepartment,
            ])
        #expect(found.map(\.value) == ["nobody", "old-office", "sanitation", "nobody", "nobody", "gone"])
        #expect(found.last?.position == nil && found.last?.rule == "fallback" && found.last?.field == "lead")
    }

    @Test func `categories, conditions and programmes must exist`() {
        let rule = RoutingSamples.rule("r") {
            $0.categories = ["road-spill", "vehicle-parking", "moon-dust"]
            $0.conditions = ["b"]
            $0.programmes = ["p.one", "p.three"]
        }
        let found = problems(rule)
        #expect(
            found.map(\.fault) == [
                .unknownCategory, .unknownCondition(category: "vehicle-parking"), .unknownProgramme,
            ])
        #expect(found.map(\.field) == ["when.category", "when.condition", "when.programme"])
    }

    @Test func `a condition without category, an empty list, no condition and a contradiction are refused`() {
        #expect(faults(RoutingSamples.rule("r") { $0.conditions = ["a"] }) == [.conditionWithoutCategory])
        #expect(faults(RoutingSamples.rule("r") { $0.categories = [] }) == [.emptyList])
        #expect(faults(RoutingSamples.rule("r") { _ in }) == [.asksNothing])
        let contradiction = RoutingSamples.rule("r") {
            $0.surfaces = [.pavement]
            $0.roadClasses = [.national]
        }
        #expect(faults(contradiction) == [.surfaceContradictsRoadClass])
    }

    @Test func `an id is unique and not the fallback's`() {
        #expect(faults(spill("x") { $0.kinds = [.tipoff] }, spill("x")) == [.duplicateID])
        #expect(faults(spill("fallback")) == [.duplicateID])
    }

    @Test func `a rule behind a wider one is unreachable`() {
        #expect(
            faults(spill("wide"), spill("narrow") { $0.conditions = ["b"] }) == [.unreachable(behind: ["wide"])])
        #expect(faults(spill("narrow") { $0.conditions = ["b"] }, spill("wide")).isEmpty)
    }

    @Test func `a narrower area or surface behind a wider one is unreachable`() {
        let sichuan = spill("sichuan") { $0.areas = [AreaPattern("51*")].compactMap(\.self) }
        let jianyang = spill("jianyang") { $0.areas = [AreaPattern("510185")].compactMap(\.self) }
        #expect(faults(sichuan, jianyang) == [.unreachable(behind: ["sichuan"])])
        #expect(faults(jianyang, sichuan).isEmpty)
        let carriageway = spill("carriageway") { $0.surfaces = [.carriageway] }
        let provincial = spill("provincial") { $0.roadClasses = [.provincial] }
        #expect(faults(carriageway, provincial) == [.unreachable(behind: ["carriageway"])])
    }

    @Test func `rules that together take everything make the next unreachable`() {
        let day = spill("day") { $0.hours = HourSet("6-22") }
        let night = spill("night") { $0.hours = HourSet("22-6") }
        #expect(faults(day, night, spill("rest")) == [.unreachable(behind: ["day", "night"])])
        let a = spill("a") { $0.conditions = ["a"] }
        let b = spill("b") { $0.conditions = ["b"] }
        #expect(faults(a, b, spill("both") { $0.conditions = ["a", "b"] }) == [.unreachable(behind: ["a", "b"])])
        // A report need not state a condition, so this rule can still match one.
        #expect(faults(a, b, spill("rest")).isEmpty)
    }

    @Test func `a rule is found unreachable exactly when it can match nothing`() {
        var random = SeededGenerator(seed: 11)
        var unreachable = 0
        for _ in 0..<300 {
            let rules = (0..<6).map { Self.randomRule($0, using: &random) }
            let table = RoutingTable(rules: rules)
            let blocked = Set(
                table.problems(in: RoutingSamples.vocabulary).filter {
                    if case .unreachable = $0.fault { true } else { false }
                }.map(\.rule))
            unreachable += blocked.count
            let taken = Set(Self.allFacts.map { table.decide($0).rule })
            #expect(blocked.isDisjoint(with: taken))
        }
        #expect(unreachable > 50)
    }

    private static func randomRule(_ index: Int, using random: inout SeededGenerator) -> RoutingRule {
        RoutingSamples.rule("r\(index)") {
            $0.categories = [["road-spill"], ["vehicle-parking"], ["road-spill", "vehicle-parking"]].randomElement(
                using: &random)
            if Bool.random(using: &random) { $0.channels = [[.phone], [.phone, .chat]].randomElement(using: &random) }
            if Bool.random(using: &random) {
                $0.roadClasses = [[.urban], [.urban, .square]].randomElement(using: &random)
            }
            if Bool.random(using: &random) {
                $0.surfaces = [[.carriageway], [.pavement]].randomElement(using: &random)
            }
            if Bool.random(using: &random) {
                $0.hours = ["6-22", "22-6"].randomElement(using: &random).flatMap(HourSet.init)
            }
        }
    }

    private static let allFacts: [RoutingFacts] = ["road-spill", "vehicle-parking"].flatMap { category in
        Channel.allCases.flatMap { channel in
            (RoadClass.allCases + [nil]).flatMap { road in
                [3, 12].map { hour in
                    RoutingSamples.facts(category) {
                        $0.channel = channel
                        $0.roadClass = road
                        $0.hour = hour
                    }
                }
            }
        }
    }
}
