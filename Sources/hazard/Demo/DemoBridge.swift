import HazardCore
import JSONText

/// The model case: a rider in Jianyang (简阳) calls because parked vehicles block the approach of a bridge (`DOMAIN.md`,
/// The model case).
struct DemoBridge {
    static let reportID = "demo-jianyang-1"
    let stage: DemoStage
    private var id: String { DemoBridge.reportID }

    func play() throws {
        try open()
        try returnAndDispatchAgain()
        try join()
        try work()
    }

    private func open() throws {
        try stage.narrate(
            "简阳，城市哨兵：骑手来电，沱江一号桥桥头乱停，三车道只剩一道。一份上报，一个案卷，两个部门。",
            "Jianyang: a rider calls, parked cars leave one lane of three on the bridge. One report, one case, two departments."
        )
        let value = try stage.report(
            id,
            [
                .init("programme", "jianyang.sentinel"), .init("channel", "phone"), .init("category_hint", "T02"),
                .init("text", "沱江一号桥往加州花园方向，小汽车、三轮车、摩托车乱停，三车道只剩一道"),
                .init("reporter", ["ref": "rider-0815", "kind": "rider"]),
                .init(
                    "location",
                    [
                        "lat": 30.398, "lon": 104.548, "crs": "gcj02", "district": "510185", "road_class": "urban",
                        "segment": ["from": "沱江一号桥", "to": "加州花园小区"],
                    ]),
            ])
        stage.expect(
            "简阳：交警主办、城管协办", "Jianyang: the traffic police lead, urban management helps",
            DemoFacts(value).departments == ["traffic-police": "lead", "urban-management": "co"])
    }

    private func returnAndDispatchAgain() throws {
        try stage.narrate(
            "城管退单：路上的是机动车，建议交警。案卷仍开着，退单次数记为 1。",
            "Urban management returns its task and names the traffic police. The case stays open; one return is counted."
        )
        try stage.feedback(
            id, "urban-management", "return",
            [.init("reason", "车道上的是机动车，不归我们"), .init("suggested_department", "traffic-police")])
        try stage.narrate(
            "操作员想直接结案：被拒绝，并得知现在允许什么。",
            "An operator tries to close it at once: the command is refused, and the answer lists the allowed moves.")
        let refused = try stage.command(id, "close", [.init("code", "solved")])
        stage.expect("未处置的案卷不能结案", "a case nobody has worked on cannot be closed", refused == nil)
        try stage.narrate(
            "操作员再次派给城管协办（桥头还有占道摊点）。", "The operator dispatches it to urban management again: there are stalls too.")
        let again = try stage.command(
            id, "dispatch", reason: "桥头另有占道摊点",
            [
                .init(
                    "departments",
                    [
                        ["department": "traffic-police", "role": "lead"],
                        ["department": "urban-management", "role": "co"],
                    ])
            ])
        stage.expect(
            "城管再次收到任务", "urban management has its task again",
            DemoFacts(again).task("urban-management")?["state"] == "sent" && DemoFacts(again).flag("returns") == 1)
    }

    /// Four more riders report the same bridge.
    private func join() throws {
        try stage.narrate(
            "十分钟内又有四位骑手报同一座桥：并入同一案卷，各自得到告知，部门不重复出动。",
            "Four more riders report the same bridge: they join its case, each gets a notice, and no department drives out twice."
        )
        for number in 2...5 { _ = try stage.post(stage.text(of: "demo-jianyang-\(number)", DemoBridge.report(number))) }
        let value = stage.watch.find(report: id) { $0["reports"]?.array?.count == 5 }
        stage.expect(
            "五份上报一个案卷，四个跟随者", "five reports are one case with four followers",
            value?["reports"]?.array?.filter { $0["role"] == "follower" }.count == 4)
        stage.expectNotice("跟随者得知已并案", "a follower receives the notice of the merge", "demo-jianyang-5", .merged)
        try stage.narrate("操作员催办。", "The operator urges the departments.")
        let urged = try stage.command(id, "urge", reason: "晚高峰将至")
        stage.expect("催办记入案卷", "the urging is on record", DemoFacts(urged).flag("urges") == 1)
    }

    /// The report of the rider with that number, at a place some metres further on.
    private static func report(_ number: Int) -> [JSONValue.Member] {
        [
            .init("programme", "jianyang.sentinel"), .init("channel", "phone"), .init("category_hint", "T02"),
            .init("text", .string("沱江一号桥桥头乱停，三车道变一，第 \(number) 位骑手路过")),
            .init("reporter", ["ref": .string("rider-082\(number)"), "kind": "rider"]),
            .init(
                "location",
                [
                    "lat": .double(30.398 + 0.0001 * Double(number)), "lon": 104.548, "crs": "gcj02",
                    "district": "510185", "road_class": "urban",
                ]),
        ]
    }

    private func work() throws {
        try stage.narrate("两个部门签收、到场、处置。", "Both departments accept, arrive and resolve it.")
        for department in ["traffic-police", "urban-management"] {
            try stage.feedback(id, department, "accept")
            try stage.feedback(id, department, "start", [.init("note", "已到场")])
        }
        var value: JSONValue?
        for department in ["traffic-police", "urban-management"] {
            value = try stage.feedback(
                id, department, "resolve", [.init("result", "solved"), .init("media", [["ref": "photo/after.jpg"]])])
        }
        stage.expect("两家都办结后案卷为已处置", "resolved once both are done", DemoFacts(value).state == "resolved")
        try stage.narrate(
            "操作员核查：隐患已消除，结案。首报的骑手得 20 元，跟随者按项目规则不得。",
            "The operator verifies that the hazard is gone: closed. Its first rider earns 20 yuan, followers nothing here."
        )
        value = try stage.command(id, "verify", [.init("result", "pass")])
        stage.expect(
            "简阳的案卷已结案：solved", "the bridge's case is closed as solved",
            DemoFacts(value).state == "closed" && value?["close_code"] == "solved")
        stage.expectRewards("首报骑手得 20 元", "the first rider has 20 yuan", id, ["valid-clue": 20])
        stage.expectNotice("并得到告知", "and receives a notice of it", id, .reward)
    }
}

/// Reads the facts of a case that scenes check.
struct DemoFacts {
    let value: JSONValue?

    init(_ value: JSONValue?) {
        self.value = value
    }

    var state: String? { value?["state"]?.string }
    var rule: String? { value?["decision"]?["rule"]?.string }
    var priority: String? { value?["priority"]?.string }

    func task(_ department: String) -> JSONValue? {
        value?["tasks"]?.array?.first { $0["department"]?.string == department }
    }

    func flag(_ name: String) -> Int64 { value?["flags"]?[name]?.int ?? 0 }

    /// The departments that have a task, with their roles.
    var departments: [String: String] {
        var all: [String: String] = [:]
        for task in value?["tasks"]?.array ?? [] {
            if let name = task["department"]?.string { all[name] = task["role"]?.string ?? "" }
        }
        return all
    }
}
