import Foundation
import HazardCore
import HazardWire
import TestSupport
import Testing

/// An invalid input and its expected outcome.
struct BadInput: Sendable, CustomTestStringConvertible {
    enum Kind: Sendable { case report, feedback, command }

    enum Outcome: Hashable, Sendable {
        case deadLetter(RejectionReason)
        /// Recorded in the case's history with this code.
        case refused(RefusalCode)
        case noOp
        /// A case in triage.
        case triage
        /// The input is unusual but valid.
        case accepted
    }

    var name: String
    var kind: Kind
    var outcome: Outcome
    /// The value, given the case that feedback and commands are about.
    var value: @Sendable (_ caseID: String) -> [UInt8]?
    var hasKey = true

    var testDescription: String { name }

    init(
        _ kind: Kind, _ name: String, _ outcome: Outcome, hasKey: Bool = true,
        bytes: @escaping @Sendable (String) -> [UInt8]?
    ) {
        self.name = "\(kind): \(name)"
        self.kind = kind
        self.outcome = outcome
        self.hasKey = hasKey
        value = bytes
    }

    init(
        _ kind: Kind, _ name: String, _ outcome: Outcome, hasKey: Bool = true,
        text: @escaping @Sendable (String) -> String
    ) {
        self.init(kind, name, outcome, hasKey: hasKey, bytes: { Array(text($0).utf8) })
    }

    static let all = spoiled + reports + places + feedback + feedbackForms + commands

    // MARK: - Inputs of all kinds

    private static func good(_ kind: Kind, _ id: String) -> String {
        switch kind {
        case .report: Samples.report("bad")
        case .feedback: Samples.feedback("bad", case: id, department: "traffic-police", kind: "note")
        case .command: Samples.command("bad", case: id, kind: "escalate")
        }
    }

    private static let spoiled: [BadInput] = [Kind.report, .feedback, .command].flatMap { kind in
        let more = { @Sendable (id: String, field: String) in String(good(kind, id).dropLast()) + field + "}" }
        return [
            BadInput(
                kind, "invalid UTF-8", .deadLetter(.malformed), bytes: { Array(more($0, #","x":""#).utf8) + [0xFF] }),
            BadInput(kind, "broken JSON", .deadLetter(.malformed), text: { String(good(kind, $0).dropLast()) }),
            BadInput(
                kind, "nested a thousand deep", .deadLetter(.malformed),
                text: {
                    more($0, #","x":"# + String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000))
                }),
            BadInput(
                kind, "1 MB", .deadLetter(.tooBig),
                text: { more($0, #","x":""# + String(repeating: "x", count: 1_000_000) + "\"") }),
            BadInput(kind, "an empty value", .deadLetter(.malformed), bytes: { _ in [] }),
            BadInput(kind, "no value", .deadLetter(.tombstone), bytes: { _ in nil }),
            BadInput(kind, "no key", .accepted, hasKey: false, text: { good(kind, $0) }),
            BadInput(kind, "a key twice", .deadLetter(.malformed), text: { more($0, #","at":"2026","at":"2027""#) }),
            BadInput(kind, "bytes behind the end", .deadLetter(.malformed), text: { good(kind, $0) + " {}" }),
            BadInput(kind, "a byte order mark", .deadLetter(.malformed), text: { "\u{FEFF}" + good(kind, $0) }),
            BadInput(kind, "half a surrogate pair", .deadLetter(.malformed), text: { more($0, #","x":"\ud800""#) }),
            BadInput(
                kind, "a later schema version", .deadLetter(.unknownSchemaVersion),
                text: { good(kind, $0).replacing(#""schema_version":1"#, with: #""schema_version":2"#) }),
            BadInput(
                kind, "no schema version", .deadLetter(.invalid),
                text: { good(kind, $0).replacing(#""schema_version":1,"#, with: "") }),
            BadInput(kind, "a list in place of an object", .deadLetter(.invalid), text: { "[\(good(kind, $0))]" }),
            BadInput(kind, "unknown fields", .accepted, text: { more($0, #","x_new":{"a":[1,null]}"#) }),
        ]
    }

    // MARK: - Reports

    private static func report(
        _ name: String, _ outcome: Outcome, _ old: String, _ new: String
    ) -> BadInput {
        BadInput(.report, name, outcome) { _ in Samples.report("bad").replacing(old, with: new) }
    }

    /// A report goes to triage only if its words do not name a category either.
    private static func wordless(_ name: String, _ old: String, _ new: String) -> BadInput {
        BadInput(.report, name, .triage) { _ in
            Samples.report("bad", text: "请看照片").replacing(old, with: new)
        }
    }

    private static let reports = [
        report("an unknown category, whatever the words", .triage, #""T02""#, #""no-such""#),
        wordless("no category", #""category_hint":"T02","#, ""),
        report("no category, but telling words", .accepted, #""category_hint":"T02","#, ""),
        report("an unknown scheme", .triage, #""category_hint""#, #""category_scheme":"nowhere","category_hint""#),
        report("an unknown condition", .accepted, #""category_hint""#, #""condition_hint":"zz","category_hint""#),
        report("an unknown programme", .deadLetter(.unknownProgramme), "jianyang.sentinel", "nowhere.at-all"),
        report("an unknown channel", .deadLetter(.invalid), #""phone""#, #""pigeon""#),
        report("an id with a blank", .deadLetter(.invalid), #""bad""#, #""b d""#),
        report("an id of 65 characters", .deadLetter(.invalid), #""bad""#, "\"\(String(repeating: "b", count: 65))\""),
        BadInput(.report, "an id used before with other bytes", .deadLetter(.idReused)) { _ in
            Samples.report("base", text: "other")
        },
        report("a number for text", .deadLetter(.invalid), #""channel""#, #""thread_id":5,"channel""#),
        report("an infinite number", .deadLetter(.malformed), #""channel""#, #""x":1e,"channel""#),
        report("a NUL in the text", .accepted, "沱江", #"\u0000"#),
        BadInput(.report, "nothing said", .deadLetter(.invalid)) { _ in
            #"{"schema_version":1,"report_id":"bad","programme":"jianyang.sentinel","channel":"phone","#
                + #""reported_at":"\#(Samples.now)"}"#
        },
        time("without offset", .deadLetter(.invalid), "2026-11-22T08:15:00"),
        time("on 30 February", .deadLetter(.invalid), "2026-02-30T08:15:00+08:00"),
        time("at hour 25", .deadLetter(.invalid), "2026-11-22T25:15:00+08:00"),
        time("in microseconds", .accepted, Samples.now.replacing("Z", with: ".123456Z")),
        time("long ago", .deadLetter(.stale), "2020-01-01T00:00:00+08:00"),
        time("tomorrow", .deadLetter(.future), Date(timeIntervalSinceNow: 86_400).ISO8601Format()),
    ]

    private static func time(_ name: String, _ outcome: Outcome, _ time: String) -> BadInput {
        BadInput(.report, "reported " + name, outcome) { _ in Samples.report("bad", at: time) }
    }

    private static let places = [
        ("latitude 91", #""lat":91,"lon":104"#), ("longitude -181", #""lat":30,"lon":-181"#),
        ("no latitude", #""lon":104"#), ("0,0", #""lat":0,"lon":0"#),
        ("latitude as text", #""lat":"30","lon":104"#), ("an infinite latitude", #""lat":1e999,"lon":104"#),
    ].map { name, place in report(name, .deadLetter(.invalid), #""district""#, place + #","district""#) }

    // MARK: - Feedback

    private static func feedback(
        _ name: String, _ outcome: Outcome, department: String = "traffic-police", _ kind: String, _ extra: String = "",
        event: String = "bad"
    ) -> BadInput {
        BadInput(.feedback, name, outcome) {
            Samples.feedback(event, case: $0, department: department, kind: kind, extra: extra)
        }
    }

    private static func about(_ caseID: String, _ name: String, _ outcome: Outcome) -> [BadInput] {
        [
            BadInput(.feedback, name, outcome) { _ in
                Samples.feedback("bad", case: caseID, department: "traffic-police", kind: "note")
            },
            BadInput(.command, name, outcome) { _ in Samples.command("bad", case: caseID, kind: "escalate") },
        ]
    }

    private static let feedback =
        about("20251122-00-000001", "an unknown case", .deadLetter(.unknownCase))
        + about("20251122-99-000001", "a shard that does not exist", .deadLetter(.unknownCase))
        + about("20251122-00-1", "no case id", .deadLetter(.invalid))
        + about("20250231-00-000001", "a case of a day that never was", .deadLetter(.invalid))
        + about("20251122-0-000001", "a case id with one digit for its shard", .deadLetter(.invalid)) + [
            feedback("an unknown department", .deadLetter(.unknownDepartment), department: "wizards", "note"),
            feedback("a department without a task", .refused(.noTask), department: "gas", "accept"),
            feedback("the same event again", .noOp, "accept", #","seq":5"#, event: "seen"),
            feedback("the same event with other words", .noOp, "note", event: "seen"),
            feedback("an older seq", .noOp, "start", #","seq":4"#),
            feedback(
                "an older seq of another department", .accepted, department: "urban-management", "note", #","seq":4"#),
            feedback("a move that is not allowed", .refused(.moveNotAllowed), "accept"),
            feedback("a resolve without a result", .refused(.argumentMissing), "resolve"),
            feedback("a return without a reason", .refused(.argumentMissing), "return"),
        ]

    private static let feedbackForms = [
        feedback("a negative seq", .deadLetter(.invalid), "note", #","seq":-1"#),
        feedback("a kind of another role", .deadLetter(.invalid), "pass"),
        feedback("an unknown kind", .deadLetter(.invalid), "explode"),
        feedback("an unknown result", .deadLetter(.invalid), "resolve", #","result":"eaten""#),
        feedback(
            "a note of 1001 characters", .deadLetter(.invalid), "note",
            #","note":"\#(String(repeating: "中", count: 1001))""#),
        BadInput(.feedback, "no department", .deadLetter(.invalid)) {
            Samples.feedback("bad", case: $0, department: "gas", kind: "note").replacing(
                #""department":"gas","#, with: "")
        },
        other("a stranger's word", .refused(.notYourCase), "reporter", "somebody-else", "add", #","text":"x""#),
        other("a reporter without a report", .deadLetter(.invalid), "reporter", nil, "confirm"),
        other("a check before anybody has finished", .refused(.moveNotAllowed), "verifier", "v-1", "pass"),
        other("a score of 9", .deadLetter(.invalid), "reporter", "base", "rate", #","score":9"#),
        other("an unknown role", .deadLetter(.invalid), "mayor", "m", "note"),
    ]

    private static func other(
        _ name: String, _ outcome: Outcome, _ role: String, _ ref: String?, _ kind: String, _ extra: String = ""
    ) -> BadInput {
        BadInput(.feedback, name, outcome) {
            #"{"schema_version":1,"event_id":"bad","case_id":"\#($0)","actor":{"role":"\#(role)""#
                + (ref.map { #","ref":"\#($0)""# } ?? "")
                + #"},"kind":"\#(kind)","at":"2026-11-18T19:01:00+08:00"\#(extra)}"#
        }
    }

    // MARK: - Commands

    private static func command(
        _ name: String, _ outcome: Outcome, _ kind: String, _ extra: String = "", role: String = "operator",
        id: String = "bad"
    ) -> BadInput {
        BadInput(.command, name, outcome) {
            Samples.command(id, case: $0, kind: kind, extra: extra)
                .replacing(#""role":"operator""#, with: #""role":"\#(role)""#)
        }
    }

    private static let commands = [
        command("a role that may not", .refused(.roleNotAllowed), "force-close"),
        command("a move that is not allowed now", .refused(.moveNotAllowed), "reopen"),
        command("a department that does not exist", .refused(.unknownDepartment), "dispatch", departments("wizards")),
        command(
            "a department that has the case", .refused(.alreadyDispatched), "dispatch", departments("urban-management")),
        command(
            "a category that does not exist", .refused(.unknownCategory), "classify",
            #","arguments":{"category":"no-such"}"#),
        command("waiving one without a task", .refused(.noTask), "waive", departments("gas")),
        command("the same command again", .noOp, "escalate", id: "seen"),
        command("an unknown kind", .deadLetter(.invalid), "explode"),
        command("an unknown role", .deadLetter(.invalid), "urge", role: "mayor"),
        command("verify without a result", .deadLetter(.invalid), "verify"),
        command("a shard from an operator", .deadLetter(.invalid), "urge", #","shard":0"#),
        command("role system without a shard", .deadLetter(.invalid), "urge", role: "system"),
        command("role system for what people say", .deadLetter(.invalid), "cancel", #","shard":0"#, role: "system"),
        command(
            "a link of another shard for one that does not exist", .deadLetter(.unknownCase), "link",
            #","shard":99,"arguments":{"into":"20251122-00-000001","kind":"related"}"#, role: "system"),
        command("a settled reward from a person", .deadLetter(.invalid), "reward-settled"),
    ]

    private static func departments(_ name: String) -> String {
        #","arguments":{"departments":[{"department":"\#(name)","role":"co"}]}"#
    }
}
