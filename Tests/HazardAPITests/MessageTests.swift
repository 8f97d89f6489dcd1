import Digest
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

struct MessageTests {
    static let accept: JSONValue = [
        "department": "traffic-police", "actor": ["role": "department", "ref": "duty-3"], "kind": "accept",
        "event_id": "tp-1",
    ]

    static func command(
        _ kind: String, id: String = "op-1", role: String = "operator", by name: String = "zhang"
    ) -> JSONValue {
        [
            "command_id": .string(id), "operator": .string(name), "role": .string(role), "kind": .string(kind),
            "reason": "because",
        ]
    }

    // MARK: - Into the log

    @Test func `feedback is 202 with its id, and its record is in the partition of its case`() throws {
        let town = try Town()
        let value = Town.openCase(1, shard: 1)
        try town.commit([value])
        let answer = try town.post("/v1/cases/\(value.id.text)/feedback", Self.accept)
        #expect(answer.status == 202)
        #expect(answer.json["event_id"]?.string == "tp-1")
        let record = try #require(try town.next(town.topics.feedback, shard: 1))
        #expect(record.key == Array(value.id.text.utf8))
        let feedback = try FeedbackCodec.decode(record.value)
        #expect(feedback.caseID == value.id)
        #expect(feedback.kind == .accept)
        #expect(feedback.at == Town.start)
    }

    @Test func `a complete message goes into the log byte for byte`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let whole: JSONValue = [
            "schema_version": 1, "case_id": .string(value.id.text), "at": "2026-11-22T08:20:00+08:00",
            "event_id": "tp-1", "department": "traffic-police", "actor": ["role": "department"], "kind": "accept",
        ]
        #expect(try town.post("/v1/cases/\(value.id.text)/feedback", whole).status == 202)
        #expect(try town.next(town.topics.feedback, shard: 0)?.value == whole.bytes)
    }

    @Test func `the server makes an id that the message lacks, and returns it`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post(
            "/v1/cases/\(value.id.text)/commands",
            ["command_id": nil, "operator": "zhang", "role": "operator", "kind": "urge"])
        #expect(answer.status == 202)
        let id = try #require(answer.json["command_id"]?.string)
        #expect(Identifier.isValid(id))
        let record = try town.next(town.topics.commands, shard: 0)
        #expect(try CommandCodec.decode(record?.value).command.commandID == id)
    }

    @Test func `a case id other than the path's is 400`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post(
            "/v1/cases/\(value.id.text)/feedback",
            ["case_id": "20261122-00-000099", "actor": ["role": "verifier"], "kind": "pass"])
        #expect(answer.status == 400)
        #expect(answer.fields == ["case_id"])
    }

    @Test func `an invalid message is 400 with every problem`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let feedback = try town.post(
            "/v1/cases/\(value.id.text)/feedback", ["actor": ["role": "king"], "kind": "dance", "seq": "x"])
        #expect(feedback.status == 400)
        #expect(Set(feedback.fields).isSuperset(of: ["actor.role", "kind", "seq"]))
        let command = try town.post("/v1/cases/\(value.id.text)/commands", ["role": "operator"])
        #expect(Set(command.fields).isSuperset(of: ["operator", "kind"]))
        #expect(try town.client().post("/v1/cases/\(value.id.text)/commands", Array("[]".utf8)).status == 400)
        #expect(try town.count(town.topics.feedback, shard: 0) + town.count(town.topics.commands, shard: 0) == 0)
    }

    @Test func `feedback of a department that is not configured is 400`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post(
            "/v1/cases/\(value.id.text)/feedback",
            ["department": "nobody", "actor": ["role": "department"], "kind": "accept"])
        #expect(answer.fields == ["department"])
    }

    @Test func `an unknown case is 404 when its shard is here; otherwise the message goes into the log`() throws {
        let town = try Town(here: [0])
        #expect(try town.post("/v1/cases/\(Town.openCase(9).id.text)/feedback", Self.accept).status == 404)
        let elsewhere = "/v1/cases/\(Town.openCase(9, shard: 1).id.text)/feedback"
        #expect(try town.post(elsewhere, Self.accept).status == 202)
        #expect(try town.next(town.topics.feedback, shard: 1) != nil)
        let waiting = try town.post(elsewhere + "?wait=1", Self.accept)
        #expect(waiting.status == 421)
        #expect(waiting.json["shard"]?.int == 1)
        #expect(try town.count(town.topics.feedback, shard: 1) == 1)
    }

    @Test(arguments: ["wait=0", "wait=31", "wait=soon", "wait=nan", "wait=-1", "delay=3"])
    func `an invalid wait is 400`(_ query: String) throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        #expect(try town.post("/v1/cases/\(value.id.text)/feedback?\(query)", Self.accept).status == 400)
    }

    // MARK: - What no lane would report back

    @Test func `an empty note is 400, one with a photo or words is not`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        func note(_ more: [JSONValue.Member]) throws -> HTTPResponse {
            let base: [JSONValue.Member] = [
                .init("department", "traffic-police"), .init("actor", ["role": "department"]), .init("kind", "note"),
            ]
            return try town.post("/v1/cases/\(value.id.text)/feedback", .object(base + more))
        }
        #expect(try note([]).fields == ["note"])
        #expect(try note([.init("note", "")]).fields == ["note"])
        #expect(try town.count(town.topics.feedback, shard: 0) == 0)
        #expect(try note([.init("note", "on the way")]).status == 202)
        #expect(try note([.init("media", .array([["ref": "photo-1"]]))]).status == 202)
    }

    @Test(arguments: ["", "?wait=5"])
    func `an id that the case has of another message is 409, and the message is not written`(_ wait: String) throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let feedback = "/v1/cases/\(value.id.text)/feedback" + wait
        let commands = "/v1/cases/\(value.id.text)/commands" + wait
        var decided = value
        let decider = CaseDecider(policy: TownPolicy.policy)
        var note = Feedback(
            eventID: "tp-1", caseID: value.id, actor: FeedbackActor(role: .department), kind: .note, at: Town.start)
        note.department = "traffic-police"
        note.note = "on the way"
        note.hash = try Town.hashes().text(of: MessageContent.bytes(of: note))
        #expect(decider.decide(note, on: &decided, at: Town.start) == .applied)
        var close = Command(
            commandID: "op-1", caseID: value.id, operatorName: "zhang", role: .operator, action: .close(nil),
            at: Town.start)
        close.reason = "because"
        close.hash = try Town.hashes().text(of: MessageContent.bytes(of: close))
        guard case .refused = decider.decide(close, on: &decided, at: Town.start) else {
            Issue.record("closed")
            return
        }
        decided.version += 1
        try town.commit([decided])
        // The note again, another note, and another kind.
        func say(_ kind: String, _ words: String) throws -> HTTPResponse {
            try town.post(
                feedback,
                [
                    "event_id": "tp-1", "department": "traffic-police", "actor": ["role": "department"],
                    "kind": .string(kind), "note": .string(words),
                ])
        }
        #expect(try say("note", "on the way").status == (wait.isEmpty ? 202 : 200))
        for answer in [try say("accept", "on the way"), try say("note", "we never came")] {
            #expect(answer.status == 409)
            #expect(answer.json["code"]?.string == "id-reused")
            #expect(answer.json["detail"]?.string?.contains("tp-1") == true)
            #expect(answer.json["allowed"]?.array?.contains("accept") == true)
        }
        // A refused command sent again is the same refusal, not another message.
        let again = try town.post(commands, Self.command("close"))
        #expect(again.status == (wait.isEmpty ? 202 : 409))
        #expect(again.json["code"]?.string == (wait.isEmpty ? nil : "move-not-allowed"))
        #expect(try town.post(commands, Self.command("urge")).json["code"]?.string == "id-reused")
        let written = try town.count(town.topics.feedback, shard: 0) + town.count(town.topics.commands, shard: 0)
        #expect(written == (wait.isEmpty ? 2 : 0))
    }

    private static func link(_ id: String) -> JSONValue {
        [
            "command_id": .string("op-" + id), "operator": "zhang", "role": "operator", "kind": "link",
            "arguments": ["into": .string(id)],
        ]
    }

    @Test func `a link to a case that does not exist is 400, and the answer says what could not be checked`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        let other = Town.openCase(1, shard: 1)
        try town.commit([value, other])
        let target = "/v1/cases/\(value.id.text)/commands"
        #expect(try town.post(target, Self.link("20251122-02-000001")).fields == ["arguments.into"])
        #expect(try town.post(target, Self.link("20251122-01-000001")).fields == ["arguments.into"])
        #expect(try town.count(town.topics.commands, shard: 0) == 0)
        let known = try town.post(target, Self.link(other.id.text))
        #expect(known.status == 202)
        #expect(known.json["not_checked"] == nil)
        // The lane checks a case of its own shard.
        #expect(try town.post(target, Self.link("20251122-00-000001")).status == 202)

        let half = try Town(here: [0])
        try half.commit([value])
        let answer = try half.post(target, Self.link(other.id.text))
        #expect(answer.status == 202)
        #expect(answer.json["not_checked"]?.string?.contains("shard 1") == true)
    }

    // MARK: - Waiting

    @Test func `with wait an applied message is answered with the case as it became`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = Later { try town.post("/v1/cases/\(value.id.text)/feedback?wait=20", Self.accept) }
        try town.decideFirst(town.topics.feedback, on: value)
        #expect(try answer.value().status == 200)
        #expect(try answer.value().json["state"]?.string == "in-progress")
        #expect(try answer.value().headers["hazard-message-id"] == "tp-1")
    }

    @Test func `with wait a refused command is 409 with code, reason and the moves allowed`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = Later {
            try town.post("/v1/cases/\(value.id.text)/commands?wait=20", Self.command("reopen"))
        }
        try town.decideFirst(town.topics.commands, on: value)
        #expect(try answer.value().status == 409)
        #expect(try answer.value().headers["content-type"] == "application/problem+json")
        #expect(try answer.value().json["code"]?.string == "move-not-allowed")
        #expect(try answer.value().json["allowed"]?.array?.contains("cancel") == true)
        #expect(try answer.value().json["detail"]?.string?.contains("reopen") == true)
        #expect(try answer.value().json["command_id"]?.string == "op-1")
    }

    @Test func `a repeated message is answered from the case's history, and not written again`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let target = "/v1/cases/\(value.id.text)/commands"
        #expect(try town.post(target, Self.command("reopen")).status == 202)
        try town.decideFirst(town.topics.commands, on: value)
        let again = try town.post(target + "?wait=20", Self.command("reopen"))
        #expect(again.status == 409)
        #expect(again.json["code"]?.string == "move-not-allowed")
        #expect(again.json["allowed"]?.array?.contains("cancel") == true)
        #expect(try town.count(town.topics.commands, shard: 0) == 1)
    }

    @Test func `an applied message sent again is 200 with the case`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let target = "/v1/cases/\(value.id.text)/feedback"
        #expect(try town.post(target, Self.accept).status == 202)
        try town.decideFirst(town.topics.feedback, on: value)
        let again = try town.post(target + "?wait=20", Self.accept)
        #expect(again.status == 200)
        #expect(again.json["state"]?.string == "in-progress")
    }

    @Test func `a wait that ends without an outcome is 202 with the id`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post("/v1/cases/\(value.id.text)/feedback?wait=0.05", Self.accept)
        #expect(answer.status == 202)
        #expect(answer.json["event_id"]?.string == "tp-1")
        #expect(!town.context.hub.isListening)
    }

    @Test func `an outcome that no lane published is found in the store`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = Later { try town.post("/v1/cases/\(value.id.text)/feedback?wait=0.5", Self.accept) }
        let feedback = try FeedbackCodec.decode(try town.next(town.topics.feedback, shard: 0)?.value)
        var after = value
        _ = CaseDecider(policy: TownPolicy.policy).decide(feedback, on: &after, at: Town.start)
        after.version += 1
        try town.commit([after], publishes: false)
        #expect(try answer.value().status == 200)
    }

    @Test func `when too many requests wait, the next one is 202 at once`() throws {
        let town = try Town { $0.limits.waiters = 0 }
        let value = Town.openCase(1)
        try town.commit([value])
        #expect(try town.post("/v1/cases/\(value.id.text)/feedback?wait=20", Self.accept).status == 202)
        #expect(try town.next(town.topics.feedback, shard: 0) != nil)
    }

    @Test func `a server that stops answers the requests that wait`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = Later { try town.post("/v1/cases/\(value.id.text)/feedback?wait=20", Self.accept) }
        #expect(try town.next(town.topics.feedback, shard: 0) != nil)
        town.server.stop(within: .seconds(5))
        #expect(try answer.value().status == 202)
    }

    // MARK: - Rights

    @Test(arguments: [
        ("traffic-police", "traffic-police", 202), ("sanitation", "traffic-police", 403),
        ("viewer", "traffic-police", 403),
        ("gateway", "traffic-police", 403), ("operator", "traffic-police", 403), ("supervisor", "traffic-police", 202),
    ])
    func `a department's feedback needs its own token`(_ token: String, _ department: String, _ status: Int) throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post("/v1/cases/\(value.id.text)/feedback", Self.accept, token: token)
        #expect(answer.status == HTTPStatus(status))
    }

    @Test func `feedback with a department's token is that department's`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post("/v1/cases/\(value.id.text)/feedback", ["kind": "accept"], token: "traffic-police")
        #expect(answer.status == 202)
        let record = try town.next(town.topics.feedback, shard: 0)
        #expect(try FeedbackCodec.decode(record?.value).department == "traffic-police")
    }

    @Test func `a gateway sends reporters' feedback, and no other`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let target = "/v1/cases/\(value.id.text)/feedback"
        let reporter: JSONValue = [
            "actor": ["role": "reporter", "ref": "g1-0-1"], "kind": "add", "text": "still there",
        ]
        #expect(try town.post(target, reporter, token: "gateway").status == 202)
        let verifier: JSONValue = ["actor": ["role": "verifier", "ref": "li"], "kind": "pass"]
        #expect(try town.post(target, verifier, token: "gateway").status == 403)
        #expect(try town.post(target, verifier, token: "operator").status == 202)
    }

    @Test(arguments: [
        ("operator", "operator", 202), ("operator", "supervisor", 403), ("dispatcher", "dispatcher", 202),
        ("dispatcher", "operator", 403), ("supervisor", "operator", 403), ("supervisor", "supervisor", 202),
        ("traffic-police", "operator", 403),
        ("gateway", "operator", 403), ("viewer", "operator", 403),
    ])
    func `a command has the role of its token`(_ token: String, _ role: String, _ status: Int) throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post(
            "/v1/cases/\(value.id.text)/commands", Self.command("urge", role: role, by: token), token: token)
        #expect(answer.status == HTTPStatus(status))
    }

    @Test(arguments: ["operator", "supervisor"])
    func `a command has the name of its token`(_ token: String) throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let target = "/v1/cases/\(value.id.text)/commands"
        let kind = token == "supervisor" ? "reveal" : "urge"
        let other = try town.post(target, Self.command(kind, role: token, by: "zhang"), token: token)
        #expect(other.status == 403 && other.json["type"] == "urn:hazard:problem:name-not-allowed")
        #expect(try town.count(town.topics.commands, shard: 0) == 0)
        #expect(try town.post(target, ["kind": .string(kind), "reason": "asked"], token: token).status == 202)
        let record = try town.next(town.topics.commands, shard: 0)
        let command = try CommandCodec.decode(record?.value).command
        #expect(command.operatorName == token && command.role.rawValue == token)
    }

    @Test(arguments: [
        ("li", "verifier/li"), ("verifier", "verifier"), (nil, "verifier"), ("verifier/li", "verifier/li"),
    ])
    func `a verifier has the name of its token, and may tell its own people apart`(_ ref: String?, _ name: String)
        throws
    {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        try town.commit([value])
        let actor: JSONValue = ["role": "verifier", "ref": ref.map { .string($0) } ?? .null]
        let answer = try town.post(
            "/v1/cases/\(value.id.text)/feedback", ["actor": actor, "kind": "pass"], token: "verifier")
        #expect(answer.status == 202)
        let record = try town.next(town.topics.feedback, shard: 0)
        #expect(try FeedbackCodec.decode(record?.value).actor.ref == name)
    }

    @Test func `a gateway with prefixes speaks for the reporters of its own reports only`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens(prefixes: ["g1-"]) }
        let value = Town.openCase(1)
        try town.commit([value])
        func add(_ report: JSONValue) throws -> HTTPStatus {
            try town.post(
                "/v1/cases/\(value.id.text)/feedback",
                ["actor": ["role": "reporter", "ref": report], "kind": "add", "text": "more"], token: "gateway"
            ).status
        }
        #expect(try add("g1-0-1") == 202)
        #expect(try add("g2-0-1") == 403)
    }

    @Test func `nobody sends commands of the role system over HTTP`() throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let answer = try town.post(
            "/v1/cases/\(value.id.text)/commands",
            [
                "operator": "x", "role": "system", "kind": "link", "shard": 0,
                "arguments": ["into": .string(Town.openCase(2).id.text), "kind": "related"],
            ])
        #expect(answer.status == 403 || answer.status == 400)
        #expect(try town.count(town.topics.commands, shard: 0) == 0)
    }
}
