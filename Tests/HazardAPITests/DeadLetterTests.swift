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

struct DeadLetterTests {
    /// Writes a dead letter like a lane.
    static func deadLetter(_ value: [UInt8]?, in town: Town, partition: Int, key: String = "510185") throws {
        let headers = DeadLetterHeaders(
            topic: "hazard.reports", partition: 1, offset: 42,
            Rejection(.malformed, LocalText(zh: "不是 JSON", en: "not JSON"), field: nil),
            receivedAt: Town.start
        ).headers(zone: .china)
        _ = try town.log.append([
            NewRecord(
                topic: town.topics.deadLetters, partition: partition, key: Array(key.utf8), value: value,
                headers: headers)
        ])
    }

    @Test func `dead letters are listed with their reasons and without what they hold`() throws {
        let town = try Town()
        try Self.deadLetter(Array("secret".utf8), in: town, partition: 1)
        let answer = try town.get("/v1/dead-letters")
        #expect(answer.status == 200)
        let letter = try #require(answer.json["dead_letters"]?[0])
        #expect(letter["partition"]?.int == 1)
        #expect(letter["offset"]?.int == 0)
        #expect(letter["reason"]?.string == "malformed")
        #expect(letter["message"]?.string == "not JSON")
        #expect(letter["topic"]?.string == "hazard.reports")
        #expect(letter["source_offset"]?.int == 42)
        #expect(letter["received_at"]?.string == TimeText.text(Town.start, .china))
        #expect(letter["key"]?.string == "510185")
        #expect(letter["size"]?.int == 6)
        #expect(!answer.text.contains("secret"))
        #expect(answer.json["next"] == nil)
    }

    @Test func `a dead letter is shown in the language that the reader asks for, in English when it is neither`() throws
    {
        let town = try Town()
        try Self.deadLetter([1], in: town, partition: 0)
        for (header, reason, message) in [
            ("zh-CN,en;q=0.5", "格式损坏", "不是 JSON"), ("en", "broken format", "not JSON"),
            ("fr", "broken format", "not JSON"),
        ] {
            let list = try town.get("/v1/dead-letters", headers: ["Accept-Language": header])
            let one = try town.get("/v1/dead-letters/0/0", headers: ["Accept-Language": header])
            for letter in [try #require(list.json["dead_letters"]?[0]), one.json] {
                #expect(letter["reason"]?.string == "malformed")
                #expect(letter["reason_name"]?.string == reason)
                #expect(letter["message"]?.string == message)
            }
            #expect(list.headers["Vary"] == "Accept-Language")
        }
    }

    @Test func `a dead letter is listed by its sender's id, when that is one, and by nothing else it holds`() throws {
        let town = try Town()
        let values = [
            #"{"report_id":"g1-1","text":"secret"}"#, #"{"event_id":"tp-1"}"#, #"{"command_id":"op-1"}"#,
            #"{"report_id":"call 13812345678"}"#, #"{"report_id":7}"#, "[]", "",
        ]
        for value in values { try Self.deadLetter(Array(value.utf8), in: town, partition: 0) }
        try Self.deadLetter(nil, in: town, partition: 0)
        let answer = try town.get("/v1/dead-letters")
        let ids = answer.json["dead_letters"]?.array?.map { $0["id"]?.string }
        #expect(ids == ["g1-1", "tp-1", "op-1", nil, nil, nil, nil, nil])
        #expect(!answer.text.contains("secret") && !answer.text.contains("13812345678"))
    }

    @Test func `dead letters come page by page over all partitions`() throws {
        let town = try Town()
        for partition in [0, 0, 0, 1, 1] { try Self.deadLetter([1], in: town, partition: partition) }
        var seen: [String] = []
        var target = "/v1/dead-letters?limit=2"
        for _ in 0..<4 {
            let page = try town.get(target).json
            seen += (page["dead_letters"]?.array ?? []).map {
                "\($0["partition"]?.int ?? -1)/\($0["offset"]?.int ?? -1)"
            }
            guard let next = page["next"]?.string else { break }
            target = "/v1/dead-letters?limit=2&after=\(next)"
        }
        #expect(seen == ["0/0", "0/1", "0/2", "1/0", "1/1"])
    }

    @Test func `one dead letter shows its bytes, and its text when it is text`() throws {
        let town = try Town()
        try Self.deadLetter(Array("{桥".utf8), in: town, partition: 0)
        try Self.deadLetter([0xFF, 0x00], in: town, partition: 0)
        try Self.deadLetter(nil, in: town, partition: 0)
        let text = try town.get("/v1/dead-letters/0/0").json
        #expect(text["text"]?.string == "{桥")
        #expect(text["value_base64"]?.string == "e+ahpQ==")
        let bytes = try town.get("/v1/dead-letters/0/1").json
        #expect(bytes["text"] == nil)
        #expect(bytes["value_base64"]?.string == "/wA=")
        #expect(try town.get("/v1/dead-letters/0/2").json["value_base64"] == nil)
    }

    @Test func `a dead letter that is not there is 404 and a place that is none 400`() throws {
        let town = try Town()
        try Self.deadLetter([1], in: town, partition: 0)
        for place in ["0/1", "0/99", "7/0"] { #expect(try town.get("/v1/dead-letters/\(place)").status == 404) }
        #expect(try town.get("/v1/dead-letters/0/first").status == 400)
        #expect(try town.get("/v1/dead-letters?after=5").fields == ["after"])
        #expect(try town.get("/v1/dead-letters?limit=0").fields == ["limit"])
    }

    @Test func `a number in the key of a dead letter is masked`() throws {
        let town = try Town()
        try Self.deadLetter([1], in: town, partition: 0, key: "rider-13912345678")
        #expect(!(try town.get("/v1/dead-letters").text.contains("13912345678")))
    }

    @Test func `dead letters and their list are for supervisors only`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try Self.deadLetter([1], in: town, partition: 0)
        for target in ["/v1/dead-letters", "/v1/dead-letters/0/0"] {
            #expect(try town.get(target, token: "supervisor").status == 200)
            for token in ["operator", "viewer", "gateway", "traffic-police", "dispatcher"] {
                #expect(try town.get(target, token: token).status == 403)
            }
        }
    }
}
