import ChineseText
import HazardConfig
import HazardCore
import TestSupport
import Testing

/// The shipped phrases: riders' sentences, both scripts, and the scenarios of `DOMAIN.md` §11.
struct ShippedPhrasesTests {
    private static let loaded = Result {
        try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml").get().policy
    }

    private let policy: Policy

    init() throws { policy = try Self.loaded.get() }

    private func code(_ text: String) -> String? {
        policy.textClassifier.classify(text).category.flatMap(policy.category)?.code
    }

    private func report(_ text: String?, hint: String? = nil, _ programme: String = "jianyang.sentinel") -> Report {
        var report = Report(
            reportID: "r-1", programme: programme, channel: .chat, reportedAt: Instant(milliseconds: 1_795_400_000_000))
        report.text = text
        report.categoryHint = hint
        return report
    }

    @Test func `riders' sentences about all categories are classified correctly`() {
        var wrong: [String] = []
        var conditions = (right: 0, asked: 0)
        for sentence in RiderSentence.all {
            let said = policy.textClassifier.classify(sentence.text)
            let code = said.category.flatMap(policy.category)?.code ?? "Z01"
            if code != sentence.code { wrong.append("\(sentence.code) → \(code): \(sentence.text)") }
            guard let condition = sentence.condition, code == sentence.code else { continue }
            conditions.asked += 1
            if said.condition == condition { conditions.right += 1 }
        }
        #expect(Set(RiderSentence.all.map(\.code)) == Set(policy.categories.map(\.code)))
        #expect(wrong.count * 100 <= RiderSentence.all.count * 2, "\(wrong.joined(separator: "\n"))")
        #expect(conditions.right * 100 >= conditions.asked * 95)
    }

    @Test(arguments: [
        ("消防通道被堵住了", "消防通道被堵住了", "F01"), ("垃圾堵住消防通道", "垃圾堵住消防通道", "F01"),
        ("井盖不见了", "井蓋不見了", "R03"), ("路灯不亮", "路燈不亮", "U01"), ("红绿灯坏了", "紅綠燈壞了", "T04"),
        ("桥头三车道变一", "橋頭三車道變一", "T02"), ("电瓶车在楼道充电", "電瓶車在樓道充電", "F04"), ("后厨有老鼠", "後廚有老鼠", "M01"),
        ("独居老人敲门没人应", "獨居老人敲門沒人應", "P03"), ("树倒了压住人行道", "樹倒了壓住人行道", "U06"),
        ("广告牌松动要掉下来", "廣告牌鬆動要掉下來", "S05"), ("下水道反水，污水外溢", "下水道反水，污水外溢", "U04"),
    ])
    func `both scripts give the same answer`(simplified: String, traditional: String, expected: String) {
        let one = policy.textClassifier.classify(simplified)
        #expect(one == policy.textClassifier.classify(traditional))
        #expect(code(simplified) == expected)
    }

    @Test func `spaces, emoji, full-width letters and punctuation change nothing`() {
        #expect(code("  消 防 * 通 道 🚒🚒 被~~堵 住 了 ") == "F01")
        #expect(code("Ｓ４０１ 路面有落石") == "T07")
        #expect(code("【图片】井-盖-不-见-了‼️") == "R03")
    }

    @Test func `G1: the blocked bridge is a lane obstruction, and parking is the runner-up`() {
        let answer = policy.classify(report("沱江一号桥到加州花园这段，小车三轮摩托乱停，三车道变一"))
        #expect(answer.category.code == "T02" && answer.runnerUp == "vehicle-parking" && answer.isUsable)
    }

    @Test func `G2: loose rock on a provincial road is a spill, blocking when it lies across`() {
        #expect(policy.classify(report("S401线有松动的石头掉在路上")).category.code == "T07")
        let blocking = policy.classify(report("S401有块大石头横在路中间"))
        #expect(blocking.category.code == "T07" && blocking.condition?.code == "b")
    }

    @Test(arguments: [
        ("消防通道堵了,里面着火了", "F03"), ("楼道充电飞线,电动车着火了", "F03"), ("消防通道堵塞,小汽车乱停,厨房着火", "F03"),
        ("消防栓坏了,楼上着火没水", "F03"), ("燃气管道旁违规焚烧垃圾,闻到煤气味", "F05"),
    ])
    func `an emergency is recognised in a text that is mostly about something else`(text: String, expected: String) {
        for hint in [nil, "F01"] {
            let answer = policy.classify(report(text, hint: hint))
            #expect(answer.category.code == expected && answer.isUnderOneKey && answer.needsReview, "\(hint ?? "")")
            var confirmed = report(text, hint: hint)
            confirmed.lifeRisk = .confirmedByOperator
            #expect(policy.classify(confirmed).isEmergency && policy.classify(confirmed).category.code == expected)
        }
    }

    @Test(arguments: [
        "消防通道堵了,万一着火消防车进不来", "消防通道被占,要是着火了后果不堪设想", "楼道充电飞线,容易引发火灾", "这栋楼发生过火灾,消防通道还是堵着",
        "路灯坏了,晚上容易撞到人", "堵车,怕出车祸", "消防通道堵了,去年这里着过火",
    ])
    func `what might happen or happened once is not an emergency`(text: String) {
        let answer = policy.classify(report(text))
        #expect(answer.category.priority != .p0 && answer.keys.isEmpty && answer.isUsable, "\(answer.evidence)")
        #expect(!policy.textClassifier.classify(text).lifeRisk)
    }

    @Test func `of conditions with equal evidence the one with the shortest limit is chosen`() {
        let answer = policy.classify(report("带电的电线掉在马路上"))
        #expect(answer.category.code == "U02" && answer.condition?.code == "d")
    }

    @Test func `G3: a fire that the reporter put out has both keys, by text and by action`() {
        var put = report("垃圾桶着火了，我拿灭火器扑灭了", hint: nil, "deyuan.fire-brigade")
        put.actionTaken = .extinguished
        let answer = policy.classify(put)
        #expect(answer.category.code == "F03" && answer.isUsable)
        let said = policy.textClassifier.classify(put.text ?? "")
        #expect(said.lifeRisk && said.actionTaken == .extinguished)
    }

    @Test func `G5: a photo without text goes to people and is not refused`() {
        let answer = policy.classify(report(nil))
        #expect(answer.category.code == "Z01" && !answer.isUsable && answer.needsReview)
    }

    @Test func `G6: a need remains a need, whatever its text`() {
        var need = report("希望解决路灯坏了的问题")
        need.kind = .need
        #expect(policy.classify(need).category.code == "P05")
    }

    @Test func `G7: rubbish in a fire lane is a blocked fire lane in traditional script too`() {
        let answer = policy.classify(report("樓下垃圾堵住消防通道，幾天沒人清理", hint: nil, "yubei.six-roles"))
        #expect(answer.category.code == "F01" && answer.isUsable)
    }

    @Test func `G8: a tip-off on a kitchen is food safety`() {
        var tip = report("这家外卖店后厨很脏，食材直接放地上")
        tip.kind = .tipoff
        #expect(policy.classify(tip).category.code == "M01")
    }

    @Test(arguments: [
        ("楼道灭火器过期了", "F02"), ("车把消防通道堵了", "F01"), ("电瓶车在楼梯间充电", "F04"),
        ("楼下灭火器旁边路灯也坏了", "F02"),
    ])
    func `G9: the text chooses a category within the group of a coarse hint`(text: String, expected: String) {
        var picked = report(text, hint: "fire-hazard", "baohe.hummingbird")
        #expect(policy.classify(picked).category.code == expected)
        picked.text = "看图"
        #expect(!policy.classify(picked).isUsable)
    }

    @Test func `G12: a text about fire with a shop's category is one key only, so people decide`() {
        let joke = policy.classify(report("着火了着火了，太好看了这张照片", hint: "street-vending"))
        #expect(!joke.isUsable && joke.needsReview && joke.runnerUp == "street-vending")
        let alone = policy.classify(report("楼上着火了，浓烟滚滚"))
        #expect(alone.category.code == "F03" && !alone.isUsable)
        var confirmed = report("楼上着火了，浓烟滚滚")
        confirmed.lifeRisk = .confirmedByOperator
        #expect(policy.classify(confirmed).isUsable)
    }

    @Test(arguments: [
        ("R02", "路面塌陷半米深，没有围挡"), ("F05", "楼下有很重的燃气味"), ("T06", "两车追尾，车头都变形了"), ("P02", "有个老人晕倒了"),
    ])
    func
        `an emergency pages departments when both category and text say so, not by the category alone or against the text`(
            hint: String, text: String
        )
    {
        #expect(policy.classify(report(text, hint: hint)).isEmergency)
        for words in [nil, "共享单车乱停放", "请看照片"] {
            let answer = policy.classify(report(words, hint: hint))
            #expect(answer.isUnderOneKey && !answer.isUsable && answer.category.code == hint)
        }
    }

    @Test func `a category hint takes precedence over a text about another hazard`() {
        let answer = policy.classify(report("路灯不亮", hint: "T05"))
        #expect(answer.category.code == "T05" && answer.isUsable)
    }

    @Test func `an unknown hint goes to people, with the category that the text suggests`() {
        let answer = policy.classify(report("井盖不见了", hint: "X99"))
        #expect(answer.category.code == "Z01" && !answer.isUsable)
        #expect(answer.runnerUp == "manhole-cover")
        #expect(answer.evidence.first == .unknownHint("X99", scheme: nil) && answer.evidence.count >= 2)
    }

    @Test(arguments: [
        "没有着火，别担心", "井盖已经修好了", "不是消防通道被堵", "路灯不亮的问题已经解决", "没有人打架",
    ])
    func `a hazard that is denied or over is not classified`(text: String) {
        #expect(code(text) == nil)
    }

    @Test(arguments: [
        ("没有井盖", "R03"), ("路灯修好了又坏了，还是不亮", "U01"), ("路灯修好了，但是井盖不见了", "R03"), ("垃圾没有人清理", "E01"),
        ("灭火器没有了", "F02"), ("路灯没有亮，黑漆漆的", "U01"),
    ])
    func `a negation that is the hazard itself counts, and so does a hazard that came back`(
        text: String, expected: String
    ) {
        #expect(code(text) == expected)
    }

    @Test func `danger to life is recognised in the text, unless the text denies it`() {
        func risk(_ text: String) -> Bool { policy.textClassifier.classify(text).lifeRisk }
        #expect(risk("有人晕倒在路边") && risk("楼上冒浓烟") && risk("闻到煤气味") && risk("骑手掉进井里，被困"))
        #expect(!risk("没有人受伤") && !risk("共享单车乱停") && !risk("听说前几天有人受伤"))
    }

    @Test func `no text crashes the classifier, and the same text always has the same result`() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let noise = ["，", "。", "🔥", "\u{200D}", "A", " ", "\n", "𠮷", "\u{0}"]
        let pieces = RiderSentence.all.flatMap { $0.text.map(String.init) } + noise
        for _ in 0..<400 {
            let text = (0..<next(60)).map { _ in pieces[next(pieces.count)] }.joined()
            let said = policy.textClassifier.classify(text)
            #expect(said == policy.textClassifier.classify(text))
            let scalars = text.unicodeScalars.count
            #expect(said.evidence.allSatisfy { $0.at >= 0 && $0.length > 0 && $0.at + $0.length <= scalars })
            #expect((said.category == nil) == (said.condition == nil))
        }
        let long = String(repeating: "没有但是井盖路灯着火车道。", count: 300)
        #expect(policy.textClassifier.classify(long) == policy.textClassifier.classify(long))
    }
}
