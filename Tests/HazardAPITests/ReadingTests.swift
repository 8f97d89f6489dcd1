import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

struct ReadingTests {
    // MARK: - Reports

    @Test func `a report's outcome names its case, its role and the state`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1, shard: 1, report: "g/7")])
        let answer = try town.get("/v1/reports/g%2F7")
        #expect(answer.status == 200)
        #expect(answer.json["report_id"]?.string == "g/7")
        #expect(answer.json["case_id"]?.string == Town.openCase(1, shard: 1).id.text)
        #expect(answer.json["role"]?.string == "first")
        #expect(answer.json["state"]?.string == "dispatched")
    }

    @Test func `an unknown report is 404 when all shards are here`() throws {
        #expect(try Town().get("/v1/reports/nobody").status == 404)
    }

    @Test func `an unknown report is 503 while a shard is elsewhere`() throws {
        let town = try Town(here: [0])
        try town.commit([Town.openCase(1, report: "known")])
        #expect(try town.get("/v1/reports/known").status == 200)
        let answer = try town.get("/v1/reports/nobody")
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] != nil)
    }

    @Test func `an owned shard whose file is missing is not here`() throws {
        let town = try Town(here: [0]) { $0.ownedShards = { [0, 1] } }
        #expect(try town.get("/v1/reports/nobody").status == 503)
    }

    @Test func `an invalid report id is 400`() throws {
        #expect(try Town().get("/v1/reports/a%20b").fields == ["report_id"])
    }

    // MARK: - Cases

    @Test(arguments: ["id", "opened", "urgency", nil])
    func `cases of all shards come in one order, page by page`(sort: String?) throws {
        let town = try Town()
        try town.commit(
            (1...3).flatMap { number in
                (0...1).map { shard in
                    var value = Town.openCase(number, shard: shard)
                    value.openedAt = Town.start.adding(minutes: Int64(number * 2 + shard))
                    value.dueAt = value.openedAt.adding(minutes: shard == 0 && number == 3 ? 1 : 60)
                    return value
                }
            })
        var seen: [String] = []
        let first = "/v1/cases?limit=4" + (sort.map { "&sort=" + $0 } ?? "")
        var target = first
        for _ in 0..<3 {
            let page = try town.get(target).json
            seen += (page["cases"]?.array ?? []).compactMap { $0["case_id"]?.string }
            guard let next = page["next"]?.string else { break }
            target = first + "&after=\(next)"
        }
        let byTime = (1...3).flatMap { number in (0...1).map { Town.openCase(number, shard: $0).id.text } }
        switch sort {
        case "id": #expect(seen == byTime.sorted())
        case "opened": #expect(seen == byTime.reversed())
        default: #expect(seen == [byTime[4]] + byTime.filter { $0 != byTime[4] })
        }
    }

    @Test func `cases by their next deadline and by priority come page by page`() throws {
        let town = try Town()
        let times: [(due: Int64?, priority: Priority)] = [(50, .p2), (nil, .p1), (10, .p3), (30, .p1), (50, .p2)]
        try town.commit(
            times.enumerated().map { index, wanted in
                var value = Town.openCase(index + 1, shard: index % 2)
                value.dueAt = wanted.due.map { Town.start.adding(minutes: $0) }
                for task in value.tasks.indices { value.tasks[task].acknowledgeBy = nil }
                value.priority = wanted.priority
                if wanted.due == nil { value.state = .suspended }
                return value
            })
        for (sort, expected) in [("next_due", [3, 4, 1, 5, 2]), ("priority", [4, 2, 1, 5, 3])] {
            var seen: [String] = []
            var target = "/v1/cases?limit=2&sort=\(sort)"
            for _ in 0..<3 {
                let page = try town.get(target).json
                seen += (page["cases"]?.array ?? []).compactMap { $0["case_id"]?.string }
                guard let next = page["next"]?.string else { break }
                target = "/v1/cases?limit=2&sort=\(sort)&after=\(next)"
            }
            #expect(seen == expected.map { Town.openCase($0, shard: ($0 - 1) % 2).id.text }, "\(sort)")
        }
    }

    @Test func `cases are selected by the time they were opened, and by the time of their last event`() throws {
        let town = try Town()
        try town.commit(
            (1...3).map { number in
                var value = Town.openCase(number)
                value.openedAt = Town.start.adding(minutes: Int64(number) * 60)
                return value
            })
        func count(_ query: String) throws -> Int? { try town.get("/v1/cases?" + query).json["cases"]?.array?.count }
        let second = TimeText.text(Town.start.adding(minutes: 120), .china).replacing("+", with: "%2B")
        #expect(try count("since=\(second)") == 2)
        #expect(try count("until=\(second)") == 1)
        #expect(try count("since=\(second)&until=\(second)&sort=opened") == 0)
        #expect(try count("since=2000-01-01&until=2000-01-02") == 0)
        #expect(Set(try town.get("/v1/cases?since=yesterday&until=1h").fields) == ["since", "until"])
        #expect(try count("changed_since=2000-01-01") == 3)
        #expect(try count("changed_since=2100-01-01") == 0)
    }

    @Test func `a cursor of another list is refused, and one without an order names it`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1), Town.openCase(2)])
        let next = try #require(try town.get("/v1/cases?limit=1&sort=opened").json["next"]?.string)
        #expect(try town.get("/v1/cases?sort=id&after=\(next)").fields == ["after"])
        #expect(try town.get("/v1/cases?after=x").fields == ["after"])
        #expect(try town.get("/v1/cases?sort=newest").fields == ["sort"])
        #expect(try town.get("/v1/cases?after=\(next)").json["cases"]?.array?.count == 1)
    }

    @Test func `a page that ends with the last case has no next`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1), Town.openCase(2)])
        #expect(try town.get("/v1/cases?limit=2").json["next"] == nil)
        let next = try #require(try town.get("/v1/cases?limit=1").json["next"]?.string)
        let last = try town.get("/v1/cases?limit=1&after=\(next)").json
        #expect(last["cases"]?.array?.first?["case_id"]?.string == Town.openCase(2).id.text)
        #expect(last["next"] == nil)
    }

    @Test func `a list says when other servers have the rest`() throws {
        #expect(try Town().get("/v1/cases").json["complete"]?.bool == true)
        #expect(try Town(here: [1]).get("/v1/cases").json["complete"]?.bool == false)
    }

    @Test(arguments: [
        ("state=dispatched", 2), ("state=closed", 0), ("department=sanitation", 1), ("category=T02", 2),
        ("category=lane-obstruction", 2), ("district=510185", 1), ("programme=jianyang.sentinel", 2),
        ("overdue=true", 0), ("overdue=false", 2), ("state=dispatched&district=510185", 1),
    ])
    func `filters select cases`(_ query: String, _ count: Int) throws {
        let town = try Town()
        try town.commit([Town.openCase(1), Town.openCase(2, district: nil, departments: ["sanitation"])])
        let answer = try town.get("/v1/cases?" + query)
        #expect(answer.status == 200)
        #expect(answer.json["cases"]?.array?.count == count)
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=501", "limit"), ("limit=many", "limit"), ("state=open", "state"),
        ("overdue=maybe", "overdue"), ("department=nobody", "department"), ("category=X99", "category"),
        ("programme=nobody", "programme"), ("after=here", "after"), ("colour=red", "colour"),
        ("state=closed&state=closed", "state"),
    ])
    func `an invalid filter or limit is 400 and named`(_ query: String, _ field: String) throws {
        let answer = try Town().get("/v1/cases?" + query)
        #expect(answer.status == 400)
        #expect(answer.fields == [field])
    }

    @Test func `several wrong filters are all named`() throws {
        #expect(Set(try Town().get("/v1/cases?state=open&limit=0&x=1").fields) == ["state", "limit", "x"])
    }

    @Test func `a case has all its fields`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.get("/v1/cases/\(value.id.text)")
        #expect(answer.status == 200)
        #expect(answer.json["case_id"]?.string == value.id.text)
        #expect(answer.json["reports"]?[0]?["account"]?.string == "account-of-the-rider")
    }

    @Test func `an unknown case is 404, one of another server 421 with its shard, an invalid id 400`() throws {
        let town = try Town(here: [0])
        #expect(try town.get("/v1/cases/\(Town.openCase(9).id.text)").status == 404)
        let elsewhere = try town.get("/v1/cases/\(Town.openCase(9, shard: 1).id.text)")
        #expect(elsewhere.status == 421)
        #expect(elsewhere.json["shard"]?.int == 1)
        #expect(try town.get("/v1/cases/\(Town.openCase(9, shard: 7).id.text)").status == 404)
        #expect(try town.get("/v1/cases/20261122-1").fields == ["case_id"])
    }

    @Test func `a department sees its cases without accounts and conversations, and no others`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        var value = Town.openCase(1)
        value.reports[0].thread = "wx-13711112222"
        try town.commit([value, Town.openCase(2, departments: ["sanitation"])])
        let own = try town.get("/v1/cases/\(value.id.text)", token: "traffic-police")
        #expect(own.status == 200)
        #expect(own.json["reports"]?[0]?["report_id"]?.string == "g1-0-1")
        #expect(!own.text.contains("account-of-the-rider"))
        #expect(!own.text.contains("wx-13711112222"))
        #expect(try town.get("/v1/cases/\(value.id.text)", token: "operator").text.contains("wx-13711112222"))
        #expect(try town.get("/v1/cases/\(value.id.text)", token: "sanitation").status == 403)
        let list = try town.get("/v1/cases", token: "traffic-police")
        #expect(list.json["cases"]?.array?.compactMap { $0["case_id"]?.string } == [value.id.text])
        #expect(!list.text.contains("account-of-the-rider"))
        #expect(try town.get("/v1/cases?department=sanitation", token: "traffic-police").status == 403)
    }

    @Test func `a department's view does not show that two cases have the same reporter`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let cases = (1...2).map { number in Self.rewarded(Town.openCase(number)) }
        try town.commit(cases)
        let digits = try #require(cases[0].rewards.first?.entryID.split(separator: "-").last)
        #expect(cases[1].rewards.first?.entryID.hasSuffix(digits) == true)
        for value in cases {
            let target = "/v1/cases/\(value.id.text)"
            let seen = try town.get(target, token: "traffic-police")
            #expect(seen.status == 200)
            #expect(!seen.text.contains(digits))
            #expect(seen.json["rewards"]?.array?.isEmpty == true)
            let kinds = seen.json["history"]?.array?.compactMap { $0["kind"]?.string }
            #expect(kinds == value.history.map(\.kind.word))
            #expect(seen.json["history"]?[0]?["cause"]?["id"]?.string == value.reports[0].reportID)
            let whole = try town.get(target, token: "operator")
            #expect(whole.text.contains(digits))
        }
        #expect(!(try town.get("/v1/cases", token: "viewer").text.contains(digits)))
    }

    /// A case with a reward, a history entry about it, and a refusal that names it.
    private static func rewarded(_ value: Case) -> Case {
        var value = value
        let rule = RewardRule(id: "valid-clue", kind: .points, trigger: .verified, amount: 10, unit: "points")
        let id = RewardEntryID.of(
            programme: value.programme, caseID: value.id, account: "account-of-the-rider", rule: rule.id)
        value.rewards = [
            CaseReward(entryID: id, reportID: value.reports[0].reportID, rule: rule, amount: 10, at: Town.start)
        ]
        let details: [(EventKind, EventDetail)] = [
            (
                "reward-settled",
                .rewardSettled(
                    .granted, reason: nil, SettledReward(rule: rule.id, amount: 10, unit: "points", entry: id))
            ),
            ("claw-back", .reward(entry: id)), ("claim", .reward(entry: id)),
            ("grant", .granted(rule: rule.id, amount: 10, unit: "points", entry: id)),
            ("refused", .refused(.command(.claim), .rewardGrantedAlready(entry: id, .granted))),
            ("refused", .written(reason: "no-reward", note: "claim: \(id) is granted already")),
        ]
        for (kind, detail) in details {
            value.record(
                kind, by: Actor(.system), at: Town.start, for: Cause(sender: "shard-0", id: id + "-" + kind.word),
                detail)
        }
        return value
    }

    @Test func `a report of a programme that hides its sources is hidden in another programme's case too`() throws {
        let town = try Town {
            $0.policy = TownPolicy.hidingSources
            $0.tokens = try TownPolicy.tokens()
        }
        var value = Town.openCase(1)
        value.programme = "yubei.six-roles"
        value.reports[0].thread = "secret-thread"
        value.reports[0].textHash = "secret-words"
        value.reports.append(value.reports[0])
        value.reports[1].reportID = "g2-1"
        value.reports[1].programme = "yubei.six-roles"
        value.reports[1].textHash = "open-words"
        try town.commit([value])
        let seen = try town.get("/v1/cases/\(value.id.text)", token: "traffic-police")
        #expect(seen.status == 200)
        for index in 0...1 {
            #expect(seen.json["reports"]?[index]?["thread"] == nil)
            #expect(seen.json["reports"]?[index]?["text_hash"] == nil)
            #expect(seen.json["reports"]?[index]?["content_hash"] == nil)
        }
    }

    @Test func `a rebuilt store is read`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1)])
        #expect(try town.get("/v1/cases").json["cases"]?.array?.count == 1)
        try town.rebuild(shard: 0)
        #expect(try town.get("/v1/cases").json["cases"]?.array?.isEmpty == true)
    }

    // MARK: - Tasks

    @Test func `a department's tasks have the fields of its queue's records, without event`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1), Town.openCase(1, shard: 1), Town.openCase(2, departments: ["sanitation"])])
        let answer = try town.get("/v1/departments/traffic-police/tasks")
        #expect(answer.status == 200)
        let tasks = answer.json["tasks"]?.array ?? []
        #expect(tasks.count == 2)
        #expect(tasks.first?["task_id"]?.string == Town.openCase(1).id.text + "/traffic-police")
        #expect(tasks.first?["state"]?.string == "sent")
        #expect(tasks.first?["version"]?.int == 1)
        #expect(tasks.first?["event"] == nil)
        #expect(!answer.text.contains("account-of-the-rider"))
    }

    @Test func `tasks are filtered by state and come in pages`() throws {
        let town = try Town()
        try town.commit((1...3).map { Town.openCase($0) })
        #expect(try town.get("/v1/departments/traffic-police/tasks?state=done").json["tasks"]?.array?.isEmpty == true)
        let page = try town.get("/v1/departments/traffic-police/tasks?state=sent&limit=2").json
        #expect(page["tasks"]?.array?.count == 2)
        let next = try #require(page["next"]?.string)
        let rest = try town.get("/v1/departments/traffic-police/tasks?after=\(HTTPClient.encode(next))").json
        #expect(rest["tasks"]?.array?.count == 1)
        #expect(try town.get("/v1/departments/traffic-police/tasks?state=lost").fields == ["state"])
    }

    @Test func `an unknown department is 404, another department's tasks are 403`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        #expect(try town.get("/v1/departments/nobody/tasks", token: "viewer").status == 404)
        #expect(try town.get("/v1/departments/sanitation/tasks", token: "traffic-police").status == 403)
        #expect(try town.get("/v1/departments/traffic-police/tasks", token: "traffic-police").status == 200)
    }
}

/// The progress of a case, for gateways that show it to reporters.
struct ProgressTests {
    @Test func `the report of a programme that shows progress has each department's state, others have none`() throws {
        let shown = try Town { $0.policy = TownPolicy.showingProgress }
        try shown.commit([Town.openCase(1)])
        let progress = try shown.get("/v1/reports/g1-0-1").json["progress"]
        #expect(
            progress == [
                ["department": "traffic-police", "state": "sent"], ["department": "urban-management", "state": "sent"],
            ])
        let plain = try Town()
        try plain.commit([Town.openCase(1)])
        #expect(try plain.get("/v1/reports/g1-0-1").json["progress"] == nil)
    }
}
