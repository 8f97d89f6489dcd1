import ChineseText
import HazardCore
import TestSupport
import Testing

/// Tests reports with the same reporter, photo, words or thread.
@Suite struct RepeatTests {
    typealias Said = MergeCity.Said

    private func judge(
        _ way: MergeWay, _ first: (inout Said) -> Void = { _ in }, _ second: (inout Said) -> Void,
        _ change: (inout Case) -> Void = { _ in }
    ) -> MergeVerdict {
        var candidate = MergeCity.open(Said("g-1").edited(first))
        change(&candidate)
        let other = Said("g-2").edited {
            $0.after = 5 * MergeCity.minute
            second(&$0)
        }
        return MergeCity.judge(other, with: candidate, way)
    }

    // MARK: - A report that names another

    @Test func `a report that names one of the same reporter is a follow-up, whatever it says`() {
        let verdict = judge(.related) {
            $0.related = "g-1"
            $0.category = nil
            $0.at = (3000, 0)
        }
        #expect(verdict.role == .followUp)
        #expect(verdict.reason == "the report names g-1")
    }

    @Test func `a report that names another reporter's report shares its reward, for one day`() {
        func join(after: Int64) -> MergeJoin? {
            let verdict = judge(.related) {
                $0.related = "g-1"
                $0.account = "rider-2"
                $0.after = after
            }
            if case .join(let join) = verdict { return join }
            return nil
        }
        #expect(join(after: MergeCity.hour)?.role == .follower)
        #expect(join(after: MergeCity.hour)?.jointWith == "g-1")
        #expect(join(after: 25 * MergeCity.hour)?.jointWith == nil)
    }

    @Test func `a report that names one of an ended case is linked with it`() {
        let verdict = judge(.related, { _ in }, { $0.related = "g-1" }) {
            $0.state = .cancelled
            $0.closedAt = MergeCity.start
        }
        #expect(verdict.linkKind == "related")
    }

    // MARK: - A chat thread

    private func inThread(_ said: inout Said) { said.thread = "chat-7" }

    @Test func `a message in the same thread of the same reporter is a follow-up for a day`() {
        func role(after: Int64) -> ReportRole? {
            judge(.thread, inThread) {
                inThread(&$0)
                $0.category = nil
                $0.at = nil
                $0.text = "还有一辆三轮"
                $0.after = after
            }.role
        }
        #expect(role(after: 23 * MergeCity.hour) == .followUp)
        #expect(role(after: 25 * MergeCity.hour) == nil)
    }

    @Test func `a message in the thread about something else, or of another reporter, is no follow-up`() {
        #expect(
            judge(.thread, inThread) {
                inThread(&$0)
                $0.category = "E01"
            }.linkKind == "related")
        #expect(
            judge(.thread, inThread) {
                inThread(&$0)
                $0.account = "rider-2"
            } == .separate)
        #expect(
            judge(.thread, inThread) {
                inThread(&$0)
                $0.programme = "town.two"
            } == .separate)
        #expect(
            judge(.thread, inThread) {
                inThread(&$0)
                $0.at = (900, 0)
            } == .separate)
    }

    @Test func `in a thread without accounts only a message without a place joins`() {
        func nobody(_ said: inout Said) {
            inThread(&said)
            said.account = nil
        }
        #expect(judge(.thread, nobody, nobody) == .separate)
        #expect(
            judge(.thread, nobody) {
                nobody(&$0)
                $0.category = nil
                $0.at = nil
            }.role == .followUp)
    }

    @Test func `words after a photo join its case and suggest a category`() {
        let photo = Said("g-1").edited {
            inThread(&$0)
            $0.category = nil
            $0.text = nil
            $0.photos = ["p"]
            $0.at = nil
        }
        var value = MergeCity.open(photo)
        #expect(value.category.code == "Z01")
        let words = Said("g-2").edited {
            inThread(&$0)
            $0.after = MergeCity.minute
        }
        let verdict = MergeCity.judge(words, with: value, .thread)
        guard case .join(let join) = verdict else {
            Issue.record("not joined: \(verdict)")
            return
        }
        CaseDecider(policy: MergeCity.policy).join(
            MergeCity.open(words, number: 2), to: &value, as: join, at: MergeCity.start)
        #expect(value.decision.runnerUp == "lane-obstruction")
        #expect(value.location?.wgs84 != nil)
        #expect(value.text == words.text)
    }

    // MARK: - The same photo, the same words

    @Test func `the same photo within a day joins, also without coordinates`() {
        func photo(_ said: inout Said) { said.photos = ["p", said.id] }
        let verdict = judge(.photo, photo) {
            photo(&$0)
            $0.account = "rider-2"
            $0.at = nil
        }
        #expect(verdict.role == .follower)
        #expect(verdict.reason == "same photo as g-1, 5 min later")
        #expect(
            judge(.photo, photo) {
                photo(&$0)
                $0.after = 25 * MergeCity.hour
            } == .separate)
        let far = judge(.photo, photo) {
            photo(&$0)
            $0.at = (1100, 0)
        }
        #expect(far.linkKind == "related", "one rider's photo for two places: a person looks")
        #expect(
            judge(.photo, photo) {
                photo(&$0)
                $0.category = "E01"
            }.linkKind == "related")
    }

    @Test func `the same words of the same reporter within a day join`() {
        #expect(judge(.words) { $0.at = nil }.role == .followUp)
        #expect(
            judge(.words) {
                $0.at = nil
                $0.text = "沱江一號橋，引道車道變窄了!!"
            }.role == .followUp)
        #expect(
            judge(.words) {
                $0.at = nil
                $0.account = "rider-2"
            } == .separate)
        #expect(judge(.words) { $0.after = 25 * MergeCity.hour } == .separate)
        #expect(judge(.words) { $0.at = (200, 0) } == .separate)
        #expect(judge(.words, { $0.photos = ["a"] }) { $0.photos = ["b"] } == .separate)
    }

    @Test func `few words do not count as the same words`() {
        #expect(TextLikeness.hash("路灯不亮") == nil)
        #expect(TextLikeness.hash("👍 ！？") == nil)
        #expect(TextLikeness.hash("人民路口路灯不亮") == TextLikeness.hash("人民路口 路燈不亮！"))
        #expect(TextLikeness.hash("3号杆路灯不亮了") != TextLikeness.hash("5号杆路灯不亮了"))
    }
}
