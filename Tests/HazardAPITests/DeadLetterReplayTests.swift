import EmbeddedLog
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing
import Wording

/// A record that could not be used goes back to its topic as it came.
struct DeadLetterReplayTests {
    @Test func `a replay writes the record as it came and a marker, and a second one is refused`() throws {
        let town = try Town()
        try write(town, value: Array("secret".utf8), own: [])
        let answer = try town.client().post("/v1/dead-letters/0/0/replay", [])
        #expect(answer.status == 200)
        #expect(answer.json["topic"]?.string == town.topics.reports)
        let back = try #require(try read(town.topics.reports, town).first)
        #expect(back.value == Array("secret".utf8))
        #expect(back.key == Array("510185".utf8))
        #expect(
            back.headers == [
                Header("x", [1]), Header(HeaderName.deadReason, Array("theirs".utf8)),
                Header(HeaderName.replayedFrom, Array("0/0".utf8)),
            ])
        let marker = try #require(try read(town.topics.deadLetters, town).last)
        #expect(marker.value == nil)
        #expect(marker.header(HeaderName.replayed) == Array("0/0".utf8))

        let second = try town.client().post("/v1/dead-letters/0/0/replay", [])
        #expect(second.status == 409)
        #expect(second.json["type"]?.string?.hasSuffix("replayed-before") == true)
        #expect(try town.client().post("/v1/dead-letters/0/0/replay?again=true", []).status == 200)
        #expect(try read(town.topics.reports, town).count == 2)
        // Markers are no dead letters.
        #expect(try town.get("/v1/dead-letters").json["dead_letters"]?.array?.count == 1)
        #expect(try town.client().post("/v1/dead-letters/0/1/replay", []).status == 409)
        #expect(try town.client().post("/v1/dead-letters/0/77/replay", []).status == 404)
    }

    @Test func `a letter whose value was left out is replayed from its topic, or refused`() throws {
        let town = try Town()
        try write(town, value: [], own: [Header(HeaderName.deadValueOmitted, Array("6".utf8))])
        let refused = try town.client().post("/v1/dead-letters/0/0/replay", [])
        #expect(refused.status == 409)
        #expect(refused.json["type"]?.string?.hasSuffix("value-omitted") == true)
        #expect(try read(town.topics.reports, town).isEmpty)
    }

    @Test func `a supervisor replays and discards letters on their pages, and the list shows what is left`() throws {
        let town = try Town()
        let browser = try DeskBrowser(town)
        for _ in 0..<2 { try write(town, value: Array("secret".utf8), own: []) }
        func listed(_ target: String = "/dead-letters") throws -> [String] {
            try browser.get(target).text.matches(of: /href="\/dead-letters\/(\d+\/\d+)"/).map { String($0.1) }
        }
        #expect(try listed() == ["0/0", "0/1"])
        // Without a reason nothing is marked.
        #expect(try browser.send("discard", on: "/dead-letters/0/0").status == 400)
        #expect(try listed() == ["0/0", "0/1"])
        let discarded = try browser.send("discard", on: "/dead-letters/0/0", [("reason", "<b>测试</b>")])
        #expect(discarded.status == 303)
        let page = try browser.get(try #require(discarded.headers["location"])).text
        #expect(page.contains("已记为不再处理") && page.contains("&lt;b&gt;测试") && !page.contains("<b>测试"))
        #expect(try listed() == ["0/1"])
        #expect(try read(town.topics.reports, town).isEmpty)
        #expect(try browser.send("replay", on: "/dead-letters/0/1").status == 303)
        #expect(try read(town.topics.reports, town).count == 1)
        #expect(try listed().isEmpty && listed("/dead-letters?all=true") == ["0/0", "0/1"])
        // The form of a letter that was replayed asks first; and a marker is no letter.
        #expect(try browser.send("replay", on: "/dead-letters/0/1").status == 409)
        #expect(try browser.send("replay", on: "/dead-letters/0/1", [("again", "yes")]).status == 303)
        #expect(try browser.post("/dead-letters/0/2", [("move", "discard"), ("reason", "x")]).status == 409)
        #expect(try browser.post("/dead-letters/0/99", [("move", "discard"), ("reason", "x")]).status == 404)
    }

    @Test func `a sender cannot hide its letter with the header of a marker`() throws {
        let town = try Town()
        try write(town, value: [1], own: [], theirs: [Header(HeaderName.replayed, Array("0/0".utf8))])
        #expect(try town.get("/v1/dead-letters").json["dead_letters"]?.array?.count == 1)
        #expect(try DeskBrowser(town).get("/dead-letters").text.contains("href=\"/dead-letters/0/0\""))
    }

    private func write(_ town: Town, value: [UInt8], own: [Header], theirs more: [Header] = []) throws {
        let headers = DeadLetterHeaders(
            topic: town.topics.reports, partition: 0, offset: 42,
            Rejection(.malformed, LocalText(zh: "不是 JSON", en: "not JSON"), field: nil), receivedAt: Town.start
        ).headers(zone: .china)
        // A header of the sender may have one of our names.
        let theirs = [Header("x", [1]), Header(HeaderName.deadReason, Array("theirs".utf8))]
        _ = try town.log.append([
            NewRecord(
                topic: town.topics.deadLetters, partition: 0, key: Array("510185".utf8), value: value,
                headers: more + theirs + headers + own)
        ])
    }

    private func read(_ topic: String, _ town: Town) throws -> [Record] {
        try town.log.reader(of: TopicPartition(topic, 0), from: 0).read(max: 100, timeout: .seconds(1)).records
    }
}
