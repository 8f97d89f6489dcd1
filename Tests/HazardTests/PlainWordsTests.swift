import Foundation
import JSONText
import Testing

/// The texts of commands without a server: correct, with the fix, in the requested language.
struct PlainWordsTests {
    @Test func `rebuild of a missing store deletes nothing, creates nothing, and is wrong use`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let outcome = try await Hazard.run(["rebuild", "--all"] + folder.settings)
        #expect(outcome.code == 2 && outcome.output.isEmpty && outcome.errorOutput.contains("nothing was deleted"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/store"))
        try FileManager.default.createDirectory(atPath: folder.path + "/store", withIntermediateDirectories: false)
        let empty = try await Hazard.run(["rebuild", "--shard", "0"] + folder.settings)
        #expect(empty.code == 0 && empty.output.contains("was not there") && !empty.output.contains("deleted"))
    }

    @Test func `an unreadable configuration is one problem, and the hint says how to name another`() async throws {
        let outcome = try await Hazard.run(["config", "check", "--config", "/nowhere/hazard.yaml"])
        #expect(outcome.code == 2 && outcome.errorOutput.contains("--config FILE"))
        #expect(outcome.errorOutput.split(separator: "\n").count == 1, "\(outcome.errorOutput)")
        let unknown = try await Hazard.run(["config", "check", "--set", "nosuch.key=1"])
        #expect(unknown.code == 2 && unknown.errorOutput.contains("keys begin with api, "))
    }

    @Test func `a directory in place of a file of reports is wrong use`() async throws {
        let outcome = try await Hazard.run(["report", "--file", Hazard.config.path])
        #expect(outcome.code == 2 && outcome.errorOutput.contains("is a directory"))
        #expect(!outcome.errorOutput.contains("NSCocoaErrorDomain"))
    }

    @Test func `classify shows the words of the text that decided`() async throws {
        let cover = try await Hazard.run(["classify", "井盖没了", "--lang", "zh"])
        #expect(cover.output.contains("  井盖没了  +7") && !cover.output.contains("<cover>"), "\(cover.output)")
        let outcome = try await Hazard.run(["classify", "井盖没了，有人掉下去被困", "--lang", "zh"])
        #expect(outcome.lines.last == "  有人掉下去被困")
        #expect(outcome.output.contains("火情与救援、伤病") && !outcome.output.contains("<people>"), "\(outcome.output)")
        let json = try await Hazard.run(["classify", "井盖没了", "--json"])
        let evidence = try JSONValue(reading: Array(json.output.utf8))["evidence"]
        #expect(evidence?[0]?["words"] == "井盖没了" && evidence?[0]?["phrase"] == "<cover> + <gone>")
    }

    @Test func `a missing fact is reported as missing, in both languages`() async throws {
        let english = try await Hazard.run(["route", "explain", "--category", "T01", "--lang", "en"])
        #expect(english.output.contains("programme is not given, the rule wants") && !english.output.contains(" is ,"))
        let chinese = try await Hazard.run(["route", "explain", "--category", "T01", "--lang", "zh"])
        #expect(chinese.output.contains("未给项目，规则要求") && chinese.output.contains("符合规则（vehicle-parking）"))
        #expect(chinese.output.contains("规则要求 need 诉求、suggestion 建议"))
        #expect(chinese.lines[0].hasSuffix(" vehicle-parking-default 机动车乱停放"), "\(chinese.output)")
        let condition = try await Hazard.run([
            "route", "explain", "--category", "S06", "--condition", "a2", "--lang", "zh",
        ])
        #expect(condition.output.contains("立案条件为 a2 施工噪音"))
        let wrong = try await Hazard.run(["route", "explain", "--category", "gas-leek"])
        #expect(wrong.code == 2 && wrong.errorOutput.contains("did you mean gas-leak?"))
    }

    @Test func `the moves are described in Chinese, in lines that fit a terminal`() async throws {
        let outcome = try await Hazard.run(["moves", "--lang", "zh"])
        #expect(outcome.lines.contains("  verify 核查（操作员、督导）"), "\(outcome.output)")
        for line in outcome.lines {
            #expect(line.unicodeScalars.count <= 110)
            // Three English words in a row are an English sentence: its Chinese is missing in `GuardText`.
            #expect(line.firstMatch(of: /[a-z]{2,},? [a-z]{2,},? [a-z]{2,}/) == nil, "\(line)")
        }
        let english = try await Hazard.run(["moves", "--lang", "en"])
        #expect(english.lines.allSatisfy { $0.count <= 110 })
        #expect(english.lines.contains("  verify  (operator, supervisor)"))
    }

    @Test func `help names what is required, and no value that is refused`() async throws {
        let report = try await Hazard.run(["report", "--help", "--lang", "en"])
        #expect(report.output.contains("(--programme ID|--file FILE)"))
        let reveal = try await Hazard.run(["reveal", "--help", "--lang", "en"])
        #expect(reveal.output.contains(" --reason TEXT (--operator NAME|--token-file FILE) "))
        let command = try await Hazard.run(["command", "--help", "--lang", "zh"])
        #expect(command.output.contains("--code solved|not-solvable|referred|suggestion-kept"))
        #expect(command.output.contains("0 至 30") && !command.output.contains("代码或名称"))
        let version = try await Hazard.run(["--version"])
        #expect(version.code == 0 && version.output.hasPrefix("hazard "))
    }

    @Test(arguments: [
        (["report", "--programme", "jianyang.sentinel", "--text", "x"], "hazard serve"),
        (["case", "show", "20261122-03-000123", "--token-file", "/nowhere"], "令牌文件"),
        (["case", "show", "r-1"], "--report r-1"), (["feedback", "20261122-03-000123", "cheer"], "没有“cheer”这种反馈"),
        (["report", "--programme", "a", "--lat", "north"], "--lat 应为度数"),
        (["command", "20261122-03-000123", "merge", "--operator", "z", "--into", "20261122-03-000123"], "案卷本身"),
        (["command", "20261122-03-000123", "urge", "--operator", "z", "--wait", "31"], "0 至 30"),
        (["reveal", "20261122-03-000123", "--reason", "x"], "缺少选项 --operator"),
    ])
    func `errors are in Chinese when Chinese is requested`(words: [String], expected: String) async throws {
        let outcome = try await Hazard.run(words + ["--lang", "zh", "--server", "http://127.0.0.1:1"])
        #expect(outcome.code >= 2 && outcome.output.isEmpty)
        #expect(outcome.errorOutput.contains(expected), "\(outcome.errorOutput)")
    }
}
