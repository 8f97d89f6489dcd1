import JSONText

/// What comes in broken, late or twice, all in 丹景山's shard, so that one later report shows that all was decided.
struct DemoTrouble {
    let stage: DemoStage

    func play() throws {
        let first = try stage.found("demo-danjingshan-1")
        try stage.tell(
            "网关重发同一份上报：不会重复派单。同一编号换了内容：记为无法使用的记录，原样保存。",
            "A gateway sends a report again: no second case. An id used for something else: a dead letter, kept as it came."
        )
        let body = stage.text(of: "demo-danjingshan-2", DemoTrouble.damage("S401 路面坑洞，两轮车绕行"))
        _ = try stage.post(body)
        let opened = try stage.found("demo-danjingshan-2")
        _ = try stage.post(body)
        _ = try stage.post(stage.text(of: "demo-danjingshan-1", DemoTrouble.damage("同一编号，别的内容")))
        _ = try stage.report("demo-danjingshan-4", DemoTrouble.damage("S401 护栏旁路面开裂"))
        stage.expect(
            "重发没有效果", "a report sent again has no effect",
            try stage.found("demo-danjingshan-2")["version"] == opened["version"]
                && (try stage.found("demo-danjingshan-1")["version"]) == first["version"])
        try deadLetters()
        try atTheDoor()
    }

    private func deadLetters() throws {
        let server = stage.server.answering(in: stage.words.language)
        let letters = try server.get("/v1/dead-letters")["dead_letters"]?.array ?? []
        for letter in letters { Terminal.print("  ✉ " + DeadLetterLine.text(letter, stage.server.zone, stage.words)) }
        stage.expect(
            "一条无法使用的记录：id-reused", "one dead letter: id-reused",
            letters.compactMap { $0["reason"]?.string } == ["id-reused"])
    }

    private func atTheDoor() throws {
        try stage.tell(
            "缺字段或太久以前的上报在门口就被拒绝，一次说清所有问题。",
            "A report with fields missing, or too old, is refused at the door, with everything that is wrong.")
        let old = DemoTrouble.damage("多年前的坑洞") + [.init("reported_at", "2024-01-01T08:00:00+08:00")]
        let late = try stage.post(stage.text(of: "demo-danjingshan-3", old), status: 400)["errors"]?.array ?? []
        for error in late { Terminal.print("  ✋ " + ProblemLine.text(error)) }
        stage.expect(
            "太久以前的上报被拒绝", "a report too old is refused", late.compactMap { $0["field"]?.string } == ["reported_at"])
        let problem = try stage.post(
            Array(#"{"schema_version":1,"report_id":"demo bad","channel":"fax"}"#.utf8), status: 400)
        let errors = problem["errors"]?.array ?? []
        for error in errors { Terminal.print("  ✋ " + ProblemLine.text(error)) }
        stage.expect("门口一次列出所有问题", "the door names every problem at once", errors.count >= 4)
    }

    private static func damage(_ text: String) -> [JSONValue.Member] {
        [
            .init("programme", "danjingshan.lookout"), .init("channel", "chat"), .init("category_hint", "R01"),
            .init("text", .string(text)), .init("location", ["road_class": "provincial", "district": "510182"]),
        ]
    }
}
