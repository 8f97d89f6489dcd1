import Foundation
import HazardConfig
import TestSupport
import Testing
import Wording

/// The YAML that a configuration file may contain.
struct YamlTests {
    private func problems(_ yaml: String) throws -> [String] {
        try ConfigFolder(["hazard.yaml": yaml]).problems().map { problem in
            "\(problem.place.line):\(problem.place.column) \(problem.keyPath) - \(problem.problem.en)"
        }
    }

    @Test func `a duplicate key is refused with its path and both lines`() throws {
        let folder = try ConfigFolder(["hazard.yaml": "cluster: a\nlog:\n  shards: 3\n  shards: 4\n"])
        let problem = try #require(folder.problems().first)
        #expect(problem.keyPath == "log.shards" && problem.place.line == 4 && problem.place.column == 3)
        #expect(problem.hint?.en == "the first is on line 3" && folder.problems().count == 1)
    }

    @Test func `a setting that is written in two forms is a duplicate`() throws {
        #expect(try problems("log.shards: 3\nlog: {shards: 4}\n") == ["2:7 log.shards - the key is given twice"])
    }

    @Test func `anchors, aliases and tags are reported at their place`() throws {
        #expect(
            try problems("cluster: &a one\nlog:\n  group: *a\n").first
                == "1:10 cluster - anchors and aliases are not supported")
        #expect(try problems("cluster: !!str one\n") == ["1:10 cluster - tags are not supported"])
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
        #expect(try problems(bomb).contains("2:8 b[0] - anchors and aliases are not supported"))
    }

    @Test func `broken YAML is one problem with its line`() throws {
        let found = try problems("cluster: a\nlog: {shards: 3\nzone: x\n")
        #expect(found.count == 1 && found[0].hasPrefix("3:"))
        #expect(found[0].contains("not valid YAML"))
        #expect(try problems("cluster: a\n\tlog: x\n").count == 1)
    }

    @Test func `an empty file, a list, two documents and mappings as keys are refused`() throws {
        #expect(try problems("") == ["1:1  - the file is empty"])
        #expect(try problems("- a\n") == ["1:1  - must be a mapping of settings, not a list"])
        #expect(
            try problems("cluster: a\n---\ncluster: b\n") == ["2:1  - a second document: a file holds one document"])
        #expect(try problems("{a: b}: c\n") == ["1:1  - a key must be a single value"])
    }

    @Test func `deep nesting is refused without using much memory or time`() throws {
        let deep = "cluster: " + String(repeating: "[", count: 100_000)
        #expect(try problems(deep) == ["1:41  - nested deeper than 32 levels"])
    }

    @Test func `a file that is not UTF-8 is reported with the position of the byte`() throws {
        let folder = try ConfigFolder()
        try Data([0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]).write(to: folder.url.appendingPathComponent("hazard.yaml"))
        let found = folder.problems()
        #expect(found.count == 1 && found[0].problem.en.hasPrefix("not UTF-8 text at byte 3"))
        #expect(found[0].hint?.en == "save the file as UTF-8")
    }

    @Test func `a missing file, a directory and a huge file are one problem each`() throws {
        let folder = try ConfigFolder()
        for (path, reason) in [
            (folder.path("none.yaml"), "No such file or directory"), (folder.path("schemes"), "Is a directory"),
        ] {
            guard case .failure(let problems) = ConfigLoader.load(file: path) else {
                Issue.record("\(path) was loaded")
                continue
            }
            ChineseTextCheck.check(problems)
            #expect(problems.list.first?.problem.en == "cannot be read: \(reason)")
        }
        try Data(repeating: 0x23, count: 5 << 20).write(to: folder.url.appendingPathComponent("hazard.yaml"))
        #expect(folder.problems().map(\.problem.en) == ["cannot be read: larger than 4 MB"])
    }

    @Test func `a problem is a line of place, key, value, reason and fix`() throws {
        let problem = ConfigProblem(
            at: ConfigPlace(file: "a.yaml", line: 2, column: 5), "log.shards", value: "0",
            LocalText(zh: "应为 1", en: "must be 1"), hint: LocalText(zh: "写 1", en: "write 1"))
        #expect(problem.description == "a.yaml:2:5: log.shards: \"0\": must be 1 (write 1)")
        #expect(problem.description(in: .zh) == "a.yaml:2:5: log.shards “0”：应为 1（写 1）")
    }
}
