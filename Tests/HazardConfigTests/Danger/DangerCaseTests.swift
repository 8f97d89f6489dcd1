import HazardConfig
import HazardCore
import TestSupport
import Testing

/// What a case becomes when the words of its report describe danger to life, by the shipped configuration.
struct DangerCaseTests {
    private static let loaded = Result {
        try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml").get().policy
    }

    private let policy: Policy

    init() throws { policy = try Self.loaded.get() }

    private func open(_ text: String, hint: String? = nil, _ edit: (inout Report) -> Void = { _ in }) -> Case {
        var received = TestCity.report(hint: hint)
        received.report.text = text
        edit(&received.report)
        return CaseBench(received, policy: policy).value
    }

    private func numbers(_ value: Case) -> [String] {
        value.notices.filter { $0.kind == .redirected }.flatMap { notice in
            [notice.arguments["number"], notice.arguments["also"]].compactMap(\.self)
        }
    }

    @Test(arguments: [
        ("电梯里有人被困", [Danger.fire], "119"), ("货梯卡在五楼，里头还有两个娃娃出不来", [.fire], "119"),
        ("老师傅骑到一半栽下去了，叫不答应", [.medical], "120"), ("有個女的被一個男的勒住脖子", [.crime], "110"),
        ("小区里头有人举着砍刀乱砍", [.crime], "110"),
    ])
    func `danger to life is P0 with its number, whatever category the words name or none`(
        text: String, dangers: [Danger], number: String
    ) {
        let value = open(text)
        #expect(value.priority == .p0 && value.state == .triage && value.decision.dangers.contains(dangers[0]))
        #expect(numbers(value).contains(number), "\(numbers(value)), \(value.decision.dangers)")
        #expect(!value.decision.isDoubtful && value.emergency != nil)
    }

    @Test(arguments: [
        ("听同事讲桥那头起火了", DangerDoubt.hearsay), ("刚刷到的短视频里有人被车撞飞了，哈哈", .joke),
    ])
    func `doubtful danger waits as P0, and the machine pages nobody for it`(text: String, doubt: DangerDoubt) {
        let value = open(text)
        #expect(value.priority == .p0 && value.decision.isDoubtful && value.paging == .doubtful)
        #expect(value.decision.evidence.contains { if case .danger(_, doubt) = $0 { true } else { false } })
        let confirmed = open(text) { $0.lifeRisk = .confirmedByOperator }
        #expect(!confirmed.decision.isDoubtful)
    }

    @Test func `doubtful words are no second key beside a category`() {
        #expect(open("楼上着火了，火苗都窜出来了", hint: "F03").flags.emergency)
        let heard = open("听说楼上着火了", hint: "F03")
        #expect(!heard.flags.emergency && heard.state == .triage && heard.decision.isDoubtful)
    }

    @Test(arguments: [
        ("窨井盖被人撬走了，剩个大洞", "R03", "a2", Priority.p1), ("大桥底下的路灯电缆遭人剪走卖废铁", "U01", "a2", .p1),
        ("我停在楼下的电瓶被偷了", "P01", "b", .p1), ("遭野狗咬伤了小腿", "A01", "a", .p1),
        ("铁牌子随时要倒下来，立杆根部都锈断了", "T05", "a2", .p1),
    ])
    func `theft of a public thing is the thing's hazard, private theft is for the police`(
        text: String, code: String, condition: String, priority: Priority
    ) {
        let value = open(text)
        #expect(value.category.code == code && value.condition == condition && value.priority == priority)
    }

    @Test(arguments: [
        ("担心这根灯杆倒下来", "U01"), ("灯杆(编号:0712345，靠东侧)倾斜", "U01"), ("灯杆倾倒在人行道边", "U01"),
        ("麻烦师傅看一下，行道树快倒了，好吗", "U06"), ("据说那个井盖没了", "R03"), ("天桥护栏断了两根", "R06"),
    ])
    func `fear, politeness, hearsay, numbers and brackets leave the hazard as urgent as it is`(
        text: String, code: String
    ) {
        let value = open(text)
        #expect(value.category.code == code && value.priority == .p1, "\(value.category.code) \(value.priority)")
    }

    @Test(arguments: ["怕哪天着火了消防车进不来", "没有人受伤", "货车把路灯撞歪了", "手机掉进河里了", "累死人了", "火锅店门口排队"])
    func `what only sounds like danger is none`(text: String) {
        let value = open(text)
        #expect(value.priority != .p0 && value.decision.dangers.isEmpty, "\(value.decision.evidence)")
    }

    @Test(arguments: [("听说路口起火了", true), ("路口起火了，火苗好高", false)])
    func `words that come later call departments only without doubt`(text: String, doubtful: Bool) {
        var received = TestCity.report(hint: "U01")
        received.report.text = "路灯不亮"
        var bench = CaseBench(received, policy: policy)
        #expect(bench.value.state == .dispatched && bench.value.priority != .p0)
        let added = CaseDecider(policy: policy).addEmergency(open(text), to: &bench.value, at: TestCity.start)
        #expect(added && bench.value.priority == .p0 && bench.value.decision.isDoubtful == doubtful)
        #expect((bench.value.taskIndex(of: "fire-rescue") == nil) == doubtful)
    }
}
