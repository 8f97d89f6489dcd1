import HazardCore
import HazardText
import TestSupport
import Testing
import Wording

/// Tests which reporters get which notices (`DECISIONS.md` #17).
struct NoticeRulesTests {
    private static func kinds(_ bench: CaseBench) -> [String] {
        bench.value.notices.map { "\($0.reportID) \($0.kind.rawValue)" }
    }

    /// Another report of the same case.
    private static func entry(_ id: String, account: String?, thread: String? = nil, role: ReportRole = .follower)
        -> CaseReport
    {
        var entry = TestCity.report(id).entry
        entry.account = account
        entry.thread = thread
        entry.role = role
        return entry
    }

    private func text(_ bench: CaseBench) throws -> LocalText {
        NoticeWords(policy: TestCity.policy).text(of: try #require(bench.value.notices.last), about: bench.value.id)
    }

    @Test func `the reporter gets the case number and the departments`() throws {
        let bench = CaseBench()
        #expect(Self.kinds(bench) == ["g1-1 received"])
        #expect(bench.value.notices[0].arguments == ["departments": "traffic-police,urban-management"])
        #expect(bench.value.notices[0].id(in: bench.value.id) == bench.value.id.text + "/notice/1")
        let text = try text(bench)
        #expect(text.zh.contains(bench.value.id.text) && text.zh.contains("traffic-police、urban-management"))
        #expect(text.en.contains(bench.value.id.text))
    }

    @Test func `in triage the reporter gets the number without departments`() throws {
        let bench = CaseBench(TestCity.report(hint: nil))
        #expect(bench.value.state == .triage)
        #expect(Self.kinds(bench) == ["g1-1 received"] && bench.value.notices[0].arguments.isEmpty)
        #expect(try text(bench).zh.contains("分拨中心"))
    }

    @Test func `done, closed and reopened are told, steps between them are not`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        for kind in [FeedbackKind.accept, .start, .note, .resolve] { bench.feedback("sanitation", kind) }
        bench.outside(.verifier, .fail, ref: "v-1", reason: "still there")
        // The earlier outcome was not sent yet, so the newer one replaces it.
        #expect(Self.kinds(bench) == ["g1-1 received", "g1-1 reopened"])
        #expect(bench.value.notices[1].arguments == ["why": "check-failed"])
        bench.value.notices = []
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve) { $0.result = .notFound }
        #expect(bench.value.notices.map(\.arguments) == [["result": "not-found"]])
        bench.value.notices = []
        bench.command(.verify) { $0.arguments.result = .pass }
        #expect(Self.kinds(bench) == ["g1-1 closed"] && bench.value.notices[0].arguments == ["code": "not-found"])
        bench.value.notices = []
        bench.outside(.reporter, .dispute, ref: "g1-1", reason: "it is there")
        #expect(Self.kinds(bench) == ["g1-1 reopened"] && bench.value.notices[0].arguments.isEmpty)
        #expect(bench.value.notices[0].number == 6 && bench.value.noticeCount == 6)
    }

    @Test func `every outcome has its notice`() throws {
        for (code, words) in [
            (CloseCode.solved, "隐患已消除"), (.notSolvable, "目前无法解决"), (.referred, "已转交负责的单位"),
            (.suggestionKept, "您的建议已留存"),
        ] {
            var bench = CaseBench(TestCity.report(hint: "E01"))
            bench.feedback("sanitation", .accept)
            bench.feedback("sanitation", .resolve)
            bench.command(.close) { $0.arguments.code = code }
            #expect(bench.value.notices.last?.kind == .closed)
            #expect(try text(bench).zh.contains(words))
        }
        var cancelled = CaseBench()
        cancelled.command(.cancel, reason: "打13812345678问过，已拖走")
        #expect(cancelled.value.notices.last?.arguments == ["outcome": "cancelled", "reason": "打138********问过，已拖走"])
        var long = CaseBench()
        long.command(.cancel, reason: String(repeating: "长", count: 1000))
        #expect(long.value.notices.last?.arguments["reason"] == String(repeating: "长", count: 79) + "…")
        var rejected = CaseBench(TestCity.report(hint: nil))
        rejected.command(.reject, reason: "not a hazard")
        #expect(Self.kinds(rejected).last == "g1-1 rejected")
        #expect(try text(rejected).en.contains("not a hazard"))
    }

    @Test(arguments: [ReportKind.hazard, .need])
    func `a forced close is told as a decision with its reason`(_ kind: ReportKind)
        throws
    {
        var bench = CaseBench(TestCity.report(kind: kind))
        bench.feedback("traffic-police", .accept)
        bench.feedback("traffic-police", .start)
        bench.command(.forceClose, as: .supervisor, reason: "打13812345678问过")
        #expect(bench.value.state == .closed && bench.value.tasks.contains { $0.state == .revoked })
        let arguments = try #require(bench.value.notices.last?.arguments)
        #expect(arguments["why"] == "forced" && arguments["reason"] == "打138********问过")
        let said = try text(bench)
        #expect(said.zh.contains("经主管决定结案：打138********问过"))
        #expect(said.en.contains("closed by a supervisor's decision: "))
        for claim in ["已处理", "已消除", "已办"] { #expect(!said.zh.contains(claim)) }
        for claim in ["dealt with", "gone", "done"] { #expect(!said.en.contains(claim)) }
    }

    @Test func `a close without a code says nothing about the work`() {
        let words = NoticeWords(policy: TestCity.policy)
        var notice = CaseNotice(number: 1, kind: .closed, reportID: "g1-1", at: TestCity.start)
        #expect(words.text(of: notice, about: TestCity.number()).en.contains("is closed. "))
        notice.arguments = ["about": "need"]
        #expect(
            words.text(of: notice, about: TestCity.number()).zh.hasPrefix("您的诉求 \(TestCity.number().text) 已答复。"))
    }

    @Test func `a need is answered and not reported as gone`() throws {
        var bench = CaseBench(TestCity.report(hint: "E01", kind: .need))
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        bench.command(.close)
        let text = try text(bench)
        #expect(text.zh.contains("已答复：已办好") && text.en.contains("is answered: it is done"))
    }

    @Test func `every reporter gets one notice of the outcome`() {
        var bench = CaseBench()
        bench.value.notices = []
        bench.value.reports[0].account = "a"
        bench.value.reports += [
            Self.entry("same-again", account: "a"), Self.entry("other", account: "b", thread: "t"),
            Self.entry("anonymous", account: nil), Self.entry("anonymous-2", account: nil),
            Self.entry("in-thread", account: nil, thread: "t", role: .followUp),
            Self.entry("third-in-thread", account: "c", thread: "t"),
            Self.entry("follow-up", account: "b", role: .followUp),
            Self.entry("new-thread", account: nil, thread: "u", role: .followUp),
        ]
        bench.command(.cancel)
        #expect(
            bench.value.notices.map(\.reportID) == [
                "g1-1", "other", "anonymous", "anonymous-2", "third-in-thread", "new-thread",
            ])
    }

    @Test func `a refusal or a repeat adds no notice`() {
        var bench = CaseBench()
        bench.value.notices = []
        bench.command(.close)
        bench.feedback("traffic-police", .resolve)
        bench.command(.cancel, id: "x")
        let told = bench.value.notices
        bench.command(.cancel, id: "x")
        #expect(told.count == 1 && bench.value.notices == told)
    }

    @Test func `every kind of notice has words in both languages, with the case number`() {
        let words = NoticeWords(policy: TestCity.policy)
        for kind in NoticeKind.allCases {
            let notice = CaseNotice(number: 1, kind: kind, reportID: "g1-1", at: TestCity.start)
            let text = words.text(of: notice, about: TestCity.number())
            for said in [text.zh, text.en] { #expect(said.contains(TestCity.number().text), "\(kind)") }
        }
        for reason in UnusableReport.allCases {
            #expect(!NoticeWords.text(ofUnusable: reason).zh.isEmpty)
        }
    }

    @Test func `unsent notices stay in the case and give it a timer`() {
        var bench = CaseBench()
        let until = TestCity.start.adding(minutes: 3)
        bench.value.sendNotices(at: TestCity.start, reach: { .blocked(until: until) }) { _, _ in
            Issue.record("sent")
        }
        #expect(bench.value.noticeRetryAt == until && bench.value.notices.count == 1)
        #expect(bench.value.wakeAt(retention: .milliseconds(1)) == until)
        var sent: [CaseNotice] = []
        bench.value.sendNotices(at: until, reach: { .open }) { sent.append($1) }
        #expect(sent.map(\.kind) == [.received] && bench.value.notices.isEmpty && bench.value.noticeRetryAt == nil)
    }
}
