import Foundation
import FoundationNetworking
import JSONText
import Testing

/// Rules that are changed while the server runs: SIGHUP and `POST /-/reload`.
struct ReloadTests {
    @Test func `valid rules hold from the next step on, invalid ones change nothing, and nothing ends the server`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let config = folder.path + "/config"
        try FileManager.default.copyItem(atPath: Hazard.config.path, toPath: config)
        let settings = ["--config", config + "/hazard.yaml"] + folder.settings.dropFirst(2)
        let serving = try RunningHazard(["serve", "--set", "log_format=json"] + settings)
        let url = try #require(await ServerWalkTests().address(of: serving))
        #expect(try await metric("hazard_rules_last_reload_successful", url) == "1")
        let id = try await ServerWalkTests().report(to: url, folder)

        // A department without a name is refused, with the place.
        let file = config + "/departments.yaml"
        let shipped = try String(contentsOfFile: file, encoding: .utf8)
        try shipped.replacing("name: 交警", with: "nam: 交警").write(toFile: file, atomically: true, encoding: .utf8)
        serving.hangUp()
        let refused = try #require(await serving.errorLine(containing: "reload-refused"))
        #expect(refused.contains("departments.yaml"))
        #expect(try await metric("hazard_rules_last_reload_successful", url) == "0")

        // A department with an open task is gone.
        let gone = shipped.replacing("id: traffic-police", with: "id: road-police")
        try gone.write(toFile: file, atomically: true, encoding: .utf8)
        let routing = config + "/routing.yaml"
        let rules = try String(contentsOfFile: routing, encoding: .utf8)
        try rules.replacing("traffic-police", with: "road-police").write(
            toFile: routing, atomically: true, encoding: .utf8)
        let answer = try await reload(url)
        #expect(answer.status == 422 && answer.text.contains("traffic-police, which has 1 open tasks"), "\(answer)")
        let started = try await Hazard.run(["serve"] + settings)
        #expect(started.code == 2 || started.errorOutput.contains("in use"))

        // With `was` its task moves to what took its place.
        try gone.replacing("id: road-police", with: "id: road-police, was: [traffic-police]")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let taken = try await reload(url)
        #expect(taken.status == 200 && taken.text.contains("\"restart_needed\":[]"), "\(taken)")
        #expect(try await metric("hazard_rules_last_reload_successful", url) == "1")
        #expect(await holds { try await show(id, url).contains("\"department\":\"road-police\"") })

        // A setting that needs a restart is named.
        let main = config + "/hazard.yaml"
        let text = try String(contentsOfFile: main, encoding: .utf8)
        try (text + "\nlimits:\n  batch_records: 77\n").write(toFile: main, atomically: true, encoding: .utf8)
        let named = try await reload(url)
        #expect(named.status == 200 && named.text.contains("limits.batch_records"), "\(named)")
        #expect(await serving.stop().code == 0)
    }

    private func show(_ id: String, _ url: String) async throws -> String {
        try await Hazard.run(["case", "show", id, "--json", "--server", url]).output
    }

    private func reload(_ url: String) async throws -> (status: Int, text: String) {
        var request = URLRequest(url: try #require(URL(string: url + "/-/reload")))
        request.httpMethod = "POST"
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    private func metric(_ name: String, _ url: String) async throws -> String? {
        let (data, _) = try await URLSession.shared.data(from: try #require(URL(string: url + "/metrics")))
        return String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    private func holds(_ condition: () async throws -> Bool) async -> Bool {
        for _ in 0..<200 {
            if (try? await condition()) == true { return true }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
