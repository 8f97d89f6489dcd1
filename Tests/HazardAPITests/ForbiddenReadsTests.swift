import Credentials
import Foundation
import HTTP
import HazardAPI
import HazardCore
import MessageLog
import TestSupport
import Testing

/// Nobody reads who reported: not by any role over HTTP, not on a topic that departments or gateways read, not in the
/// files of the store.
struct ForbiddenReadsTests {
    /// What is planted in one report, in the form in which it must not appear anywhere.
    private static let secrets = [
        "13812345678", "openid-o6bmjrPTlm6", "vault-77120", "DD-88231", "张三丰", "zhangsan_88", "zhang.san",
        "20010112349",
        "platform-4712", "27123456", "①③⑧①②③④⑤⑥⑦⑧", "138~1234~5678", "ext-4714",
    ]

    private static let report = #"""
        {"schema_version":1,"report_id":"g1-77","programme":"jianyang.sentinel","channel":"chat","reported_at":"\#(Samples.now)",
        "reporter":{"ref":"DD-88231","kind":"rider","platform":"platform-4712"},"contact_token":"vault-77120",
        "thread_id":"openid-o6bmjrPTlm6","category_hint":"T02","ext":{"more":"ext-4714"},
        "text":"我叫张三丰，我是骑手dd-88231，电话①③⑧①②③④⑤⑥⑦⑧，138~1234~5678，微信zhangsan_88，028-27123456，三车道变一",
        "media":[{"ref":"wx/13812345678/DD-88231/vault-77120.jpg"}],
        "location":{"district":"510185","address":"沱江一号桥 zhang.san@example.com 身份证51018520010112349X","grid":"DD-88231"}}
        """#

    private static func names(_ text: String) -> [String] {
        secrets.filter { text.range(of: $0, options: .caseInsensitive) != nil }
    }

    @Test func `no role, no topic and no file shows who reported`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report, partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        let answer = Samples.feedback(
            "f-1", case: id, department: "traffic-police", kind: "accept",
            extra: #","note":"打了13812345678","media":[{"ref":"wx/13812345678/2.jpg"}]"#)
        try bench.publish(answer, to: bench.topics.feedback, partition: 0)
        #expect(bench.waitForConsumed(2))
        bench.stop()
        let value = try #require(try bench.cases()[id]?.value)
        #expect(value.history.contains { $0.media.map(\.ref) == ["wx/138********/2.jpg"] })
        #expect(value.tasks.first { $0.department == "traffic-police" }?.media.count == 1)

        let queues = try ShippedPolicy.load().departments.keys.map(bench.topics.dispatch)
        for topic in queues + [bench.topics.cases, bench.topics.rewards] {
            for record in try bench.read(topic) {
                #expect(Self.names(String(decoding: record.value ?? [], as: UTF8.self)).isEmpty, "\(topic)")
            }
        }
        for record in try bench.read(bench.topics.notices) {
            // The gateway that sent the report gets its own conversation back.
            let found = Self.names(String(decoding: record.value ?? [], as: UTF8.self))
            #expect(found.isEmpty || found == ["openid-o6bmjrPTlm6"])
        }
        let directory = URL(filePath: bench.storeDirectory)
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        #expect(files.contains { $0.lastPathComponent == "shard-0.db" })
        for file in files {
            let bytes = try Data(contentsOf: file)
            for secret in Self.secrets { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file): \(secret)") }
        }
        try checkViews(of: value)
    }

    private func checkViews(of value: Case) throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([value])
        let id = value.id.text
        let paths = [
            "/v1/cases", "/v1/cases/\(id)", "/v1/reports/g1-77", "/v1/departments/traffic-police/tasks", "/v1/stats",
            "/v1/rewards", "/v1/cases/\(id)/reports/g1-77/reporter", "/", "/cases/\(id)", "/metrics",
            "/v1/openapi.json",
        ]
        var answered = 0
        for token in try TownPolicy.tokens() {
            for path in paths {
                let answer = try town.get(path, token: token.name)
                if answer.status == 200 { answered += 1 }
                #expect(Self.names(answer.text).isEmpty, "\(token.name) \(path)")
                guard token.role == .department || token.role == .viewer else { continue }
                for hash in value.reports.flatMap({ [$0.account, $0.thread, $0.textHash, $0.contentHash] }) {
                    #expect(hash.map { !answer.text.contains($0) } ?? true, "\(token.name) \(path)")
                }
            }
        }
        #expect(answered > 20)
    }
}
