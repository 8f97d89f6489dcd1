import Foundation
import HTTP
import HazardAPI
import HazardCore
import JSONText
import Telemetry
import TestSupport
import Testing

/// Cases that are possibly the same: by the API, on the stream and on the page of a case. Nothing is merged.
struct SimilarCaseTests {
    private static func lane(_ number: Int, _ address: String? = "沱江一号桥引道", minutes: Int64 = 0, shard: Int = 0) -> Case
    {
        var value = Town.openCase(number, shard: shard)
        value.location?.address = address
        value.openedAt = Town.start.adding(minutes: minutes)
        return value
    }

    private static func ids(_ answer: JSONValue) -> [String?] {
        (answer["similar"]?.array ?? []).map { $0["case_id"]?.string }
    }

    private static func path(_ value: Case) -> String { "/v1/cases/\(value.id.text)/similar" }

    @Test func `the likest come first; other categories, other shards and what was merged or linked are left out`()
        throws
    {
        let town = try Town()
        let one = Self.lane(1)
        var linked = Self.lane(4)
        linked.links = [CaseLink(caseID: one.id.text, kind: .related)]
        var asked = one
        asked.links = [CaseLink(caseID: linked.id.text, kind: .related)]
        var merged = Self.lane(5)
        merged.state = .merged
        var other = Self.lane(6)
        other.category.code = "U01"
        try town.commit([
            asked, Self.lane(2, "沱江一号桥引道口", minutes: -30), Self.lane(3, minutes: 20), linked, merged, other,
            Self.lane(7, "简阳东溪镇新市街"), Self.lane(8, shard: 1), Self.lane(9, minutes: -15 * 24 * 60),
        ])
        let answer = try town.get(Self.path(one)).json
        #expect(Self.ids(answer) == [Self.lane(3).id.text, Self.lane(2).id.text])
        let first = answer["similar"]?[0]
        #expect(first?["basis"] == "place" && first?["place"]?.double == 1 && first?["metres"]?.int == nil)
        #expect(first?["score"]?.double == 1.25 && first?["seconds_apart"]?.int == 1200)
        #expect(try town.get("/v1/cases/\(one.id.text)").json["state"] == "dispatched")
    }

    @Test func `points are found by the index of places, and a changed case is compared as it is now`() throws {
        let town = try Town()
        var one = Self.lane(1, nil)
        one.location?.wgs84 = Point(latitude: 30.4, longitude: 104.5)
        var two = Self.lane(2, nil)
        two.location?.wgs84 = Point(latitude: 30.4001, longitude: 104.5)
        try town.commit([one, two])
        let answer = try town.get(Self.path(one)).json
        #expect(Self.ids(answer) == [two.id.text] && answer["similar"]?[0]?["metres"]?.int == 11)
        two.version += 1
        two.location?.wgs84 = Point(latitude: 30.5, longitude: 104.5)
        try town.commit([two])
        #expect(try Self.ids(town.get(Self.path(one)).json).isEmpty)
    }

    @Test func `many texts without a place are suggested to each other`() throws {
        let town = try Town()
        let all = (1...7).map { Self.lane($0, nil, minutes: Int64($0)) }
        try town.commit(all)
        let answer = try town.get(Self.path(all[3])).json
        #expect(Self.ids(answer).count == Resemblance.most)
        #expect(
            answer["similar"]?.array?.allSatisfy { $0["basis"] == "wording" && $0["place"]?.double == nil } == true)
    }

    @Test func `the access log names the cases that were shown`() throws {
        let lines = Lines()
        let town = try Town { $0.accessLog = AccessLog(Logger(to: LogSink { lines.add($0) })) }
        try town.commit([Self.lane(1), Self.lane(2)])
        _ = try town.get(Self.path(Self.lane(1)))
        let line = try JSONValue(reading: Array(lines.text.utf8))
        #expect(line["cases"]?.string == Self.lane(1).id.text + " " + Self.lane(2).id.text)
    }

    @Test func `where sources are hidden, only those who see accounts are told`() throws {
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.policy = TownPolicy.hidingSources
        }
        try town.commit([Self.lane(1), Self.lane(2)])
        #expect(try Self.ids(town.get(Self.path(Self.lane(1)), token: "operator").json).count == 1)
        #expect(try Self.ids(town.get(Self.path(Self.lane(1)), token: "viewer").json).isEmpty)
    }

    @Test func `the stream sends them after a new case, to those that ask`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Self.lane(1)])
        let isOpen = Gate()
        let events = Later {
            try StreamTests.read(
                town, "?similar=true", token: "viewer", opened: { _ in isOpen.open() },
                until: { $0.last?.name == "similar" || $0.count > 9 })
        }
        isOpen.wait()
        try town.commit([Self.lane(2)])
        let found = try events.value()
        #expect(found.map(\.name) == ["position", "case", "task", "task", "similar"])
        #expect(found.last?.caseID == Self.lane(2).id.text)
        #expect(found.last.map { Self.ids($0.json) } == [Self.lane(1).id.text])
        // Its place in the commit is the last one: nothing comes again.
        let rest = try StreamTests.whileOpen(town, "?similar=true", from: found.last?.id, token: "viewer", cases: 1) {
            try town.commit([Town.openCase(3)])
        }
        #expect(rest.filter { $0.name == "case" }.map(\.caseID) == [Town.openCase(3).id.text])
        // In a storm a stream goes without.
        let storm = try StreamTests.whileOpen(town, "?similar=true", token: "viewer", cases: 65) {
            try town.commit((4...68).map { Self.lane($0) })
        }
        #expect(storm.count { $0.name == "case" } == 65 && !storm.contains { $0.name == "similar" })
        let refused = try town.get("/v1/stream?similar=true", token: "traffic-police")
        #expect(refused.status == 400 && refused.fields == ["similar"])
    }

    @Test func `the page of a case shows them with the moves of its reader, and fills in the other case`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Self.lane(1), Self.lane(2, minutes: 5)])
        let (one, two) = (Self.lane(1).id.text, Self.lane(2).id.text)
        let page = try town.get("/cases/\(one)", token: "operator", headers: ["Accept-Language": "en"]).text
        #expect(page.contains("Possibly the same") && page.contains("addresses 100 % alike, words 100 % alike, 5 min"))
        #expect(page.contains("/cases/\(one)?act=merge&amp;into=\(two)#act-merge"))
        let chinese = try town.get("/cases/\(one)", token: "operator", headers: ["Accept-Language": "zh"]).text
        #expect(chinese.contains("可能相同") && chinese.contains("地址相似 100%"))
        let form = try town.get("/cases/\(one)?act=merge&into=\(two)", token: "operator").text
        #expect(form.contains("name=\"into\" value=\"\(two)\""))
        let viewer = try town.get("/cases/\(one)", token: "viewer").text
        #expect(viewer.contains(two) && !viewer.contains("act=merge"))
        #expect(try !town.get("/cases/\(one)", token: "traffic-police").text.contains(two))
    }
}
