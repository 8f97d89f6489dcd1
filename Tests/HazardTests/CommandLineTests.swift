import Foundation
import JSONText
import TestSupport
import Testing

/// Commands that need no server, and commands whose server is missing.
struct CommandLineTests {
    @Test func `an unknown command ends with 2 and the list of commands`() async throws {
        let outcome = try await Hazard.run(["bogus"])
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errorOutput.contains("bogus") && outcome.errorOutput.contains("case show"))
    }

    @Test func `every command has help in both languages`() async throws {
        let overview = try await Hazard.run(["--help", "--lang", "en"])
        let commands = overview.lines.drop { $0 != "Commands:" }.dropFirst().filter { $0.hasPrefix("  ") }
        #expect(commands.count >= 18)
        for line in commands {
            let words = String(line.dropFirst(2)).components(separatedBy: "  ")[0].split(separator: " ")
            let outcome = try await Hazard.run(words.map(String.init) + ["--help", "--lang", "zh"])
            #expect(outcome.code == 0 && outcome.output.hasPrefix("用法："), "\(words)")
        }
    }

    @Test func `a broken configuration ends with 2 and names the key`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = try folder.write("broken.yaml", "log:\n  shard: 6\nlog_level: loud\n")
        let outcome = try await Hazard.run(["config", "check", "--config", file])
        #expect(outcome.code == 2)
        #expect(outcome.errorOutput.contains("log.shard") && outcome.errorOutput.contains("log_level"))
    }

    @Test func `config check --json prints the problems as one object, in the command's language`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = try folder.write("broken.yaml", "log:\n  shards: 0\n")
        let outcome = try await Hazard.run(["config", "check", "--config", file, "--json", "--lang", "zh"])
        #expect(outcome.code == 2 && outcome.errorOutput.isEmpty && outcome.lines.count == 1)
        let problems = try JSONValue(reading: Array(outcome.output.utf8))["problems"]
        let shards = try #require(problems?.array?.first { $0["key"] == "log.shards" })
        #expect(shards["file"]?.string == file && shards["line"]?.int == 2 && shards["column"]?.int == 11)
        #expect(
            shards["value"] == "0" && shards["problem"] == "应为 1 至 1000 的整数" && shards["hint"] == nil
                && outcome.output.contains("\"hint\":null"))
        let flag = try await Hazard.run(["config", "check", "--json", "--lang", "en", "--set", "log.shrads=1"])
        let unknown = try JSONValue(reading: Array(flag.output.utf8))["problems"]?[0]
        #expect(flag.code == 2 && unknown?["file"] == "--set" && unknown?["line"] == nil)
        #expect(unknown?["problem"] == "unknown key" && unknown?["hint"] == "did you mean log.shards?")
    }

    @Test func `a librdkafka setting that librdkafka refuses is a problem at its place`() async throws {
        let words = [
            "config", "check", "--config", Hazard.config.path + "/kafka.yaml", "--set", "log.kafka.settings.lingerms=5",
        ]
        let outcome = try await Hazard.run(words + ["--lang", "zh"])
        #expect(outcome.code == 2)
        #expect(outcome.errorOutput.contains("--set: log.kafka.settings.lingerms：librdkafka 不接受：“No such"))
    }

    @Test func `a command that loads a broken configuration names the problem in Chinese`() async throws {
        let outcome = try await Hazard.run(["route", "test", "--set", "log.shards=0", "--lang", "zh"])
        #expect(outcome.code == 2)
        #expect(outcome.errorOutput.contains("--set: log.shards “0”：应为 1 至 1000 的整数"), "\(outcome.errorOutput)")
    }

    @Test(arguments: [
        ["case", "list"], ["case", "show", "20261122-03-000123"], ["tail"], ["dead-letters", "list"],
        ["report", "--programme", "jianyang.sentinel", "--text", "x"],
        ["feedback", "20261122-03-000123", "accept", "--department", "gas"],
        ["command", "20261122-03-000123", "urge", "--operator", "zhang"],
    ])
    func `an unreachable server ends with 3, and the error names its address`(words: [String]) async throws {
        let outcome = try await Hazard.run(words + ["--server", "http://127.0.0.1:1"])
        #expect(outcome.code == 3)
        #expect(outcome.errorOutput.contains("127.0.0.1:1") && outcome.errorOutput.contains("hazard serve"))
    }

    @Test(arguments: [
        ["case", "show", "12"], ["feedback", "20261122-03-000123", "cheer"],
        ["feedback", "20261122-03-000123", "accept"], ["command", "20261122-03-000123", "close"],
        ["command", "20261122-03-000123", "dispatch", "--operator", "z", "--department", "gas:boss"],
        ["report", "--text", "no programme"], ["report", "--file", "a", "--text", "both"],
        ["report", "--programme", "a", "--lat", "north"], ["report", "--file", "/nowhere/at/all"], ["rebuild"],
        ["rebuild", "--all", "--shard", "1"], ["rebuild", "--shard", "99"], ["demo", "--speed", "0"],
        ["case", "list", "--limit", "none"], ["route", "explain", "--category", "T99"],
        ["rewards", "--account", "zz"], ["rewards", "--account", "1234567890ab"], ["rewards", "--case", "12"],
        ["rewards", "--report", "a b"], ["rewards", "--limit", "0"], ["case", "list", "--district", "a-b"],
        ["case", "show", "--report", "a b"], ["stats", "--district", "五"],
        ["route", "explain", "--category", "T02", "--district", "5-1"],
    ])
    func `wrong use ends with 2 before any server is contacted`(words: [String]) async throws {
        let outcome = try await Hazard.run(words)
        #expect(outcome.code == 2, "\(outcome.errorOutput)")
        #expect(outcome.output.isEmpty && !outcome.errorOutput.isEmpty)
    }

    @Test func `a secret that --set contains is named in a warning, one in a file is not`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let secret = String(repeating: "k", count: 40)
        let open = try await Hazard.run([
            "config", "check", "--set", "secrets.account_key=\(secret)", "--set",
            "log.kafka.settings.sasl.password=\(secret)",
        ])
        #expect(open.code == 0, "\(open.errorOutput)")
        for key in ["secrets.account_key", "log.kafka.settings.sasl.password"] {
            #expect(open.errorOutput.contains(key))
        }
        #expect(!open.errorOutput.contains(secret) && !open.output.contains(secret))
        let file = try folder.write("key", secret)
        let hidden = try await Hazard.run([
            "config", "check", "--set", "secrets.account_key_file=\(file)", "--set",
            "signing.server_key_file=\(file)",
        ])
        #expect(hidden.code == 0 && !hidden.errorOutput.contains(" ps"))
    }

    @Test(.enabled(if: TestCertificate.canBeMade, "the openssl command is not installed"))
    func `a server whose certificate is not trusted is not called missing`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let certificate = try TestCertificate()
        let serving = try RunningHazard(
            ["serve", "--set", "api.tls.certificate=\(certificate.chain)", "--set", "api.tls.key=\(certificate.key)"]
                + folder.settings)
        let ready = try #require(await serving.errorLine(containing: "ready "))
        let url = try #require(ready.split(separator: " ").first { $0.hasPrefix("https") }.map(String.init))
        let unknown = try await Hazard.run(["case", "list", "--server", url, "--lang", "en"])
        #expect(unknown.code == 3 && unknown.errorOutput.contains("its certificate is not trusted"))
        #expect(unknown.errorOutput.contains("--ca-file") && !unknown.errorOutput.contains("is the server running"))
        let plain = try await Hazard.run(
            ["case", "list", "--server", url.replacing("https", with: "http"), "--lang", "en"])
        #expect(plain.code == 3 && plain.errorOutput.contains("speaks TLS: write \(url) in --server"))
        let trusted = try await Hazard.run(["case", "list", "--server", url, "--ca-file", certificate.chain])
        #expect(trusted.code == 0, "\(trusted.errorOutput)")
        let noRoots = try await Hazard.run([
            "case", "list", "--server", url, "--ca-file", certificate.key, "--lang", "en",
        ])
        #expect(noRoots.code == 2 && noRoots.errorOutput.contains("has no certificate in PEM form"))
        #expect(await serving.stop().code == 0)
    }

    @Test func `the shipped routing tests pass`() async throws {
        let outcome = try await Hazard.run(["route", "test"])
        #expect(outcome.code == 0 && outcome.output.contains(" 0 mismatched"))
    }

    @Test func `a routing test that fails ends with 1 and prints the actual decision`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = try folder.write(
            "tests.yaml",
            """
            tests:
              - name: right
                report: {category: gas-leak}
                expect: {lead: gas}
              - name: wrong
                report: {category: gas-leak}
                expect: {lead: heat}
            """)
        let outcome = try await Hazard.run(["route", "test", file])
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("wrong") && outcome.output.contains("lead: wanted heat, got gas"))
        #expect(!outcome.output.contains("right"))
    }

    @Test func `route explain says which rule matches, why, and why earlier rules do not`() async throws {
        let outcome = try await Hazard.run([
            "route", "explain", "--category", "T01", "--programme", "jianyang.sentinel", "--road-class", "pavement",
            "--json",
        ])
        #expect(outcome.code == 0)
        let answer = try JSONValue(reading: Array(outcome.output.utf8))
        #expect(answer["rule"] == "vehicle-parking-pavement" && answer["lead"] == "urban-management")
        #expect(answer["co"] == ["traffic-police"] && answer["priority"] == "P2" && answer["needs_review"] == false)
        #expect(answer["reasons"]?.array?.contains { $0["fact"] == "surface" && $0["holds"] == true } == true)
        let passed = answer["passed"]?.array?.first { $0["rule"] == "vehicle-parking-carriageway" }
        #expect(passed?["failed"]?[0]?["given"] == "pavement")
    }

    @Test func `route explain takes a report, and sends one without a category to triage`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = try folder.write(
            "report.json",
            """
            {"schema_version":1,"report_id":"t-1","programme":"jianyang.sentinel","channel":"phone",
             "reported_at":"2026-11-22T08:15:00+08:00","text":"…"}
            """)
        let outcome = try await Hazard.run(["route", "explain", "--file", file, "--json"])
        let answer = try JSONValue(reading: Array(outcome.output.utf8))
        #expect(outcome.code == 0 && answer["rule"] == "fallback" && answer["lead"] == "triage")
    }

    @Test func `all checks of the demo pass`() async throws {
        let outcome = try await Hazard.run(["demo", "--exit", "--lang", "en"])
        #expect(outcome.code == 0, "\(outcome.output) \(outcome.errorOutput)")
        #expect(outcome.output.contains("checks passed") && !outcome.output.contains("✗"))
        #expect(outcome.errorOutput.isEmpty, "the access log is in the demo's own directory")
    }
}
