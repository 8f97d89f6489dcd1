import ChineseText
import Credentials
import Foundation
import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// Process settings: their sources, kinds and secrets, and the checks of settings against one another.
struct SettingsTests {
    private func problems(_ yaml: String, set: [String] = [], environment: [String: String] = [:]) throws -> [String] {
        try ConfigFolder(["hazard.yaml": yaml]).problems(set: set, environment: environment).map { problem in
            "\(problem.place.line):\(problem.place.column) \(problem.keyPath)"
        }
    }

    @Test func `without settings the defaults apply`() throws {
        let settings = try ConfigFolder(["hazard.yaml": "log:\nstore: {}\n"]).loaded().settings
        #expect(settings.log.kind == .embedded && settings.log.shards == 6 && settings.log.group == "hazard-dispatcher")
        #expect(settings.zone == .china && settings.cluster == "hazard")
        #expect(settings.topics.names.deadLetters == "hazard.dead-letters")
        #expect(settings.topics.names.dispatch("gas") == "hazard.dispatch.gas")
        #expect(settings.intake.maxAge == .seconds(180 * 86_400) && settings.retention.cases == .seconds(400 * 86_400))
        #expect(settings.store.directory == "data/store" && settings.api.tokens.isEmpty)
    }

    @Test
    func `a flag takes precedence over the environment, the environment over the file, the file over the default`()
        throws
    {
        let folder = try ConfigFolder(["hazard.yaml": "log: {shards: 2, group: from-file}\ncluster: from-file\n"])
        let environment = ["HAZARD_LOG_SHARDS": "3", "HAZARD_LOG_GROUP": "from-environment", "HOME": "/"]
        let loaded = try folder.loaded(set: ["log.shards=4", "log.shards=5"], environment: environment)
        #expect(loaded.settings.log.shards == 5)
        #expect(loaded.settings.log.group == "from-environment")
        #expect(loaded.settings.cluster == "from-file")
        func origin(_ key: String) -> String? { loaded.effective.first { $0.key == key }?.origin.description }
        #expect(origin("log.shards") == "--set")
        #expect(origin("log.group") == "HAZARD_LOG_GROUP")
        #expect(origin("cluster") == folder.path("hazard.yaml") + ":2:10")
        #expect(origin("log.kind") == "default")
    }

    @Test func `the prefix names every topic that has no name of its own`() throws {
        let topics = try ConfigFolder(["hazard.yaml": "topics: {prefix: city, cases: other.cases}\n"]).loaded()
            .settings.topics.names
        #expect(topics.reports == "city.reports" && topics.cases == "other.cases")
        #expect(topics.dispatchPrefix == "city.dispatch.")
    }

    @Test func `librdkafka's settings keep their dots in the file, in flags and in the environment`() throws {
        let yaml = """
            log:
              kind: kafka
              kafka:
                bootstrap_servers: [a:9092, "b:9093"]
                settings:
                  security.protocol: SASL_SSL
                  sasl: {mechanism: PLAIN}
            """
        let loaded = try ConfigFolder(["hazard.yaml": yaml]).loaded(
            set: ["log.kafka.settings.linger.ms=5"], environment: ["HAZARD_LOG_KAFKA_SETTINGS_SSL_CA_LOCATION": "/ca"])
        #expect(
            loaded.settings.log.kafka.settings == [
                "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN", "linger.ms": "5", "ssl.ca.location": "/ca",
            ])
        #expect(loaded.settings.log.kafka.bootstrapServers == ["a:9092", "b:9093"])
    }

    @Test func `a list may be a single text with commas`() throws {
        let loaded = try ConfigFolder().loaded(
            set: ["log.kafka.bootstrap_servers=a:1, b:2"], environment: ["HAZARD_API_LISTEN": "127.0.0.1:1,[::1]:0"])
        #expect(loaded.settings.log.kafka.bootstrapServers == ["a:1", "b:2"])
        #expect(loaded.settings.api.listen.map(\.description) == ["127.0.0.1:1", "[::1]:0"])
    }

    @Test func `reverse proxies are addresses or networks, and everybody else has a limit of connections`() throws {
        let settings = try ConfigFolder([
            "hazard.yaml":
                "api: {proxies: [10.0.0.7, 192.168.0.0/16, '::1', '2001:db8::/32']}\nlimits: {connections_per_address: 7}\n"
        ]).loaded().settings
        #expect(settings.api.proxies.map(\.bits) == [32, 16, 128, 32])
        #expect(settings.api.proxies.first?.bytes == [10, 0, 0, 7])
        #expect(settings.limits.connectionsPerAddress == 7)
        let plain = try ConfigFolder().loaded().settings
        #expect(plain.api.proxies.isEmpty && plain.limits.connectionsPerAddress == 100)
        for wrong in ["10.0.0", "10.0.0.0/33", "proxy.example", "10.0.0.0/", "::1/129", "10.0.0.0/8/8"] {
            #expect(try problems("api: {proxies: ['\(wrong)']}\n") == ["1:17 api.proxies[0]"], "\(wrong)")
        }
    }

    @Test func `secrets can be read from files and are never shown`() throws {
        let secret = String(repeating: "s3cret", count: 8)
        let yaml = """
            secrets: {account_key_file: key}
            signing: {server_key_file: [key, key], keys: [{id: g1, role: gateway, file: key, report_prefixes: [g1-]}]}
            log: {kafka: {settings: {sasl.password: \(secret)}, settings_files: {ssl.key.password: key}}}
            """
        let loaded = try ConfigFolder(["hazard.yaml": yaml, "key": secret + "\r\n"]).loaded()
        #expect(loaded.settings.secrets.accountKey == Array(secret.utf8))
        #expect(loaded.settings.signing.serverSecrets == [Array(secret.utf8), Array(secret.utf8)])
        let key = try #require(loaded.settings.signing.keys.first)
        #expect(key.secret == Array(secret.utf8) && key.id == "g1" && key.role == .gateway)
        #expect(key.reportPrefixes == ReportPrefixes(["g1-"]))
        #expect(loaded.settings.log.kafka.settings["ssl.key.password"] == secret)
        #expect(!loaded.effective.contains { $0.value.contains("s3cret") })
        let masked = loaded.effective.filter { $0.value == EffectiveSetting.masked }.map(\.key)
        #expect(
            masked == [
                "log.kafka.settings.sasl.password", "log.kafka.settings_files.ssl.key.password",
                "signing.server_key_file", "secrets.account_key",
            ])
    }

    @Test func `masking is chosen by the site, and a pattern that is too short is a problem`() throws {
        let yaml = "masking: {landlines: false, names: true, patterns: ['DD-#####', '工号@###+']}\n"
        let masking = try ConfigFolder(["hazard.yaml": yaml]).loaded().settings.masking
        #expect(!masking.landlines && masking.names)
        #expect(masking.patterns.map(\.text) == ["DD-#####", "工号@###+"])
        let wrong = "masking: {landlines: maybe, patterns: ['##']}\n"
        #expect(
            try ConfigFolder(["hazard.yaml": wrong]).problems().map(\.keyPath) == [
                "masking.landlines", "masking.patterns[0]",
            ])
    }

    @Test func `short, duplicate and unreadable secrets are reported without showing them`() throws {
        let yaml = """
            secrets: {account_key: s3cret, account_key_file: none}
            signing: {server_key_file: short}
            """
        let found = try ConfigFolder(["hazard.yaml": yaml, "short": "s3cret"]).problems()
        #expect(
            found.map(\.keyPath) == [
                "secrets.account_key", "secrets.account_key_file", "secrets.account_key_file",
                "signing.server_key_file",
            ])
        #expect(!found.contains { $0.description.contains("s3cret") })
    }

    @Test func `paths in a file start from the file, others from the working directory`() throws {
        let folder = try ConfigFolder(["hazard.yaml": "store: {directory: ./s}\nlog: {embedded: {directory: /abs}}\n"])
        let settings = try folder.loaded().settings
        #expect(settings.store.directory == folder.path("s") && settings.log.embedded.directory == "/abs")
        #expect(settings.policy.routing == folder.path("routing.yaml"))
        #expect(try folder.loaded(set: ["store.directory=here"]).settings.store.directory == "here")
    }

    @Test func `an unknown key names the nearest one, whatever its source`() throws {
        let folder = try ConfigFolder(["hazard.yaml": "log:\n  shrads: 3\nclusterr: x\nbanana: {split: 1}\n"])
        let found = folder.problems(
            set: ["intake.maxage=1d", "log.kafka.setting.x=1", "nothing"],
            environment: ["HAZARD_LOG_SHARD": "2", "HAZARD_TEST_KAFKA": "x", "HAZARD_CONFIG": "x"])
        #expect(
            found.map { "\($0.place.file.split(separator: "/").last ?? "") \($0.place.line) \($0.keyPath)" } == [
                "--set 0 ", "--set 0 intake.maxage", "--set 0 log.kafka.setting.x", "hazard.yaml 2 log.shrads",
                "hazard.yaml 3 clusterr", "hazard.yaml 4 banana.split", "HAZARD_LOG_SHARD 0 ",
            ])
        let hints = found.map(\.hint?.en)
        #expect(hints[1] == "did you mean intake.max_age?" && hints[3] == "did you mean log.shards?")
        #expect(hints[4] == "did you mean cluster?" && hints[6] == "did you mean HAZARD_LOG_SHARDS?")
    }

    @Test(arguments: [
        ("log: {shards: 0}", "1:15 log.shards"), ("log: {shards: 1001}", "1:15 log.shards"),
        ("log: {shards: 1.5}", "1:15 log.shards"), ("log: {shards: [1]}", "1:15 log.shards"),
        ("log: {kind: kafak}", "1:13 log.kind"), ("log: 5", "1:6 log"), ("cluster:", "1:9 cluster"),
        ("cluster: a b", "1:10 cluster"), ("zone: \"8\"", "1:7 zone"), ("zone: \"+15:00\"", "1:7 zone"),
        ("zone: \"+08:60\"", "1:7 zone"), ("intake: {max_age: 180}", "1:19 intake.max_age"),
        ("intake: {max_age: -1d}", "1:19 intake.max_age"),
        ("intake: {max_age: 99999999999999999d}", "1:19 intake.max_age"),
        ("api: {listen: []}", "1:15 api.listen"), ("api: {listen: [8421]}", "1:16 api.listen[0]"),
        ("api: {listen: \"::1:8421\"}", "1:15 api.listen"), ("api: {listen: 127.0.0.1:65536}", "1:15 api.listen"),
        ("topics: {prefix: 城}", "1:18 topics.prefix"), ("topics: {replicas: 0}", "1:20 topics.replicas"),
        ("limits: {report_bytes: 921601}", "1:24 limits.report_bytes"), ("log_level: loud", "1:12 log_level"),
        ("log: {kafka: {settings: {group.id: x}}}", "1:36 log.kafka.settings.group.id"),
    ])
    func `a value that is not allowed is reported at its place`(yaml: String, place: String) throws {
        #expect(try problems(yaml) == [place])
    }

    @Test(arguments: [
        ("intake: {max_age: 400d}", "1:19 intake.max_age"), ("retention: {cases: 180d}", "0:0 intake.max_age"),
        ("api: {listen: 0.0.0.0:8421}", "1:15 api.listen"), ("api: {listen: \"[::]:8421\"}", "1:15 api.listen"),
        ("api: {listen: \"127.evil.example.org:1\"}", "1:15 api.listen"),
        ("log: {kind: kafka}", "1:13 log.kafka.bootstrap_servers"),
        ("store: {directory: x}\nlog: {embedded: {directory: ./x}}", "2:29 log.embedded.directory"),
        ("topics: {cases: hazard.reports}", "1:17 topics.cases"),
        ("topics: {notices: hazard.dispatch.triage}", "1:19 topics.notices"),
        ("api: {tls: {certificate: a.pem}}", "1:26 api.tls.key"),
        ("api: {tls: {key: a.pem}}", "1:18 api.tls.certificate"),
    ])
    func `settings that contradict one another are refused`(yaml: String, place: String) throws {
        #expect(try problems(yaml) == [place])
    }

    @Test func `with tokens the API may listen to other machines`() throws {
        let digest = String(repeating: "ab", count: 32)
        let yaml = """
            api:
              listen: 0.0.0.0:8421
              tokens:
                - {name: gate, role: gateway, token_sha256: \(digest)}
              tokens_file: tokens.yaml
            """
        let more = "tokens: [{name: tp, role: department, token_sha256: \(digest), departments: [traffic-police]}]\n"
        let loaded = try ConfigFolder(["hazard.yaml": yaml, "tokens.yaml": more]).loaded()
        #expect(loaded.settings.api.tokens.map(\.name) == ["gate", "tp"])
        #expect(loaded.settings.api.tokens[1].departments == ["traffic-police"])
        #expect(loaded.settings.api.tokens[0].sha256 == [UInt8](repeating: 0xAB, count: 32))
        #expect(loaded.effective.first { $0.key == "api.tokens" }?.value == "gate (gateway), tp (department)")
    }

    @Test func `a token has a name and a role, and is never shown`() throws {
        let yaml = """
            api:
              tokens:
                - {name: a, role: gatewy, token_sha256: the-token-itself}
                - {name: a, role: department, token_sha256: \(String(repeating: "00", count: 32))}
                - {name: b, role: viewer, departments: [nowhere], token_sha256: \(String(repeating: "00", count: 32))}
            """
        let found = try ConfigFolder(["hazard.yaml": yaml]).problems()
        #expect(
            found.map { "\($0.place.line) \($0.keyPath)" } == [
                "3 api.tokens", "3 api.tokens[0].role", "3 api.tokens[0].token_sha256", "4 api.tokens[1].departments",
                "4 api.tokens[1].name", "5 api.tokens[2].departments",
            ])
        #expect(!found.contains { $0.description.contains("the-token-itself") })
    }

    @Test func `durations are whole numbers with a unit`() {
        #expect(DurationText.duration("180d") == .milliseconds(15_552_000_000))
        #expect(
            ["12h", "30m", "45s", "250ms", "0ms"].allSatisfy {
                DurationText.text(DurationText.duration($0) ?? .milliseconds(-1)) == $0
            })
        for bad in ["", "d", "1", "1w", "1.5h", "-1s", "1 s", "٣s"] { #expect(DurationText.duration(bad) == nil) }
    }
}
