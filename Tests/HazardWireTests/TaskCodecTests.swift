import ChineseText
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

struct TaskCodecTests {
    private static let keys: Set<String> = [
        "schema_version", "event_id", "event", "case_id", "task_id", "version", "shard_seq", "department", "role",
        "state",
        "programme", "category", "condition", "priority", "text", "location", "media", "opened_at", "ack_by", "due_at",
        "due_clock", "make_safe_due_at", "duplicates", "rule", "needs_review",
    ]

    private static func bytes(_ value: Case, _ event: TaskEvent?, _ zone: ZoneOffset = .china) -> [UInt8] {
        JSONWriter.bytes { TaskCodec.encode(value, task: 0, event, zone: zone, to: &$0) }
    }

    private static func names(_ value: JSONValue?) -> Set<String> { Set((value?.object ?? []).map(\.key)) }

    @Test func `a dispatch record has exactly the keys of the contract, and nothing of the reporter`() throws {
        var seeded = Seeded(3)
        for _ in 0..<500 {
            var value = seeded.wholeCase()
            value.tasks.append(seeded.task())
            let event = seeded.taskEvent()
            let tree = try JSONValue(reading: Self.bytes(value, event))
            var expected = Self.keys
            if event.kind == .refused { expected.formUnion(["cause", "code", "allowed"]) }
            if event.change != nil { expected.formUnion(["reason", "detail"]) }
            try #require(Self.names(tree) == expected)
            try #require(Self.names(tree["category"]) == ["code", "id", "name", "scheme", "scheme_code"])
            if let place = tree["location"] {
                var names: Set = ["lat", "lon", "given", "address", "segment", "road_class", "district"]
                if place["area"] != nil { names.insert("area") }
                try #require(Self.names(place) == names)
                if let given = place["given"] { try #require(Self.names(given) == ["lat", "lon", "crs"]) }
                if let segment = place["segment"] { try #require(Self.names(segment) == ["from", "to"]) }
            }
            for media in tree["media"]?.array ?? [] {
                try #require(Self.names(media) == ["ref", "sha256", "mime"])
            }
        }
    }

    @Test func `a dispatch record reads back as the task that it was written from`() throws {
        var seeded = Seeded(4)
        for _ in 0..<500 {
            var value = seeded.wholeCase()
            value.tasks = [seeded.task()]
            let event = seeded.taskEvent()
            let message = try TaskCodec.decode(Self.bytes(value, event, seeded.zone()))
            let task = value.tasks[0]
            try #require(message.eventID == "\(value.id.text)/\(task.department)/\(task.version)")
            try #require(message.taskID == task.id(in: value.id))
            try #require(message.event == event.kind)
            try #require(message.state == task.state && message.role == task.role)
            try #require(message.shardSequence == task.shardSequence && message.version == task.version)
            try #require(message.text == value.text && message.category == value.category)
            try #require(message.location?.wgs84 == value.location?.wgs84)
            try #require(message.location?.point == value.location?.point)
            try #require(message.acknowledgeBy == task.acknowledgeBy && message.dueAt == task.dueAt)
            try #require(message.dueClock == value.decision.limit?.clock)
            try #require(message.duplicates == max(0, value.reports.count - 1))
            try #require(message.reason == event.reasonText)
            try #require(message.cause == (event.kind == .refused ? event.cause?.id : nil))
        }
    }

    @Test func `the sample of the contract is written to the letter`() throws {
        var decision = CaseDecision(rule: "lane-obstruction-default", closeRule: .all, rulesHash: "h")
        decision.limit = Limit(amount: 2, clock: .uh)
        let opened = try #require(TimeText.parse("2026-11-22T08:15:00+08:00"))
        var value = Case(
            id: try #require(CaseID("20261122-03-000123")), state: .dispatched, programme: "jianyang.sentinel",
            category: CaseCategory(code: "T02", id: "lane-obstruction", name: "车道受阻/道路拥堵"), decision: decision,
            openedAt: opened)
        value.condition = "a"
        value.priority = .p1
        value.text = "沱江一号桥三车道剩一车道"
        var place = Location()
        place.wgs84 = Point(latitude: 30.4, longitude: 104.5)
        place.point = GivenPoint(point: Point(latitude: 30.398, longitude: 104.503), crs: .gcj02)
        place.address = "沱江一号桥"
        place.segment = Segment(from: "沱江一号桥", to: "加州花园小区")
        place.roadClass = .urban
        place.district = "510185"
        place.grid = "g-7"
        value.location = place
        value.media = [Media(ref: "m/1", sha256: "ab", mime: "image/jpeg", takenAt: opened)]
        var task = CaseTask(department: "traffic-police", role: .lead, createdAt: opened)
        task.state = .sent
        task.version = 1
        task.shardSequence = 4711
        task.acknowledgeBy = opened.adding(minutes: 15)
        task.dueAt = opened.adding(minutes: 120)
        value.tasks = [task]
        #expect(
            String(decoding: Self.bytes(value, TaskEvent(.dispatched)), as: UTF8.self) == """
                {"schema_version":1,"event_id":"20261122-03-000123/traffic-police/1","event":"dispatched",\
                "case_id":"20261122-03-000123","task_id":"20261122-03-000123/traffic-police","version":1,\
                "shard_seq":4711,"department":"traffic-police","role":"lead","state":"sent",\
                "programme":"jianyang.sentinel","category":{"code":"T02","id":"lane-obstruction",\
                "name":"车道受阻/道路拥堵","scheme":null,"scheme_code":null},"condition":"a","priority":"P1",\
                "text":"沱江一号桥三车道剩一车道","location":{"lat":30.4,"lon":104.5,"given":{"lat":30.398,"lon":104.503,\
                "crs":"gcj02"},"address":"沱江一号桥","segment":{"from":"沱江一号桥","to":"加州花园小区"},\
                "road_class":"urban","district":"510185"},"media":[{"ref":"m/1","sha256":"ab","mime":"image/jpeg"}],\
                "opened_at":"2026-11-22T08:15:00+08:00","ack_by":"2026-11-22T08:30:00+08:00",\
                "due_at":"2026-11-22T10:15:00+08:00","due_clock":"uh","make_safe_due_at":null,"duplicates":0,\
                "rule":"lane-obstruction-default","needs_review":false}
                """)
        let headers = TaskCodec.headers(value, task: 0, traceparent: Array("00-ab".utf8))
        #expect(headers.map(\.name) == ["hazard-dispatch-id", "hazard-shard", "traceparent"])
        #expect(
            headers.map { String(decoding: $0.value, as: UTF8.self) } == [
                "20261122-03-000123/traffic-police/1", "3", "00-ab",
            ])
    }

    @Test func `a refusal carries the feedback it is about, its code and what is allowed`() throws {
        var seeded = Seeded(5)
        var value = seeded.wholeCase()
        value.tasks = [seeded.task()]
        var event = TaskEvent(
            .refused, .refused(.stateForbids(.feedback(.start), .closed)),
            cause: Cause(sender: "department/x", id: "tp-7781"))
        event.allowed = ["accept", "return"]
        let tree = try JSONValue(reading: Self.bytes(value, event))
        #expect(tree["cause"] == "tp-7781")
        #expect(tree["code"] == "move-not-allowed")
        #expect(tree["allowed"] == ["accept", "return"])
        #expect(tree["reason"] == "start is not allowed while the case is closed")
        #expect(
            tree["detail"] == [
                "code": "refused", "refusal": "move-not-allowed", "why": "state", "of": "start", "state": "closed",
            ])
    }

    @Test func `a current task has no event, and everything else`() throws {
        var seeded = Seeded(6)
        var value = seeded.wholeCase()
        value.tasks = [seeded.task()]
        let bytes = Self.bytes(value, nil)
        #expect(Self.names(try JSONValue(reading: bytes)) == Self.keys.subtracting(["event"]))
        #expect(try TaskCodec.decode(bytes).event == nil)
    }
}
