import Credentials
import Digest
import HTTP
import HazardAPI
import HazardCore
import HazardText
import JSONText
import TestSupport
import Testing

/// Problems are written in the language that their reader asks for; what programs compare is the same in both.
struct LanguageTests {
    private static let chinese: HTTPHeaders = ["Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"]

    @Test(arguments: [
        ("zh-CN,en;q=0.5", "zh"), ("en-GB, zh;q=0.5", "en"), ("fr, zh", "zh"), ("FR,EN", "en"), ("fr", "en"),
        ("", "en"),
    ])
    func `the first of zh and en in the list counts, and English when it names neither`(
        _ wanted: String, _ language: String
    ) throws {
        let answer = try Town().get("/v1/nowhere", headers: ["Accept-Language": wanted])
        #expect(answer.headers["content-language"] == language)
    }

    @Test(arguments: [
        "/v1/nowhere", "/v1/cases?limit=0&state=open&x=1&overdue=maybe&department=nobody&category=X9&programme=none",
        "/v1/cases/20261122-1", "/v1/cases/20261122-00-000009", "/v1/reports/a%20b", "/v1/reports/nobody",
        "/v1/departments/nobody/tasks", "/v1/departments/triage/tasks?after=x",
        "/v1/stats?from=2026-11-02&to=2026-11-01",
        "/v1/stats?from=soon", "/v1/rewards?case=x", "/assets/none", "/v1/stream?state=open",
        "/v1/cases/20261122-00-000009/reports/x/reporter",
    ])
    func `every sentence of a problem is in both languages, all else the same`(_ target: String) throws {
        let town = try Town()
        let english = try town.get(target)
        let chinese = try town.get(target, headers: Self.chinese)
        #expect(english.status == chinese.status && english.status.code >= 400)
        for member in ["type", "title", "status"] { #expect(english.json[member] == chinese.json[member]) }
        #expect(english.fields == chinese.fields)
        func sentences(_ problem: JSONValue) -> [String] {
            let errors = problem["errors"]?.array ?? []
            return [problem["detail"]?.string ?? ""]
                + errors.flatMap { [$0["problem"]?.string ?? "", $0["hint"]?.string ?? ""] }
        }
        let pairs = zip(sentences(english.json), sentences(chinese.json))
        for (one, other) in pairs {
            #expect(one.unicodeScalars.allSatisfy { $0.value < 0x3000 } && !one.isEmpty, "\(one)")
            #expect(other.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(other)")
        }
    }

    @Test func `every role of a token has a Chinese name`() {
        for role in AccessRole.allCases { #expect(NameLists.tokenRoles.has(role.rawValue), "\(role)") }
    }

    @Test func `rights, methods and media types are refused in both languages too`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let none = try town.get("/v1/cases", headers: Self.chinese)
        #expect(none.status == 401 && none.json["detail"]?.string?.contains("令牌") == true)
        let viewer = try town.get("/v1/dead-letters", token: "viewer", headers: Self.chinese)
        #expect(viewer.status == 403 && viewer.json["detail"]?.string?.contains("supervisor") == true)
        #expect(viewer.json["detail"]?.string?.contains("只限角色") == true)
        let method = try town.client(token: "viewer").send("DELETE", "/v1/cases", headers: Self.chinese)
        #expect(method.status == 405 && method.json["detail"]?.string?.contains("只支持 GET、HEAD") == true)
        let type = try town.client(token: "gateway").send("POST", "/v1/reports", headers: Self.chinese, body: [1])
        #expect(type.status == 415 && type.json["detail"]?.string?.contains("或 application/x-ndjson") == true)
    }

    @Test func `of many lines each problem is in the language asked for`() throws {
        let town = try Town()
        let report = String(decoding: ReportIntakeTests.report().bytes, as: UTF8.self)
            .replacing("jianyang.sentinel", with: "nobody.knows")
        let answer = try town.client().send(
            "POST", "/v1/reports", headers: ["Accept-Language": "zh", "Content-Type": "application/x-ndjson"],
            body: Array(report.utf8))
        #expect(answer.status == 400 && answer.text.contains("没有配置这个项目"))
    }

    @Test func `a message under another message's id is refused in both languages`() throws {
        let town = try Town()
        var value = Town.openCase(1)
        value.record(
            "urge", by: Actor(.operator, "zhang"), at: Town.start,
            for: Cause(
                sender: "operator/zhang", id: "op-1",
                hash: try Town.hashes().text(of: Array("something else".utf8))))
        try town.commit([value])
        let target = "/v1/cases/\(value.id.text)/commands"
        let body = MessageTests.command("cancel")
        let english = try town.post(target, body)
        let chinese = try town.post(target, body, headers: Self.chinese)
        #expect(english.status == 409 && chinese.status == 409)
        #expect(english.json["code"]?.string == "id-reused" && chinese.json["code"]?.string == "id-reused")
        #expect(english.json["detail"]?.string?.contains("another message (urge)") == true)
        #expect(chinese.json["detail"]?.string?.contains("另一条消息（催办）") == true)
    }
}
