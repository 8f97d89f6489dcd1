import JSONText

/// The model case: a rider in 简阳 finds the bridge's approach choked by parked vehicles and calls the phone line.
struct DemoBridge {
    static let reportID = "demo-jianyang-1"
    let stage: DemoStage
    private var id: String { DemoBridge.reportID }

    func play() throws {
        try open()
        try passOn()
        try work()
    }

    private func open() throws {
        try stage.tell(
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

    private func passOn() throws {
        try stage.tell(
            "城管退单：路上的是机动车，建议交警。案卷仍开着，退单次数记为 1。",
            "Urban management returns its task and names the traffic police. The case stays open; one return is counted."
        )
        try stage.feedback(
            id, "urban-management", "return",
            [.init("reason", "车道上的是机动车，不归我们"), .init("suggested_department", "traffic-police")])
        try stage.tell(
            "操作员想直接结案：被拒绝，并得知现在允许什么。", "An operator tries to close it at once: refused, with what is allowed instead.")
        let refused = try stage.command(id, "close", [.init("code", "solved")])
        stage.expect("未处置的案卷不能结案", "a case nobody has worked on cannot be closed", refused == nil)
        try stage.tell(
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

    private func work() throws {
        try stage.tell("两个部门签收、到场、处置。", "Both departments accept, arrive and resolve it.")
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
        try stage.tell("操作员核查：隐患已消除，结案。", "The operator verifies that the hazard is gone: closed.")
        value = try stage.command(id, "verify", [.init("result", "pass")])
        stage.expect(
            "简阳的案卷已结案：solved", "the bridge's case is closed as solved",
            DemoFacts(value).state == "closed" && value?["close_code"] == "solved")
    }
}

/// What scenes ask about a case.
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

    /// Departments that have a task, with their part.
    var departments: [String: String] {
        var all: [String: String] = [:]
        for task in value?["tasks"]?.array ?? [] {
            if let name = task["department"]?.string { all[name] = task["role"]?.string ?? "" }
        }
        return all
    }
}
