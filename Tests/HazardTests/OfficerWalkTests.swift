import Foundation
import JSONText
import Testing

/// What a duty officer sees and types, with a server that the test starts.
struct OfficerWalkTests {
    @Test func `no control character that a reporter or a department wrote reaches the terminal`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        let tail = try RunningHazard(["tail", "--count", "1", "--server", url])
        _ = try #require(await tail.errorLine(containing: "following"))
        let id = try await send("esc-1", ["--text", "a\u{1B}[2Jb\nc\u{202E}d", "--address", "x\u{9B}31my\rz"], url)
        let expected = [
            await tail.ended().output, try await Hazard.run(["case", "list", "--server", url]).output,
            try await Hazard.run(["case", "show", id, "--server", url]).output,
        ]
        for text in expected {
            #expect(
                text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.properties.isControlLike },
                "\(text.debugDescription)")
        }
        #expect(expected[1].contains("a␛[2Jb␊c\\u202Ed") && expected[2].contains("x\\u009B31my␍z"))
        let refused = try await Hazard.run([
            "feedback", id, "resolve", "--department", "gas", "--result", "solved", "--note", "\u{1B}]0;x\u{07}",
            "--server", url,
        ])
        #expect(refused.code == 1 && !refused.errorOutput.contains("\u{1B}"))
        #expect(await serving.stop().code == 0)
    }

    @Test func `a list that ends early says so and how to continue, on standard error`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        let first = try await send("more-1", ["--text", "路灯不亮"], url)
        let second = try await send("more-2", ["--text", "路灯不亮", "--lat", "30.401234567", "--lon", "104.5"], url)
        let one = try await Hazard.run(["case", "list", "--limit", "1", "--lang", "en", "--server", url])
        #expect(one.lines.first?.hasPrefix("case ") == true && one.lines.count == 2 && one.lines[0].contains(" due "))
        let place = try #require(one.errorOutput.firstMatch(of: /--after (u\.[^ ,]*)/)?.1)
        #expect(place.hasSuffix("." + first), "\(one.errorOutput)")
        let json = try await Hazard.run(["case", "list", "--limit", "1", "--json", "--server", url])
        #expect(json.lines.count == 1 && json.errorOutput.contains("--after \(place)"))
        let rest = try await Hazard.run(["case", "list", "--after", String(place), "--lang", "en", "--server", url])
        #expect(rest.lines.count == 2 && rest.errorOutput.isEmpty && rest.output.contains(second))
        #expect(rest.output.contains("U01 Street light fault"))

        let dead = ["dead-letters", "list", "--server", url]
        let none = try await Hazard.run(dead + ["--lang", "zh"])
        #expect(none.output.isEmpty && none.errorOutput.contains("没有无法使用的记录"))
        func report(_ more: [String]) async throws -> Hazard.Outcome {
            try await Hazard.run(
                ["report", "--programme", "jianyang.sentinel", "--district", "510185", "--server", url] + more)
        }
        for text in ["x", "y"] { #expect(try await report(["--id", "more-1", "--text", text]).code == 0) }
        // A report that is too old is refused at once.
        let old = try await report(["--id", "old-1", "--text", "x", "--at", "2020-01-01T00:00:00Z"])
        #expect(old.code != 0 && old.errorOutput.contains("intake.max_age"), "\(old.errorOutput)")
        // A later report in the same shard: once it has a case, both dead letters are decided.
        _ = try await send("more-3", ["--text", "路灯不亮", "--lat", "30.5", "--lon", "104.5"], url)
        let letters = try await Hazard.run(dead + ["--lang", "zh", "--limit", "1"])
        #expect(letters.lines.count == 2 && letters.output.contains("编号重复使用 id-reused"))
        #expect(letters.output.contains("已用于内容不同的上报"), "\(letters.output)")
        let english = try await Hazard.run(dead + ["--lang", "en", "--limit", "1"])
        #expect(english.output.contains("id used again id-reused") && english.output.contains("was used before"))
        let forScripts = try await Hazard.run(dead + ["--lang", "zh", "--limit", "1", "--json"])
        #expect(forScripts.output.contains("was used before") && forScripts.output.contains("\"reason\":\"id-reused\""))
        #expect(letters.output.contains("more-1"))
        #expect(letters.errorOutput.contains("--after "))
        #expect(await serving.stop().code == 0)
    }

    @Test
    func `case show gives the reasons and finds a case by its report, and every refusal names what the user typed`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        let id = try await send("why-1", ["--category", "T02", "--text", "沱江一号桥"], url)
        let shown = try await Hazard.run(["case", "show", "--report", "why-1", "--lang", "zh", "--server", url])
        #expect(shown.code == 0 && shown.output.contains(id) && shown.output.contains("上报的类别 T02"))
        #expect(shown.output.contains("traffic-police 交警") && shown.output.contains("立卷"))
        let command = ["command", id, "--operator", "li", "--server", url, "--lang"]
        let refused = try await Hazard.run(command + ["zh", "verify", "--result", "pass"])
        #expect(
            refused.code == 1 && refused.errorOutput.contains("现在可以：") && refused.errorOutput.contains("派遣 dispatch"))
        #expect(refused.errorOutput.contains("案卷为“已派遣”时不允许“核查”"))
        #expect(!refused.errorOutput.contains("not allowed"))
        for (words, expected) in [
            (["merge"], "--into CASE is missing"), (["claim"], "--entry ID is missing"),
            (["dispatch"], "--department ID[:lead|co] is missing"), (["split"], "--report ID is missing"),
            (["suspend", "--until", "Friday", "--reason", "x"], "--until \"Friday\": expected a time"),
            (["dispatch", "--department", "fire"], "did you mean fire-rescue?"),
        ] {
            let outcome = try await Hazard.run(command + ["en"] + words)
            #expect(outcome.code == 2 && outcome.errorOutput.contains(expected), "\(outcome.errorOutput)")
            #expect(!outcome.errorOutput.contains("arguments."))
        }
        let feedback = ["feedback", id, "--server", url, "--lang", "en", "--department"]
        let unknown = try await Hazard.run(feedback + ["trafic-police", "accept"])
        #expect(unknown.code == 2 && unknown.errorOutput.contains("did you mean traffic-police?"))
        #expect(try await Hazard.run(feedback + ["traffic-police", "accept"]).code == 0)
        let asked = try await Hazard.run(
            feedback + ["traffic-police", "request-hold", "--reason", "x", "--id", "h-1", "--until"]
                + ["2099-01-01T00:00:00Z"])
        #expect(asked.code == 0 && asked.output.contains("request h-1 (hold) is pending"), "\(asked.errorOutput)")
        let waiting = try await Hazard.run(["case", "show", id, "--lang", "zh", "--server", url])
        #expect(waiting.output.contains("挂账  待批  至 2099-01-01 08:00:00"), "\(waiting.output)")
        let report = ["report", "--programme", "jianyang.sentinel", "--server", url, "--lang", "en"]
        let nothing = try await Hazard.run(report)
        #expect(nothing.code == 2 && nothing.errorOutput.contains("give --text or --media or --category"))
        let late = try await Hazard.run(report + ["--text", "x", "--at", "yesterday"])
        #expect(late.code == 2 && late.errorOutput.contains("--at \"yesterday\": expected a time"))
        let chinese = report.dropLast() + ["zh"]
        let untimely = try await Hazard.run(chinese + ["--text", "x", "--at", "yesterday"])
        #expect(untimely.errorOutput.contains("--at 的值“yesterday”不可用：应为：带时区的时间，如"), "\(untimely.errorOutput)")
        let empty = try await Hazard.run(Array(chinese))
        #expect(empty.errorOutput.contains("缺少内容：--text、--media、--category 至少要有一项"), "\(empty.errorOutput)")
        let unnamed = try await Hazard.run(command + ["zh", "merge"])
        #expect(unnamed.errorOutput.contains("缺少 --into CASE"), "\(unnamed.errorOutput)")
        let nobody = try await Hazard.run(["reveal", id, "--reason", "x", "--operator", "li", "--server", url])
        #expect(nobody.code == 0 && nobody.output.contains("names no reporter"))
        #expect(await serving.stop().code == 0)
    }

    @Test func `the result of a command is printed, and the history describes it in Chinese`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        let place = ["--category", "T02", "--text", "桥头乱停", "--lon", "104.5", "--lat"]
        let id = try await send("split-1", place + ["30.4"], url)
        #expect(try await send("split-2", place + ["30.4001"], url) == id)
        let accept = ["feedback", id, "accept", "--department", "traffic-police", "--server", url]
        #expect(try await Hazard.run(accept).code == 0)
        let command = ["command", id, "--operator", "li", "--server", url, "--lang", "en"]
        let split = try await Hazard.run(command + ["split", "--report", "split-2"])
        let other = try await Hazard.run(["case", "show", "--report", "split-2", "--json", "--server", url])
        let otherID = try #require(try JSONValue(reading: Array(other.output.utf8))["case_id"]?.string)
        #expect(split.code == 0 && split.output.contains("split-off \(otherID)"), "\(split.output)")
        let returned = try await Hazard.run([
            "feedback", id, "return", "--department", "traffic-police", "--reason", "x", "--suggest", "gas",
            "--lang", "en", "--server", url,
        ])
        #expect(returned.output.contains("urban-management Urban management (lead)"), "\(returned.errorOutput)")
        let hold = try await Hazard.run(
            command + ["suspend", "--reason", "rain", "--until", until(days: 9)])
        #expect(hold.code == 0 && hold.output.contains("held until 20"), "\(hold.output) \(hold.errorOutput)")
        let shown = try await Hazard.run(["case", "show", id, "--lang", "zh", "--server", url])
        for text in ["挂账至    20", "拆出  \(otherID)", "11 米外，立卷后 ", "，同类别", "交警  ", "li", "时限依据  1小时（昼夜计）；结案须全部办结"] {
            #expect(shown.output.contains(text), "\(text) in \(shown.output)")
        }
        #expect(await serving.stop().code == 0)
    }

    @Test func `a server of another program is reported as such, without its page`() async throws {
        let other = try ForeignServer()
        defer { other.stop() }
        for words in [["case", "list"], ["stats"], ["tail"], ["case", "show", "20261122-03-000123"]] {
            let outcome = try await Hazard.run(words + ["--server", other.url])
            #expect(outcome.code == 2 && outcome.output.isEmpty)
            #expect(outcome.errorOutput.contains("is no Hazard Dispatcher") && !outcome.errorOutput.contains("<html"))
        }
    }

    @Test
    func
        `tail continues after a restart of the server; a second server and a rebuild beside it fail with the same code`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        let port = try #require(url.split(separator: ":").last.map(String.init))
        for words in [["serve"], ["rebuild", "--all"], ["serve", "--set", "store.directory=\(folder.path)/other"]] {
            let outcome = try await Hazard.run(words.prefix(1) + folder.settings + words.dropFirst())
            #expect(outcome.code == 1 && outcome.errorOutput.contains("us"), "\(outcome.errorOutput)")
        }
        let tail = try RunningHazard(["tail", "--count", "1", "--lang", "en", "--server", url])
        _ = try #require(await tail.errorLine(containing: "following"))
        #expect(await serving.stop().code == 0)
        _ = try #require(await tail.errorLine(containing: "lost http://"))
        let again = try RunningHazard(["serve"] + folder.settings + ["--set", "api.listen=127.0.0.1:\(port)"])
        _ = try #require(await again.errorLine(containing: "ready "))
        let id = try await send("tail-1", ["--text", "路灯不亮"], url)
        let ended = await tail.ended()
        #expect(
            ended.code == 0 && ended.output.contains(id) && ended.errorOutput.contains("again, what was missed follows")
        )
        #expect(await again.stop().code == 0)
    }

    private func serve(_ folder: HazardFolder) async throws -> (RunningHazard, String) {
        let serving = try RunningHazard(["serve"] + folder.settings)
        let ready = try #require(await serving.errorLine(containing: "ready "))
        return (serving, try #require(ready.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init)))
    }

    private func until(days: Double) -> String { Date(timeIntervalSinceNow: days * 86_400).formatted(.iso8601) }

    /// Sends a report, waits for its case, and returns the case's id.
    private func send(_ report: String, _ words: [String], _ url: String) async throws -> String {
        let sent = try await Hazard.run(
            ["report", "--programme", "jianyang.sentinel", "--district", "510185", "--id", report, "--wait", "20"]
                + ["--json", "--server", url] + words)
        #expect(sent.code == 0, "\(sent.errorOutput)")
        return try #require(try JSONValue(reading: Array(sent.output.utf8))["case_id"]?.string)
    }
}

extension Unicode.Scalar.Properties {
    /// Characters that control a terminal.
    fileprivate var isControlLike: Bool { generalCategory == .control || generalCategory == .format }
}
