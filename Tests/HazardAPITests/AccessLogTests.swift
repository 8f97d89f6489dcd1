import Credentials
import Digest
import EmbeddedLog
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MessageLog
import Telemetry
import TestSupport
import Testing

/// The access log: a line for each answer that shows a case or a person, and none for any other.
struct AccessLogTests {
    private let lines = Lines()
    private let town: Town
    private let id: String
    private let link: String

    /// A town with one case, whose reporter was revealed, a reward, a dead letter, and a report of the web page.
    init() throws {
        let lines = lines
        town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.desk.programmes = ["jianyang.sentinel"]
            $0.accessLog = AccessLog(Logger(to: LogSink { lines.add($0) }))
        }
        let report = Array(
            (#"{"schema_version":1,"report_id":"g1-1","programme":"jianyang.sentinel","channel":"phone","#
                + #""reported_at":"2026-11-18T19:00:00+08:00","text":"三车道变一","contact_token":"vault-4713","#
                + #""reporter":{"ref":"ref-4711","kind":"rider","platform":"platform-4712"}}"#).utf8)
        let place = try town.log.append([NewRecord(topic: town.topics.reports, partition: 0, key: nil, value: report)])[
            0]
        let browser = try DeskBrowser(town)
        let sent = try browser.send("report", on: "/report", [("text", "路灯坏了"), ("category", "T02")])
        let web = try #require(sent.text.firstMatch(of: /id="report-number">(web-[a-p-]+)</)?.1)
        link = String(try #require(sent.text.firstMatch(of: /href="(\/r\/[^"]*)/)?.1))
        var value = Town.openCase(1, report: "g1-1")
        value.reports[0].contentHash = Hex.encode(try SHA256.digest(of: report))
        value.reports[0].source = ReportSource(topic: town.topics.reports, partition: 0, offset: place.offset)
        let other = Town.openCase(2, shard: 1, report: String(web))
        value.state = .triage
        var command = Command(
            commandID: "c-1", caseID: value.id, operatorName: "supervisor", role: .supervisor,
            action: .reveal(["g1-1"]),
            at: Town.start)
        command.reason = "the rider must be asked"
        #expect(CaseDecider(policy: TownPolicy.policy).decide(command, on: &value, at: Town.start) == .applied)
        value.version += 1
        try town.commit([value, other])
        id = value.id.text
        let rule = RewardRule(id: "valid-clue", kind: .immediate, trigger: .verified, amount: 20, unit: "yuan")
        let entry = RewardEntry(
            entryID: RewardEntryID.of(
                programme: "jianyang.sentinel", caseID: value.id, account: "rider", rule: rule.id),
            programme: "jianyang.sentinel", account: "rider", caseID: value.id, rule: rule, at: Town.start)
        try town.keep(
            [entry], FundBalance(programme: "jianyang.sentinel", balance: 1, unit: "yuan", at: Town.start), shard: 0)
        try DeadLetterTests.deadLetter(Array("secret-4714".utf8), in: town, partition: 0)
    }

    /// The lines since the last call.
    private func read(_ before: inout Int) throws -> [JSONValue] {
        let all = lines.text.split(separator: "\n")
        defer { before = all.count }
        return try all.dropFirst(before).map { try JSONValue(reading: Array($0.utf8)) }
    }

    @Test func `each route that shows a case or a person writes who read what, and no secret`() throws {
        let both = id + " " + Town.openCase(2, shard: 1).id.text
        let expected: [(target: String, token: String, route: String, found: [String: String])] = [
            ("/v1/cases", "viewer", "/v1/cases", ["cases": both]),
            ("/v1/cases/\(id)", "verifier", "/v1/cases/{case_id}", ["cases": id]),
            ("/v1/cases/\(id)", "traffic-police", "/v1/cases/{case_id}", ["cases": id]),
            ("/v1/cases/\(id)/similar", "viewer", "/v1/cases/{case_id}/similar", ["cases": id]),
            ("/v1/reports/g1-1", "operator", "/v1/reports/{report_id}", ["cases": id]),
            (
                "/v1/cases/\(id)/reports/g1-1/reporter", "supervisor",
                "/v1/cases/{case_id}/reports/{report_id}/reporter", ["cases": id, "reporters": "g1-1"]
            ),
            (
                "/v1/accounts/account-of-the-rider", "supervisor", "/v1/accounts/{account}",
                ["accounts": "account-of-the-rider", "cases": id]
            ),
            (
                "/v1/departments/traffic-police/tasks", "traffic-police", "/v1/departments/{department}/tasks",
                ["cases": both]
            ),
            ("/v1/rewards", "operator", "/v1/rewards", ["accounts": "rider", "cases": id]),
            (
                "/v1/dead-letters/0/0", "supervisor", "/v1/dead-letters/{partition}/{offset}",
                ["records": "hazard.dead-letters/0/0", "cases": ""]
            ),
            ("/", "viewer", "/", ["cases": both]),
            ("/?q=g1-1", "viewer", "/", ["cases": id]),
            ("/triage", "dispatcher", "/triage", ["cases": id]),
            ("/cases/\(id)", "viewer", "/cases/{case_id}", ["cases": id]),
            ("/rewards", "supervisor", "/rewards", ["accounts": "rider"]),
            (
                "/dead-letters/0/0", "supervisor", "/dead-letters/{partition}/{offset}",
                ["records": "hazard.dead-letters/0/0"]
            ),
            ("/d/traffic-police", "traffic-police", "/d/{department}", ["cases": both]),
            ("/d/traffic-police/sheet", "supervisor", "/d/{department}/sheet", ["cases": both]),
        ]
        var before = 0
        for (target, token, route, found) in expected {
            #expect(try town.get(target, token: token).status == 200, "\(target)")
            let new = try read(&before)
            #expect(new.count == 1, "\(target): \(new.count)")
            guard let line = new.first else { continue }
            #expect(line["event"] == "read" && line["route"]?.string == route && line["name"]?.string == token)
            #expect(line["role"]?.string == (token == "traffic-police" ? "department" : token))
            #expect(line["method"] == "GET" && line["status"]?.int == 200 && line["address"] == "127.0.0.1")
            #expect(line["ts"]?.string?.isEmpty == false)
            for (field, value) in found { #expect(line[field]?.string == value, "\(target) \(field)") }
        }
        for secret in ["ref-4711", "platform-4712", "vault-4713", "secret-4714", "三车道"] {
            #expect(!lines.text.contains(secret), "\(secret)")
        }
    }

    @Test func `Open311, a reporter's link, a waiting message and the stream are written too`() throws {
        var before = 0
        let open = try town.get("/open311/v2/requests/g1-1.json?api_key=gateway")
        #expect(open.status == 200)
        var new = try read(&before)
        #expect(new.map { $0["cases"]?.string } == [id] && new.first?["role"] == "gateway")
        #expect(try town.get("/open311/v2/requests.json?api_key=gateway").status == 200)
        new = try read(&before)
        #expect(new.first?["case_count"]?.int == 2 && new.first?["route"] == "/open311/v2/requests")

        #expect(try town.get(link).status == 200)
        new = try read(&before)
        #expect(new.map { $0["role"]?.string } == ["reporter-link"] && new.first?["route"] == "/r/{secret}")

        let client = try town.client(token: "viewer")
        let stream = Later { try client.get("/v1/stream").status }
        var waited = 0
        while try read(&before).first?["stream"]?.bool != true, waited < 200 { waited += 1 }
        town.server.stop(within: .seconds(1))
        _ = try? stream.value()
        let secret = String(link.split(separator: "-").last ?? "")
        #expect(!lines.text.contains(secret) && !lines.text.contains("api_key"))
    }

    @Test func `what shows nobody, or is refused, writes no line`() throws {
        var before = 0
        for (target, token) in [
            ("/v1/cases?state=closed", "viewer"), ("/v1/stats", "supervisor"), ("/metrics", "viewer"),
            ("/v1/openapi.json", "viewer"), ("/v1/dead-letters", "supervisor"), ("/v1/dead-letters/0/0", "viewer"),
            ("/v1/cases/\(id)", "gateway"), ("/v1/cases/\(id)", "sanitation"), ("/v1/cases/\(id)", "guess"),
            ("/v1/cases/20261122-00-999999", "viewer"), ("/figures", "viewer"), ("/departments", "viewer"),
            ("/health", "operator"), ("/sign-in", "viewer"), ("/report", "viewer"),
        ] {
            _ = try town.get(target, token: token)
            let new = try read(&before)
            #expect(new.isEmpty, "\(target) as \(token): \(new.map { $0["route"]?.string ?? "" })")
        }
    }
}
