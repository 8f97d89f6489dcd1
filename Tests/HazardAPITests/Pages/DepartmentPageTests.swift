import MessageLog
import Foundation
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

/// The page of one department.
struct DepartmentPageTests {
    private static func town(_ cases: [Case]) throws -> Town {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit(cases)
        return town
    }

    @Test
    func `a department sees its own tasks, each with its forms in one element, and nothing of others or reporters`()
        throws
    {
        let own = Town.openCase(1)
        let other = Town.openCase(2, departments: ["sanitation"])
        let town = try Self.town([own, other])
        let browser = try DeskBrowser(town, token: "traffic-police")
        #expect(try browser.get("/").headers["location"] == "/d/traffic-police")
        let page = try browser.get("/d/traffic-police").text
        #expect(page.contains("data-case-id=\"\(own.id.text)\"") && !page.contains(other.id.text))
        for secret in ["account-of-the-rider", "g1-0-1", "urban-management（", "phone"] {
            #expect(!page.contains(secret), "\(secret)")
        }
        let card = try #require(
            page.components(separatedBy: "<article").last?.components(separatedBy: "</article>").first)
        #expect(
            DeskBrowser.kinds(of: card).isSuperset(of: ["accept", "return", "request-waiver", "note"]))
        #expect(!DeskBrowser.kinds(of: card).contains("resolve"))
        #expect(try browser.get("/d/traffic-police/sheet").text.contains("签字"))
    }

    @Test func `a work sheet has the task's address as a QR code, and the place among the configured areas`() throws {
        var value = Town.openCase(1)
        value.location?.point = GivenPoint(point: Point(latitude: 30.4, longitude: 104.5), crs: .wgs84)
        value.location?.accuracyMetres = 50
        let far = [(29.0, 100.0), (29.0, 100.1), (29.1, 100.1)],
            near = [(30.3, 104.4), (30.3, 104.6), (30.5, 104.6), (30.5, 104.4)]
        func area(_ code: String, _ name: String, _ ring: [(Double, Double)]) -> Area {
            Area(
                code: code, name: name,
                polygons: [AreaPolygon(outer: ring.map { Point(latitude: $0.0, longitude: $0.1) })])
        }
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.policy.areas = AreaMap([area("1", "<雁江>", near), area("2", "远方", far)])
        }
        try town.commit([value])
        let browser = try DeskBrowser(town, token: "traffic-police")
        let sheet = try browser.get("/d/traffic-police/sheet").text
        let address = "http://127.0.0.1:\(town.port)/d/traffic-police#task-\(value.id.text)"
        let code = try #require(QRCode(address))
        #expect(sheet.contains(address) && sheet.contains(code.svg(label: "二维码：在手机上打开本任务")))
        // The border of the own area, and no other.
        #expect(sheet.matches(of: /<polygon class="around"/).count == 1 && !sheet.contains("class=\"border\""))
        #expect(sheet.contains("<figcaption>&lt;雁江&gt;</figcaption>") && !sheet.contains("远方"))
        #expect(
            sheet.contains("class=\"accuracy\"") && DeskBrowser.kinds(of: sheet).isDisjoint(with: ["accept", "note"]))
        // Paper does not count down, and the page itself has no code.
        #expect(!sheet.contains("data-at="))
        #expect(!(try browser.get("/d/traffic-police").text.contains("class=\"qr\"")))
    }

    @Test func `a form writes the department's feedback, in its own name only`() throws {
        let value = Town.openCase(1)
        let town = try Self.town([value])
        let browser = try DeskBrowser(town, token: "traffic-police")
        let sending = Later { try browser.send("accept", on: "/d/traffic-police") }
        try town.decideFirst(town.topics.feedback, on: value)
        #expect(try sending.value().headers["location"] == "/d/traffic-police?done=accept")
        let sent = try JSONValue(reading: try #require(try town.next(town.topics.feedback, shard: 0)?.value))
        #expect(sent["department"]?.string == "traffic-police" && sent["kind"]?.string == "accept")
        #expect(sent["actor"]?["role"]?.string == "department")
        // Another department's page, and a case without a task of its own.
        let csrf = try #require(DeskBrowser.form("sign-out", in: try browser.get("/d/traffic-police").text)?.hidden)
        let fields = [("feedback", "accept"), ("case_id", value.id.text)]
        #expect(try browser.post("/d/sanitation", csrf + fields).status == 403)
        let other = try DeskBrowser(town, token: "sanitation")
        let own = try #require(DeskBrowser.form("sign-out", in: try other.get("/d/sanitation").text)?.hidden)
        #expect(try other.post("/d/sanitation", own + fields).status == 404)
        #expect(try town.count(town.topics.feedback, shard: 0) == 1)
    }

    @Test func `an operator reads the page of a department, and sends nothing in its name`() throws {
        let value = Town.openCase(1)
        let town = try Self.town([value])
        let browser = try DeskBrowser(town, token: "operator")
        let page = try browser.get("/d/traffic-police").text
        #expect(page.contains(value.id.text) && DeskBrowser.kinds(of: page) == ["sign-out"])
        let csrf = try #require(DeskBrowser.form("sign-out", in: page)?.hidden)
        let answer = try browser.post("/d/traffic-police", csrf + [("feedback", "accept"), ("case_id", value.id.text)])
        #expect(answer.status == 403)
    }
}
