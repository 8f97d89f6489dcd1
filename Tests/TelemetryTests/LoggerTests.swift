import Foundation
import Telemetry
import Testing

@Suite struct LoggerTests {
    let out = CollectedLines()

    @Test func `a line is one JSON object with time, level and event first`() throws {
        let logger = Logger(to: out.sink)
        logger.info("case-opened", ["case": "20261122-03-000123", "offset": 42, "seconds": 0.5, "late": false])
        #expect(
            out.afterTime == """
                ,"level":"info","event":"case-opened","case":"20261122-03-000123","offset":42,"seconds":0.5,"late":false}\n
                """)
        #expect(out.lines.first?.hasPrefix(#"{"ts":""#) == true)
        let object = try JSONSerialization.jsonObject(with: Data((out.lines.first ?? "").utf8))
        #expect((object as? [String: Any])?.count == 7)
    }

    @Test(arguments: [(480, "+08:00"), (0, "+00:00"), (-210, "-03:30"), (345, "+05:45")])
    func `the time is RFC 3339 with milliseconds in the requested zone`(minutes: Int, zone: String) throws {
        let before = Date()
        Logger(to: out.sink, offsetMinutes: minutes).info("tick")
        let after = Date()
        let line = try #require(out.lines.first)
        let text = String(line.dropFirst(#"{"ts":""#.count).prefix(29))
        #expect(text.hasSuffix(zone))
        let time = try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
        #expect(time.timeIntervalSince(before) > -0.002 && time <= after)
    }

    @Test func `quotes, backslashes and control characters are escaped and decoded back`() throws {
        let text = "a\"b\\c\n\r\t\u{0}\u{1b}[31m\u{9b}31m车道 30°\u{7f}🚧"
        Logger(to: out.sink).info("odd", ["text": .string(text)])
        let line = try #require(out.lines.first)
        #expect(!line.dropLast().unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["text"] as? String == text)
    }

    @Test func `numbers JSON cannot hold are written as text`() {
        Logger(to: out.sink).info("odd", ["a": .double(.nan), "b": .double(.infinity), "c": .double(-0.0000001)])
        #expect(out.afterTime.hasSuffix(#""a":"nan","b":"inf","c":-1e-07}"# + "\n"))
    }

    @Test func `context is written before the fields, and a repeated key has its first place and its last value`() {
        let logger = Logger(to: out.sink).with(shard: 3).with(["case": "a", "topic": "hazard.reports"])
        logger.warning("odd", ["case": "b", "offset": .int(UInt64.max)])
        #expect(
            out.afterTime
                == #","level":"warning","event":"odd","shard":3,"case":"b","topic":"hazard.reports","offset":9223372036854775807}"#
                + "\n")
    }

    @Test func `with does not change the first logger`() {
        let logger = Logger(to: out.sink)
        _ = logger.with(shard: 3)
        logger.info("tick")
        #expect(out.afterTime == #","level":"info","event":"tick"}"# + "\n")
    }

    @Test(arguments: LogLevel.allCases) func `lines below the minimum level are not written`(minimum: LogLevel) {
        let logger = Logger(to: out.sink, minimumLevel: minimum)
        logger.debug("tick")
        logger.info("tick")
        logger.warning("tick")
        logger.error("tick")
        let expected = LogLevel.allCases.filter { $0 >= minimum }
        #expect(out.lines.count == expected.count)
        #expect(zip(out.lines, expected).allSatisfy { $0.contains("\"level\":\"\($1.rawValue)\"") })
        #expect(LogLevel.allCases.filter(logger.writes) == expected)
    }

    @Test func `text lines quote a value that could be read as several values`() throws {
        let logger = Logger(to: out.sink, format: .text, minimumLevel: .debug)
        logger.error("queue-failed", ["topic": "hazard.dispatch.water", "why": "no \"topic\"\n", "none": "", "n": 3])
        let line = try #require(out.lines.first)
        #expect(
            line.dropFirst(24) == #"ERROR   queue-failed topic=hazard.dispatch.water why="no \"topic\"\n" none="" n=3"#
                + "\n")
    }

    @Test(arguments: LogFormat.allCases) func `no phone number reaches a line`(format: LogFormat) {
        Logger(to: out.sink, format: format).info("odd", ["text": "call 13812345678"])
        #expect(out.lines.first?.contains("13812345678") == false)
        #expect(out.lines.first?.contains("[phone]") == true)
    }

    @Test func `a descriptor receives whole lines from many threads`() async throws {
        // A file, not a pipe: a process that another test starts at the same time would inherit the pipe, which then does not end.
        let path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)").path()
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        defer {
            close(file)
            try? FileManager.default.removeItem(atPath: path)
        }
        let logger = Logger(to: .descriptor(file))
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask { for _ in 0..<40 { logger.info("tick", ["worker": .int(worker)]) } }
            }
        }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 320)
        #expect(lines.allSatisfy { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) != nil })
    }

    @Test func `a closed descriptor loses the line and nothing else`() {
        Logger(to: .descriptor(-1)).error("lost")
        Logger(to: out.sink).error("kept")
        #expect(out.lines.count == 1)
    }
}
