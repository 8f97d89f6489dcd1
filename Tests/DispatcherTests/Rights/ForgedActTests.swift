import Credentials
import Digest
import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// Who may say what: each forged act is refused and recorded, on both logs.
@Suite struct ForgedActTests {
    private let server: ServerSigner

    init() throws { server = ServerSigner(try MessageKey(bytes: Self.secret("server"))) }

    @Test(arguments: TestedLog.here) func `each forged act is a dead letter and changes no case`(_ log: TestedLog)
        throws
    {
        let bench = try log.bench(shards: 2, time: TestTime(runs: true))
        let keys = try Self.keys()
        try bench.start { $0.signing = keys }
        let home = Samples.home(shards: 2)
        try publish(Samples.report("g1-1"), bench.topics.reports, home, by: "gateway-1", bench)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        let before = try bench.cases()[id]?.body
        let forged = try forgedActs(id)
        for act in forged {
            try bench.publish(
                Array(act.text.utf8), to: Self.topic(act.topic, bench), partition: home, key: nil, headers: act.headers)
        }
        #expect(bench.waitForConsumed(1 + forged.count))
        #expect(try bench.cases()[id]?.body == before)
        let reasons = try bench.deadLetters().map(\.headers.reason)
        // The inputs are read side by side, so only the counts are sure.
        #expect(reasons.map(\.rawValue).sorted() == forged.map(\.reason.rawValue).sorted())
        // The same said by those who may.
        let accept = Samples.feedback("tp-9", case: id, department: "traffic-police", kind: "accept")
        try publish(accept, bench.topics.feedback, home, by: "tp", bench)
        #expect(bench.waitForConsumed(2 + forged.count))
        try publish(Samples.command("c-9", case: id, kind: "urge"), bench.topics.commands, home, by: "wang", bench)
        #expect(bench.waitForConsumed(3 + forged.count))
        let history = try #require(try bench.cases()[id]?.value.history)
        #expect(history.map(\.kind.word).suffix(2) == ["accept", "urge"])
        // The body says zhang; the key is wang's.
        #expect(history.last?.actor.ref == "wang")
        bench.stop()
        #expect(bench.tally.isConserved)
    }

    private struct Act {
        var topic: SignedInput?
        var text: String
        var headers: [Header]
        var reason = RejectionReason.badSignature
    }

    private func forgedActs(_ id: String) throws -> [Act] {
        func act(_ topic: SignedInput?, _ text: String, by key: String?) throws -> Act {
            Act(topic: topic, text: text, headers: try key.map { [try Self.header(text, by: $0)] } ?? [])
        }
        let accept = Samples.feedback("tp-1", case: id, department: "traffic-police", kind: "accept")
        let pass =
            #"{"schema_version":1,"event_id":"v-1","case_id":"\#(id)","actor":{"role":"verifier","ref":"li"},"#
            + #""kind":"pass","at":"\#(Samples.now)"}"#
        let add =
            #"{"schema_version":1,"event_id":"r-1","case_id":"\#(id)","actor":{"role":"reporter","ref":"g1-1"},"#
            + #""kind":"confirm","at":"\#(Samples.now)"}"#
        let close = Samples.command("c-1", case: id, kind: "cancel")
        let reveal = Samples.command("c-2", case: id, kind: "reveal")
            .replacing(#""role":"operator""#, with: #""role":"supervisor""#)
        let grant =
            #"{"schema_version":1,"command_id":"x","case_id":"\#(id)","shard":0,"operator":"shard-0","#
            + #""role":"system","kind":"grant","at":"\#(Samples.now)","arguments":{"rule":"valid-clue","#
            + #""programme":"jianyang.sentinel","account":"a","report_id":"g1-1","entry_id":"e","kind":"immediate","#
            + #""amount":999999,"unit":"yuan"}}"#
        var forged = [
            try act(.reports, Samples.report("g1-2"), by: nil),
            try act(.reports, Samples.report("g2-1"), by: "gateway-1"),
            try act(.reports, Samples.report("g1-3"), by: "tp"),
            // An emergency in a report with a fault, under another gateway's id.
            try act(
                .reports, Samples.report("g2-9", category: "F01", at: "no time", text: "三楼着火了"), by: "gateway-1"),
            try act(.feedback, accept, by: nil), try act(.feedback, accept, by: "san"),
            try act(.feedback, accept, by: "gateway-1"), try act(.feedback, pass, by: "tp"),
            try act(.feedback, add, by: "gateway-2"), try act(.feedback, pass, by: nil),
            try act(.commands, close, by: nil), try act(.commands, reveal, by: "wang"),
            try act(.commands, close, by: "tp"),
            // A signature of another value, and one of another header.
            Act(topic: .commands, text: close, headers: [try Self.header(accept, by: "wang")]),
            try act(.commands, close, by: "wang"), try act(nil, grant, by: nil), try act(nil, grant, by: "wang"),
        ]
        forged[14].headers.append(Header(HeaderName.signedFor, Array("supervisor;zhao".utf8)))
        let signed = try server.headers(for: Array(close.utf8), of: SignedFor(role: .operator, name: "wang"))
        forged.append(
            Act(
                topic: .commands, text: close,
                headers: [
                    Header(HeaderName.signature, signed.signature),
                    Header(HeaderName.signedFor, Array("supervisor;zhao".utf8)),
                ]))
        var system = try act(.commands, grant, by: nil)
        system.reason = .notForPeople
        forged.append(system)
        return forged
    }

    @Test func `what the server signs for a caller is that caller's`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        let keys = try Self.keys()
        try bench.start { $0.signing = keys }
        try publish(Samples.report("g1-1"), bench.topics.reports, 0, by: "gateway-1", bench)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        let urge = Samples.command("c-1", case: id, kind: "urge")
        for caller in [SignedFor(role: .viewer, name: "v"), SignedFor(role: .operator, name: "zhao")] {
            let signed = try server.headers(for: Array(urge.utf8), of: caller)
            try bench.publish(
                Array(urge.utf8), to: bench.topics.commands, partition: 0, key: nil,
                headers: [
                    Header(HeaderName.signature, signed.signature), Header(HeaderName.signedFor, signed.signedFor),
                ])
        }
        #expect(bench.waitForConsumed(3))
        bench.stop()
        #expect(try bench.deadLetters().map(\.headers.reason) == [.badSignature])
        #expect(try bench.cases()[id]?.value.history.last?.actor.ref == "zhao")
    }

    // MARK: - Keys

    private static func secret(_ name: String) -> [UInt8] { Array("the secret of \(name)".utf8) }

    private static func keys() throws -> SigningKeys {
        func key(_ id: String, _ role: AccessRole) throws -> SigningKey {
            SigningKey(id: id, role: role, key: try MessageKey(bytes: secret(id)))
        }
        var keys = [
            try key("gateway-1", .gateway), try key("gateway-2", .gateway), try key("tp", .department),
            try key("san", .department), try key("wang", .operator),
        ]
        keys[0].reportPrefixes = ReportPrefixes(["g1-"])
        keys[1].reportPrefixes = ReportPrefixes(["g2-"])
        keys[2].departments = ["traffic-police"]
        keys[3].departments = ["sanitation"]
        return SigningKeys(
            keys, serverKeys: [try MessageKey(bytes: secret("server"))], required: Set(SignedInput.allCases))
    }

    private static func header(_ text: String, by id: String) throws -> Header {
        Header(
            HeaderName.signature,
            try MessageSignature.header(for: Array(text.utf8), keyID: id, key: try MessageKey(bytes: secret(id))))
    }

    private static func topic(_ input: SignedInput?, _ bench: LaneBench) -> String {
        switch input {
        case .reports: bench.topics.reports
        case .feedback: bench.topics.feedback
        case .commands: bench.topics.commands
        case nil: bench.topics.transfers
        }
    }

    private func publish(
        _ text: String, _ topic: String, _ partition: Int, by key: String, _ bench: LaneBench
    ) throws {
        try bench.publish(
            Array(text.utf8), to: topic, partition: partition, key: nil, headers: [try Self.header(text, by: key)])
    }
}
