import Foundation
import Credentials
import Digest
import HTTP
import HazardAPI
import HazardCore
import TestSupport
import Testing

/// Sign-in by token, and what protects the forms.
struct SignInTests {
    private static func town() throws -> Town {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Town.openCase(1)])
        return town
    }

    private static let page = "/cases/\(Town.openCase(1).id.text)"

    @Test func `a token opens a session whose cookie no script sees and no other site sends, until the sign-out`()
        throws
    {
        let town = try Self.town()
        let answer = try DeskBrowser(town).post("/sign-in", [("token", "supervisor"), ("next", "/triage")])
        let cookie = try #require(answer.headers["set-cookie"])
        #expect(answer.status == 303 && answer.headers["location"] == "/triage")
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("Secure"))
        let browser = try DeskBrowser(town, token: "supervisor")
        let page = try browser.get("/")
        #expect(page.status == 200 && page.text.contains("<b>supervisor</b>"))
        #expect(try browser.send("sign-out", on: "/").status == 303)
        #expect(try browser.get("/").status == 303)
    }

    @Test func `the cookie is for TLS only where the server speaks TLS`() throws {
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.desk.isSecure = true
        }
        let answer = try DeskBrowser(town).post("/sign-in", [("token", "viewer")])
        #expect(answer.headers["set-cookie"]?.contains("; Secure") == true)
    }

    @Test func `a wrong token and a gateway's open no session, and no address of another site is followed`() throws {
        let town = try Self.town()
        let browser = try DeskBrowser(town)
        for token in ["wrong", "gateway", ""] {
            let answer = try browser.post("/sign-in", [("token", token)])
            #expect(answer.status == 403 && answer.headers["set-cookie"] == nil)
        }
        for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"] {
            let answer = try browser.post("/sign-in", [("token", "viewer"), ("next", next)])
            #expect(answer.headers["location"] == "/")
            #expect(try town.get("/language?to=en&next=" + FormText.encoded(next)).headers["location"] == "/")
        }
    }

    @Test func `a link signs in once within 15 minutes, and only by its button`() throws {
        let town = try Town { context in
            context.tokens = try TownPolicy.tokens()
            for index in context.tokens.indices where context.tokens[index].name == "operator" {
                context.tokens[index].link = SignInLink(
                    sha256: try SHA256.digest(of: Array("secret".utf8)),
                    until: Town.start.milliseconds + SignInLink.lifetime)
            }
        }
        let browser = try DeskBrowser(town)
        // Previews load the page as often as they like.
        for _ in 0..<3 {
            let page = try browser.get("/sign-in/secret")
            #expect(page.status == 200 && page.headers["set-cookie"] == nil && page.text.contains("<b>operator</b>"))
        }
        #expect(try town.client().send("HEAD", "/sign-in/secret").headers["set-cookie"] == nil)
        var foreign = browser
        foreign.origin = "https://evil.example"
        #expect(try foreign.post("/sign-in/secret", []).status == 403)
        #expect(try browser.post("/sign-in/other", []).status == 404)
        let answer = try browser.post("/sign-in/secret", [])
        let cookie = try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" })
        #expect(answer.status == 303 && answer.headers["location"] == "/")
        #expect(try town.get("/", headers: ["Cookie": String(cookie)]).text.contains("<b>operator</b>"))
        for _ in 0..<2 { #expect(try browser.post("/sign-in/secret", []).status == 404) }
        #expect(try browser.get("/sign-in/secret").status == 404)
        // Another server of the installation, and the same one after a restart, share the folder.
        let other = try Town {
            $0.tokens = town.context.tokens
            $0.media = town.context.media
        }
        #expect(try DeskBrowser(other).post("/sign-in/secret", []).status == 404)
    }

    @Test func `a link that is older than 15 minutes signs nobody in`() throws {
        let town = try Town { context in
            context.tokens = try TownPolicy.tokens()
            context.tokens[0].link = SignInLink(
                sha256: try SHA256.digest(of: Array("old".utf8)), until: Town.start.milliseconds)
        }
        #expect(try DeskBrowser(town).post("/sign-in/old", []).status == 404)
    }

    @Test func `a token that is taken away ends its sessions`() throws {
        let town = try Self.town()
        let browser = try DeskBrowser(town, token: "operator")
        #expect(try browser.get("/").status == 200)
        town.context.tokens = try TownPolicy.tokens().filter { $0.name != "operator" }
        #expect(try browser.get("/").status == 303)
    }

    @Test func `a form without its secret, or from another site, does nothing`() throws {
        let town = try Self.town()
        var browser = try DeskBrowser(town, token: "supervisor")
        let form = try #require(DeskBrowser.form("urge", in: try browser.get(Self.page).text))
        #expect(form.hidden.contains { $0.0 == "csrf" })
        let bare = form.hidden.filter { $0.0 != "csrf" }
        #expect(try browser.post(form.action, bare).status == 403)
        #expect(try browser.post(form.action, bare + [("csrf", "0123")]).status == 403)
        let other = try DeskBrowser(town, token: "operator")
        #expect(try other.post(form.action, form.hidden).status == 403)
        browser.origin = "https://evil.example"
        #expect(try browser.post(form.action, form.hidden).status == 403)
        #expect(try browser.post("/sign-in", [("token", "supervisor")]).status == 403)
        #expect(try town.count(town.topics.commands, shard: 0) == 0)
    }

    @Test func `every form of every page carries the secret of the session`() throws {
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.desk.programmes = ["jianyang.sentinel"]
        }
        var triage = Town.openCase(2)
        triage.state = .triage
        try town.commit([Town.openCase(1), triage])
        let browser = try DeskBrowser(town, token: "supervisor")
        for page in ["/", Self.page, "/triage", "/d/traffic-police", "/report", "/health", "/rewards"] {
            let text = try browser.get(page).text
            let forms = text.components(separatedBy: "<form method=\"post\"").dropFirst()
            #expect(!forms.isEmpty && forms.allSatisfy { $0.prefix(300).contains("name=\"csrf\"") }, "\(page)")
        }
    }

    @Test func `a session is no credential for the programs' interface, but for reading`() throws {
        let town = try Self.town()
        let browser = try DeskBrowser(town, token: "supervisor")
        #expect(try browser.get("/v1/cases").status == 200)
        let answer = try browser.town.client().post(
            "/v1\(Self.page)/commands", Array("{}".utf8), headers: ["Cookie": browser.cookie ?? ""])
        #expect(answer.status == 401)
        #expect(try browser.post("/-/reload", []).status == 401)
    }

    @Test func `a foreign host name is refused, with tokens and without`() throws {
        let open = try Town()
        #expect(try ForeignHost.status("/", host: "evil.example", port: open.port) == 403)
        #expect(try ForeignHost.status("/", host: "127.0.0.1:\(open.port)", port: open.port) == 200)
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.desk.hosts = ["desk.example"]
        }
        for (host, status) in [
            ("evil.example", 403), ("desk.example", 200), ("localhost:8421", 200), ("192.0.2.7", 200),
        ] {
            #expect(try ForeignHost.status("/sign-in", host: host, port: town.port) == status, "\(host)")
        }
    }

    @Test func `the language is chosen once and stays`() throws {
        let town = try Town()
        let page = try town.get("/?state=triage", headers: ["Accept-Language": "zh"]).text
        #expect(page.contains(">English</a>"))
        let link = try #require(page.firstMatch(of: /href="(\/language[^"]*)"/)?.1)
        let answer = try town.get(String(link).replacing("&amp;", with: "&"))
        #expect(answer.status == 303 && answer.headers["location"] == "/?state=triage")
        let cookie = try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" })
        let english = try town.get("/", headers: ["Accept-Language": "zh", "Cookie": String(cookie)]).text
        #expect(english.contains("<html lang=\"en\">") && english.contains(">中文</a>"))
    }
}
