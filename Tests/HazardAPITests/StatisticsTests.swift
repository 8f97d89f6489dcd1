import CaseStore
import Credentials
import EmbeddedLog
import HTTP
import HazardAPI
import HazardCore
import HazardStatistics
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// `GET /v1/stats`: questions, answers and rights.
struct StatisticsTests {
    @Test func `figures are computed from the cases of all shards, with numerator and denominator`() throws {
        let town = try Town()
        try town.commit([closed(1, shard: 0, after: 30), closed(1, shard: 1, after: 90), Town.openCase(2, shard: 1)])
        let answer = try town.get("/v1/stats").json
        #expect(answer["from"]?.string == "2026-11-01T00:00:00+08:00")
        #expect(answer["to"]?.string == "2026-12-01T00:00:00+08:00")
        #expect(answer["counts"]?["cases"]?.int == 3 && answer["counts"]?["valid_reports"]?.int == 3)
        #expect(answer["counts"]?["active_reporters"]?.int == 1)
        #expect(answer["counts"]?["opened_by_state"]?["closed"]?.int == 2)
        let onTime = try #require(figure("on-time-rate", answer))
        #expect(onTime["value"]?.double == 50 && onTime["numerator"]?.int == 1 && onTime["denominator"]?.int == 2)
        #expect(onTime["unit"]?.string == "percent" && onTime["name"]?["zh"]?.string == "按期结案率")
        #expect(onTime["clock"]?.string == "due-or-closed" && onTime["formula"]?.string?.isEmpty == false)
        #expect(figure("urgent-on-time-rate", answer)?["target"]?.double == 95)
        #expect(answer["kpis"]?.array?.compactMap { $0["id"]?.string } == KPI.allCases.map(\.rawValue))
    }

    @Test func `a rate without cases is null`() throws {
        let answer = try Town().get("/v1/stats")
        for kpi in answer.json["kpis"]?.array ?? [] { #expect(kpi["value"] == nil, "\(kpi)") }
        #expect(answer.text.split(separator: #""value":null"#).count == KPI.allCases.count + 1)
    }

    @Test func `the figures of the running server have its lag and its dead letters`() throws {
        let town = try Town {
            $0.present = {
                var present = KPIPresent()
                present.received = 200
                present.deadLetters = 3
                present.lagSeconds = 0.25
                return present
            }
        }
        let letter = town.topics.deadLetters
        _ = try town.log.append([.init(topic: letter, partition: 1, key: [1], value: [2])])
        let answer = try town.get("/v1/stats").json
        #expect(figure("dead-letter-rate", answer)?["value"]?.double == 1.5)
        #expect(figure("dead-letter-age", answer)?["value"]?.double == 0, "the log's clock is the town's")
        #expect(figure("lag-seconds", answer)?["value"]?.double == 0.25)
        #expect(figure("lag-records", answer).map { $0["value"] == nil } == true)
    }

    @Test(arguments: KPIGrouping.allCases)
    func `figures come for each group`(_ grouping: KPIGrouping) throws {
        let town = try Town()
        try town.commit([Town.openCase(1), Town.openCase(2, shard: 1, district: nil, departments: ["sanitation"])])
        let groups = try town.get("/v1/stats?group_by=" + grouping.rawValue).json["groups"]?.array ?? []
        let names = groups.map { $0["group"]?.string }
        switch grouping {
        case .department:
            #expect(names == ["sanitation", "traffic-police", "urban-management"])
            #expect(groups.first?["name"]?.string == "部门sanitation")
        case .programme: #expect(names == ["jianyang.sentinel"] && groups.first?["name"]?.string == "城市哨兵")
        case .district: #expect(names == [nil, "510185"])
        case .subdistrict: #expect(names == [nil])
        case .category: #expect(names == ["T02"])
        }
        #expect(groups.allSatisfy { $0["kpis"]?.array?.isEmpty == false })
        #expect(try town.get("/v1/stats").json["groups"] == nil)
    }

    @Test(arguments: [
        ("programme=jianyang.sentinel", 2), ("district=510185", 1), ("area=510185", 1), ("subdistrict=none", 0),
        ("department=sanitation", 1), ("category=lane-obstruction", 2), ("from=2026-11-18&to=2026-11-18", 2),
        ("from=2026-11-19", 0), ("to=2026-11-17", 0), ("from=2026-11-18T00:00:00%2B08:00&to=2026-11-19T00:00:00Z", 2),
        ("from=2026-11-18T00:00:00+08:00", 2),
    ])
    func `filters and windows select cases`(_ query: String, _ count: Int64) throws {
        let town = try Town()
        try town.commit([Town.openCase(1), Town.openCase(2, district: nil, departments: ["sanitation"])])
        let answer = try town.get("/v1/stats?" + query)
        #expect(answer.status == 200)
        #expect(answer.json["counts"]?["received_reports"]?.int == count, "\(answer.text.prefix(300))")
    }

    @Test(arguments: [
        ("from=yesterday", "from"), ("to=2026-02-30", "to"), ("from=2026-11-18T08:00:00", "from"),
        ("from=2026-11-18&to=2026-11-17", "to"), ("programme=nobody", "programme"), ("department=nobody", "department"),
        ("category=X99", "category"), ("group_by=colour", "group_by"), ("state=closed", "state"),
    ])
    func `an invalid question is 400 and its field named`(_ query: String, _ field: String) throws {
        let answer = try Town().get("/v1/stats?" + query)
        #expect(answer.status == 400)
        #expect(answer.fields == [field])
    }

    @Test func `while a shard is elsewhere there are no figures, and the answer names the shards that are here`() throws
    {
        let answer = try Town(here: [1]).get("/v1/stats")
        #expect(answer.status == 503 && answer.headers["retry-after"] != nil)
        #expect(answer.json["shards"]?.array?.compactMap(\.int) == [1])
    }

    @Test func `one question above the limit is asked to come again`() throws {
        let town = try Town { $0.limits.statistics = 0 }
        let answer = try town.get("/v1/stats")
        #expect(answer.status == 503 && answer.json["type"]?.string == "urn:hazard:problem:busy")
    }

    @Test func `operators and supervisors see all figures, a department those of its own work`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Town.openCase(1), Town.openCase(2, departments: ["sanitation"])])
        for role in AccessRole.allCases where role != .department {
            let status = try town.get("/v1/stats", token: role.rawValue).status.code
            #expect(status == (role == .operator || role == .supervisor ? 200 : 403), "\(role)")
        }
        let own = try town.get("/v1/stats?group_by=department", token: "sanitation").json
        #expect(own["counts"]?["cases"]?.int == 1 && own["filters"]?["department"]?.string == "sanitation")
        #expect(own["groups"]?.array?.compactMap { $0["group"]?.string } == ["sanitation"])
        #expect(figure("dead-letter-rate", own) == nil, "how the server is, is not for departments")
        #expect(try town.get("/v1/stats?department=traffic-police", token: "sanitation").status == 403)
    }

    @Test func `cases whose retention is over are counted, where counts are known`() throws {
        let town = try Town()
        try town.count(
            MonthlyCount(month: "2026-10", programme: "p", category: "T02", state: .closed, code: .solved, count: 7),
            shard: 1)
        let october = try town.get("/v1/stats?from=2026-10-01&to=2026-10-31").json["left_by_retention"]
        #expect(october?["cases"]?.int == 7 && october?["by_outcome"]?["solved"]?.int == 7)
        #expect(try town.get("/v1/stats").json["left_by_retention"]?["cases"]?.int == 0)
        let other = try town.get("/v1/stats?from=2026-10-01&category=T02&district=510185").json["left_by_retention"]
        #expect(other.map { $0["cases"] == nil } == true, "counts know no district")
    }

    // MARK: - Parts

    private func figure(_ id: String, _ answer: JSONValue) -> JSONValue? {
        answer["kpis"]?.array?.first { $0["id"]?.string == id }
    }

    /// Closed so many minutes after it was opened, with a limit of an hour.
    private func closed(_ number: Int, shard: Int, after minutes: Int64) -> Case {
        var value = Town.openCase(number, shard: shard)
        value.openedAt = Town.start.adding(minutes: -600)
        value.registeredAt = value.openedAt
        value.reports[0].receivedAt = value.openedAt
        value.dueAt = value.openedAt.adding(minutes: 60)
        value.resolvedAt = value.openedAt.adding(minutes: minutes)
        value.closedAt = value.resolvedAt
        value.state = .closed
        return value
    }
}
