package import HazardCore

/// Small routing policies for tests.
package enum RoutingSamples {
    package static func rule(
        _ id: String, lead: String = "sanitation", co: [String] = [], when edit: (inout RoutingMatch) -> Void
    ) -> RoutingRule {
        var match = RoutingMatch()
        edit(&match)
        return RoutingRule(id: id, when: match, outcome: RoutingOutcome(lead: lead, co: co))
    }

    package static func facts(_ category: String?, edit: (inout RoutingFacts) -> Void = { _ in }) -> RoutingFacts {
        var facts = RoutingFacts(programme: "p.one", channel: .phone)
        facts.category = category
        edit(&facts)
        return facts
    }

    package static func category(_ code: String, _ id: String, conditions: [String] = ["a"]) -> HazardCategory {
        HazardCategory(
            code: code, id: id, name: id, nameEnglish: id, priority: .p2,
            conditions: conditions.map {
                FilingCondition(
                    code: $0, description: $0, descriptionChinese: $0, limit: Limit(amount: 2, clock: .uh),
                    closesWhen: "gone")
            })
    }

    package static let vocabulary = RoutingVocabulary(
        departments: ["triage", "sanitation", "traffic-police", "urban-management"].map {
            Department(id: $0, name: $0, nameEnglish: $0)
        } + [Department(id: "old-office", name: "old", nameEnglish: "old", retired: true)],
        categories: [
            category("T01", "vehicle-parking"), category("T07", "road-spill", conditions: ["a", "b"]),
            category("Z01", "unclassified"),
        ],
        programmes: ["p.one", "p.two"])
}

/// A small random generator that gives the same numbers in every run (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
