import Credentials
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// `POST /open311/v2/requests`: a posted request is a report like any other.
struct Open311IntakeTests {
    static func town(prefixes: [String]? = ["g1-"], _ policy: Policy = TownPolicy.policy) throws -> Town {
        try Town {
            $0.policy = policy
            $0.tokens = try TownPolicy.tokens(prefixes: prefixes)
        }
    }

    /// A valid form.
    static let form = [
        "api_key": "gateway", "jurisdiction_id": "jianyang.sentinel", "service_code": "T02", "lat": "30.4",
        "long": "104.5", "address_string": "沱江一号桥", "description": "三车道变一 & 堵死",
    ]

    static func encoded(_ form: [String: String]) -> [UInt8] {
        let items = form.map { name, value in
            let escaped = value.utf8.map { byte in
                let hex = String(byte, radix: 16)
                return "%" + (hex.count == 1 ? "0" : "") + hex
            }
            return name.replacing("[", with: "%5B").replacing("]", with: "%5D") + "=" + escaped.joined()
        }
        return Array(items.joined(separator: "&").utf8)
    }

    static func post(
        _ form: [String: String], to town: Town, _ target: String = "/open311/v2/requests.json",
        headers: HTTPHeaders = [:]
    ) throws -> HTTPResponse {
        try town.client().post(
            target, encoded(form), type: "application/x-www-form-urlencoded", headers: headers)
    }

    private static func form(_ change: [String: String?]) -> [String: String] {
        form.merging(change.mapValues { $0 ?? "" }) { $1 }
    }

    private static func report(in town: Town) throws -> JSONValue {
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        return try JSONValue(reading: try #require(try town.next(town.topics.reports, shard: home)?.value))
    }

    private static func written(in town: Town) throws -> Int {
        try town.count(town.topics.reports, shard: 0) + town.count(town.topics.reports, shard: 1)
    }

    @Test func `a posted request is 201 with its id, and a report in the log`() throws {
        let town = try Self.town()
        let answer = try Self.post(Self.form, to: town)
        #expect(answer.status == 201)
        #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
        let id = try #require(answer.json[0]?["service_request_id"]?.string)
        #expect(id.hasPrefix("g1-o311-"))
        let report = try Self.report(in: town)
        #expect(report["report_id"]?.string == id)
        #expect(report["programme"] == "jianyang.sentinel" && report["category_hint"] == "T02")
        #expect(report["text"] == "三车道变一 & 堵死")
        #expect(report["location"]?["lat"]?.double == 30.4 && report["location"]?["lon"]?.double == 104.5)
        #expect(report["location"]?["address"] == "沱江一号桥" && report["location"]?["crs"] == "wgs84")
        #expect(report["location"]?["district"] == "510185")
        #expect(report["reporter"]?["anonymous"] == true)
        _ = try ReportCodec.decode(report.bytes)
    }

    @Test func `the answer is XML when the path or Accept says so`() throws {
        let town = try Self.town(prefixes: nil)
        for (target, accept) in [
            ("/open311/v2/requests.xml", "application/json"), ("/open311/v2/requests", "text/xml, */*;q=0.1"),
        ] {
            let answer = try Self.post(Self.form, to: town, target, headers: ["Accept": accept])
            #expect(answer.status == 201)
            #expect(answer.headers["content-type"] == "text/xml; charset=utf-8")
            #expect(answer.text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<service_requests><request>"))
            #expect(answer.text.contains("<service_request_id>o311-"))
        }
        let answer = try Self.post(
            Self.form, to: town, "/open311/v2/requests", headers: ["Accept": "text/xml;q=0.5, application/json"])
        #expect(answer.json[0]?["service_request_id"]?.string != nil)
    }

    @Test func `no name, number or address of the person is stored, and one person has one reference`() throws {
        let town = try Self.town()
        let person = [
            "first_name": "三丰", "last_name": "张", "phone": "13812345678", "email": "zhang@example.com",
            "device_id": "device-4711", "account_id": "account-4712",
        ]
        for _ in 1...2 { #expect(try Self.post(Self.form.merging(person) { $1 }, to: town).status == 201) }
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        var references: Set<String> = []
        for offset in 0...1 {
            let record = try #require(try town.next(town.topics.reports, shard: home, from: Int64(offset)))
            let text = String(decoding: record.value ?? [], as: UTF8.self)
            for secret in person.values { #expect(!text.contains(secret), "\(secret)") }
            let report = try JSONValue(reading: record.value ?? [])
            references.insert(report["reporter"]?["ref"]?.string ?? "")
        }
        #expect(references.count == 1 && references.first?.hasPrefix("hmac:") == true)
    }

    /// Changes of the form, the status, and a part of the description.
    private static let faults: [([String: String?], Int, String)] = [
        (["api_key": nil], 403, "send the token of a gateway"), (["api_key": "guess"], 403, "not known here"),
        (["api_key": "supervisor"], 403, "token of a gateway"),
        (["jurisdiction_id": "nobody.knows"], 404, "jurisdiction_id"), (["service_code": "X99"], 404, "service_code"),
        (["service_code": nil], 400, "service_code: was not provided"),
        (["lat": nil], 400, "lat: "), (["lat": "north"], 400, "lat: expected a number"),
        (["lat": "95"], 400, "lat: "), (["media_url": "http://example.com/1.jpg"], 400, "media_url: "),
        (["lat": nil, "long": nil, "address_string": nil], 400, "address_string: no place"),
        (["attribute[condition]": "z"], 400, "attribute[condition]: "),
        (["description": String(repeating: "长", count: 4001)], 400, "description: "),
    ]

    @Test(arguments: faults)
    func `a form that cannot be used is refused in the form of the standard, and nothing is written`(
        _ change: [String: String?], _ status: Int, _ description: String
    ) throws {
        let town = try Self.town()
        let answer = try Self.post(Self.form(change), to: town)
        #expect(answer.status.code == status)
        #expect(answer.json[0]?["code"]?.int == Int64(status))
        let text = answer.json.array?.compactMap { $0["description"]?.string }.joined(separator: "|") ?? ""
        #expect(text.contains(description), "\(text)")
        let xml = try Self.post(Self.form(change), to: town, "/open311/v2/requests.xml").text
        #expect(xml.contains("<errors><error><code>\(status)</code><description>"))
        #expect(try Self.written(in: town) == 0)
    }

    @Test func `every wrong field is named`() throws {
        let town = try Self.town()
        let answer = try Self.post(
            Self.form(["service_code": nil, "lat": "north", "media_url": "ftp://x"]), to: town)
        #expect(answer.status == 400)
        let names = answer.json.array?.compactMap { $0["description"]?.string?.split(separator: ":").first } ?? []
        #expect(Set(names) == ["service_code", "lat", "media_url"])
    }

    @Test func `another media type is 415, and an escape that is none is 400`() throws {
        let town = try Self.town()
        let json = try town.client(token: "gateway").post("/open311/v2/requests.json", Array("{}".utf8))
        #expect(json.status == 415 && json.json[0]?["code"]?.int == 415)
        let broken = try town.client().post(
            "/open311/v2/requests.json?api_key=gateway", Array("service_code=%zz".utf8),
            type: "application/x-www-form-urlencoded")
        #expect(broken.status == 400 && broken.json[0]?["code"]?.int == 400)
    }

    @Test func `the key is taken from the query and the header too`() throws {
        let town = try Self.town()
        let keyless = Self.form(["api_key": nil])
        let target = "/open311/v2/requests.json?api_key=gateway"
        #expect(try Self.post(keyless, to: town, target).status == 201)
        let answer = try town.client(token: "gateway").post(
            "/open311/v2/requests.json", Self.encoded(keyless), type: "application/x-www-form-urlencoded")
        #expect(answer.status == 201)
    }

    @Test func `an emergency that cannot be used is taken with its numbers`() throws {
        let town = try Self.town(try ShippedPolicy.load())
        let fire = Self.form([
            "service_code": "F03", "description": "着火了，明火很大，有人被困", "lat": "north", "jurisdiction_id": "nobody.knows",
        ])
        let answer = try Self.post(fire, to: town)
        #expect(answer.status == 201)
        #expect(answer.json[0]?["service_notice"]?.string?.contains("119") == true)
        #expect(try Self.written(in: town) == 1)
    }

    @Test func `without tokens only this machine may send, and no foreign page through its browser`() throws {
        let town = try Town()
        let keyless = Self.form(["api_key": nil])
        #expect(try Self.post(keyless, to: town).status == 201)
        for origin in ["https://evil.example", "null", "http://127.0.0.1.evil.example"] {
            #expect(try Self.post(keyless, to: town, headers: ["Origin": origin]).status == 403)
        }
        #expect(try Self.post(keyless, to: town, headers: ["Origin": "http://127.0.0.1:8080"]).status == 201)
        #expect(try Self.post(keyless, to: town, headers: ["Host": "evil.example"]).status != 201)
    }

    @Test func `a filing condition and a photo are passed on, and the signature names the gateway`() throws {
        let town = try Self.town()
        let form = Self.form(["attribute[condition]": "a", "media_url": "https://example.com/1.jpg"])
        #expect(try Self.post(form, to: town).status == 201)
        let report = try Self.report(in: town)
        #expect(report["condition_hint"] == "a")
        #expect(report["media"]?[0]?["ref"] == "https://example.com/1.jpg")
    }
}

extension Open311IntakeTests {
    fileprivate static func town(_ policy: Policy) throws -> Town { try town(prefixes: nil, policy) }
}
