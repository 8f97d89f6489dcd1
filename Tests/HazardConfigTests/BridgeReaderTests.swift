import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// `open311` and `webhook` of departments, and `bridge.notices`.
struct BridgeReaderTests {
    /// A department's file in which 交警 has these keys.
    private func departments(_ keys: String) -> String {
        """
        departments:
          - {id: triage, name: 分拨中心, name_en: Triage}
          - {id: sanitation, name: 环卫, name_en: Sanitation}
          - {id: traffic-police, name: 交警, name_en: Traffic police, \(keys)}

        """
    }

    @Test func `an endpoint is read with its defaults, its codes by category, and paths relative to its file`() throws {
        let folder = try ConfigFolder([
            "departments.yaml": departments(
                "open311: {url: https://city.example/v2/, key_file: keys/city, jurisdiction_id: city.gov, "
                    + #"service_codes: {T07: "17", "*": other}, search: false, search_delay: 90s, poll: 5m, timeout: 10s, "#
                    + "ca_file: city.pem}")
        ])
        let endpoint = try #require(try folder.loaded().bridges.open311["traffic-police"])
        #expect(endpoint.url == "https://city.example/v2" && endpoint.jurisdiction == "city.gov")
        #expect(endpoint.keyFile == folder.path("keys/city") && endpoint.caFile == folder.path("city.pem"))
        #expect(endpoint.serviceCodes == ["road-spill": "17"] && endpoint.otherServiceCode == "other")
        #expect(!endpoint.isSearchable && endpoint.searchDelay == .seconds(90))
        #expect(endpoint.poll == .minutes(5) && endpoint.timeout == .seconds(10))
        let plain = try ConfigFolder([
            "departments.yaml": departments("open311: {url: http://city.example, service_codes: {road-spill: a}}")
        ])
        let defaults = try #require(try plain.loaded().bridges.open311["traffic-police"])
        #expect(defaults.isSearchable && defaults.otherServiceCode == nil && defaults.keyFile == nil)
        #expect(try plain.loaded().bridges.open311.count == 1 && plain.loaded().bridges.webhooks.isEmpty)
    }

    @Test func `webhooks of departments and of notices are read with their template`() throws {
        let folder = try ConfigFolder([
            "departments.yaml": departments(
                "webhook: {url_file: hook, secret_file: secret, format: feishu, language: en, only: [dispatched, urged], "
                    + "template: card.json}"),
            "card.json": #"{"card":"{{case_id}}","raw":{{record}}}"#,
            "hazard.yaml": "bridge: {directory: state, notices: {url: https://robot.example/in, only: [received]}}\n",
        ])
        let loaded = try folder.loaded()
        let hook = try #require(loaded.bridges.webhooks["traffic-police"])
        #expect(hook.urlFile == folder.path("hook") && hook.secretFile == folder.path("secret") && hook.url == nil)
        #expect(hook.format == .feishu && hook.language == .en && hook.only == ["dispatched", "urged"])
        #expect(hook.template == #"{"card":"{{case_id}}","raw":{{record}}}"#)
        let notices = try #require(loaded.settings.bridge.notices)
        #expect(notices.url == "https://robot.example/in" && notices.format == .json && notices.only == ["received"])
        #expect(loaded.settings.bridge.directory == folder.path("state"))
    }

    @Test(arguments: [
        ("open311: {service_codes: {T07: a}}", "open311"),
        ("open311: {url: city.example, service_codes: {T07: a}}", "open311.url"),
        ("open311: {url: 'https://me:secret@city.example', service_codes: {T07: a}}", "open311.url"),
        ("open311: {url: 'https://city.example?key=1', service_codes: {T07: a}}", "open311.url"),
        ("open311: {url: https://city.example}", "open311"),
        ("open311: {url: https://city.example, service_codes: {}}", "open311.service_codes"),
        ("open311: {url: https://city.example, service_codes: {T99: a}}", "open311.service_codes.T99"),
        ("open311: {url: https://city.example, service_codes: {T07: ''}}", "open311.service_codes.T07"),
        ("open311: {url: https://city.example, service_codes: {T07: a}, poll: often}", "open311.poll"),
        ("open311: {url: https://city.example, service_codes: {T07: a}, serch: true}", "open311.serch"),
        ("webhook: {format: json}", "webhook"),
        ("webhook: {url: https://a.example, url_file: b}", "webhook.url"),
        ("webhook: {url: https://a.example, format: wechat}", "webhook.format"),
        ("webhook: {url_file: a, format: wecom, secret_file: s}", "webhook.secret_file"),
        ("webhook: {url: https://a.example, only: [dispached]}", "webhook.only"),
        ("webhook: {url: https://a.example, template: none.json}", "webhook.template"),
        ("webhook: {url: https://a.example, template: names.json}", "webhook.template"),
        ("webhook: {url: https://a.example, template: broken.json}", "webhook.template"),
    ])
    func `a mistake is reported once, at its key`(_ keys: String, _ path: String) throws {
        let folder = try ConfigFolder([
            "departments.yaml": departments(keys), "names.json": #"{"a":"{{case}}"}"#,
            "broken.json": #"{"a":{{case_id}}}"#,
        ])
        let problems = folder.problems()
        #expect(problems.count == 1)
        #expect(problems.first.map { $0.keyPath.hasPrefix("departments[2].\(path)") } == true, "\(problems)")
    }

    @Test func `a webhook of the notices is given in the file only, and its secret is never shown`() throws {
        #expect(
            try ConfigFolder().problems(set: ["bridge.notices={url: 'https://robot.example'}"]).map(\.keyPath)
                == ["bridge.notices"])
        let folder = try ConfigFolder([
            "hazard.yaml": "bridge: {notices: {url_file: robot, format: dingtalk, secret_file: secret}}\n",
            "robot": "https://robot.example/send?access_token=abc123", "secret": "SEC-1234567890",
        ])
        let shown = try folder.loaded().effective.map { "\($0)" }.joined()
        #expect(shown.contains("bridge.notices") && !shown.contains("abc123") && !shown.contains("SEC-1234567890"))
    }
}
