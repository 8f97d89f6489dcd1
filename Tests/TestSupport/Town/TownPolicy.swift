package import Credentials
internal import Digest
package import HazardCore

/// What the town's configuration decides, and its tokens.
package enum TownPolicy {
    package static let policy: Policy = {
        let departments = ["traffic-police", "urban-management", "sanitation", "triage"].map {
            Department(id: $0, name: "部门" + $0, nameEnglish: "Department " + $0)
        }
        let lane = HazardCategory(
            code: "T02", id: "lane-obstruction", name: "车道受阻", nameEnglish: "Lane obstruction", priority: .p1,
            conditions: [
                FilingCondition(
                    code: "a", description: "blocked", descriptionChinese: "受阻", limit: Limit(amount: 1, clock: .uh),
                    closesWhen: "lanes open")
            ])
        let programme = Programme(
            id: "jianyang.sentinel", name: "城市哨兵", nameEnglish: "City sentinel", districts: ["510185"])
        return Policy(
            departments: departments, categories: [lane], programmes: [programme], schemes: [],
            routing: RoutingTable(rules: []), basics: PolicyBasics(rulesHash: "test"))
    }()

    /// The same with a programme that hides its sources.
    package static let hidingSources = with { $0.hideSource = true }

    /// The same with a programme that shows its reporters every step.
    package static let showingProgress = with { $0.showProgress = true }

    private static func with(_ edit: (inout ProgrammeDemands) -> Void) -> Policy {
        var programme = Programme(
            id: "jianyang.sentinel", name: "城市哨兵", nameEnglish: "City sentinel", districts: ["510185"])
        edit(&programme.demands)
        return Policy(
            departments: Array(policy.departments.values), categories: policy.categories, programmes: [programme],
            schemes: [], routing: policy.routing, basics: policy.basics)
    }

    package static func digest(_ token: String) throws -> [UInt8] { try SHA256.digest(of: Array(token.utf8)) }

    /// One token of each role, named like the role; department tokens are for traffic-police and sanitation.
    ///
    /// `prefixes` are the beginnings of the gateway's report ids.
    package static func tokens(prefixes: [String]? = nil) throws -> [AccessToken] {
        var tokens = try AccessRole.allCases.filter { $0 != .department }.map {
            AccessToken(name: $0.rawValue, role: $0, sha256: try digest($0.rawValue))
        }
        for index in tokens.indices where tokens[index].role == .gateway {
            tokens[index].reportPrefixes = prefixes.map { ReportPrefixes($0) }
        }
        for department in ["traffic-police", "sanitation"] {
            tokens.append(
                AccessToken(
                    name: department, role: .department, departments: [department], sha256: try digest(department)))
        }
        return tokens
    }
}
