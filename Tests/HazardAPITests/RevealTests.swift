import Credentials
import Digest
import EmbeddedLog
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MessageLog
import Synchronization
import Telemetry
import TestSupport
import Testing

/// Collects log lines.
final class Lines: Sendable {
    private let lines = Mutex<[UInt8]>([])

    func add(_ line: [UInt8]) { lines.withLock { $0 += line } }

    var text: String { lines.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// Only a supervisor who has given a reason sees who reported, read from the original report.
struct RevealTests {
    private static let identity = ["ref-4711", "platform-4712", "vault-4713"]

    private static let report =
        #"{"schema_version":1,"report_id":"g1-1","programme":"jianyang.sentinel","channel":"phone","#
        + #""reported_at":"2026-11-18T19:00:00+08:00","text":"三车道变一","contact_token":"vault-4713","#
        + #""reporter":{"ref":"ref-4711","kind":"rider","platform":"platform-4712"},"ext":{"more":"ext-4714"}}"#

    /// Commits a case whose report is in the log.
    private static func open(_ town: Town) throws -> Case {
        let bytes = Array(report.utf8)
        let place = try town.log.append([
            NewRecord(topic: town.topics.reports, partition: 0, key: nil, value: bytes)
        ])[0]
        var value = Town.openCase(1, report: "g1-1")
        value.reports[0].contentHash = Hex.encode(try SHA256.digest(of: bytes))
        value.reports[0].source = ReportSource(topic: town.topics.reports, partition: 0, offset: place.offset)
        return value
    }

    /// Applies the command as a lane does.
    private static func reveal(_ value: inout Case, by name: String, at now: Instant = Town.start) {
        var command = Command(
            commandID: "c-\(value.history.count)", caseID: value.id, operatorName: name, role: .supervisor,
            action: .reveal(["g1-1"]), at: now)
        command.reason = "the rider must be asked"
        #expect(CaseDecider(policy: TownPolicy.policy).decide(command, on: &value, at: now) == .applied)
        value.version += 1
    }

    private static func target(_ value: Case) -> String { "/v1/cases/\(value.id.text)/reports/g1-1/reporter" }

    @Test func `a supervisor sees who reported after a command reveal with a reason, and nothing else`() throws {
        let lines = Lines()
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.logger = Logger(to: LogSink { lines.add($0) })
        }
        var value = try Self.open(town)
        try town.commit([value])
        let before = try town.get(Self.target(value), token: "supervisor")
        #expect(before.status == 409 && before.text.contains("reveal"))
        Self.reveal(&value, by: "supervisor")
        try town.commit([value])
        let answer = try town.get(Self.target(value), token: "supervisor")
        #expect(answer.status == 200 && answer.headers["cache-control"] == "no-store")
        #expect(
            answer.json["reporter"] == [
                "ref": "ref-4711", "kind": "rider", "platform": "platform-4712", "anonymous": false,
            ])
        #expect(answer.json["contact_token"] == "vault-4713")
        #expect(!answer.text.contains("三车道") && !answer.text.contains("ext-4714"))
        #expect(!answer.text.contains("account-of-the-rider"))
        let shown = try town.get("/v1/cases/\(value.id.text)", token: "supervisor").text
        for secret in Self.identity { #expect(!shown.contains(secret) && !lines.text.contains(secret)) }
    }

    @Test func `no other role sees it, no other supervisor, and nobody after a day`() throws {
        let later = Town.start.adding(minutes: 24 * 60 + 1)
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.tokens.append(
                AccessToken(name: "other", role: .supervisor, sha256: try TownPolicy.digest("other")))
            $0.now = { later }
        }
        var value = try Self.open(town)
        Self.reveal(&value, by: "other", at: later)
        Self.reveal(&value, by: "supervisor", at: Town.start)
        try town.commit([value])
        #expect(try town.get(Self.target(value), token: "supervisor").status == 409)
        #expect(try town.get(Self.target(value), token: "other").status == 200)
        for role in ["gateway", "verifier", "dispatcher", "operator", "viewer", "traffic-police"] {
            #expect(try town.get(Self.target(value), token: role).status == 403, "\(role)")
        }
        #expect(try town.get(Self.target(value)).status == 401)
        let elsewhere = "/v1/cases/\(value.id.text)/reports/g9-9/reporter"
        #expect(try town.get(elsewhere, token: "other").status == 404)
    }

    @Test func `when the report's retention is over the answer is 410, and the case stays`() throws {
        let town = try Town { $0.now = { Town.start.adding(minutes: 60) } }
        var value = try Self.open(town)
        Self.reveal(&value, by: "zhang")
        try town.commit([value])
        #expect(try town.get(Self.target(value)).status == 200)
        try town.log.alter(town.topics.reports, settings: ["retention.ms": "1"])
        town.clock.advance(minutes: 60)
        // Retention never removes the last record of a partition, so a newer report follows.
        _ = try town.log.append([NewRecord(topic: town.topics.reports, partition: 0, key: nil, value: [1])])
        try town.log.maintain()
        let answer = try town.get(Self.target(value))
        #expect(answer.status == 410 && answer.text.contains("gone from hazard.reports since 2026-"))
        #expect(try town.get("/v1/cases/\(value.id.text)").json["reports"]?[0]?["report_id"] == "g1-1")
    }

    @Test
    func `where sources are hidden, a department's view of a case has no conversation and no place of the reporter`()
        throws
    {
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.policy = TownPolicy.hidingSources
        }
        var value = Town.openCase(1)
        value.reports[0].thread = "thread-4715"
        value.reports[0].mediaHashes = ["hash-4716"]
        var place = Location()
        place.address = "place-4717"
        value.reports[0].place = place
        try town.commit([value])
        let target = "/v1/cases/\(value.id.text)"
        let seen = try town.get(target, token: "traffic-police").text
        for secret in ["thread-4715", "hash-4716", "place-4717", "account-of-the-rider"] {
            #expect(!seen.contains(secret), "\(secret)")
        }
        #expect(seen.contains("g1-0-1"))
        #expect(try town.get(target, token: "operator").text.contains("thread-4715"))
    }
}
