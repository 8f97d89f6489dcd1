import Foundation
import HTTP
import HazardApp
import HazardConfig
import HazardCore
import JSONText
import MessageLog
import Synchronization
import Telemetry
import TestSupport
import Testing

extension AcceptanceChecks {
    @Test(arguments: TestedLog.here)
    func `check 10: no log line has a person's number, name or contact`(_ log: TestedLog) throws {
        let lines = Mutex<[String]>([])
        let folder = FileManager.default.temporaryDirectory.appending(path: "logs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let service = try Self.service(log, in: folder) { line in lines.withLock { $0.append(line) } }
        try service.start()
        #expect(service.waitUntilReady(within: .seconds(60)))
        let client = try HTTPClient(try #require(service.addresses.first))
        for (number, secret) in Self.secrets.enumerated() {
            try Self.post(client, "/v1/reports", Self.report("l-\(number)", secret))
        }
        // A dead letter and a refusal as well, because they repeat most of their input.
        var unusable = Self.report("l-0", "another text \(Self.secrets[0])")
        try Self.post(client, "/v1/reports", unusable)
        unusable = Self.report("l-x", Self.secrets[1])
        try Self.post(client, "/v1/reports", Scene.merged(unusable, ["programme": .string(Self.secrets[0])]))
        let id = try #require(try Self.caseID(client, "l-0"))
        let note: JSONValue = [
            "schema_version": 1, "event_id": "e-1", "case_id": .string(id), "department": "traffic-police",
            "actor": ["role": "department", "ref": .string("officer " + Self.secrets[0])], "kind": "resolve",
            "result": "solved", "note": .string(Self.secrets[0]), "at": .string(Self.now),
        ]
        try Self.post(client, "/v1/cases/\(id)/feedback?wait=5", note)
        service.stop(within: .seconds(20))
        let written = lines.withLock { $0 }
        #expect(written.count > 3, "the log says something")
        for line in written { for secret in Self.secrets { #expect(!line.contains(secret), "\(line)") } }
    }

    /// What must never be in a log line: a mobile number, an identity number, a reporter, a contact.
    private static let secrets = ["13912345678", "510185199001011234", "rider-secret", "vault-secret"]

    private static var now: String { Date().ISO8601Format() }

    private static func report(_ id: String, _ secret: String) -> JSONValue {
        [
            "schema_version": 1, "report_id": .string(id), "programme": "jianyang.sentinel", "channel": "phone",
            "reported_at": .string(now), "category_hint": "T02", "text": .string("请回电 \(secret)，桥头堵死了 \(id)"),
            "reporter": ["ref": "rider-secret", "kind": "rider"], "contact_token": "vault-secret",
            "location": ["address": .string("\(id) 号，联系 \(secret)"), "district": "510185"],
        ]
    }

    /// The whole service with every line of its log, including debug lines.
    private static func service(
        _ log: TestedLog, in folder: URL, _ take: @escaping @Sendable (String) -> Void
    ) throws -> Service {
        var settings = [
            "log.kind=\(log.rawValue)", "log.embedded.directory=\(folder.path())log",
            "store.directory=\(folder.path())store", "api.listen=127.0.0.1:0", "log_level=debug",
            "topics.prefix=l\(UUID().uuidString.prefix(8).lowercased())", "log.shards=2",
        ]
        if log == .kafka {
            settings.append("log.kafka.bootstrap_servers=\(try KafkaBroker.shared().bootstrap)")
        }
        let shipped = Repository.root.appending(path: "config/hazard.yaml")
        let configuration = try ConfigLoader.load(file: shipped.path(), overrides: settings, environment: [:]).get()
        if log == .kafka { try createTopics(configuration) }
        let logger = Logger(to: LogSink { take(String(decoding: $0, as: UTF8.self)) }, minimumLevel: .debug)
        return try Service(configuration, options: ServiceOptions(), logger: logger)
    }

    /// Creates the topics as `hazard topics apply` does.
    private static func createTopics(_ configuration: LoadedConfig) throws {
        let log = try LogOpening.open(configuration.settings, logger: Logger(to: LogSink { _ in }))
        defer { log.close(within: .seconds(5)) }
        let plan = TopicPlan(
            settings: configuration.settings, departments: configuration.policy.departments.keys.sorted())
        try log.create(plan.wanted)
    }

    private static func post(_ client: HTTPClient, _ target: String, _ body: JSONValue) throws {
        _ = try client.post(target, body.bytes)
    }

    private static func caseID(_ client: HTTPClient, _ report: String) throws -> String? {
        for _ in 0..<600 {
            let answer = try client.get("/v1/reports/\(report)")
            if answer.status.code == 200 { return try JSONValue(reading: answer.body)["case_id"]?.string }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return nil
    }
}
