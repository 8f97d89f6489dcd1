import ChineseText
import HazardCore
import TestSupport
import Testing

/// Tests when a report belongs to an existing case (`DOMAIN.md` §9).
@Suite struct MergeRuleTests {
    typealias Said = MergeCity.Said
    static let first = Said("g-1")
    static let second = Said("g-2").edited {
        $0.account = "rider-2"
        $0.after = 12 * MergeCity.minute
        $0.text = "桥头一排车把路占了"
    }

    private func judge(
        _ edit: (inout Said) -> Void, firstly: (inout Said) -> Void = { _ in }, _ way: MergeWay = .place,
        isBurst: Bool = false, changed change: (inout Case) -> Void = { _ in }
    ) -> MergeVerdict {
        var candidate = MergeCity.open(Self.first.edited(firstly))
        change(&candidate)
        return MergeCity.judge(Self.second.edited(edit), with: candidate, way, isBurst: isBurst)
    }

    // MARK: - By place

    @Test func `a near report within the window and of the same category is a follower, with the reason`() {
        let verdict = judge { $0.at = (27, 0) }
        #expect(verdict.role == .follower)
        #expect(verdict.reason == "27 m away, 12 min after it opened, same category")
    }

    @Test(arguments: [(79.0, true), (81.0, false)])
    func `a report joins within the group's radius only`(metres: Double, joins: Bool) {
        #expect((judge { $0.at = (0, metres) }.role == .follower) == joins)
    }

    @Test(arguments: [(119, true), (121, false)])
    func `a report joins within the group's window only`(minutes: Int64, joins: Bool) {
        #expect((judge { $0.after = minutes * MergeCity.minute }.role == .follower) == joins)
    }

    /// A backlog of months is read within minutes, and after an outage reports come in any order.
    @Test(arguments: [(-119, 0, true), (-121, 0, false), (0, 30, true), (-60 * 24 * 20, 0, false)])
    func `windows compare when a report was said, not when it was received`(
        minutes: Int64, receivedLater: Int64, joins: Bool
    ) {
        let received = 40 * 24 * MergeCity.hour
        let verdict = judge(
            {
                $0.after = received + minutes * MergeCity.minute
                $0.received = received + receivedLater * MergeCity.minute
            }, firstly: { $0.after = received })
        #expect((verdict.role == .follower) == joins)
    }

    @Test func `two notebook entries of one hour join days later, and a delay of more than 30 days counts as 30`() {
        let received = 3 * 24 * MergeCity.hour
        func entry(_ said: inout Said, _ occurred: Int64) {
            said.occurred = occurred
            said.after = received
        }
        #expect(judge({ entry(&$0, 30 * MergeCity.minute) }, firstly: { entry(&$0, 0) }).role == .follower)
        let late = 90 * 24 * MergeCity.hour
        let old = MergeCity.report(
            Self.first.edited {
                $0.after = 0
                $0.received = late
            })
        #expect(old.entry.saidAt == MergeCity.start.adding(milliseconds: late).adding(.days(-30)))
        let early = MergeCity.report(
            Self.first.edited {
                $0.after = 60 * MergeCity.minute; $0.received = 0
            })
        #expect(early.entry.saidAt == MergeCity.start)
    }

    // MARK: - Positions that are too coarse

    @Test func `coarse points at one cell tower do not join: the address decides, else the cases are linked`() {
        func lamp(_ said: inout Said, _ accuracy: Double?, _ address: String?) {
            said.category = "U01"
            said.text = "路灯不亮"
            said.location.accuracyMetres = accuracy
            said.address = address
        }
        func verdict(_ one: (Double?, String?), _ other: (Double?, String?), _ way: MergeWay) -> MergeVerdict {
            judge({ lamp(&$0, other.0, other.1) }, firstly: { lamp(&$0, one.0, one.1) }, way)
        }
        let apart = verdict((5000, "建设路12号"), (3000, "人民公园北门"), .place)
        #expect(apart.linkKind == "related")
        #expect(
            apart.reason == "the position is too coarse: perhaps the same place, 12 min after it opened, same category")
        #expect(verdict((5000, nil), (nil, nil), .place).linkKind == "related")
        #expect(verdict((nil, "建设路12号"), (51, nil), .place).linkKind == "related")
        #expect(verdict((5000, "建设路12号"), (3000, "建设路12号"), .place).role == .follower)
        #expect(verdict((5000, "建设路12号"), (nil, "建设路12号"), .address).role == .follower)
        #expect(verdict((50, nil), (50, nil), .place).role == .follower)
        let exact = verdict((50, "建设路12号"), (50, "建设路12号"), .address)
        #expect(exact == .separate, "two exact points decide by place")
    }

    @Test func `a coarse point alone is no recurrence of a closed case`() {
        func lamp(_ said: inout Said) {
            said.category = "U01"
            said.location.accuracyMetres = 3000
        }
        let close: (inout Case) -> Void = {
            $0.state = .closed
            $0.closedAt = $0.openedAt
        }
        #expect(judge(lamp, firstly: lamp, changed: close) == .separate)
        #expect(
            judge({ $0.category = "U01" }, firstly: { $0.category = "U01" }, changed: close).linkKind == "recurrence")
    }

    // MARK: - One photo for two places

    @Test(arguments: [("rider-1", "related"), ("rider-2", nil)])
    func `one rider's photo for two places is linked and marked for review`(account: String, kind: String?) {
        func lamp(_ said: inout Said, _ address: String) {
            said.at = nil
            said.address = address
            said.photos = ["photo-1"]
            said.category = "U01"
            said.text = "路灯不亮"
        }
        let verdict = judge(
            {
                lamp(&$0, "乙路99号")
                $0.account = account
            }, firstly: { lamp(&$0, "甲路1号") }, .photo)
        #expect(verdict.linkKind == kind)
        if case .link(let link) = verdict {
            #expect(link.needsReview)
            #expect(link.reason.text.contains("but "))
        }
        let far = judge(
            {
                $0.photos = ["photo-1"]
                $0.account = account
                $0.at = (5000, 0)
            }, firstly: { $0.photos = ["photo-1"] }, .photo)
        #expect(far.linkKind == kind)
    }

    @Test func `a report of a fixed hazard joins until the case has closed`() {
        func hole(_ said: inout Said) { said.category = "R01" }
        let late: (inout Said) -> Void = {
            hole(&$0)
            $0.after = 300 * 24 * MergeCity.hour
        }
        #expect(judge(late, firstly: hole).role == .follower)
        #expect(judge(late, firstly: hole, changed: { $0.state = .resolved }).role == .follower)
    }

    @Test func `a report of another category at the same place does not join`() {
        #expect(judge { $0.category = "E01" } == .separate)
    }

    @Test func `categories without a reach are never merged by place`() {
        func need(_ said: inout Said) { said.category = "P05" }
        #expect(judge(need, firstly: need) == .separate)
    }

    @Test func `a hazard seen long before its report was sent does not join a newer case`() {
        #expect(judge { $0.occurred = -3 * 24 * MergeCity.hour } == .separate)
    }

    @Test func `in a burst the wider reach applies to its category and hours only`() {
        func flood(_ said: inout Said) { said.category = "R04" }
        func far(_ said: inout Said) {
            flood(&said)
            said.at = (140, 0)
        }
        #expect(judge(far, firstly: flood) == .separate)
        #expect(judge(far, firstly: flood, isBurst: true).role == .follower)
        #expect(judge(far, firstly: flood, isBurst: true).reason?.hasSuffix("burst") == true)
        let late: (inout Said) -> Void = {
            far(&$0)
            $0.after = 7 * MergeCity.hour
        }
        #expect(judge(late, firstly: flood, isBurst: true) == .separate)
        let lateButNear: (inout Said) -> Void = {
            late(&$0)
            $0.at = (40, 0)
        }
        #expect(judge(lateButNear, firstly: flood, isBurst: true).role == .follower)
        #expect(judge({ $0.at = (140, 0) }, isBurst: true) == .separate)
    }

    // MARK: - Different things at one place

    @Test func `lamps with different numbers are different lamps, and one number is one lamp`() {
        func lamp(_ text: String) -> (inout Said) -> Void {
            {
                $0.category = "U01"
                $0.text = text
            }
        }
        #expect(judge(lamp("路灯编号0506103不亮"), firstly: lamp("路灯编号0506102不亮")) == .separate)
        #expect(judge(lamp("路灯编号0506102还是不亮"), firstly: lamp("路灯编号0506102不亮")).role == .follower)
        #expect(judge(lamp("这盏路灯不亮"), firstly: lamp("路灯编号0506102不亮")).role == .follower)
    }

    @Test func `the same number on a thing joins despite other addresses, within the area and category`() {
        func lamp(_ text: String, north: Double?) -> (inout Said) -> Void {
            {
                $0.category = "U01"
                $0.text = text
                $0.at = north.map { ($0, 0) }
                $0.address = north == nil ? "红星路" : "红星路二段12号"
            }
        }
        let first = lamp("路灯编号0506102不亮", north: 0)
        let verdict = judge(lamp("0506102号灯杆灯不亮", north: nil), firstly: first, .address)
        #expect(verdict.role == .follower)
        #expect(verdict.reason == "same number, 12 min after it opened, same category")
        #expect(judge(lamp("路灯编号0506102坏了", north: 300), firstly: first, .address).role == .follower)
        #expect(judge(lamp("路灯编号0506102坏了", north: 1500), firstly: first, .address) == .separate)
        #expect(judge(lamp("路灯编号0506103坏了", north: nil), firstly: first, .address) == .separate)
    }

    @Test(arguments: [
        ("沱江一号桥", true), ("人民路与建设路交叉口", true), ("红星路二段123号", true), ("红星路", false), ("红星路二段", false), ("水碾河南三巷", true),
        ("锦城公园", false),
        ("滨河步道参考地址红星路3号", false), ("附近", false),
    ])
    func `a house number, a crossing or a landmark identifies a place; a road or a park does not`(
        address: String, tells: Bool
    ) {
        #expect((AddressLikeness.key(address) != nil) == tells)
    }

    @Test func `different house numbers, sides of the road or stretches are different places`() {
        func address(_ text: String) -> (inout Said) -> Void { { $0.address = text } }
        #expect(judge(address("红星路二段125号"), firstly: address("红星路二段123号")) == .separate)
        #expect(judge(address("红星路2段123號"), firstly: address("红星路二段一百二十三号")).role == .follower)
        #expect(judge({ $0.text = "桥西侧停满了车" }, firstly: { $0.text = "桥东侧停满了车" }) == .separate)
        let one: (inout Said) -> Void = { $0.location.segment = Segment(from: "沱江一号桥", to: "加州花园小区") }
        let other: (inout Said) -> Void = { $0.location.segment = Segment(from: "体育馆", to: "人民医院") }
        #expect(judge(other, firstly: one) == .separate)
        #expect(judge(one, firstly: one).role == .follower)
    }

    @Test func `covers of two owners and lanes of two directions are two things`() {
        func said(_ text: String, _ category: String = "R01") -> (inout Said) -> Void {
            {
                $0.category = category
                $0.text = text
            }
        }
        #expect(judge(said("燃气井盖缺失"), firstly: said("雨水井盖响")) == .separate)
        #expect(judge(said("煤气井蓋缺失"), firstly: said("燃气井盖响")).role == .follower)
        #expect(judge(said("井盖缺失"), firstly: said("雨水井盖响")).role == .follower)
        #expect(judge(said("往重庆方向堵了", "T02"), firstly: said("往成都方向堵了", "T02")) == .separate)
        #expect(judge(said("去成都方向全堵", "T02"), firstly: said("往成都方向堵了", "T02")).role == .follower)
    }

    @Test func `a hazard and a request at one place are linked and never merged`() {
        let wish: (inout Said) -> Void = {
            $0.category = "U01"
            $0.kind = .suggestion
        }
        let hazard: (inout Said) -> Void = { $0.category = "U01" }
        #expect(judge(hazard, firstly: wish).linkKind == "related")
        #expect(judge(wish, firstly: hazard).linkKind == "related")
        #expect(judge(wish, firstly: wish).role == .follower)
        for way in [MergeWay.photo, .thread, .related, .words] {
            let both: (inout Said) -> Void = {
                hazard(&$0)
                ($0.photos, $0.thread, $0.account, $0.text) = (["p"], "t", "rider-1", "路灯倒了电线裸露")
                if $0.id == "g-2" { $0.related = "g-1" }
            }
            #expect(
                judge(
                    both,
                    firstly: {
                        both(&$0); $0.kind = .need
                    }, way
                ).linkKind == "related", "\(way)")
            #expect(judge(both, firstly: both, way).role == .followUp, "\(way)")
        }
    }

    @Test func `a report that names another reporter's report at another place does not join its case`() {
        let far: (inout Said) -> Void = {
            $0.related = "g-1"
            $0.at = (10_000, 0)
        }
        guard case .link(let link) = judge(far, .related) else {
            Issue.record("not linked")
            return
        }
        #expect(link.kind == "related" && link.needsReview && link.reason.text.contains("another place"))
        #expect(judge({ $0.related = "g-1" }, .related).role == .follower)
        #expect(
            judge(
                {
                    far(&$0); $0.account = "rider-1"
                }, .related
            ).role == .followUp)
    }

    @Test func `a follower with an earlier deadline is shown to the departments and marked for review`() throws {
        func joined(_ first: String, _ second: String) throws -> Case {
            var value = MergeCity.open(Self.first.edited { $0.condition = first })
            #expect(!value.flags.needsReview, "\(value.decision)")
            value.tasks[0].version = 1
            let alone = MergeCity.open(Self.second.edited { $0.condition = second }, number: 2)
            let join = MergeJoin(role: .follower, way: .place, reason: MatchReason(.distance(metres: 5)))
            CaseDecider(policy: MergeCity.policy).join(alone, to: &value, as: join, at: alone.openedAt)
            return value
        }
        let worse = try joined("c", "a")
        #expect(worse.flags.needsReview)
        #expect(worse.tasks[0].pending.last?.reasonText == "follower, condition a: 桥头一排车把路占了")
        for (first, second) in [("a", "c"), ("a", "a")] {
            let plain = try joined(first, second)
            #expect(!plain.flags.needsReview && plain.tasks[0].pending.last?.reasonText == "follower")
        }
    }

    // MARK: - Without coordinates

    @Test func `without coordinates the same address and category decide`() {
        func at(_ address: String) -> (inout Said) -> Void {
            {
                $0.at = nil
                $0.address = address
            }
        }
        #expect(judge(at("红星路2段123號"), firstly: at("红星路二段一百二十三号"), .address).role == .follower)
        #expect(judge(at("红星路2段123號"), firstly: { $0.address = "红星路二段123号" }, .address).role == .follower)
        #expect(judge(at("红星路三段123号"), firstly: at("红星路二段123号"), .address) == .separate)
        #expect(judge(at("红星路"), firstly: at("红星路"), .address) == .separate)
        let late: (inout Said) -> Void = {
            at("红星路二段123号")(&$0)
            $0.after = 3 * MergeCity.hour
        }
        #expect(judge(late, firstly: at("红星路二段123号"), .address).linkKind == "recurrence")
    }

    @Test func `without coordinates a stretch of road matches in both directions`() {
        let there: (inout Said) -> Void = {
            $0.at = nil
            $0.location.segment = Segment(from: "沱江一号桥", to: "加州花园小区")
        }
        let back: (inout Said) -> Void = {
            $0.at = nil
            $0.location.segment = Segment(from: "加州花园小区", to: "沱江一号桥")
        }
        #expect(judge(back, firstly: there, .address).role == .follower)
    }

    @Test func `when both have coordinates, these decide and the words do not`() {
        let far: (inout Said) -> Void = {
            $0.at = (500, 0)
            $0.address = "加州花园小区"
        }
        #expect(judge(far, firstly: { $0.address = "加州花园小区" }, .address) == .separate)
    }

    // MARK: - Emergencies

    @Test func `an emergency is linked for review and never merged, in either order`() {
        func fire(_ said: inout Said) { said.category = "F03" }
        let verdict = judge(fire, firstly: fire)
        #expect(verdict.linkKind == "related")
        guard case .link(let link) = verdict else { return }
        #expect(link.needsReview)
        #expect(judge({ _ in }, changed: { $0.flags.emergency = true }).linkKind == "related")
        #expect(
            judge(
                {
                    fire(&$0)
                    $0.photos = ["p"]
                }, firstly: { $0.photos = ["p"] }, .photo
            ).linkKind == "related")
    }

    @Test func `what the same reporter adds in the same thread joins an emergency`() {
        func fire(_ said: inout Said) {
            said.category = "F03"
            said.thread = "t"
            said.account = "rider-1"
        }
        #expect(judge(fire, firstly: fire, .thread).role == .followUp)
        let remark: (inout Said) -> Void = {
            fire(&$0)
            $0.category = nil
            $0.text = "还在烧"
        }
        #expect(judge(remark, firstly: fire, .thread).role == .followUp)
    }

    // MARK: - After the end of a case

    @Test(arguments: [(29, "recurrence"), (31, nil)] as [(Int64, String?)])
    func `a new report at the place of a recently closed case is linked as a recurrence`(days: Int64, kind: String?) {
        let verdict = judge(
            { $0.after = days * 24 * MergeCity.hour },
            changed: {
                $0.state = .closed
                $0.closedAt = MergeCity.start
            })
        #expect(verdict.linkKind == kind)
    }

    @Test(arguments: [(3, "recurrence"), (29 * 24, "recurrence"), (31 * 24, nil)] as [(Int64, String?)])
    func `a report after the window is linked with the open case as a recurrence`(hours: Int64, kind: String?) {
        #expect(judge { $0.after = hours * MergeCity.hour }.linkKind == kind)
        #expect(judge { ($0.after, $0.at) = (hours * MergeCity.hour, (0, 81)) } == .separate)
    }

    @Test(arguments: [CaseState.cancelled, .rejected, .merged])
    func `a case that ended without closing gets no recurrence`(state: CaseState) {
        #expect(
            judge(
                { _ in },
                changed: {
                    $0.state = state
                    $0.closedAt = MergeCity.start
                }) == .separate)
    }

    @Test func `a full case is continued by a linked one`() {
        let verdict = judge(
            { _ in }, changed: { $0.reports = Array(repeating: $0.reports[0], count: Case.reportLimit) })
        #expect(verdict.linkKind == "continued")
    }
}
