package import HazardCore

/// A city for tests of moves: categories with one and two limits, with one and several departments, and one that is
/// only logged.
package enum MoveCity {
    package static let departments = [
        "traffic-police", "urban-management", "sanitation", "subdistrict", "municipal-works", "gas",
    ]

    package static func policy(_ closeRule: CloseRule = .all, calendar: WorkingCalendar? = nil) -> Policy {
        var road = category("R01", "road-damage", .p2, ["5wd"])
        road.conditions.append(condition("b", "7wd"))
        var leak = category("F05", "gas-leak", .p0, ["1uh", "5wd"], redirect: ["119"])
        leak.twoStep = TwoStep(makeSafe: "a", repair: "b")
        var collapse = category("R02", "road-collapse", .p1, ["2uh", "5wd"])
        collapse.twoStep = TwoStep(makeSafe: "a", repair: "b")
        var unclassified = HazardCategory.unclassified
        unclassified.dispatchedLimit = Limit(amount: 6, clock: .uh)
        return Policy(
            departments: (departments + [Department.triageID]).map { Department(id: $0, name: $0, nameEnglish: $0) },
            categories: [
                category("T02", "lane-obstruction", .p1, ["1uh"]), category("E01", "waste-dirt", .p3, ["4wh"]),
                category("S03", "illegal-ads", .p3, ["1wd"]), road, collapse, leak,
                category("R03", "manhole-cover", .p1, ["2uh"]), category("R06", "bridge-underpass", .p1, ["2uh"]),
                category("P02", "medical", .p2, [nil], redirect: ["120"]), unclassified,
            ],
            programmes: [
                Programme(
                    id: "jianyang.sentinel", name: "城市哨兵", nameEnglish: "City sentinel", districts: ["510185"])
            ], schemes: [],
            routing: RoutingTable(rules: [
                rule("lane-obstruction", "traffic-police", ["urban-management"]), rule("waste-dirt", "sanitation"),
                rule("illegal-ads", "urban-management", ["subdistrict", "sanitation"]),
                rule("road-damage", "municipal-works"), rule("road-collapse", "municipal-works", ["traffic-police"]),
                rule("gas-leak", "gas", ["traffic-police"]), rule("manhole-cover", "municipal-works"),
                rule("bridge-underpass", "municipal-works"), rule("medical", "subdistrict"),
            ]), basics: PolicyBasics(rulesHash: "moves", closeRule: closeRule, calendar: calendar))
    }

    /// A dispatched case of that category; without a category a case in triage.
    package static func bench(_ category: String?, _ closeRule: CloseRule = .all, calendar: WorkingCalendar? = nil)
        -> CaseBench
    {
        CaseBench(TestCity.report(hint: category), policy: policy(closeRule, calendar: calendar))
    }

    private static func condition(_ code: String, _ limit: String?, redirect: [String] = []) -> FilingCondition {
        FilingCondition(
            code: code, description: code, descriptionChinese: code, limit: limit.flatMap { Limit($0) },
            closesWhen: "gone", redirect: redirect)
    }

    private static func category(
        _ code: String, _ id: String, _ priority: Priority, _ limits: [String?], redirect: [String] = []
    ) -> HazardCategory {
        HazardCategory(
            code: code, id: id, name: id, nameEnglish: id, priority: priority,
            conditions: zip(["a", "b"], limits).map { condition($0, $1, redirect: redirect) })
    }

    private static func rule(_ category: String, _ lead: String, _ co: [String] = []) -> RoutingRule {
        var match = RoutingMatch()
        match.categories = [category]
        return RoutingRule(id: category + "-default", when: match, outcome: RoutingOutcome(lead: lead, co: co))
    }
}

extension CaseBench {
    /// Dispatches the case to departments in a role.
    @discardableResult
    package mutating func dispatch(_ departments: [(String, TaskRole)]) -> CaseVerdict {
        command(.dispatch, as: .dispatcher) { command in
            command.arguments.departments = departments.map { DepartmentRole($0.0, $0.1) }
        }
    }

    @discardableResult
    package mutating func classify(_ category: String, _ condition: String? = nil) -> CaseVerdict {
        command(.classify, as: .dispatcher) { command in
            command.arguments.category = category
            command.arguments.condition = condition
        }
    }

    @discardableResult
    package mutating func waive(_ departments: String...) -> CaseVerdict {
        command(.waive) { $0.arguments.departments = departments.map { DepartmentRole($0, .co) } }
    }

    @discardableResult
    package mutating func giveBack(_ department: String, to suggested: String?) -> CaseVerdict {
        feedback(department, .return) { $0.suggestedDepartment = suggested }
    }

    /// Sends `accept` and `resolve` of these departments.
    package mutating func work(_ departments: String...) {
        for department in departments {
            feedback(department, .accept)
            feedback(department, .resolve)
        }
    }

    /// The minutes after the start of the city.
    package func minutes(_ instant: Instant?) -> Int64? {
        instant.map { ($0.milliseconds - TestCity.start.milliseconds) / 60_000 }
    }
}

extension CaseVerdict {
    package var refusal: CaseRefusal? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal
    }
}
