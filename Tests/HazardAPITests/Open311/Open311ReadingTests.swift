import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// What Open311 shows: services, and the requests of the caller's own prefixes.
struct Open311ReadingTests {
    private static func town(prefixes: [String]? = ["g1-"]) throws -> Town {
        try Open311IntakeTests.town(prefixes: prefixes)
    }

    private static func get(_ town: Town, _ target: String, key: String? = "gateway") throws -> HTTPResponse {
        let sign = target.contains("?") ? "&" : "?"
        return try town.get("/open311/v2/" + target + (key.map { sign + "api_key=" + $0 } ?? ""))
    }

    private static func ids(_ answer: HTTPResponse) -> [String] {
        answer.json.array?.compactMap { $0["service_request_id"]?.string } ?? []
    }

    @Test func `services need no key and are our categories`() throws {
        let town = try Self.town()
        let services = try Self.get(town, "services.json", key: nil)
        #expect(services.status == 200)
        let first = services.json[0]
        #expect(first?["service_code"] == "T02" && first?["service_name"] == "Lane obstruction")
        #expect(first?["metadata"] == true && first?["type"] == "realtime" && first?["group"] == "T")
        let chinese = try town.get("/open311/v2/services", headers: ["Accept-Language": "zh"])
        #expect(chinese.json[0]?["service_name"] == "车道受阻")
        let xml = try Self.get(town, "services.xml?jurisdiction_id=jianyang.sentinel", key: nil)
        #expect(xml.headers["content-type"] == "text/xml; charset=utf-8")
        #expect(xml.text.contains("<services><service><service_code>T02</service_code>"))
        let unknown = try Self.get(town, "services.xml?jurisdiction_id=nobody", key: nil)
        #expect(unknown.status == 404 && unknown.text.contains("<error><code>404</code>"))
    }

    @Test func `a service has its filing conditions as values of one attribute`() throws {
        let town = try Self.town()
        let service = try Self.get(town, "services/T02.json", key: nil)
        #expect(service.json["service_code"] == "T02")
        let attribute = service.json["attributes"]?[0]
        #expect(attribute?["code"] == "condition" && attribute?["datatype"] == "singlevaluelist")
        #expect(attribute?["values"]?[0]?["key"] == "a" && attribute?["values"]?[0]?["name"] == "blocked")
        let xml = try Self.get(town, "services/T02.xml", key: nil).text
        #expect(xml.contains("<values><value><key>a</key><name>blocked</name></value></values>"))
        let unknown = try Self.get(town, "services/X99.json", key: nil)
        #expect(unknown.status == 404 && unknown.json[0]?["code"]?.int == 404)
    }

    @Test func `a request shows its case, and is closed when the case is`() throws {
        let town = try Self.town()
        var value = Town.openCase(1)
        value.location?.point = GivenPoint(point: Point(latitude: 30.4, longitude: 104.5), crs: .wgs84)
        value.location?.address = "沱江 <一号桥> 13812345678"
        try town.commit([value])
        let open = try Self.get(town, "requests/g1-0-1.json")
        #expect(open.status == 200 && open.json.array?.count == 1)
        let request = open.json[0]
        #expect(request?["service_request_id"] == "g1-0-1" && request?["status"] == "open")
        #expect(request?["service_code"] == "T02" && request?["lat"]?.double == 30.4)
        #expect(request?["agency_responsible"] == "Department traffic-police")
        #expect(request?["requested_datetime"]?.string?.hasSuffix("+08:00") == true)
        #expect(request?["extended_attributes"]?["case_id"]?.string == value.id.text)
        #expect(request?["extended_attributes"]?["priority"] == "P2")
        #expect(!open.text.contains("13812345678") && !open.text.contains("account-of-the-rider"))
        #expect(try Self.get(town, "requests/g1-0-1.xml").text.contains("<address>沱江 &lt;一号桥&gt; "))
        value.state = .closed
        value.closeCode = .solved
        value.closedAt = Town.start.adding(minutes: 9)
        value.version = 2
        try town.commit([value])
        let closed = try Self.get(town, "requests/g1-0-1.json").json[0]
        #expect(closed?["status"] == "closed" && closed?["expected_datetime"]?.string == nil)
        #expect(closed?["status_notes"]?.string?.contains("the hazard is gone") == true)
        #expect(closed?["extended_attributes"]?["state"] == "closed")
        #expect(closed?["extended_attributes"]?["close_code"] == "solved")
        #expect(Self.ids(try Self.get(town, "requests.json?status=closed")) == ["g1-0-1"])
        #expect(Self.ids(try Self.get(town, "requests.json?status=open")).isEmpty)
        #expect(Self.ids(try Self.get(town, "requests.json?status=open,closed")) == ["g1-0-1"])
    }

    @Test func `a posted request becomes a case as any report does, and is closed with it`() throws {
        let town = try Self.town()
        let posted = try Open311IntakeTests.post(Open311IntakeTests.form, to: town)
        let id = try #require(posted.json[0]?["service_request_id"]?.string)
        #expect(try Self.get(town, "requests/\(id).json").status == 404)
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        let record = try #require(try town.next(town.topics.reports, shard: home))
        let report = try ReportCodec.decode(record.value)
        let entry = CaseReport(
            reportID: report.reportID, contentHash: "",
            source: ReportSource(topic: town.topics.reports, partition: home, offset: 0), receivedAt: Town.start,
            programme: report.programme, channel: report.channel)
        var value = CaseOpening(policy: TownPolicy.policy).open(
            ReceivedReport(report: report, entry: entry), id: CaseID(date: Town.date, shard: home, number: 1))
        value.version = 1
        try town.commit([value])
        let open = try Self.get(town, "requests/\(id).json").json[0]
        #expect(open?["status"] == "open" && open?["lat"]?.double == 30.4 && open?["long"]?.double == 104.5)
        #expect(open?["description"]?.string == "三车道变一 & 堵死" && open?["address"] == "沱江一号桥")
        value.state = .closed
        value.closeCode = .solved
        value.version = 2
        try town.commit([value])
        #expect(try Self.get(town, "requests/\(id).json").json[0]?["status"] == "closed")
        #expect(Self.ids(try Self.get(town, "requests.json?status=closed&service_code=\(value.category.code)")) == [id])
    }

    @Test func `a caller sees the reports of its own prefixes only`() throws {
        let town = try Self.town()
        try town.commit([Town.openCase(1), Town.openCase(2, report: "g2-7"), Town.openCase(3, shard: 1)])
        #expect(Self.ids(try Self.get(town, "requests.json")) == ["g1-0-1", "g1-1-3"])
        for target in ["requests/g2-7.json", "requests/unknown.json", "tokens/g2-7.json"] {
            let answer = try Self.get(town, target)
            #expect(answer.status == 404 && answer.json[0]?["code"]?.int == 404, "\(target)")
        }
        #expect(Self.ids(try Self.get(town, "requests.json?service_request_id=g2-7,g1-0-1")) == ["g1-0-1"])
        let token = try Self.get(town, "tokens/g1-0-1.json").json[0]
        #expect(token?["token"] == "g1-0-1" && token?["service_request_id"] == "g1-0-1")
        for target in ["requests.json", "requests/g1-0-1.xml", "tokens/g1-0-1.json"] {
            for key in [nil, "guess", "viewer", "traffic-police"] {
                #expect(try Self.get(town, target, key: key).status == 403, "\(target) \(key ?? "no key")")
            }
        }
        #expect(Self.ids(try town.get("/open311/v2/requests", token: "gateway")).count == 2)
    }

    @Test func `a report that joined the case of another gateway shows none of its words`() throws {
        let town = try Self.town(prefixes: ["g9-"])
        var value = Town.openCase(1)
        var joined = value.reports[0]
        joined.reportID = "g9-1"
        joined.role = .follower
        value.reports.append(joined)
        value.location?.address = "沱江一号桥"
        value.media = [Media(ref: "photo-1")]
        try town.commit([value])
        let request = try Self.get(town, "requests/g9-1.json").json[0]
        #expect(request?["status"] == "open" && request?["extended_attributes"]?["role"] == "follower")
        for field in ["description", "address", "media_url"] { #expect(request?[field]?.string == nil) }
    }

    @Test func `lists are paged and filtered`() throws {
        let town = try Self.town()
        try town.commit((1...5).map { Town.openCase($0, shard: $0 % 2) })
        var all: [String] = []
        for page in 1...4 { all += Self.ids(try Self.get(town, "requests.json?page_size=2&page=\(page)")) }
        #expect(all == ["g1-0-2", "g1-0-4", "g1-1-1", "g1-1-3", "g1-1-5"])
        #expect(Self.ids(try Self.get(town, "requests.json?service_code=T02,X99")).count == 5)
        #expect(Self.ids(try Self.get(town, "requests.json?service_code=X99")).isEmpty)
        #expect(Self.ids(try Self.get(town, "requests.json?jurisdiction_id=jianyang.sentinel")).count == 5)
        let day = "2026-11-17T00:00:00Z"
        #expect(Self.ids(try Self.get(town, "requests.json?end_date=\(day)")).isEmpty)
        #expect(Self.ids(try Self.get(town, "requests.json?start_date=\(day)")).count == 5)
        #expect(Self.ids(try Self.get(town, "requests.json?start_date=2026-11-17T08:00:00+08:00")).count == 5)
    }

    @Test(arguments: [
        "page=0", "page_size=501", "page=100&page_size=500", "status=lost", "start_date=yesterday",
        "start_date=2026-11-17T00:00:00Z&end_date=2026-11-16T00:00:00Z",
    ])
    func `a filter that cannot be used is 400 in the form of the standard`(_ query: String) throws {
        let town = try Self.town()
        let answer = try Self.get(town, "requests.json?" + query)
        #expect(answer.status == 400 && answer.json[0]?["code"]?.int == 400)
    }

    @Test func `an unknown path and a wrong method are refused in the form of the standard`() throws {
        let town = try Self.town()
        let unknown = try Self.get(town, "nothing.xml")
        #expect(unknown.status == 404 && unknown.text.contains("<errors><error><code>404</code>"))
        let method = try town.client().send("DELETE", "/open311/v2/services.json")
        #expect(method.status == 405 && method.json[0]?["code"]?.int == 405)
        #expect(method.headers["allow"] == "GET, HEAD")
        #expect(try town.get("/open311/v2/requests.json?jurisdiction_id=no&api_key=gateway").status == 404)
    }

    @Test func `with shards elsewhere, a request that is not here is 503`() throws {
        let town = try Town(here: [0]) { $0.tokens = try TownPolicy.tokens() }
        #expect(try Self.get(town, "requests/g1-1-1.json").status == 503)
    }
}
