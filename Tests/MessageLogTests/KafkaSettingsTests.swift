import KafkaLog
import Testing
import Wording

/// Settings are checked before a client connects.
struct KafkaSettingsTests {
    private func problems(_ settings: [String: String], servers: String = "127.0.0.1:1") -> [SettingProblem] {
        KafkaSettings(bootstrapServers: servers, settings: settings).problems()
    }

    @Test
    func `settings of librdkafka are accepted, also security settings`() {
        let login = ["security.protocol": "sasl_ssl", "sasl.mechanisms": "PLAIN"]
        #expect(problems(login).count == 1)
        let whole = ["fetch.max.bytes": "1048576", "sasl.username": "a", "sasl.password": "b"]
        #expect(problems(login.merging(whole) { $1 }).isEmpty)
    }

    @Test(arguments: [
        "transactional.id", "enable.auto.commit", "isolation.level", "partition.assignment.strategy",
        "enable.auto.offset.store", "group.instance.id", "group.id", "acks", "enable.idempotence", "auto.offset.reset",
        "enable.partition.eof", "partitioner", "plugin.library.paths", "bootstrap.servers",
    ])
    func `a reserved setting is refused with the reason`(_ name: String) throws {
        let problem = try #require(problems([name: "1"]).first)
        #expect(problem.setting == name)
        #expect(problem.reason.en.hasPrefix("\(name) cannot be set: "))
        #expect(problem.reason.zh.hasPrefix("\(name) 不能设置："))
    }

    @Test
    func `every problem is reported at once`() {
        let found = problems(["acks": "0", "no.such.setting": "1", "linger.ms": "soon"], servers: " ")
        #expect(found.map(\.setting) == ["bootstrap.servers", "acks", "linger.ms", "no.such.setting"])
        #expect(found.last?.reason.en == #"librdkafka refuses it: No such configuration property: "no.such.setting""#)
    }

    @Test
    func `settings that contradict each other are reported`() {
        let found = problems(["transaction.timeout.ms": "20000", "message.timeout.ms": "60000"])
        #expect(found.count == 1)
        #expect(found.first?.reason.en.contains("message.timeout.ms") == true, "\(found)")
    }

    @Test
    func `a missing file is reported`() {
        #expect(!problems(["security.protocol": "ssl", "ssl.ca.location": "/does/not/exist.pem"]).isEmpty)
    }

    @Test
    func `a log cannot be made with settings that cannot be used`() {
        #expect(throws: (any Error).self) {
            try KafkaLog(KafkaSettings(bootstrapServers: "127.0.0.1:1", settings: ["acks": "0"])) { _ in }
        }
    }
}
