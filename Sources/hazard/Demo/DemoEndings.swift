import HazardCore
import JSONText

/// Three ways in which a case ends: closed with the required photo, closed as a kept suggestion, and rejected by an
/// operator.
struct DemoEndings {
    let stage: DemoStage

    func play() throws {
        try cover()
        try suggestion()
        try rejected()
    }

    private func cover() throws {
        let id = "demo-baohe-1"
        try stage.narrate(
            "包河，蜂鸟哨兵：井盖松动。该项目办结须附照片，没有照片的反馈被退回。",
            "Baohe: a loose manhole cover. The programme wants a photo of the repair: an answer without one is refused."
        )
        _ = try stage.report(
            id,
            [
                .init("programme", "baohe.hummingbird"), .init("channel", "miniprogram"), .init("category_hint", "R03"),
                .init("text", "井盖松动，过车哐哐响"), .init("location", ["district": "340111"]),
                .init("reporter", ["ref": "rider-340", "kind": "rider"]),
            ])
        try stage.feedback(id, "municipal-works", "accept")
        let refused = try stage.feedback(id, "municipal-works", "resolve", [.init("result", "solved")])
        try stage.feedback(
            id, "municipal-works", "resolve", [.init("result", "solved"), .init("media", [["ref": "photo/fixed.jpg"]])])
        let value = try stage.command(id, "verify", [.init("result", "pass")])
        stage.expect("包河：没有照片不能办结", "Baohe: without a photo it is not resolved", refused == nil)
        stage.expect("包河：附照片后结案", "Baohe: closed with one", DemoFacts(value).state == "closed")
        stage.expectRewards("包河：得 10 分", "Baohe: 10 points", id, ["valid-clue": 10])
    }

    private func suggestion() throws {
        let id = "demo-chengdu-1"
        try stage.narrate(
            "骑手诉求：建议商圈增设换电柜。社工部与街道办理后留存为建议。",
            "Chengdu: a suggestion for battery lockers. Handled by social work and the subdistrict, kept as a suggestion."
        )
        let opened = try stage.report(
            id,
            [
                .init("programme", "chengdu.rider-needs"), .init("channel", "web"), .init("kind", "suggestion"),
                .init("text", "建议商圈地下车库增设换电柜"), .init("location", ["district": "510115"]),
                .init("reporter", ["ref": "rider-1150", "kind": "rider"]),
            ])
        for department in DemoFacts(opened).departments.keys.sorted() {
            try stage.feedback(id, department, "accept")
            try stage.feedback(id, department, "resolve", [.init("result", "referred")])
        }
        let value = try stage.command(id, "close", [.init("code", "suggestion-kept")])
        stage.expect(
            "骑手诉求：以建议留存结案", "Chengdu: closed as a suggestion kept", value?["close_code"] == "suggestion-kept")
        stage.expectRewards(
            "骑手诉求：参与 1 分，答复 5 分", "Chengdu: 1 point for taking part, 5 for the answer", id,
            ["taking-part": 1, "answered": 5])
    }

    private func rejected() throws {
        let id = "demo-qingbaijiang-2"
        try stage.narrate(
            "青白江：别处的类别代码无法识别，仍先到分拨中心；操作员看后不予立案。",
            "Qingbaijiang: an unknown category code goes to triage, and an operator rejects the report.")
        _ = try stage.report(
            id,
            [
                .init("programme", "qingbaijiang.whistle"), .init("channel", "photo"), .init("category_hint", "XX-404"),
                .init("text", "测试测试"), .init("location", ["district": "510113"]),
            ])
        let value = try stage.command(id, "reject", reason: "测试上报")
        stage.expect(
            "无法识别的类别：分拨后不予立案", "the unknown code: triage, then rejected by a person",
            DemoFacts(value).state == "rejected")
        stage.expectNotice("上报人得知原因", "the reporter receives the reason", id, .rejected)
    }
}
