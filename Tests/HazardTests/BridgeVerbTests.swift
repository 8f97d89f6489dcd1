import Foundation
import JSONText
import TestSupport
import Testing

/// `hazard bridge`, between two servers: what one sends out as Open311 the other takes in.
struct BridgeVerbTests {
    /// Settings of a server in a folder whose 交警 has these keys.
    private func settings(_ folder: HazardFolder, _ keys: String) throws -> [String] {
        let config = folder.path + "/config"
        try FileManager.default.copyItem(atPath: Hazard.config.path, toPath: config)
        let file = config + "/departments.yaml"
        let plain = "{id: traffic-police, name: 交警, name_en: Traffic police, phone: \"122\"}"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try #require(text.contains(plain))
        try text.replacing(plain, with: plain.dropLast() + ", \(keys)}").write(
            toFile: file, atomically: true, encoding: .utf8)
        return [
            "--config", config + "/hazard.yaml", "--set", "log.embedded.directory=\(folder.path)/log", "--set",
            "store.directory=\(folder.path)/store", "--set", "bridge.directory=\(folder.path)/bridge", "--set",
            "api.listen=127.0.0.1:0",
        ]
    }

    private func url(of server: RunningHazard) async throws -> String {
        let ready = try #require(await server.errorLine(containing: "ready "))
        return try #require(ready.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init))
    }

    @Test func `a task becomes a request at another server, and its department has accepted it`() async throws {
        let (city, agency) = (try HazardFolder(), try HazardFolder())
        defer {
            city.delete()
            agency.delete()
        }
        let remote = try RunningHazard(["serve"] + agency.settings)
        let there = try await url(of: remote)
        let settings = try settings(
            city,
            "open311: {url: \"\(there)/open311/v2\", jurisdiction_id: jianyang.sentinel, service_codes: {\"*\": T02}, "
                + "search_delay: 0s, poll: 1s}")
        let server = try RunningHazard(["serve"] + settings)
        let here = try await url(of: server)
        let report = try await Hazard.run([
            "report", "--programme", "jianyang.sentinel", "--district", "510185", "--category", "T02", "--lat", "30.40",
            "--lon", "104.55", "--text", "三车道变一", "--reporter-ref", "rider-77", "--reporter-kind", "rider", "--wait",
            "20",
            "--server", here,
        ])
        #expect(report.code == 0, "\(report.errorOutput)")

        let bridge = try RunningHazard(
            ["bridge", "open311", "traffic-police", "--server", here, "--lang", "en"] + settings)
        #expect(await bridge.errorLine(containing: "request-made") != nil)
        let second = try await Hazard.run(["bridge", "open311", "--server", here, "--lang", "en"] + settings)
        #expect(second.code == 1 && second.errorOutput.contains("a bridge of this queue runs already"))
        var state: String?
        for _ in 0..<200 where state != "accepted" {
            let cases = try await Hazard.run(["case", "list", "--json", "--server", here])
            state = try JSONValue(reading: Array(cases.output.utf8))["tasks"]?[0]?["state"]?.string
        }
        #expect(state == "accepted")
        let taken = try await Hazard.run(["case", "list", "--json", "--server", there])
        #expect(taken.lines.count == 1 && taken.output.contains("三车道变一") && !taken.output.contains("rider-77"))
        #expect(await bridge.stop().code == 0)
        #expect(await server.stop().code == 0)
        #expect(await remote.stop().code == 0)
    }

    @Test func `a queue without an endpoint, and a log that is not there, are said`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let settings = try settings(folder, "webhook: {url: \"http://127.0.0.1:1/\"}")
        let none = try await Hazard.run(["bridge", "open311", "--lang", "en"] + settings)
        #expect(none.code == 2 && none.errorOutput.contains("no department has open311 in departments.yaml"))
        let unknown = try await Hazard.run(["bridge", "webhook", "gas", "--lang", "en"] + settings)
        #expect(unknown.code == 2 && unknown.errorOutput.contains("gas: departments.yaml has no webhook for it"))
        let early = try await Hazard.run(["bridge", "webhook", "--lang", "en"] + settings)
        #expect(early.code == 1 && early.errorOutput.contains("start the server first"))
        let wrong = try await Hazard.run(["bridge", "webhook", "--since", "soon", "--lang", "en"] + settings)
        #expect(wrong.code == 2 && wrong.errorOutput.contains("--since"))
    }
}
