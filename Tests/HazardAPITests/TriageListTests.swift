import HTTP
import HazardCore
import JSONText
import TestSupport
import Testing

/// The triage centre's list of tasks begins with emergencies.
struct TriageListTests {
    private static func waiting(_ number: Int, shard: Int, _ priority: Priority) -> Case {
        var value = Town.openCase(number, shard: shard, departments: ["triage"])
        value.state = .triage
        value.priority = priority
        return value
    }

    /// The numbers of the cases of all pages of that size.
    private func numbers(_ town: Town, limit: Int, _ query: String = "") throws -> [String] {
        var found: [String] = []
        var after = ""
        for _ in 0..<20 {
            let page = try town.get("/v1/departments/triage/tasks?limit=\(limit)\(query)\(after)").json
            found += (page["tasks"]?.array ?? []).compactMap { $0["case_id"]?.string?.suffix(9) }.map(String.init)
            guard let next = page["next"]?.string else { return found }
            after = "&after=" + HTTPClient.encode(next)
        }
        return found
    }

    @Test(arguments: [1, 2, 3, 50]) func `emergencies come first, over all shards and pages`(_ limit: Int) throws {
        let town = try Town()
        try town.commit([
            Self.waiting(1, shard: 0, .p2), Self.waiting(2, shard: 0, .p0), Self.waiting(3, shard: 0, .p3),
            Self.waiting(1, shard: 1, .p0), Self.waiting(2, shard: 1, .p1), Self.waiting(3, shard: 1, .p0),
        ])
        let expected = ["00-000002", "01-000001", "01-000003", "00-000001", "00-000003", "01-000002"]
        #expect(try numbers(town, limit: limit) == expected)
        #expect(try numbers(town, limit: limit, "&state=sent") == expected)
        #expect(try numbers(town, limit: limit, "&state=done").isEmpty)
    }

    @Test
    func
        `an emergency that has left triage is not urgent there, and other departments' tasks are in the order of their ids`()
        throws
    {
        let town = try Town()
        var gone = Self.waiting(2, shard: 0, .p0)
        gone.state = .dispatched
        try town.commit([Self.waiting(1, shard: 0, .p2), gone])
        #expect(try numbers(town, limit: 1) == ["00-000001", "00-000002"])
        var urgent = Town.openCase(5)
        urgent.priority = .p0
        try town.commit([Town.openCase(4), urgent])
        let tasks = try town.get("/v1/departments/traffic-police/tasks").json["tasks"]?.array ?? []
        #expect(tasks.compactMap { $0["priority"]?.string } == ["P2", "P0"])
    }

    @Test func `a list of cases can be filtered by priority`() throws {
        let town = try Town()
        try town.commit([Self.waiting(1, shard: 0, .p2), Self.waiting(2, shard: 0, .p0)])
        let found = try town.get("/v1/cases?priority=P0").json["cases"]?.array ?? []
        #expect(found.compactMap { $0["case_id"]?.string?.suffix(6) } == ["000002"])
        #expect(try town.get("/v1/cases?priority=P9").fields == ["priority"])
    }
}
