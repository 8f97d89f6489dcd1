internal import Dispatcher
internal import Foundation
package import HazardCore
internal import HazardWire
internal import MessageLog
internal import Testing

/// Checks the invariants of an installation, wherever its lanes crashed.
///
/// It reads the topics and the files of the stopped lanes from outside.
package struct Audit {
    package let bench: LaneBench

    package init(bench: LaneBench) { self.bench = bench }

    /// The outcome of a report, without what differs between runs (numbers, times).
    package struct Outcome: Hashable {
        package var state: CaseState
        package var category: String
        /// Each department's task: its state, and the number of records in its queue.
        package var tasks: [String]
        package var history: [String]
    }

    /// Runs all checks and returns the outcome of each report.
    package func run(goodReports: [String]) throws -> [String: Outcome] {
        let cases = try bench.cases().mapValues(\.value)
        let outcomes = try checkReports(cases, goodReports)
        try checkTasks(cases)
        try checkSequence()
        try checkDeadLetters()
        try checkConservation()
        try StoreAudit(bench: bench).run()
        return outcomes
    }

    /// Every valid report is in exactly one case, and no other report is in a case.
    private func checkReports(_ cases: [String: Case], _ good: [String]) throws -> [String: Outcome] {
        var outcomes: [String: Outcome] = [:]
        for value in cases.values {
            for report in value.reports {
                #expect(outcomes[report.reportID] == nil, "report \(report.reportID) is in two cases")
                outcomes[report.reportID] = Outcome(
                    state: value.state, category: value.category.code,
                    tasks: value.tasks.map { "\($0.department) \($0.role) \($0.state) v\($0.version)" },
                    history: value.history.map { "\($0.kind) \($0.to) \($0.cause?.id ?? "-")" })
            }
        }
        #expect(outcomes.keys.sorted() == good.sorted())
        return outcomes
    }

    /// The versions of each task's records are 1, 2, 3 …, once each and in order, and their ids are unique.
    private func checkTasks(_ cases: [String: Case]) throws {
        var ids: Set<String> = []
        var versions: [String: [Int]] = [:]
        for department in try ShippedPolicy.load().departments.keys {
            for record in try bench.read(bench.topics.dispatch(department)) {
                let task = try TaskCodec.decode(record.value ?? [])
                let id = record.header(HeaderName.dispatchID).map { String(decoding: $0, as: UTF8.self) }
                let shard = record.header(HeaderName.shard).map { String(decoding: $0, as: UTF8.self) }
                #expect(id == task.eventID)
                #expect(shard == String(task.caseID.shard))
                #expect(record.key == Array(task.caseID.text.utf8))
                #expect(ids.insert(task.eventID).inserted, "\(task.eventID) was sent twice")
                versions[task.taskID, default: []].append(task.version)
            }
        }
        for (task, seen) in versions { #expect(seen == Array(1...seen.count), "versions of \(task)") }
        let expected = cases.values.flatMap { value in value.tasks.map { ($0.id(in: value.id), $0.version) } }
        for (task, version) in expected { #expect(versions[task]?.count ?? 0 == version, "\(task)") }
        #expect(versions.count == expected.filter { $0.1 > 0 }.count, "a queue has a task that no case has")
    }

    /// `shard_seq` has no gap and no repeat.
    private func checkSequence() throws {
        let byShard = Dictionary(grouping: try bench.tasks(), by: \.caseID.shard)
        for (shard, tasks) in byShard {
            #expect(tasks.map(\.shardSequence).sorted() == (1...Int64(tasks.count)).map(\.self), "shard \(shard)")
        }
    }

    /// Each unusable record has one dead letter with its key, bytes and headers.
    private func checkDeadLetters() throws {
        var seen: Set<Position> = []
        var inputs: [Position: Record] = [:]
        for topic in bench.topics.inputs {
            for record in try bench.read(topic) { inputs[Position(record.at, next: record.offset)] = record }
        }
        for (record, headers) in try bench.deadLetters() {
            let place = Position(TopicPartition(headers.topic, headers.partition), next: headers.offset)
            #expect(seen.insert(place).inserted, "\(place) was buried twice")
            let original = try #require(inputs[place])
            #expect(record.value == original.value)
            #expect(record.key == original.key)
            #expect(record.headers.prefix(original.headers.count) == original.headers[...])
            #expect(headers.receivedAt.milliseconds == original.timestamp)
        }
        #expect(try bench.read(bench.topics.deadLetters).count == seen.count)
        #expect(bench.tally.deadLetters == seen.count)
    }

    /// The committed steps consumed every input record once, and each record has one outcome.
    private func checkConservation() throws {
        let tally = bench.tally
        #expect(tally.consumed == (try bench.topics.inputs.reduce(0) { try $0 + bench.read($1).count }))
        #expect(tally.isConserved)
        #expect(tally.opened == (try bench.cases().count))
    }
}
