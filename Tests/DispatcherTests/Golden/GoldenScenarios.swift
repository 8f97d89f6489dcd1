import HazardCore
import HazardWire
import JSONText
import MessageLog
import MessageLog
import TestSupport
import Testing

/// The golden scenarios of the programmes (`DOMAIN.md` §11) from report to close, on both logs.
@Suite struct GoldenScenarios {
    /// The report of the bridge in Jianyang (简阳) as the phone line writes it.
    static func bridge(
        _ text: String = "沱江一号桥往加州花园方向，小汽车、三轮车、摩托车乱停，三车道变一，堵死了", rider: String = "rider-0815",
        latitude: Double = 30.398
    ) -> JSONValue {
        [
            "text": .string(text), "reporter": ["ref": .string(rider), "kind": "rider", "platform": "meal-box"],
            "location": [
                "lat": .double(latitude), "lon": 104.548, "crs": "gcj02", "district": "510185", "road_class": "urban",
                "segment": ["from": "沱江一号桥", "to": "加州花园小区"],
            ],
        ]
    }

    @Test(arguments: TestedLog.here)
    func `G4 a notebook entry three days old is not overdue when it is received`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.report(
            "g4", "wannianchang.fuxia", "notebook",
            [
                "text": "街口路面有两个大坑，骑车差点摔", "occurred_at": .string(scene.written(minutesAgo: 3 * 1440)),
                "reporter": ["ref": "badge-44", "kind": "rider"],
                "location": ["address": "万年场横街 12 号", "district": "510108"],
            ])
        let opened = try scene.value("g4")
        #expect(opened.category.code == "R01")
        #expect(opened.registeredAt == opened.openedAt)
        let due = try #require(opened.dueAt)
        let limit = try #require(opened.decision.limit)
        let calendar = try ShippedPolicy.load().calendar
        #expect(due == DueTime.due(limit, from: opened.openedAt, calendar: calendar).at)
        try scene.advance(minutes: 1)
        #expect(try !scene.value("g4").flags.overdue)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `G5 a photo without a word waits in triage and is not rejected`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.report(
            "g5", "qingbaijiang.whistle", "photo",
            [
                "media": [["ref": "photo/1.jpg", "mime": "image/jpeg"]],
                "reporter": ["ref": "rider-21", "kind": "rider"],
                "location": ["lat": 30.88, "lon": 104.25, "crs": "wgs84", "district": "510113"],
            ])
        let opened = try scene.value("g5")
        #expect(opened.category.code == "Z01")
        #expect(opened.state == .triage)
        #expect(try scene.queue("triage").map(\.caseID) == [opened.id])
        #expect(try scene.deadLetters().isEmpty)
        #expect(try scene.notices("g5").map(\.kind) == [.received])
        try scene.commands("classify", about: "g5", ["category": "manhole-cover"], role: "dispatcher")
        #expect(try scene.value("g5").state == .dispatched)
        #expect(try scene.queue("municipal-works").count == 1)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `G6 a question about housing is a need for social work, without the time limit of a hazard`(_ log: TestedLog)
        throws
    {
        let scene = try Scene(log)
        try scene.report(
            "g6", "jinguanyi.observer", "chat",
            [
                "kind": "need", "text": "请问外卖员能申请租房补贴吗", "reporter": ["ref": "rider-5", "kind": "rider"],
                "location": ["district": "510104"],
            ])
        let opened = try scene.value("g6")
        #expect(opened.kind == .need)
        #expect(opened.category.code == "P05")
        #expect(try scene.departments(of: "g6")["social-work"] == .lead)
        // The limit is in working days, so its clock stops at night.
        #expect(opened.decision.limit?.clock == .wd)
        #expect(opened.makeSafeDueAt == nil)
        #expect(opened.priority == .p3)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `G7 a fire lane blocked by rubbish is F01, not E01, in either script`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        let texts = ["simplified": "垃圾堆堵住了消防通道，消防车进不来", "traditional": "垃圾堆堵住了消防通道，消防車進不來"]
        for (script, text) in texts {
            try scene.report(
                script, "yubei.six-roles", "chat",
                [
                    "text": .string(text), "lang": script == "traditional" ? "zh-Hant" : "zh-Hans",
                    "reporter": ["ref": .string("rider-" + script), "kind": "rider"],
                    "location": [
                        "address": .string(script == "traditional" ? "渝北龙山路 9 号" : "渝北龙溪街 80 号"), "district": "500112",
                    ],
                ])
        }
        let simplified = try scene.value("simplified")
        let traditional = try scene.value("traditional")
        #expect(simplified.id != traditional.id)
        for value in [simplified, traditional] { #expect(value.category.code == "F01") }
        #expect(simplified.condition == traditional.condition)
        #expect(simplified.decision.rule == traditional.decision.rule)
        #expect(simplified.decision.evidence == traditional.decision.evidence)
        #expect(try scene.departments(of: "simplified") == scene.departments(of: "traditional"))
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `G8 a tip-off about a kitchen reaches only market regulation, without anything about its source`(
        _ log: TestedLog
    ) throws {
        let scene = try Scene(log)
        try scene.report(
            "g8", "yubei.six-roles", "phone",
            [
                "kind": "tipoff", "category_hint": "M01", "text": "某店后厨食材过期，我电话 13912345678",
                "reporter": ["ref": "rider-secret-9", "kind": "rider", "platform": "meal-box-secret"],
                "contact_token": "vault-secret-9", "location": ["address": "龙溪街 3 号", "district": "500112"],
                "ext": ["shop_card": "ext-secret-9"],
            ])
        #expect(try scene.departments(of: "g8") == ["market-regulation": .lead])
        for department in try ShippedPolicy.load().departments.keys.sorted() {
            let records = try scene.read(scene.bench.topics.dispatch(department))
            #expect(records.count == (department == "market-regulation" ? 1 : 0), "\(department)")
            for record in records {
                let bytes = [record.key, record.value].compactMap(\.self) + record.headers.map(\.value)
                for text in bytes.map({ String(decoding: $0, as: UTF8.self) }) {
                    for word in ["secret", "13912345678", "platform", "anonymous", "reporter", "contact"] {
                        #expect(!text.contains(word), "\(word) in \(text)")
                    }
                }
            }
        }
        // The case stores the source only as an account.
        let body = try #require(try scene.read(scene.bench.topics.cases).last?.value)
        #expect(!String(decoding: body, as: UTF8.self).contains("secret"))
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `G11 交警 returns the bridge naming 城管: one return, an open case, and no second round`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.report("g11", "jianyang.sentinel", "phone", Self.bridge())
        let back: JSONValue = ["reason": "桥头是占道摊点", "suggested_department": "urban-management"]
        try scene.says("traffic-police", "return", about: "g11", back)
        let value = try scene.value("g11")
        #expect(!value.state.isEnded)
        #expect(value.flags.returns == 1)
        #expect(try scene.task("traffic-police", of: "g11").state == .returned)
        #expect(try scene.task("urban-management", of: "g11").role == .lead)

        // The same return again is no second one, and the department that returned receives nothing.
        try scene.says("traffic-police", "return", about: "g11", back)
        try scene.advance(minutes: 5)
        #expect(try scene.value("g11").flags.returns == 1)
        #expect(try scene.sent("traffic-police", about: "g11").map(\.event) == [.dispatched, .refused])

        // When the suggested department returns it too, the case goes to triage.
        try scene.says(
            "urban-management", "return", about: "g11",
            ["reason": "是机动车", "suggested_department": "traffic-police"])
        try scene.advance(minutes: 5)
        #expect(try scene.value("g11").state == .triage)
        #expect(try scene.value("g11").flags.returns == 2)
        #expect(try scene.sent("traffic-police", about: "g11").filter { $0.event != .refused }.count == 1)
        #expect(try scene.sent("triage", about: "g11").count >= 1)

        // The operator dispatches it to the traffic police (交警), who resolve it. The returned task of urban management
        // (城管) no longer counts.
        try scene.commands(
            "dispatch", about: "g11", ["departments": [["department": "traffic-police", "role": "lead"]]],
            role: "dispatcher")
        #expect(try scene.task("triage", of: "g11").state == .done)
        try scene.work("g11")
        #expect(try scene.value("g11").state == .resolved)
        try scene.commands("verify", about: "g11", ["result": "pass"])
        #expect(try scene.value("g11").state == .closed)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `G11 after 城管, whom 交警 suggested, resolves it, the bridge is verified and closed, and its rider rewarded`(
        _ log: TestedLog
    ) throws {
        let scene = try Scene(log)
        try scene.report("g11", "jianyang.sentinel", "phone", Self.bridge())
        try scene.says("traffic-police", "accept", about: "g11")
        try scene.says(
            "traffic-police", "return", about: "g11",
            ["reason": "桥头是占道摊点", "suggested_department": "urban-management"])
        let returned = try scene.value("g11")
        let due = try scene.task("urban-management", of: "g11").dueAt
        #expect(returned.state == .inProgress && returned.dueAt == due)
        try scene.work("g11")
        let resolved = try scene.value("g11")
        #expect(resolved.state == .resolved && resolved.closingCheck == nil)
        #expect(resolved.tasks.map(\.state) == [.returned, .done], "the triage centre had nothing to decide")
        try scene.commands("verify", about: "g11", ["result": "pass"])
        let closed = try scene.value("g11")
        #expect(closed.state == .closed && closed.closeCode == .solved && closed.flags.returns == 1)
        #expect(try scene.sent("traffic-police", about: "g11").map(\.event) == [.dispatched])
        #expect(try scene.rewards("g11").map(\.state) == [.granted])
        #expect(try scene.notices("g11").map(\.kind) == [.received, .resolved, .closed, .reward])
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func
        `G12 "on fire" in a joke, with a category of shops, is one key of two: triage, and no department is dispatched`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log)
        try scene.report(
            "g12", "baohe.hummingbird", "miniprogram",
            [
                "category_hint": "S01", "text": "哈哈着火了，这家店太火了", "reporter": ["ref": "rider-8", "kind": "rider"],
                "media": [["ref": "photo/joke.jpg"]], "location": ["district": "340111"],
            ])
        let opened = try scene.value("g12")
        #expect(opened.state == .triage)
        #expect(opened.tasks.map(\.department) == [Department.triageID])
        for department in ["fire-rescue", "emergency-management", "public-security", "urban-management"] {
            #expect(try scene.queue(department).isEmpty, "\(department)")
        }
        // The report may be true: the notice names the number to call, and the case is first in triage.
        #expect(try scene.notices("g12").contains { $0.kind == .redirected && $0.arguments["number"] == "119" })
        #expect(try scene.queue("triage").map(\.priority) == [.p0])
        #expect(!opened.flags.emergency)
        try scene.commands("classify", about: "g12", ["category": "S01"], role: "dispatcher")
        #expect(try scene.queue("fire-rescue").isEmpty)
        #expect(try scene.departments(of: "g12")["urban-management"] == .lead)
        try scene.end()
    }
}
