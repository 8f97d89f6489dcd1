import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// The golden scenarios that end with a reward.
extension GoldenScenarios {
    @Test(arguments: TestedLog.here)
    func `G1 the bridge of 简阳 is one case for two departments, and its rider is rewarded once, after verification`(
        _ log: TestedLog
    ) throws {
        let scene = try Scene(log)
        try scene.report("g1", "jianyang.sentinel", "phone", Self.bridge())
        let opened = try scene.value("g1")
        #expect(opened.category.code == "T02")
        #expect(opened.decision.runnerUp == "vehicle-parking")
        #expect(opened.priority == .p1)
        #expect(try scene.departments(of: "g1") == ["traffic-police": .lead, "urban-management": .co])

        try scene.says("traffic-police", "accept", about: "g1")
        try scene.says("traffic-police", "start", about: "g1")
        try scene.says("traffic-police", "resolve", about: "g1", ["result": "solved"])
        #expect(try scene.value("g1").state == .inProgress)
        try scene.says("urban-management", "accept", about: "g1")
        try scene.says("urban-management", "resolve", about: "g1", ["result": "solved"])
        #expect([.resolved, .checking].contains(try scene.value("g1").state))
        #expect(try scene.rewards("g1").isEmpty)

        let check = try scene.commands("verify", about: "g1", ["result": "pass"])
        try scene.commands("verify", about: "g1", ["result": "pass"], id: check)
        try scene.commands("verify", about: "g1", ["result": "pass"])
        #expect(try scene.value("g1").state == .closed)
        #expect(try scene.value("g1").closeCode == .solved)
        let rewards = try scene.rewards("g1")
        #expect(rewards.map(\.rule) == ["valid-clue"])
        #expect(rewards.map(\.amount) == [20])
        #expect(rewards.map(\.state) == [.granted])
        #expect(try scene.value("g1").rewards.map(\.state) == [.granted])
        #expect(try scene.notices("g1").map(\.kind) == [.received, .resolved, .closed, .reward])
        #expect(try scene.cases().count == 1)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func
        `G2 a lorry driver's report of a loose rock on S401 goes to the road's owner, and he is rewarded as riders are`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log)
        try scene.report(
            "g2", "danjingshan.lookout", "chat",
            [
                "text": "S401 上山路段有落石，占了半边路", "reporter": ["ref": "truck-7", "kind": "truck-driver"],
                "location": ["address": "S401 12 公里处", "road_class": "provincial", "district": "510182"],
            ])
        let opened = try scene.value("g2")
        #expect(opened.category.code == "T07")
        #expect(opened.location?.roadClass == .provincial)
        #expect(opened.decision.rule == "danjingshan-rockfall")
        #expect(
            try scene.departments(of: "g2")
                == ["municipal-works": .lead, "traffic-police": .co, "emergency-management": .co])
        try scene.work("g2")
        try scene.commands("verify", about: "g2", ["result": "pass"])
        #expect(try scene.rewards("g2").map(\.amount) == [10])
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func
        `G3 a bin fire that a courier put out is an emergency by two keys, rewarded at once and marked for the end of the year`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log)
        try scene.report(
            "g3", "deyuan.fire-brigade", "phone",
            [
                "text": "垃圾桶着火了，我用灭火器扑灭了，还有点冒烟", "action_taken": "extinguished",
                "reporter": ["ref": "courier-3", "kind": "courier"],
                "location": ["address": "德源镇菁蓉街", "district": "510117"],
            ])
        let born = try scene.value("g3")
        #expect(born.category.code == "F03")
        #expect(born.priority == .p0)
        #expect(born.flags.emergency)
        #expect(born.state == .dispatched)
        #expect(try scene.departments(of: "g3")["fire-rescue"] == .lead)
        let numbers = try scene.notices("g3").filter { $0.kind == .redirected }.map { $0.arguments["number"] }
        #expect(numbers == ["119"])

        // The fire is already out, but a person must still check.
        try scene.work("g3")
        #expect(try scene.rewards("g3").isEmpty)
        try scene.commands("verify", about: "g3", ["result": "pass"])
        let rewards = try scene.rewards("g3")
        #expect(rewards.filter { $0.kind == .immediate }.map(\.amount) == [200])
        #expect(rewards.filter { $0.kind == .yearEnd }.map(\.rule) == ["commendation"])
        #expect(rewards.allSatisfy { $0.state == .granted })
        #expect(try scene.fund("deyuan.fire-brigade") == 19_800)
        try scene.end()
    }

    @Test(
        arguments: TestedLog.here,
        [
            ("消防通道被电动车堵了，门都推不开", "F01"), ("三楼灭火器过期了", "F02"), ("有人飞线给电动车充电", "F04"),
        ])
    func
        `G9 the words of a report decide within a picked group "fire hazard", its point is converted, and points follow verification`(
            _ log: TestedLog, _ sample: (text: String, code: String)
        ) throws
    {
        let scene = try Scene(log)
        try scene.report(
            "g9", "baohe.hummingbird", "miniprogram",
            [
                "category_hint": "fire-hazard", "text": .string(sample.text),
                "reporter": ["ref": "rider-31", "kind": "rider"],
                "location": ["lat": 31.793, "lon": 117.31, "crs": "gcj02", "district": "340111"],
                "media": [["ref": "photo/9.jpg", "mime": "image/jpeg"]],
            ])
        let opened = try scene.value("g9")
        #expect(opened.category.code == sample.code)
        let location = try #require(opened.location)
        let given = GivenPoint(point: Point(latitude: 31.793, longitude: 117.31), crs: .gcj02)
        #expect(location.point == given)
        #expect(location.wgs84 == CoordinateConversion.wgs84(given))
        #expect(location.wgs84?.latitude != given.point.latitude)
        try scene.work("g9", media: [["ref": "photo/after.jpg"]])
        #expect(try scene.rewards("g9").isEmpty)
        try scene.commands("verify", about: "g9", ["result": "pass"])
        let rewards = try scene.rewards("g9")
        #expect(rewards.filter { $0.kind == .points }.map(\.amount) == [10])
        #expect(!rewards.isEmpty && rewards.allSatisfy { $0.state == .granted })
        try scene.end()
    }

    @Test(arguments: TestedLog.here, [("jianyang.sentinel", "510185", 20, 0), ("baohe.hummingbird", "340111", 10, 2)])
    func
        `G10 one bridge, five riders in ten minutes: one case, four followers, and the first is paid in full`(
            _ log: TestedLog, _ profile: (programme: String, district: String, first: Int, follower: Int)
        ) throws
    {
        let scene = try Scene(log)
        let riders = (1...5).map { "rider-\($0)" }
        for (number, rider) in riders.enumerated() {
            var fields = Self.bridge(
                "沱江一号桥桥头乱停，三车道变一，堵死了，第\(number + 1)次看到", rider: rider, latitude: 30.398 + Double(number) * 0.0001)
            fields = Scene.merged(
                fields,
                [
                    "location": [
                        "lat": .double(30.398 + Double(number) * 0.0001), "lon": 104.548, "crs": "gcj02",
                        "district": .string(profile.district),
                    ]
                ])
            try scene.report(rider, profile.programme, "phone", fields)
            try scene.advance(minutes: 2)
        }
        #expect(try scene.cases().count == 1)
        let value = try scene.value("rider-1")
        #expect(value.reports.map(\.reportID) == riders)
        #expect(value.reports.map(\.role) == [.first, .follower, .follower, .follower, .follower])
        // Each department receives one dispatch, then the number of further reports.
        let sent = try scene.sent("traffic-police", about: "rider-1")
        #expect(sent.filter { $0.event == .dispatched }.count == 1)
        #expect(sent.last?.duplicates == 4)
        for rider in riders.dropFirst() { #expect(try scene.notices(rider).map(\.kind).contains(.merged)) }

        try scene.work("rider-1", media: [["ref": "photo/after.jpg"]])
        try scene.commands("verify", about: "rider-1", ["result": "pass"])
        let granted = try riders.map { rider in
            try scene.rewards(rider).filter { $0.state == .granted }.reduce(0) { $0 + $1.amount }
        }
        #expect(granted == [profile.first] + Array(repeating: profile.follower, count: 4))
        for rider in riders { #expect(try scene.notices(rider).map(\.kind).contains(.closed)) }
        try scene.end()
    }
}
