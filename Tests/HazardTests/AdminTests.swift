import Foundation
import JSONText
import Testing

/// The administrator's commands: tokens, keys, backup and restore, doctor.
struct AdminTests {
    @Test func `a link stands in the file as a hash, a second one replaces it, and the token itself is not shown`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = folder.path + "/tokens.yaml"
        let settings = folder.settings + ["--set", "api.tokens_file=\(file)"]
        let server = ["--server", "https://desk.example"]
        let made = try await Hazard.run(["token", "create", "li", "--role", "operator", "--link"] + server + settings)
        #expect(made.code == 0 && made.output.hasPrefix("https://desk.example/sign-in/"))
        let again = try await Hazard.run(["token", "create", "li", "--link"] + server + settings)
        #expect(again.code == 0 && again.output != made.output)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.components(separatedBy: "name: li").count == 2 && text.contains("link_sha256"))
        let code = again.output.split(separator: "/").last.map { String($0).trimmingCharacters(in: .newlines) } ?? ""
        #expect(code.count == 64 && !text.contains(code))
        #expect(
            try await Hazard.run(["token", "create", "gw", "--role", "gateway", "--link"] + server + settings).code == 2
        )
        #expect(try await Hazard.run(["token", "create", "nobody", "--link"] + server + settings).code == 2)
    }

    @Test func `a token opens the API until it is revoked, and its file is private`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = folder.path + "/tokens.yaml"
        let settings = folder.settings + ["--set", "api.tokens_file=\(file)"]
        let made = try await Hazard.run(
            ["token", "create", "li", "--role", "supervisor", "--expires", "90d"] + settings)
        #expect(made.code == 0 && made.output.count == 65)
        let secret = try folder.write("token", made.output)
        #expect(
            try await Hazard.run(
                ["token", "create", "jiao", "--role", "department", "--department", "fire-rescue"] + settings
            ).code == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains(made.output.dropLast()))

        let listed = try await Hazard.run(["token", "list", "--json"] + settings)
        let lines = try listed.output.split(separator: "\n").map { try JSONValue(reading: Array($0.utf8)) }
        #expect(lines.map { $0["name"]?.string } == ["li", "jiao"])
        #expect(lines[0]["expires"]?.string?.count == 10 && lines[1]["departments"]?[0] == "fire-rescue")

        let serving = try RunningHazard(["serve"] + settings)
        let url = try #require(await ServerWalkTests().address(of: serving))
        let list = ["case", "list", "--server", url, "--token-file", secret]
        #expect(try await Hazard.run(list).code == 0)
        #expect(try await Hazard.run(["token", "revoke", "li"] + settings).code == 0)
        serving.hangUp()
        _ = try #require(await serving.errorLine(containing: "reloaded"))
        #expect(try await Hazard.run(list).code != 0)
        #expect(await serving.stop().code == 0)
    }

    @Test(arguments: [
        (["token", "create", "a", "--role", "chief"], "--role \"chief\""),
        (["token", "create", "a", "--role", "department"], "--department"),
        (["token", "create", "a", "--role", "viewer", "--expires", "soon"], "--expires \"soon\""),
        (["token", "create", "a", "--role", "viewer", "--report-prefix", "x"], "--report-prefix"),
        (["key", "create", "a", "--role", "viewer", "--out", "/nowhere/x"], "--role \"viewer\""),
    ])
    func `wrong use ends with 2 and names the option`(words: [String], found: String) async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let settings =
            words[0] == "token" ? folder.settings + ["--set", "api.tokens_file=\(folder.path)/tokens.yaml"] : []
        let outcome = try await Hazard.run(words + settings)
        #expect(outcome.code == 2 && outcome.errorOutput.contains(found), "\(outcome.errorOutput)")
    }

    @Test func `a backup of a running server is restored with its cases and its account key`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let url = try #require(await ServerWalkTests().address(of: serving))
        let id = try await ServerWalkTests().report(to: url, folder)
        let copy = folder.path + "/copy"
        #expect(try await Hazard.run(["backup", copy] + folder.settings).code == 0)
        #expect(try await Hazard.run(["backup", copy] + folder.settings).code == 2)
        let healthy = try await Hazard.run(["doctor", "--json"] + folder.settings)
        #expect(healthy.code == 0 && healthy.output.contains(#""check":"store","status":"ok""#), "\(healthy.output)")
        #expect(await serving.stop().code == 0)

        let refused = try await Hazard.run(["restore", copy] + folder.settings)
        #expect(refused.code == 1 && refused.errorOutput.contains("exists"))
        let key = try Data(contentsOf: URL(filePath: folder.path + "/account-key"))
        for name in ["log", "store", "account-key"] {
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
        }
        #expect(try await Hazard.run(["restore", copy] + folder.settings).code == 0)
        #expect(try Data(contentsOf: URL(filePath: folder.path + "/account-key")) == key)
        let again = try RunningHazard(["serve"] + folder.settings)
        let newURL = try #require(await ServerWalkTests().address(of: again))
        #expect(try await Hazard.run(["case", "show", id, "--server", newURL]).code == 0)
        #expect(await again.stop().code == 0)
    }

    @Test func `doctor names what is damaged and the fix, and ends with 1`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        try FileManager.default.createDirectory(atPath: folder.path + "/log", withIntermediateDirectories: true)
        _ = try folder.write("log/log.db", "this is no database, and long enough to be looked at as one")
        let outcome = try await Hazard.run(["doctor"] + folder.settings)
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("log.db is damaged") && outcome.output.contains("hazard restore"))
    }
}
