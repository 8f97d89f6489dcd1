package import Foundation
package import HazardConfig
internal import Testing

/// A directory of configuration files for one test, removed with it.
package final class ConfigFolder {
    package let url: URL

    /// A small sound configuration; `files` replace or add to it by name.
    package init(_ files: [String: String] = [:]) throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("hazard-config-\(UUID().uuidString)")
        for name in ["schemes", "calendar"] {
            let directory = url.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        for (name, text) in Self.sound.merging(files, uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: url.appendingPathComponent(name))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// The configuration, or its problems, whose Chinese texts are checked.
    package func load(
        set: [String] = [], environment: [String: String] = [:]
    ) -> Result<LoadedConfig, ConfigProblems> {
        let loaded = ConfigLoader.load(file: path("hazard.yaml"), overrides: set, environment: environment)
        if case .failure(let problems) = loaded { ChineseTextCheck.check(problems) }
        return loaded
    }

    /// The problems, each as `file:line:column keyPath`.
    package func places(set: [String] = [], environment: [String: String] = [:]) -> [String] {
        problems(set: set, environment: environment).map { problem in
            let file = problem.place.file.replacingOccurrences(of: url.path + "/", with: "")
            let line = problem.place.line > 0 ? ":\(problem.place.line):\(problem.place.column)" : ""
            return "\(file)\(line) \(problem.keyPath)"
        }
    }

    package func problems(set: [String] = [], environment: [String: String] = [:]) -> [ConfigProblem] {
        switch load(set: set, environment: environment) {
        case .success: []
        case .failure(let problems): problems.list
        }
    }

    package func loaded(set: [String] = [], environment: [String: String] = [:]) throws -> LoadedConfig {
        try load(set: set, environment: environment).get()
    }

    /// The shipped configuration's directory.
    package static let shipped = Repository.path("config")

    private static let sound = [
        "hazard.yaml": "cluster: test\n",
        "departments.yaml": """
        departments:
          - {id: triage, name: 分拨中心, name_en: Triage}
          - {id: sanitation, name: 环卫, name_en: Sanitation}
          - {id: traffic-police, name: 交警, name_en: Traffic police}

        """,
        "categories.yaml": """
        categories:
          - code: T07
            id: road-spill
            name: 道路遗撒
            name_en: Spill
            priority: P2
            conditions:
              a: {when: on the road, when_zh: 在路面, limit: 4wh, closes_when: cleared}
              b: {when: blocking a lane, when_zh: 阻断车道, limit: 1uh, closes_when: cleared}
          - code: Z01
            id: unclassified
            name: 待分拨
            name_en: To be classified
            priority: P2
            conditions: {a: {when: new, when_zh: 新, limit: 15m, closes_when: classified}}

        """,
        "programmes.yaml": """
        programmes:
          - {id: test.one, name: 一, name_en: One, districts: ["510185"]}

        """,
        "routing.yaml": """
        rules:
          - id: road-spill-default
            when: {category: T07}
            lead: sanitation
        fallback: {lead: triage}

        """,
        "phrases.yaml": """
        categories:
          T07: {for: {5: [落石, 石头 + 路]}}
        risk_order: [T07]

        """,
        "merging.yaml": """
        groups:
          - {id: spill, categories: [T07], radius_m: 50, window: until-closed}
          - {id: people, categories: [Z01], merge: never}

        """,
        "schemes/one.yaml": """
        id: city.one
        name: 一
        version: "1"
        source: test
        codes: {"04-01": T07/b, 其他: unmapped}

        """,
        "calendar/2026.yaml": """
        year: 2026
        source: test
        off: [2026-10-01..2026-10-07]
        worked: [2026-10-10]

        """,
    ]
}
