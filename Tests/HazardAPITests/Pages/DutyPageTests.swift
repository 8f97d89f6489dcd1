import Foundation
import HTTP
import HazardAPI
import HazardCore
import JSONText
import TestSupport
import Testing

/// The duty officer's pages: their order, their words, and what they never show.
struct DutyPageTests {
    private static let english: HTTPHeaders = ["Accept-Language": "en-GB,zh;q=0.5"]

    /// The ids of the cases in the order of the page.
    private static func shown(_ page: HTTPResponse) -> [String] {
        page.text.split(separator: "class=\"id\" href=\"/cases/").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    private static func sample(
        _ number: Int, shard: Int = 0, minutes: Int64 = 0, _ edit: (inout Case) -> Void = { _ in }
    ) -> Case {
        var value = Town.openCase(number, shard: shard)
        value.openedAt = Town.start.adding(minutes: minutes)
        value.dueAt = value.openedAt.adding(minutes: 60)
        edit(&value)
        return value
    }

    // MARK: - The overview

    @Test func `P0 and overdue cases come before newer cases, over all shards`() throws {
        let town = try Town()
        let fire = Self.sample(1, minutes: -30) { $0.priority = .p0 }
        let late = Self.sample(2, minutes: -90)
        let checked = Self.sample(3, minutes: -90) {
            $0.state = .checking
            $0.resolvedAt = $0.openedAt
        }
        let crowd = (1...60).map { Self.sample($0, shard: 1, minutes: Int64($0) - 29) }
        try town.commit([fire, late, checked] + crowd)
        let page = try town.get("/")
        let ids = Self.shown(page)
        #expect(ids.first == late.id.text && ids.contains(fire.id.text))
        #expect(ids.count == 50 && Set(ids).count == 50)
        #expect(page.text.contains("<b>1</b> 紧急") && page.text.contains("<b>1</b> 其他超期"))
        #expect(page.text.contains("data-emergencies=\"1\""))
        #expect(page.text.split(separator: "<tr class=\"late\">").count == 2)
        #expect(Self.shown(try town.get("/?priority=P0")) == [fire.id.text])
        #expect(Self.shown(try town.get("/?overdue=true")) == [late.id.text])
    }

    @Test func `the newest cases are those opened last, whatever their shard and number`() throws {
        let town = try Town()
        let old = (1...3).map { Self.sample($0, shard: 1, minutes: Int64($0) - 50) }
        let new = (1...3).map { Self.sample($0, shard: 0, minutes: Int64($0) - 10) }
        try town.commit(old + new)
        #expect(Self.shown(try town.get("/?sort=opened")) == (old + new).reversed().map(\.id.text))
    }

    @Test func `urgent cases that do not fit are on the next page`() throws {
        let town = try Town()
        try town.commit((1...60).map { Self.sample($0, shard: $0 % 2, minutes: -90) })
        let page = try town.get("/", headers: Self.english)
        #expect(page.text.contains("<b>60</b> Other overdue"))
        #expect(Self.shown(page).count == 50)
        let link = try #require(page.text.firstMatch(of: /<a rel="next"[^>]* href="([^"]*)">Next page/)?.1)
        let next = try town.get(String(link).replacing("&amp;", with: "&"), headers: Self.english)
        #expect(Self.shown(next).count == 10)
        #expect(Self.shown(next).allSatisfy { !Self.shown(page).contains($0) })
        #expect(!next.text.contains("Next page") && next.text.contains("<a rel=\"first\" href=\"/\">First page</a>"))
    }

    @Test func `the overview can show the cases of one state`() throws {
        let town = try Town()
        try town.commit([Self.sample(1), Self.sample(2) { $0.state = .suspended }])
        #expect(Self.shown(try town.get("/?state=suspended")) == [Self.sample(2).id.text])
        #expect(try town.get("/").text.contains("<a href=\"/?state=suspended\"><b>1</b> 挂账</a>"))
        let wrong = try town.get("/?state=lost")
        #expect(wrong.status == 400 && wrong.text.contains("<code>state</code>"))
    }

    @Test func `text and place are shortened and made harmless, in the language of the browser`() throws {
        let town = try Town()
        let value = Self.sample(1) {
            $0.category.name = "<script>alert(1)</script>"
            $0.text = "桥头\u{1B}[31m堵死\u{202E}了" + String(repeating: "，很长", count: 30)
            $0.location?.address = "<b>红星路</b>" + String(repeating: "一", count: 60)
        }
        let photos = Self.sample(2) {
            $0.text = nil
            $0.media = [Media(ref: "photo-1")]
        }
        try town.commit([value, photos])
        let chinese = try town.get("/").text
        #expect(chinese.contains("<html lang=\"zh-CN\">") && chinese.contains("<title>当前</title>"))
        #expect(chinese.contains("桥头\u{FFFD}[31m堵死\u{FFFD}了") && !chinese.contains("\u{1B}"))
        #expect(!chinese.contains(value.text ?? "") && chinese.contains("，很长…"))
        #expect(chinese.contains("&lt;b&gt;红星路&lt;/b&gt;一") && chinese.contains("一… · 510185"))
        #expect(chinese.contains("（无文字，照片 1 张）"))
        #expect(!chinese.contains("<script>alert") && !chinese.contains("account-of-the-rider"))
        #expect(chinese.contains("部门traffic-police（已发）"))
        let english = try town.get("/", headers: Self.english).text
        #expect(english.contains("<html lang=\"en\">"))
        #expect(english.contains("Department traffic-police (sent)") && english.contains("Lane obstruction"))
    }

    @Test func `the page says the time it shows, and has every word that its script needs`() throws {
        let town = try Town()
        for page in [try town.get("/").text, try town.get("/", headers: Self.english).text] {
            #expect(page.contains("<b id=\"asof\">2026-11-18 19:06:40</b>"))
            let script = try town.get(try #require(Self.assets(of: page).first { $0.contains(".js") })).text
            let needed = Set(script.split(separator: "words.").dropFirst().map { $0.prefix { $0.isLetter } })
            #expect(needed == ["lost", "failed", "silent", "alarm", "mark", "zone", "over", "left", "d", "h", "m"])
            for word in needed { #expect(page.contains(" data-\(word)=\"")) }
            #expect(page.contains("{since}") && page.contains("{asof}") && page.contains("{why}"))
        }
    }

    /// The addresses of the files that a page loads.
    private static func assets(of page: String) -> [String] {
        page.components(separatedBy: "=\"/assets/").dropFirst().map { "/assets/" + $0.prefix { $0 != "\"" } }
    }

    @Test func `the pages let nothing run but the server's own script, and have nothing inline`() throws {
        for target in ["/", "/cases/\(Town.openCase(1).id.text)"] {
            let answer = try Town().get(target)
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("script-src 'self';") && policy.contains("style-src 'self';"))
            #expect(!policy.contains("unsafe"))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(!answer.text.contains("http://") && !answer.text.contains("https://"))
            #expect(!answer.text.contains("<style") && !answer.text.contains("<script>"))
            #expect(!answer.text.contains("style=") && !answer.text.contains(/\son[a-z]+=/))
        }
    }

    @Test func `a file of the pages is cached for ever under the name with its hash, and under no other`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let assets = Self.assets(of: try town.get("/sign-in").text)
        #expect(assets.count == 3)
        for address in assets {
            let answer = try town.get(address)
            #expect(answer.status == 200 && !answer.body.isEmpty)
            #expect(answer.headers["cache-control"] == "public, max-age=31536000, immutable")
            let parts = address.split(separator: ".")
            for other in ["0123456789abcdef.", ""] {
                let old = try town.get("\(parts[0]).\(other)\(parts[2])")
                #expect(old.body == answer.body && old.headers["cache-control"] == "no-store")
            }
        }
        let types = try assets.map { try town.get($0).headers["content-type"] }
        #expect(Set(types) == ["text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml"])
        #expect(try town.get("/assets/none.js").status == 404)
        #expect(try town.get("/assets/..%2Fduty.js").status == 404)
    }

    @Test func `every link for people leads to a page, and the others say that they are for programs`() throws {
        let town = try Town()
        try town.commit([Self.sample(1)])
        let parts = try town.get("/").text.components(separatedBy: "<footer>")
        for found in parts[0].matches(of: /<a [^>]*href="(\/[^"]*)/) {
            let target = found.1.replacing("&amp;", with: "&").prefix { $0 != "#" }
            let answer = try town.get(String(target))
            let isGood = answer.status == 200 && answer.headers["content-type"] == "text/html; charset=utf-8"
            #expect(isGood || answer.status == 303, "\(target)")
        }
        #expect(parts.count == 2 && parts[1].contains(">给程序用的接口</a>"))
    }

    // MARK: - Rights

    @Test func `the page asks for a token only where there are tokens`() throws {
        #expect(!(try Town().get("/").text.contains("name=\"token\"")))
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        for target in ["/", "/cases/\(Town.openCase(1).id.text)"] {
            let answer = try town.get(target)
            let next = try #require(answer.headers["location"])
            #expect(answer.status == 303 && next.hasPrefix("/sign-in?next=%2F"))
            #expect(try town.get(next).text.contains("name=\"token\""))
        }
    }

    @Test func `a page shows no case to a caller without the right to it`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let page = "/cases/\(value.id.text)"
        for token in [nil, "gateway", "wrong"] {
            for answer in [try town.get("/", token: token), try town.get(page, token: token)] {
                #expect([303, 401, 403].contains(answer.status.code) && !answer.text.contains("沱江一号桥"))
            }
        }
        #expect(try town.get("/", token: "viewer").text.contains("沱江一号桥"))
        #expect(try town.get(page, token: "viewer").text.contains("沱江一号桥"))
        // A department reads its own cases.
        #expect(!(try town.get("/", token: "traffic-police").text.contains("沱江一号桥")))
        #expect(try town.get(page, token: "traffic-police").text.contains("沱江一号桥"))
        let other = try town.get(page, token: "sanitation")
        #expect(other.status == 403 && !other.text.contains("沱江一号桥"))
    }

    // MARK: - One case

    @Test func `a case page shows state, departments, reasons and history`() throws {
        let town = try Town()
        var value = Self.sample(1) {
            $0.decision.evidence = [.phrase("\"三车道变一\"", points: 400)]
            $0.flags.needsReview = true
            $0.flags.returns = 2
            $0.links = [CaseLink(caseID: Town.openCase(2).id.text, kind: "related")]
            $0.location?.address = "沱江一号桥"
        }
        value.record(
            "urge", by: Actor(.operator, "zhang"), at: Town.start, words: SaidWords(reason: "<i>请快</i>"))
        try town.commit([value])
        let page = try town.get("/cases/\(value.id.text)")
        #expect(page.status == 200)
        for said in [
            "沱江一号桥引道三车道变一", "沱江一号桥 · 510185", "T02 车道受阻", "城市哨兵", "规则 lane-obstruction-default",
            "&quot;三车道变一&quot; (+4)", "需要复核、退单 2", "部门traffic-police", "催办", "操作员 zhang", "&lt;i&gt;请快&lt;/i&gt;",
            "相关 <a href=\"/cases/\(Town.openCase(2).id.text)\">", "g1-0-1", "data-case=\"\(value.id.text)\"",
        ] { #expect(page.text.contains(said), "\(said)") }
        #expect(!page.text.contains("account-of-the-rider"))
        let english = try town.get("/cases/\(value.id.text)", headers: Self.english).text
        for said in [
            "Lane obstruction", "City sentinel", "needs review, returns 2", "Department traffic-police", "urge",
        ] {
            #expect(english.contains(said), "\(said)")
        }
    }

    @Test func `a case page shows nothing of a source where sources are hidden`() throws {
        let town = try Town {
            $0.policy = TownPolicy.hidingSources
            $0.tokens = try TownPolicy.tokens()
        }
        var value = Town.openCase(1)
        value.reports[0].thread = "thread-of-the-rider"
        value.reports[0].place = Location()
        value.reports[0].place?.address = "骑手家门口"
        try town.commit([value])
        for token in ["viewer", "traffic-police", "supervisor"] {
            let page = try town.get("/cases/\(value.id.text)", token: token).text
            #expect(page.contains("沱江一号桥"))
            for secret in ["thread-of-the-rider", "骑手家门口", "account-of-the-rider"] {
                #expect(!page.contains(secret))
            }
        }
    }

    @Test func `an unknown case, or one of another server, is answered with a page`() throws {
        let town = try Town(here: [0])
        for (id, status) in [("20251122-00-000009", 404), ("20251122-01-000009", 421), ("no-case", 400)] {
            let page = try town.get("/cases/\(id)")
            #expect(page.status.code == status)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.contains("<main id=\"content\""))
        }
    }
}
