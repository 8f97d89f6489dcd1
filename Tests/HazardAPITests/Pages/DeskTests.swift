import Foundation
import MessageLog
import ChineseText
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

/// The pages of the desk: filters, moves, and what every role may see and do.
struct DeskTests {
    private static let english: HTTPHeaders = ["Accept-Language": "en"]
    private static func page(_ value: Case) -> String { "/cases/\(value.id.text)" }

    private static func town(_ cases: [Case] = [Town.openCase(1)], tokens: Bool = true) throws -> Town {
        let town = try Town {
            if tokens { $0.tokens = try TownPolicy.tokens() }
            $0.desk.programmes = ["jianyang.sentinel"]
        }
        try town.commit(cases)
        return town
    }

    // MARK: - Now

    @Test func `filters and search choose cases, and a filter that cannot be is a page with its name`() throws {
        var other = Town.openCase(2, departments: ["sanitation"])
        other.location?.address = "红星路二段 12 号"
        other.openedAt = Town.start.adding(minutes: -3 * 24 * 60)
        let town = try Self.town([Town.openCase(1), other], tokens: false)
        func shown(_ query: String) throws -> [String] {
            try town.get("/?" + query).text.matches(of: /class="id" href="\/cases\/([^"]*)/).map { String($0.1) }
        }
        let one = Town.openCase(1).id.text
        #expect(try Set(shown("")) == [one, other.id.text])
        #expect(try shown("department=sanitation") == [other.id.text])
        #expect(try shown("category=T02&priority=&state=").count == 2)
        #expect(try shown("q=" + FormText.encoded("红星路")) == [other.id.text])
        #expect(try shown("q=" + one) == [one])
        #expect(try shown("q=g1-0-2") == [other.id.text])
        #expect(try shown("q=account-of-the-rider") == [])
        let day = "2026-11-"
        #expect(try shown("since=\(day)17").contains(one) && !shown("since=\(day)17").contains(other.id.text))
        #expect(try shown("until=\(day)16") == [other.id.text])
        for query in ["department=none", "category=X", "priority=P9", "state=x", "since=x", "colour=red", "after=x"] {
            let answer = try town.get("/?" + query)
            #expect(answer.status == 400 && answer.headers["content-type"] == "text/html; charset=utf-8", "\(query)")
            #expect(answer.text.contains("<code>\(query.prefix { $0 != "=" })</code>"))
        }
    }

    @Test func `the navigation names the pages that a role may see`() throws {
        let town = try Self.town()
        let names = ["当前", "分拨", "地图", "部门", "指标", "奖励", "死信", "运行"]
        for (token, seen) in [
            ("supervisor", Set(names)), ("operator", Set(names).subtracting(["死信"])),
            ("dispatcher", ["当前", "分拨", "地图"]), ("viewer", ["当前", "地图", "部门", "指标"]), ("verifier", ["当前", "地图"]),
        ] {
            let page = try DeskBrowser(town, token: token).get("/").text
            let nav = try #require(page.firstMatch(of: /<nav.*<\/nav>/)?.0)
            #expect(Set(names.filter { nav.contains(">\($0)</a>") }) == seen, "\(token)")
        }
    }

    @Test(arguments: ["zh", "en"])
    func `every page opens, in both languages, and holds no text of the other`(_ language: String) throws {
        var triage = Town.openCase(2)
        triage.state = .triage
        triage.location?.point = GivenPoint(point: Point(latitude: 30.4, longitude: 104.5), crs: .wgs84)
        let town = try Self.town([Town.openCase(1), triage], tokens: false)
        for path in [
            "/", "/triage", "/map", "/departments", "/figures", "/figures?group_by=department", "/rewards",
            "/dead-letters", "/health", "/d/traffic-police", "/d/traffic-police/sheet", "/report", "/sign-in",
            Self.page(triage),
        ] {
            let answer = try town.get(path, headers: ["Accept-Language": language])
            #expect([200, 303].contains(answer.status.code), "\(path) \(answer.text)")
            #expect(!answer.text.contains("style=") && !answer.text.contains("<script>"), "\(path)")
        }
        #expect(try town.get("/figures?format=csv").headers["content-type"] == "text/csv; charset=utf-8")
    }

    @Test func `evidence with many alternatives is short in triage, and whole when it is opened`() throws {
        var triage = Town.openCase(2)
        triage.state = .triage
        triage.decision.evidence = [.phrase("楼|屋|车库|车棚|<b>|店 + 火", points: 600), .phrase("冒烟|起火", points: 600)]
        let page = try Self.town([triage], tokens: false).get("/triage").text
        #expect(page.contains("<summary>楼|屋|车库|… + 火"))
        #expect(page.contains("楼|屋|车库|车棚|&lt;b&gt;|店 + 火") && page.contains("<li>冒烟|起火"))
    }

    // MARK: - Moves

    @Test func `a case shows the moves that the role may make, and no others`() throws {
        let town = try Self.town()
        let value = Town.openCase(1)
        let people = DeskBrowser.kinds(of: try DeskBrowser(town, token: "supervisor").get(Self.page(value)).text)
        #expect(people.isSuperset(of: ["classify", "dispatch", "waive", "urge", "supervise", "escalate", "reveal"]))
        #expect(!people.contains("reopen") && !people.contains("verify"))
        let dispatcher = DeskBrowser.kinds(of: try DeskBrowser(town, token: "dispatcher").get(Self.page(value)).text)
        #expect(dispatcher.contains("urge") && dispatcher.isDisjoint(with: ["supervise", "reveal", "cancel", "merge"]))
        for token in ["viewer", "traffic-police"] {
            let page = try DeskBrowser(town, token: token).get(Self.page(value)).text
            #expect(DeskBrowser.kinds(of: page) == ["sign-out"], "\(token)")
        }
    }

    @Test func `a form writes the command with the name and the role of the session, and shows the outcome`() throws {
        let town = try Self.town()
        let value = Town.openCase(1)
        let browser = try DeskBrowser(town, token: "operator")
        let sending = Later {
            try browser.send(
                "classify", on: Self.page(value), [("category", "T02"), ("condition", "a"), ("reason", "看过照片")])
        }
        try town.decideFirst(town.topics.commands, on: value)
        let answer = try sending.value()
        #expect(answer.status == 303 && answer.headers["location"] == Self.page(value) + "?done=classify")
        let command = try #require(try town.next(town.topics.commands, shard: 0)?.value).json
        #expect(command["operator"]?.string == "operator" && command["role"]?.string == "operator")
        #expect(command["kind"]?.string == "classify" && command["reason"]?.string == "看过照片")
        #expect(command["arguments"]?["category"]?.string == "T02")
        #expect(try browser.get(Self.page(value) + "?done=classify").text.contains("已执行：改判类别"))
    }

    @Test func `departments of a form become roles: the lead that is named, else the first`() throws {
        let town = try Self.town()
        let value = Town.openCase(1)
        let browser = try DeskBrowser(town, token: "operator")
        let sending = Later {
            try browser.send(
                "dispatch", on: Self.page(value), [("departments", "sanitation"), ("departments", "urban-management")])
        }
        let command = try #require(try town.next(town.topics.commands, shard: 0)?.value).json
        try town.decideFirst(town.topics.commands, on: value)
        _ = try sending.value()
        let roles = (command["arguments"]?["departments"]?.array ?? []).map {
            ($0["department"]?.string ?? "") + ":" + ($0["role"]?.string ?? "")
        }
        #expect(roles == ["sanitation:lead", "urban-management:co"])
    }

    @Test func `a refused move says why, what is allowed, and what happened meanwhile`() throws {
        let town = try Self.town()
        var value = Town.openCase(1)
        let browser = try DeskBrowser(town, token: "operator")
        let form = try #require(DeskBrowser.form("cancel", in: try browser.get(Self.page(value)).text))
        // Meanwhile another operator ends the case.
        value.record("urge", by: Actor(.operator, "li"), at: Town.start, words: SaidWords(reason: "已去电"))
        value.state = .closed
        value.version += 1
        try town.commit([value])
        let closed = value
        let sending = Later { try browser.post(form.action, form.hidden + [("reason", "误报")]) }
        try town.decideFirst(town.topics.commands, on: closed)
        let answer = try sending.value()
        #expect(answer.status == 409)
        for said in ["您打开页面之后发生的事", "操作员 li", "催办", "已去电", "现在可以："] {
            #expect(answer.text.contains(said), "\(said)")
        }
    }

    @Test func `a role sends no command that it may not send, whatever the form says`() throws {
        let town = try Self.town()
        let path = Self.page(Town.openCase(1))
        for (token, command) in [
            ("viewer", "urge"), ("verifier", "close"), ("dispatcher", "reward-settled"), ("operator", "erasure"),
        ] {
            let browser = try DeskBrowser(town, token: token)
            let csrf = try #require(DeskBrowser.form("sign-out", in: try browser.get("/").text)?.hidden)
            let answer = try browser.post(path, csrf + [("command", command), ("role", "supervisor")])
            #expect([400, 403].contains(answer.status.code), "\(token) \(answer.status)")
        }
        let police = try DeskBrowser(town, token: "traffic-police")
        let csrf = try #require(DeskBrowser.form("sign-out", in: try police.get("/d/traffic-police").text)?.hidden)
        #expect(try police.post(path, csrf + [("command", "urge")]).status == 403)
        #expect(try town.count(town.topics.commands, shard: 0) == 0)
    }

    @Test func `roles see no page that is not for them`() throws {
        let town = try Self.town()
        for (token, paths) in [
            ("viewer", ["/triage", "/rewards", "/dead-letters", "/health"]), ("operator", ["/dead-letters"]),
            ("dispatcher", ["/figures", "/health"]), ("verifier", ["/departments", "/triage"]),
            (
                "traffic-police",
                ["/triage", "/map", "/figures", "/dead-letters", "/d/sanitation", "/d/sanitation/sheet"]
            ),
        ] {
            let browser = try DeskBrowser(town, token: token)
            for path in paths { #expect(try browser.get(path).status == 403, "\(token) \(path)") }
        }
    }

    // MARK: - Script

    @Test func `stored text and reflected fields never become markup`() throws {
        let evil = "\"><script>alert(1)</script><img src=x onerror=alert(2)>"
        var value = Town.openCase(1)
        value.text = evil
        value.category.name = evil
        value.location?.address = evil
        value.media = [Media(ref: "javascript:alert(3)"), Media(ref: "https://x.example/\">")]
        value.reports[0].reportID = "r\(evil)"
        value.record("urge", by: Actor(.operator, evil), at: Town.start, words: SaidWords(reason: evil))
        var triage = value
        triage.id = Town.openCase(2).id
        triage.state = .triage
        let town = try Self.town([value, triage], tokens: false)
        let encoded = FormText.encoded(evil)
        for path in [
            "/", "/?q=" + encoded, "/?district=" + encoded, "/?state=" + encoded, "/?after=" + encoded, "/triage",
            "/map",
            Self.page(value), Self.page(value) + "?act=\(encoded)&done=\(encoded)", "/d/traffic-police",
            "/d/traffic-police?done=" + encoded, "/d/" + encoded, "/figures?from=" + encoded,
            "/rewards?case=" + encoded,
            "/sign-in?next=" + encoded, "/language?to=" + encoded, "/report?p=" + encoded, "/r/" + encoded,
            "/dead-letters?after=" + encoded, "/cases/" + encoded,
        ] {
            let text = try town.get(path).text
            #expect(!text.contains("<script>alert") && !text.contains("<img src=x"), "\(path)")
            #expect(!text.contains("href=\"javascript:"), "\(path)")
        }
        let browser = try DeskBrowser(town)
        for fields in [
            [("command", evil)], [("command", "suspend"), ("until", evil)], [("command", "urge"), ("seen", evil)],
        ] {
            #expect(!(try browser.post(Self.page(value), fields).text.contains("<script>alert")))
        }
        #expect(
            !(try browser.send("report", on: "/report", [("text", evil), ("lat", evil), ("photo", evil)])
                .text.contains("<script>alert")))
    }
}

extension [UInt8] {
    fileprivate var json: JSONValue { (try? JSONValue(reading: self)) ?? .null }
}
