import HazardCore
import JSONText

/// A day in the other nine programmes: every channel, and the common irregular cases.
struct DemoDay {
    let stage: DemoStage

    func play() throws {
        try mountainRoad()
        try fire()
        try needs()
        try photo()
        try charging()
        try yubei()
        try DemoEndings(stage: stage).play()
        try DemoInvalidInput(stage: stage).play()
    }

    private func mountainRoad() throws {
        try stage.narrate(
            "丹景山，移动哨兵：货车司机在群里说 S401 落石。省道归公路单位。",
            "Danjingshan: a lorry driver reports fallen rocks on the provincial road S401.")
        let value = try stage.report("demo-danjingshan-1", DemoDay.rocks)
        stage.expect(
            "丹景山：规则 danjingshan-rockfall，市政主办", "Danjingshan: rule danjingshan-rockfall, municipal works lead",
            DemoFacts(value).rule == "danjingshan-rockfall"
                && DemoFacts(value).departments["municipal-works"] == "lead")
        try hold()
        try stage.finish("demo-danjingshan-1")
        stage.expectRewards(
            "丹景山：货车司机得 10 分", "Danjingshan: the driver has 10 points", "demo-danjingshan-1", ["valid-clue": 10])
    }

    /// A hold (挂账): nothing can be done for a week, and the clock stops.
    private func hold() throws {
        let id = "demo-danjingshan-1"
        try stage.narrate(
            "连日暴雨，上不了山：市政申请挂账到一周后，主管同意，时钟停走；雨停后提前恢复。",
            "Days of rain: municipal works ask for a hold of a week, a supervisor grants it; it resumes when the rain stops."
        )
        try stage.feedback(id, "municipal-works", "accept")
        try stage.feedback(
            id, "municipal-works", "request-hold",
            [.init("reason", "暴雨封山"), .init("until", .string(stage.server.zone.written(daysAgo: -7)))])
        let request = (try stage.found(id)["requests"]?.array ?? []).last?["id"]?.string ?? ""
        let held = try stage.command(id, "approve", role: "supervisor", [.init("request", .string(request))])
        stage.expect("丹景山：挂账", "Danjingshan: on hold", DemoFacts(held).state == "suspended")
        let resumed = try stage.command(id, "resume", role: "dispatcher", reason: "雨停")
        stage.expect(
            "丹景山：恢复处置", "Danjingshan: at work again", DemoFacts(resumed).state == "in-progress")
    }

    /// The fields of the mountain road's report, without its id.
    static let rocks: [JSONValue.Member] = [
        .init("programme", "danjingshan.lookout"), .init("channel", "chat"), .init("category_hint", "T07"),
        .init("text", "S401 上山路段有落石，占了半边路"), .init("reporter", ["ref": "truck-7", "kind": "truck-driver"]),
        .init("location", ["address": "S401 12 公里处", "road_class": "provincial", "district": "510182"]),
    ]

    private func fire() throws {
        try stage.narrate(
            "德源，义务消防队：外卖员扑灭垃圾桶起火后来电。紧急：立即告知 119，派消防；基金当场奖励，年终另有表彰。",
            "Deyuan: a courier put out a burning bin. An emergency: the notice says to call 119 at once. The fund pays the reward after the check."
        )
        let value = try stage.report(
            "demo-deyuan-1",
            [
                .init("programme", "deyuan.fire-brigade"), .init("channel", "phone"), .init("category_hint", "F03"),
                .init("text", "垃圾桶起火，我用车上的灭火器扑灭了，还有点冒烟"), .init("action_taken", "extinguished"),
                .init("life_risk", "possible"), .init("reporter", ["ref": "courier-3", "kind": "courier"]),
                .init("location", ["address": "德源镇菁蓉街", "district": "510117"]),
            ])
        stage.expect(
            "德源：P0，消防主办", "Deyuan: P0, fire and rescue lead",
            DemoFacts(value).priority == "P0" && DemoFacts(value).departments["fire-rescue"] == "lead")
        stage.expectNotice(
            "德源：立即告知 119", "Deyuan: the notice says to call 119", "demo-deyuan-1", .redirected, number: "119")
        try stage.finish("demo-deyuan-1")
        stage.expectRewards(
            "德源：基金 200 元、误时券 15 元、10 分、年终记功", "Deyuan: 200 yuan, a 15 yuan voucher, 10 points and a mark",
            "demo-deyuan-1", ["put-out": 200, "late-delivery": 15, "valid-clue": 10, "commendation": 1])
    }

    private func needs() throws {
        try stage.narrate(
            "万年场，福麟侠：三天前的笔记本记录，骑手希望有停车点。诉求先到社区。",
            "Wannianchang: a three-day-old notebook entry, a rider's need. The community gets it first.")
        let need = try stage.report(
            "demo-wannianchang-1",
            [
                .init("programme", "wannianchang.fuxia"), .init("channel", "notebook"), .init("kind", "need"),
                .init("text", "小区门口想要一个骑手临时停车点"),
                .init("occurred_at", .string(stage.server.zone.written(daysAgo: 3))),
                .init("reporter", ["ref": "badge-44", "kind": "rider"]),
                .init("location", ["district": "510108"]),
            ])
        stage.expect(
            "万年场：规则 wannianchang-needs，街道主办", "Wannianchang: rule wannianchang-needs, the subdistrict leads",
            DemoFacts(need).rule == "wannianchang-needs" && DemoFacts(need).departments["subdistrict"] == "lead")
        try stage.finish("demo-wannianchang-1")
        stage.expectRewards(
            "万年场：划出停车点后得 10 分", "Wannianchang: 10 points once there is a place to park", "demo-wannianchang-1",
            ["valid-clue": 10])
        try stage.narrate(
            "锦官驿，幸福观察员：群里问租房补贴，转社工部。", "Jinguanyi: a question on housing in the chat group goes to social work.")
        let question = try stage.report(
            "demo-jinguanyi-1",
            [
                .init("programme", "jinguanyi.observer"), .init("channel", "chat"), .init("kind", "need"),
                .init("text", "请问外卖员能申请租房补贴吗"), .init("location", ["district": "510104"]),
                .init("reporter", ["ref": "rider-1040", "kind": "rider"]),
            ])
        stage.expect(
            "锦官驿：社工部主办", "Jinguanyi: social work leads", DemoFacts(question).departments["social-work"] == "lead")
        try stage.finish("demo-jinguanyi-1")
        stage.expectRewards(
            "锦官驿：参与得 1 红色积分，办成再得 10", "Jinguanyi: 1 red point for taking part, 10 for the answer",
            "demo-jinguanyi-1", ["taking-part": 1, "solved": 10])
    }

    private func photo() throws {
        let id = "demo-qingbaijiang-1"
        try stage.narrate(
            "青白江，吹哨员：只有一张照片，没有文字。先到分拨中心，不拒收。", "Qingbaijiang: a photo without a word. It goes to triage, never away.")
        let value = try stage.report(
            id,
            [
                .init("programme", "qingbaijiang.whistle"), .init("channel", "photo"),
                .init("media", [["ref": "photo/1.jpg", "mime": "image/jpeg"]]),
                .init("reporter", ["ref": "rider-1130", "kind": "rider"]),
                .init("location", ["lat": 30.88, "lon": 104.25, "crs": "wgs84", "district": "510113"]),
            ])
        stage.expect("青白江：先在待分拨", "Qingbaijiang: waits in triage", DemoFacts(value).state == "triage")
        try stage.narrate(
            "分拨员看图：井盖缺失。归类后按规则派给市政。",
            "A dispatcher looks at it: a manhole without its cover. Once classified, the rules send it on.")
        let classified = try stage.command(id, "classify", role: "dispatcher", [.init("category", "manhole-cover")])
        stage.expect(
            "青白江：归类后派给市政", "Qingbaijiang: dispatched to municipal works once classified",
            DemoFacts(classified).task("municipal-works")?["state"] == "sent")
        try stage.finish(id)
        stage.expectRewards("青白江：得 10 分", "Qingbaijiang: 10 points", id, ["valid-clue": 10])
    }

    private func charging() throws {
        try stage.narrate(
            "蒲江，微网格员：小程序上报电动车飞线充电，GCJ-02 坐标自动换算。",
            "Pujiang: the mini-program reports a charging cable from a window; its GCJ-02 point is converted.")
        let value = try stage.report(
            "demo-pujiang-1",
            [
                .init("programme", "pujiang.micro-grid"), .init("channel", "miniprogram"),
                .init("category_hint", "F04"),
                .init("text", "三楼拉线给电动车充电"), .init("reporter", ["ref": "grid-12", "kind": "grid-member"]),
                .init("location", ["lat": 30.194, "lon": 103.511, "district": "510131"]),
            ])
        let latitude = value["location"]?["lat"]?.double ?? 30.194
        stage.expect(
            "蒲江：坐标换算为 WGS-84，街道主办", "Pujiang: the point is in WGS-84, the subdistrict leads",
            abs(latitude - 30.194) > 0.0005 && DemoFacts(value).departments["subdistrict"] == "lead")
        try stage.finish("demo-pujiang-1")
        stage.expectRewards(
            "蒲江：网格员得 15 分", "Pujiang: the grid member has 15 points", "demo-pujiang-1", ["grid-clue": 15])
    }

    private func yubei() throws {
        try stage.narrate(
            "渝北，六员促治：繁体字上报消防通道被堵；另一份举报后厨，只给市场监管。",
            "Yubei: a blocked fire lane in traditional script; and a tip-off on a kitchen, for the regulators alone.")
        let lane = try stage.report(
            "demo-yubei-1",
            [
                .init("programme", "yubei.six-roles"), .init("channel", "chat"), .init("lang", "zh-Hant"),
                .init("category_hint", "F01"), .init("text", "垃圾堆堵住消防通道，消防車進不來"),
                .init("reporter", ["ref": "rider-500", "kind": "rider"]), .init("location", ["district": "500112"]),
            ])
        let tip = try stage.report(
            "demo-yubei-2",
            [
                .init("programme", "yubei.six-roles"), .init("channel", "phone"), .init("kind", "tipoff"),
                .init("category_hint", "M01"), .init("text", "某店后厨食材过期"),
                .init("reporter", ["ref": "rider-9", "kind": "rider", "anonymous": true]),
                .init("location", ["district": "500112"]),
            ])
        stage.expect(
            "渝北：消防通道由消防主办", "Yubei: fire and rescue lead the fire lane",
            DemoFacts(lane).departments["fire-rescue"] == "lead")
        stage.expect(
            "渝北：举报只有市场监管收到", "Yubei: only the market regulators have the tip-off",
            DemoFacts(tip).departments == ["market-regulation": "lead"])
        try stage.finish("demo-yubei-1")
        try stage.finish("demo-yubei-2")
        stage.expectRewards("渝北：通道清出得 10 分", "Yubei: 10 points for the fire lane", "demo-yubei-1", ["valid-clue": 10])
        stage.expectNotice("渝北：匿名举报者得知结果", "Yubei: the anonymous one hears how it ended", "demo-yubei-2", .closed)
        stage.expectRewards("渝北：匿名不奖励", "Yubei: and earns nothing, being anonymous", "demo-yubei-2", [:])
    }
}
