import JSONText

/// Invalid, late and repeated reports. All belong to the shard of Danjingshan (丹景山), so one later report shows that all
/// were decided.
struct DemoInvalidInput {
    let stage: DemoStage

    func play() throws {
        let first = try stage.found("demo-danjingshan-1")
        try stage.narrate(
            "网关重发同一份上报：不会重复派单。同一编号换了内容：记为无法使用的记录，原样保存。",
            "A gateway sends a report again: no second case. The same id with other content becomes a dead letter, stored unchanged."
        )
        let body = stage.text(of: "demo-danjingshan-2", DemoInvalidInput.damage("S401 路面坑洞，两轮车绕行"))
        _ = try stage.post(body)
        let opened = try stage.found("demo-danjingshan-2")
        _ = try stage.post(body)
        _ = try stage.post(stage.text(of: "demo-danjingshan-1", DemoInvalidInput.damage("同一编号，别的内容")))
        _ = try stage.report("demo-danjingshan-4", DemoInvalidInput.damage("S401 护栏旁路面开裂"))
        stage.expect(
            "重发没有效果", "a report sent again has no effect",
            try stage.found("demo-danjingshan-2")["version"] == opened["version"]
                && (try stage.found("demo-danjingshan-1")["version"]) == first["version"])
        try deadLetters()
        try refusedReports()
    }

    private func deadLetters() throws {
        let server = stage.server.answering(in: stage.words.language)
        let letters = try server.get("/v1/dead-letters")["dead_letters"]?.array ?? []
        for letter in letters { Terminal.print("  ✉ " + DeadLetterLine.text(letter, stage.server.zone, stage.words)) }
        stage.expect(
            "一条无法使用的记录：id-reused", "one dead letter: id-reused",
            letters.compactMap { $0["reason"]?.string } == ["id-reused"])
    }

    private func refusedReports() throws {
        try stage.narrate(
            "缺字段或太久以前的上报当场被拒绝，一次列出所有问题。",
            "A report that is incomplete or too old is refused at once, with all of its problems.")
        let old = DemoInvalidInput.damage("多年前的坑洞") + [.init("reported_at", "2024-01-01T08:00:00+08:00")]
        let late = try stage.post(stage.text(of: "demo-danjingshan-3", old), status: 400)["errors"]?.array ?? []
        for error in late { Terminal.print("  ✋ " + ProblemLine(error).text(stage.words.language)) }
        stage.expect(
            "太久以前的上报被拒绝", "a report too old is refused", late.compactMap { $0["field"]?.string } == ["reported_at"])
        let problem = try stage.post(
            Array(#"{"schema_version":1,"report_id":"demo bad","channel":"fax"}"#.utf8), status: 400)
        let errors = problem["errors"]?.array ?? []
        for error in errors { Terminal.print("  ✋ " + ProblemLine(error).text(stage.words.language)) }
        stage.expect("一次列出所有问题", "the answer lists every problem", errors.count >= 4)
    }

    private static func damage(_ text: String) -> [JSONValue.Member] {
        [
            .init("programme", "danjingshan.lookout"), .init("channel", "chat"), .init("category_hint", "R01"),
            .init("text", .string(text)), .init("location", ["road_class": "provincial", "district": "510182"]),
        ]
    }
}
