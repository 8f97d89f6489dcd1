internal import Dispatcher
package import HazardCore
internal import HazardWire
package import MessageLog

/// The input of the crash tests: about seventy records over two shards, valid and invalid.
///
/// First come reports, then messages about their cases. The result does not depend on which lane is faster: no case
/// receives messages from two topics, and a record on the wrong partition is the only one about its case.
package struct CrashScript {
    package let topics: TopicNames
    /// A district of each shard.
    private let districts: [String]

    package init(_ bench: LaneBench) {
        topics = bench.topics
        districts = (0..<bench.shards).map { Samples.district(of: $0, among: bench.shards) }
    }

    /// A record, and whether it is on the wrong partition and therefore consumed twice.
    package struct Entry {
        package var record: NewRecord
        package var isMisplaced = false
    }

    /// Records that are published together.
    package struct Act {
        package var entries: [Entry]

        package init(entries: [Entry] = []) { self.entries = entries }

        /// The number of records that the lanes have consumed at the end.
        package var consumed: Int { entries.count + entries.filter(\.isMisplaced).count }

        package mutating func add(_ topic: String, _ json: String, home: Int, misplacedAmong shards: Int? = nil) {
            let partition = shards.map { (home + 1) % $0 } ?? home
            let record = NewRecord(topic: topic, partition: partition, key: Array("k".utf8), value: Array(json.utf8))
            entries.append(Entry(record: record, isMisplaced: shards != nil))
        }
    }

    // MARK: - Reports

    package static let goodReports = (0..<24).map { "g1-\($0)" }
    /// The numbers of the reports whose cases receive feedback: lane obstructions, category T02 with two departments.
    private static let worked = 0..<12

    private func report(_ number: Int, text: String = "三车道变一") -> String {
        let category: String? =
            Self.worked.contains(number) ? "T02" : ["T03", "T04", "no-such-category", nil][number % 4]
        return Samples.report("g1-\(number)", category: category, district: districts[number % 2], text: text)
    }

    package var reports: Act {
        var act = Act()
        for number in 0..<24 {
            act.add(
                topics.reports, report(number), home: number % 2, misplacedAmong: number % 6 == 5 ? 2 : nil)
            if number % 5 == 4 { act.add(topics.reports, report(number - 4), home: number % 2) }
        }
        for (number, bad) in bads.enumerated() {
            let record = NewRecord(topic: topics.reports, partition: number % 2, key: nil, value: bad)
            act.entries.insert(Entry(record: record), at: number * 4)
        }
        act.add(topics.reports, report(2, text: "other bytes"), home: 0)
        act.add(topics.reports, report(3), home: 1, misplacedAmong: 2)
        return act
    }

    /// Each is a dead letter on any partition.
    private var bads: [[UInt8]?] {
        [
            Array("{".utf8), nil, [], [0x7B, 0xFF, 0xFE, 0x7D], Array(#"{"schema_version":9}"#.utf8),
            Array("[1,2,3]".utf8),
        ]
    }

    // MARK: - Answers

    /// Feedback and commands about the cases of the reports, by report id.
    package func answers(_ cases: [String: CaseID]) throws -> Act {
        var act = Act()
        func id(_ number: Int) throws -> CaseID {
            guard let id = cases["g1-\(number)"] else { throw Missing(report: number) }
            return id
        }
        func say(_ number: Int, _ event: String, _ department: String, _ kind: String, _ extra: String = "") throws {
            let id = try id(number)
            act.add(
                topics.feedback,
                Samples.feedback(event, case: id.text, department: department, kind: kind, extra: extra), home: id.shard
            )
        }
        for number in 0..<4 {
            for department in ["traffic-police", "urban-management"] {
                try say(number, "a-\(number)", department, "accept", #","seq":2"#)
                try say(number, "r-\(number)", department, "resolve", #","seq":3,"result":"solved""#)
            }
        }
        try say(0, "a-0", "traffic-police", "accept", #","seq":2"#)
        try say(1, "old-1", "traffic-police", "note", #","seq":1"#)
        try say(4, "early-4", "traffic-police", "resolve", #","result":"solved""#)
        try say(5, "none-5", "gas", "accept")
        try say(6, "ret-6", "traffic-police", "return", #","reason":"not ours","suggested_department":"gas""#)
        let seven = try id(7)
        act.add(
            topics.feedback,
            Samples.feedback("far-7", case: seven.text, department: "traffic-police", kind: "accept"),
            home: seven.shard, misplacedAmong: 2)
        let unknown = CaseID(date: CivilDate(daysSince1970: 20_000), shard: 1, number: 1)
        act.add(
            topics.feedback, Samples.feedback("lost", case: unknown.text, department: "gas", kind: "note"), home: 1)
        try command(8...11, &act, id)
        act.add(topics.commands, Samples.command("lost", case: unknown.text, kind: "escalate"), home: 1)
        return act
    }

    private func command(_ numbers: ClosedRange<Int>, _ act: inout Act, _ id: (Int) throws -> CaseID) throws {
        for number in numbers {
            let id = try id(number)
            let kind = number % 2 == 0 ? "cancel" : "escalate"
            let text = Samples.command("op-\(number)", case: id.text, kind: kind)
            act.add(topics.commands, text, home: id.shard, misplacedAmong: number == 11 ? 2 : nil)
            if number == 8 { act.add(topics.commands, text, home: id.shard) }
            if number == 10 {
                act.add(
                    topics.commands, Samples.command("force-10", case: id.text, kind: "force-close"), home: id.shard)
            }
        }
    }

    package struct Missing: Error { let report: Int }
}
