import Credentials
import Digest
import Dispatcher
import Foundation
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// The sender of a report is verified when signatures are configured. Only a keyed hash of the reporter is stored.
@Suite struct SignatureTests {
    @Test func `signed reports are accepted, also on the wrong partition, and all others are not`() throws {
        let bench = try EmbeddedBench.make()
        let (key, other) = (try MessageKey(bytes: [1, 2, 3]), try MessageKey(bytes: [4]))
        let gateway = SigningKey(id: "k1", role: .gateway, key: key)
        try bench.start { $0.signing = SigningKeys([gateway], required: [.reports]) }
        let home = Samples.home(shards: 2)
        func send(_ id: String, to partition: Int, _ header: ([UInt8]) throws -> [UInt8]?) throws {
            let value = Array(Samples.report(id).utf8)
            let headers = try header(value).map { [Header(HeaderName.signature, $0)] } ?? []
            try bench.publish(value, partition: partition, headers: headers)
        }
        try send("signed", to: home) { try MessageSignature.header(for: $0, keyID: "k1", key: key) }
        try send("far", to: 1 - home) { try MessageSignature.header(for: $0, keyID: "k1", key: key) }
        try send("unsigned", to: home) { _ in nil }
        try send("empty", to: home) { _ in [] }
        try send("other-key", to: home) { try MessageSignature.header(for: $0, keyID: "k1", key: other) }
        try send("unknown-key", to: home) { try MessageSignature.header(for: $0, keyID: "k2", key: key) }
        try send("other-value", to: home) { try MessageSignature.header(for: $0 + [32], keyID: "k1", key: key) }
        try send("no-hex", to: home) { _ in Array("k1;zz".utf8) }
        #expect(bench.waitForConsumed(9))
        bench.stop()
        #expect(try bench.cases().values.flatMap(\.value.reports).map(\.reportID).sorted() == ["far", "signed"])
        #expect(try bench.deadLetters().map(\.headers.reason) == Array(repeating: .badSignature, count: 6))
        #expect(bench.tally.isConserved)
    }

    @Test func `an account is a keyed hash of programme, platform and reference, and anonymous reporters have none`()
        throws
    {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        let reporters = [
            "a1": #"{"ref":"rider-7","platform":"red"}"#, "a2": #"{"ref":"rider-7","platform":"red","kind":"rider"}"#,
            "b": #"{"ref":"rider-7","platform":"blue"}"#, "none": #"{"platform":"red"}"#,
            "anonymous": #"{"ref":"rider-7","platform":"red","anonymous":true}"#,
        ]
        for (id, reporter) in reporters {
            try bench.publish(
                Samples.report(id).replacing(
                    #"{"ref":"rider of \#(id)","kind":"rider","platform":"p"}"#, with: reporter), partition: 0)
        }
        #expect(bench.waitForConsumed(5))
        bench.stop()
        var accounts: [String: String] = [:]
        for report in try bench.cases().values.flatMap(\.value.reports) { accounts[report.reportID] = report.account }
        let key = try MessageKey(bytes: Array("a secret of the tests".utf8))
        let code = try key.code(of: Array("jianyang.sentinel\u{0}red\u{0}rider-7".utf8))
        #expect(accounts["a1"] == Hex.encode(code))
        #expect(accounts["a2"] == accounts["a1"])
        #expect(accounts["b"] != accounts["a1"])
        #expect(accounts.keys.sorted() == ["a1", "a2", "b"])
    }

    @Test func `nothing that identifies the reporter leaves the report`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        let secrets = [
            "ref-4711", "platform-4712", "vault-4713", "ext-4714", "extra-4715", "13812345678", "signed-4716", "A12345",
            "51018519900101123X",
        ]
        let json =
            #"{"schema_version":1,"report_id":"g1-1","programme":"jianyang.sentinel","channel":"phone","#
            + #""reported_at":"\#(Samples.now)","text":"请打13812345678，川A12345","category_hint":"T02","#
            + #""reporter":{"ref":"ref-4711","kind":"rider","platform":"platform-4712"},"contact_token":"vault-4713","#
            + #""ext":{"a":"ext-4714"},"more":"extra-4715","#
            + #""location":{"district":"510185","address":"13812345678家门口","community":"51018519900101123X","#
            + #""segment":{"from":"川A12345","to":"13812345678"}}}"#
        try bench.publish(
            Array(json.utf8), partition: 0, key: nil,
            headers: [Header(HeaderName.signature, Array("signed-4716".utf8))])
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(
            Samples.feedback(
                "f-1", case: id, department: "traffic-police", kind: "return", extra: #","reason":"call 13812345678""#),
            to: bench.topics.feedback)
        let said = #","text":"我13812345678，川A12345","reason":"13812345678","note":"51018519900101123X""#
        try bench.publish(
            #"{"schema_version":1,"event_id":"f-2","case_id":"\#(id)","actor":{"role":"reporter","ref":"g1-1"},"#
                + #""kind":"add","at":"\#(Samples.now)"\#(said)}"#, to: bench.topics.feedback)
        for (name, kind) in [("c-1", "urge"), ("c-2", "reveal"), ("c-3", "cancel")] {
            let command = Samples.command(name, case: id, kind: kind)
                .replacing(#""reason":"seen""#, with: #""reason":"打13812345678，川A12345""#)
            try bench.publish(
                kind == "reveal" ? command.replacing(#""role":"operator""#, with: #""role":"supervisor""#) : command,
                to: bench.topics.commands)
        }
        #expect(bench.waitForConsumed(6))
        let value = try #require(try bench.cases()[id]?.value)
        #expect(value.history.map(\.kind).suffix(4) == ["add", "urge", "reveal", "cancel"])
        bench.stop()
        var places: [(String, [UInt8])] = []
        let topics = try ShippedPolicy.load().departments.keys.map(bench.topics.dispatch)
        for topic in topics + [bench.topics.cases, bench.topics.notices] {
            for record in try bench.read(topic) {
                places.append((topic, (record.value ?? []) + record.headers.flatMap { Array($0.name.utf8) + $0.value }))
            }
        }
        #expect(places.contains { $0.0 == bench.topics.notices } && places.count > 10)
        for name in try FileManager.default.contentsOfDirectory(atPath: bench.storeDirectory) {
            places.append((name, Array(try Data(contentsOf: URL(filePath: bench.storeDirectory + "/" + name)))))
        }
        for (place, bytes) in places {
            for secret in secrets {
                #expect(Data(bytes).range(of: Data(secret.utf8)) == nil, "\(secret) is in \(place)")
            }
        }
    }
}
