import ChineseText
import HazardCore
import TestSupport
import Testing

/// Tests emergencies: the number at once, two keys for departments, a person for closing (`DOMAIN.md` §2 and §5).
struct EmergencyTests {
    /// A city with a fire category and its phrases, and a P1 category with an emergency number.
    static let policy: Policy = {
        func category(_ code: String, _ id: String, _ priority: Priority, _ redirect: [String]) -> HazardCategory {
            HazardCategory(
                code: code, id: id, name: id, nameEnglish: id, priority: priority,
                conditions: [
                    FilingCondition(
                        code: "a", description: "now", descriptionChinese: "正在发生", limit: nil, closesWhen: "over",
                        redirect: redirect),
                    FilingCondition(
                        code: "b", description: "later", descriptionChinese: "已结束", limit: nil, closesWhen: "over"),
                ])
        }
        func rule(_ category: String, _ lead: String) -> RoutingRule {
            var match = RoutingMatch()
            match.categories = [category]
            return RoutingRule(id: category + "-default", when: match, outcome: RoutingOutcome(lead: lead))
        }
        func words(_ id: String, _ phrase: String) -> CategoryPhrases {
            var words = CategoryPhrases(category: id, firstCondition: "a")
            words.supporting = [Phrase(phrase, parts: [[phrase]], weight: 9)]
            return words
        }
        var policy = Policy(
            departments: ["fire-rescue", "ems", "public-security", "urban-management", "triage"].map {
                Department(id: $0, name: $0, nameEnglish: $0)
            },
            categories: [
                category("F03", "active-fire", .p0, ["119"]), category("T06", "traffic-accident", .p0, ["122", "120"]),
                category("P01", "public-order", .p1, ["110"]), category("S01", "street-vending", .p3, []),
            ],
            programmes: [], schemes: [],
            routing: RoutingTable(rules: [
                rule("active-fire", "fire-rescue"), rule("traffic-accident", "fire-rescue"),
                rule("public-order", "public-security"), rule("street-vending", "urban-management"),
            ]), basics: PolicyBasics(rulesHash: "test"))
        var book = PhraseBook()
        book.categories = [
            words("active-fire", "着火"), words("traffic-accident", "撞车"), words("street-vending", "摆摊"),
        ]
        book.riskOrder = ["active-fire", "traffic-accident", "street-vending"]
        book.dangers = [
            DangerPhrases(danger: "medical", phrases: [Phrase("晕倒", parts: [["晕倒"]], weight: 1)])
        ]
        policy.textClassifier = TextClassifier(book)
        return policy
    }()

    private static func bench(
        _ hint: String?, _ text: String?, _ edit: (inout Report) -> Void = { _ in }
    ) -> CaseBench {
        var received = TestCity.report(hint: hint)
        received.report.text = text
        edit(&received.report)
        return CaseBench(received, policy: policy)
    }

    private static func numbers(_ value: Case) -> [String] {
        value.notices.filter { $0.kind == .redirected }.flatMap { notice in
            [notice.arguments["number"], notice.arguments["also"]].compactMap(\.self)
        }
    }

    @Test(arguments: [
        ("F03", "楼上着火", LifeRisk.none, ActionTaken.none), ("F03", "撞车了", .none, .none),
        ("F03", "摆摊的人晕倒", .none, .none), ("F03", "", .confirmedByOperator, .none),
        ("", "楼上着火", .confirmedByOperator, .none), ("", "着火，已扑灭", .none, .extinguished),
        ("F03", "已扑灭", .none, .evacuated),
    ])
    func `with two keys the department gets the task and the reporter the number`(
        hint: String, text: String, risk: LifeRisk, action: ActionTaken
    ) {
        let bench = Self.bench(hint.isEmpty ? nil : hint, text.isEmpty ? nil : text) {
            $0.lifeRisk = risk
            $0.actionTaken = action
        }
        #expect(bench.value.flags.emergency && bench.value.priority == .p0 && bench.value.state == .dispatched)
        #expect(bench.told == ["fire-rescue dispatched v1 #1"])
        #expect(bench.value.notices.map(\.kind) == [.redirected, .received])
        // The words name somebody who is ill, beside the fire.
        #expect(Self.numbers(bench.value) == (text.contains("晕倒") ? ["119", "120"] : ["119"]))
    }

    @Test(arguments: [
        ("F03", "", LifeRisk.none, ActionTaken.none), ("F03", "摆摊", .none, .none), ("F03", "看图", .possible, .warned),
        ("", "楼上着火", .none, .none), ("S01", "着火了，太好看了", .none, .none), ("S01", "着火", .possible, .moved),
        ("X99", "着火", .none, .none),
    ])
    func `with one key the case is first in triage and the reporter gets the number`(
        hint: String, text: String, risk: LifeRisk, action: ActionTaken
    ) {
        let bench = Self.bench(hint.isEmpty ? nil : hint, text.isEmpty ? nil : text) {
            $0.lifeRisk = risk
            $0.actionTaken = action
        }
        #expect(!bench.value.flags.emergency && bench.value.priority == .p0 && bench.value.state == .triage)
        #expect(bench.value.flags.needsReview && bench.value.category.code == "F03")
        #expect(bench.told == ["triage dispatched v1 #1"])
        #expect(bench.value.notices.map(\.kind) == [.redirected, .received] && Self.numbers(bench.value) == ["119"])
    }

    @Test func `confirmed danger to life without an emergency category is one key with number 110`() {
        let bench = Self.bench("S01", "摆摊") { $0.lifeRisk = .confirmedByOperator }
        #expect(bench.value.state == .triage && bench.value.priority == .p0 && Self.numbers(bench.value) == ["110"])
    }

    @Test func `the reporter gets all numbers of a category, also of a P1 one; ordinary hazards have none`() {
        #expect(Self.numbers(Self.bench("T06", "撞车").value) == ["122", "120"])
        let brawl = Self.bench("P01", nil).value
        #expect(Self.numbers(brawl) == ["110"] && brawl.priority == .p1 && brawl.state == .dispatched)
        #expect(Self.numbers(Self.bench("S01", "摆摊").value).isEmpty)
    }

    @Test func `an operator who classifies or dispatches an emergency counts as both keys`() {
        var named = Self.bench("S01", "摆摊")
        named.value.notices = []
        named.command(.classify) { $0.arguments.category = "F03" }
        #expect(named.value.flags.emergency && named.value.priority == .p0 && Self.numbers(named.value) == ["119"])
        named.command(.classify) { $0.arguments.category = "S01" }
        #expect(!named.value.flags.emergency && named.value.priority == .p3)

        var sent = Self.bench(nil, "着火")
        sent.command(.dispatch) { $0.arguments.departments = [DepartmentRole("fire-rescue", .lead)] }
        #expect(sent.value.flags.emergency && sent.value.state == .dispatched)
    }

    @Test func `a reporter cannot close an emergency; a verifier or an operator can`() {
        var bench = Self.bench("F03", "着火")
        bench.feedback("fire-rescue", .accept)
        bench.feedback("fire-rescue", .resolve)
        #expect(bench.outside(.reporter, .confirm, ref: "g1-1") == .applied)
        #expect(bench.value.state == .resolved && bench.value.history.last?.kind == "confirm")
        bench.outside(.verifier, .pass, ref: "v-1")
        #expect(bench.value.state == .closed)
    }

    @Test(arguments: CaseState.allCases.filter { !$0.isEnded })
    func `no order of messages lets a reporter close an emergency`(_ state: CaseState) {
        func tried(_ who: ActorRole, _ say: (inout CaseBench) -> Void) {
            var bench = MoveBench.bench(in: state)
            bench.value.priority = .p0
            for index in bench.value.reports.indices { bench.value.reports[index].mayResolve = true }
            say(&bench)
            if bench.value.state == .closed { #expect(bench.value.mayBeClosed(by: who), "\(who) closed it") }
        }
        for kind in FeedbackKind.allCases {
            tried(kind.role.actor) { _ = MoveBench.say(kind, as: kind.role, to: &$0, by: MoveBench.department(state)) }
        }
        for (kind, role) in CommandKind.allCases.flatMap({ kind in CommandRole.allCases.map { (kind, $0) } }) {
            tried(role.actor) { _ = MoveBench.say(kind, as: role, to: &$0, by: MoveBench.department(state)) }
        }
        tried(.timer) { bench in
            for _ in 0..<20 {
                bench.now = bench.now.adding(minutes: 24 * 60)
                bench.timers()
            }
        }
    }

    @Test func `no timer and no other shard can close an emergency`() {
        var value = Self.bench("F03", "着火").value
        let persons = ActorRole.allCases.filter { value.mayBeClosed(by: $0) }
        #expect(persons == [.verifier, .operator, .supervisor])
        value.flags.emergency = false
        #expect(!value.mayBeClosed(by: .timer) && !value.mayBeClosed(by: .reporter))
    }
}
