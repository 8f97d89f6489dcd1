import Foundation
import MessageLog
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

/// The page where a rider reports without any gateway.
struct RiderPageTests {
    private static func town(_ programmes: [String] = ["jianyang.sentinel"]) throws -> Town {
        try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.desk.programmes = programmes
        }
    }

    @Test func `the page is off unless a programme is named, and for no other programme`() throws {
        #expect(try Self.town([]).get("/report").status == 404)
        let town = try Self.town()
        #expect(try town.get("/report").status == 200)
        #expect(try town.get("/report?p=jianyang.sentinel").status == 200)
        #expect(try town.get("/report?p=other").status == 404)
        #expect(try DeskBrowser(town).post("/report", [("p", "other"), ("text", "路灯坏了")]).status == 404)
    }

    @Test func `a report is written under an id that the server made, and its secret link follows it`() throws {
        let town = try Self.town()
        let browser = try DeskBrowser(town)
        let fields = [
            ("text", "路灯坏了"), ("address", "红星路 12 号"), ("lat", "30.4"), ("lon", "104.5"), ("category", "T02"),
        ]
        let answer = try browser.send("report", on: "/report", fields)
        #expect(answer.status == 200)
        let id = try #require(answer.text.firstMatch(of: /id="report-number">(web-[a-p-]+)</)?.1)
        let link = try #require(answer.text.firstMatch(of: /href="(\/r\/[^"]*)"/)?.1)
        #expect(link.hasPrefix("/r/\(id)-") && link.count - "/r/\(id)-".count == 32)
        var records = 0
        for shard in 0..<2 { records += try town.count(town.topics.reports, shard: shard) }
        #expect(records == 1)
        #expect(try town.get(String(link)).status == 200)
        #expect(try town.get(String(link.dropLast()) + (link.last == "a" ? "b" : "a")).status == 404)
        #expect(try town.get("/r/" + String(id)).status == 404)
        // Once it has a case, the link shows its state.
        try town.commit([Town.openCase(1, report: String(id))])
        let page = try town.get(String(link)).text
        #expect(page.contains(Town.openCase(1).id.text) && !page.contains("account-of-the-rider"))
        #expect(DeskBrowser.kinds(of: page).contains("add"))
        let sending = Later { try browser.send("add", on: String(link), [("text", "还在闪")]) }
        let sent = try JSONValue(reading: try #require(try town.next(town.topics.feedback, shard: 0)?.value))
        #expect(sent["actor"]?["role"]?.string == "reporter" && sent["actor"]?["ref"]?.string == String(id))
        try town.decideFirst(town.topics.feedback, on: Town.openCase(1, report: String(id)))
        #expect(try sending.value().status == 303)
    }

    @Test func `an id of a gateway, or of nobody, is not taken`() throws {
        let town = try Self.town()
        for id in ["g1-0-1", "web-abc", "web-aaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaa", ""] {
            let answer = try DeskBrowser(town).post("/report", [("report_id", id), ("text", "路灯坏了")])
            #expect(answer.status == 400, "\(id)")
        }
        for shard in 0..<2 { #expect(try town.count(town.topics.reports, shard: shard) == 0) }
    }

    @Test func `more than a burst from one address is refused, and the page still has the emergency numbers`() throws {
        let town = try Self.town()
        let browser = try DeskBrowser(town)
        var answers: [HTTPResponse] = []
        for number in 1...7 {
            answers.append(try browser.send("report", on: "/report", [("text", "路灯坏了 \(number)")]))
        }
        #expect(answers.prefix(5).allSatisfy { $0.status == 200 })
        let last = try #require(answers.last)
        #expect(last.status == 429 && Int(last.headers["retry-after"] ?? "") != nil)
        for number in ["110", "119", "120"] { #expect(last.text.contains(number)) }
    }
}
