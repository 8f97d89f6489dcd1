import HazardCore
import HazardText
import HazardWire
import JSONText
import TestSupport
import Testing
import Wording

struct RejectionTextTests {
    @Test func `every reason has a name of its own in both languages`() {
        for reason in RejectionReason.allCases {
            #expect(TextCheck.problems(of: reason.name).isEmpty, "\(reason)")
        }
        for language in Language.allCases {
            #expect(Set(RejectionReason.allCases.map { $0.name[language] }).count == RejectionReason.allCases.count)
        }
    }

    @Test func `every rejection has a sentence in both languages, with the ids that it is about`() throws {
        let id = try #require(CaseID("20261122-03-000123"))
        let rejections: [(Rejection, about: [String])] = [
            (.tombstone, []), (.unsigned, ["hazard-signature"]), (.badSignature, ["hazard-signature"]),
            (.unknownProgramme("p.q"), ["p.q", "programmes.yaml"]), (.idReused("g1-1", by: id), ["g1-1", id.text]),
            (.outOfArea(Point(latitude: -31.5, longitude: 104.5), areas: 2), ["-31.50000, 104.50000", "policy.areas"]),
            (.unknownDepartment("night-watch"), ["night-watch"]), (.unknownCase(id), [id.text]),
            (.unknownShard(7, of: id, shards: 4), [id.text, "7", "4"]), (.historyFull(id), [id.text]),
        ]
        for (rejection, about) in rejections {
            #expect(TextCheck.problems(of: rejection.sentence).isEmpty)
            for name in about {
                #expect(rejection.sentence.zh.contains(name) && rejection.sentence.en.contains(name))
            }
        }
    }

    @Test(arguments: [
        (Duration.seconds(90), "90 秒", "90 seconds"), (.seconds(119), "119 秒", "119 seconds"),
        (.seconds(120), "2 分钟", "2 minutes"), (.seconds(7199), "119 分钟", "119 minutes"),
        (.seconds(7200), "2 小时", "2 hours"), (.seconds(172_800), "2 天", "2 days"),
    ])
    func `a report that is too old or too early says by how much`(span: Duration, chinese: String, english: String) {
        let age = ReportAge(maxAge: .seconds(60), maxAhead: .seconds(60))
        let now = Instant(milliseconds: 1_795_306_500_000)
        let milliseconds = span.components.seconds * 1000
        for (sign, reason) in [(-1, RejectionReason.stale), (1, .future)] {
            let refusal = age.refusal(of: now.adding(milliseconds: Int64(sign) * milliseconds), at: now)
            #expect(refusal?.reason == reason && refusal?.field == "reported_at")
            #expect(refusal?.sentence.zh.contains(chinese) == true && refusal?.sentence.en.contains(english) == true)
            #expect(refusal.map { TextCheck.problems(of: $0.sentence) } == [])
        }
        #expect(age.refusal(of: now.adding(milliseconds: 60_000), at: now) == nil)
        #expect(age.refusal(of: now.adding(milliseconds: -60_000), at: now) == nil)
    }

    @Test func `the fault of a record of a later version asks in both languages to start that version`() {
        do throws(WireFault) {
            _ = try TaskCodec.decode(Array(#"{"schema_version":9}"#.utf8))
            Issue.record("it was read")
        } catch {
            #expect(error.code == .newer)
            #expect(TextCheck.problems(of: error.sentence).isEmpty)
            #expect(error.sentence.en.hasSuffix("start the version that wrote it"))
        }
    }

    @Test func `every problem of feedback and commands has a text in both languages`() {
        let values = [
            #"{"schema_version":1,"actor":{"role":"reporter","ref":"a b"},"kind":"accept","seq":-1,"at":"now","media":[{}]}"#,
            #"{"schema_version":0,"case_id":"x","role":"system","kind":"close","shard":-1}"#,
            #"{"schema_version":1,"role":"operator","kind":"reward-settled","shard":3,"arguments":{"departments":[{}]}}"#,
            #"{"schema_version":2}"#, "[]", "", "{",
        ]
        for value in values.map({ Array($0.utf8) }) {
            for problem in Array(FeedbackCodec.problems(of: value)) + CommandCodec.problems(of: value) {
                #expect([problem.problem, problem.hint].flatMap(TextCheck.problems).isEmpty)
            }
        }
    }
}
