import ChineseText
import Dispatcher
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// Acceptance checks of rules, codes and words.
extension AcceptanceChecks {
    /// The rule for lane obstructions, as an operator edits it.
    private static let obstructionRule = """
          - id: lane-obstruction-default
            when: {category: lane-obstruction}
            lead: traffic-police
            co: [urban-management]

        """

    @Test(arguments: TestedLog.here)
    func `check 8: an edited rule replaces the old one whole, and open cases keep theirs`(_ log: TestedLog) throws {
        let edited = try EditedConfiguration(
            "routing.yaml", replacing: Self.obstructionRule,
            with: """
                  - id: lane-obstruction-edited
                    when: {category: lane-obstruction}
                    lead: public-security

                """)
        let scene = try Scene(log)
        try scene.report("old", "jianyang.sentinel", "phone", Self.obstruction("old"))
        try scene.restart { $0.policy = edited.policy }
        try scene.report("new", "jianyang.sentinel", "phone", Self.obstruction("new"))
        #expect(try scene.value("new").decision.rule == "lane-obstruction-edited")
        #expect(try scene.departments(of: "new") == ["public-security": .lead])
        #expect(try scene.queue("public-security").count == 1)
        #expect(try scene.queue("traffic-police").map(\.caseID) == [scene.value("old").id])
        let old = try scene.value("old")
        #expect(old.decision.rule == "lane-obstruction-default")
        #expect(old.decision.rulesHash != (try scene.value("new").decision.rulesHash))
        try scene.work("old")
        #expect([.resolved, .checking].contains(try scene.value("old").state))
        #expect(try scene.queue("public-security").count == 1)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 9: rules and departments have no silent cap`(_ log: TestedLog) throws {
        let departments = try ShippedPolicy.load().departments.keys.filter { $0 != Department.triageID }.sorted()
        let others = departments.filter { $0 != "drainage" }.joined(separator: ", ")
        // Four hundred rules above the one that matches the report and dispatches it to every department.
        let many = (0..<400).map {
            """
              - id: area-\($0)
                when: {category: lane-obstruction, area: "9\(10_000 + $0)"}
                lead: drainage

            """
        }.joined()
        let edited = try EditedConfiguration(
            "routing.yaml", replacing: Self.obstructionRule,
            with: many + """
                  - id: everybody
                    when: {category: lane-obstruction}
                    lead: drainage
                    co: [\(others)]

                """)
        let scene = try Scene(log)
        try scene.restart { $0.policy = edited.policy }
        try scene.report("e-1", "jianyang.sentinel", "phone", Self.obstruction("e-1"))
        #expect(try scene.value("e-1").decision.rule == "everybody")
        #expect(try scene.departments(of: "e-1").count == departments.count)
        for department in departments { #expect(try scene.queue(department).count == 1, "\(department)") }
        try scene.end()
    }

    @Test func `check 15: 春节 and 调休: a working day is what the calendar says, weekends or not`() throws {
        let calendar = try ShippedPolicy.load().calendar
        let day = Limit(amount: 1, clock: .wd)
        // 2026-02-14 is a working Saturday; 02-16 to 02-20 and 02-23 are holidays; the 21st and 22nd are a weekend.
        for (from, due) in [
            ("2026-02-13T18:00:00+08:00", "2026-02-14T18:00:00+08:00"),
            ("2026-02-14T18:00:00+08:00", "2026-02-24T18:00:00+08:00"),
            ("2026-02-18T10:00:00+08:00", "2026-02-24T18:00:00+08:00"),
            ("2026-09-30T18:00:00+08:00", "2026-10-08T18:00:00+08:00"),
            ("2026-10-09T18:00:00+08:00", "2026-10-10T18:00:00+08:00"),
        ] {
            let start = try #require(TimeText.parse(from))
            let end = DueTime.due(day, from: start, calendar: calendar)
            #expect(end.at == TimeText.parse(due), "\(from)")
            #expect(end.uncovered == nil)
        }
    }

    @Test func `check 16: 2uh on a Friday at 17:00 is due on Friday at 19:00`() throws {
        let policy = try ShippedPolicy.load()
        let signal = try #require(policy.category("T04"))
        let limit = try #require(signal.conditions.first.flatMap { signal.limits(for: $0).due })
        #expect(limit == Limit(amount: 2, clock: .uh))
        let friday = try #require(TimeText.parse("2026-11-27T17:00:00+08:00"))
        #expect(
            DueTime.due(limit, from: friday, calendar: policy.calendar).at
                == TimeText.parse("2026-11-27T19:00:00+08:00"))
    }

    @Test(arguments: TestedLog.here)
    func `check 18: the same code under two schemes is two categories`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        for scheme in ["gbt30428.yuncheng.2026", "gbt30428.reversed.1"] {
            var fields = Self.obstruction(scheme)
            fields = Scene.merged(
                fields, ["category_hint": "05-01", "category_scheme": .string(scheme), "text": "请处理"])
            try scene.report(scheme, "jianyang.sentinel", "phone", fields)
        }
        let one = try scene.value("gbt30428.yuncheng.2026")
        let other = try scene.value("gbt30428.reversed.1")
        #expect(one.category.id == "water-main")
        #expect(other.category.id == "street-vending")
        #expect(one.category.schemeCode == "05-01" && other.category.schemeCode == "05-01")
        #expect(one.category.scheme != other.category.scheme)
        try scene.end()
    }

    @Test(arguments: [
        ("红绿灯不亮，车都乱走", "紅綠燈不亮，車都亂走", "T04"), ("路上一个大坑", "路上一個大坑", "R01"),
        ("井盖松动，过车哐哐响", "井蓋鬆動，過車哐哐響", "R03"), ("消防通道被电动车堵了", "消防通道被電動車堵了", "F01"),
        ("楼道飞线给电动车充电", "樓道飛線給電動車充電", "F04"), ("垃圾桶满溢，没人清运", "垃圾桶滿溢，沒人清運", "E01"),
        ("共享单车乱停一片", "共享單車亂停一片", "T03"), ("后厨食材过期", "後廚食材過期", "M01"),
        ("🛵🛵 路灯不亮！！！黑漆漆的 http://x.cn/a1 😡", "🛵🛵 路燈不亮！！！黑漆漆的 http://x.cn/a1 😡", "U01"),
    ])
    func `check 23: both scripts, with and without noise, give the same category`(
        _ simplified: String, _ traditional: String, _ code: String
    ) throws {
        let policy = try ShippedPolicy.load()
        let one = policy.textClassifier.classify(simplified)
        let other = policy.textClassifier.classify(traditional)
        #expect(one.category.flatMap(policy.category)?.code == code)
        #expect(other.category == one.category)
        #expect(other.score == one.score)
        #expect(other.condition == one.condition)
    }
}
