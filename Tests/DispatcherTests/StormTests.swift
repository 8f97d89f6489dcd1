import Dispatcher
import Foundation
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// A storm morning with 546 reports by noon (check 24): the result does not depend on batch sizes or crashes.
@Suite struct StormTests {
    /// Floods in a town, in order: some are near one another, some reports are of other hazards, some are sent twice.
    private static let reports: [PlacedReport] = {
        var random = SplitMix(state: 546)
        return (0..<546).map { number in
            PlacedReport("storm-\(number)", rider: "rider-\(random.next() % 300)").edited { report in
                let puddle = random.next() % 40
                report.category = number % 9 == 0 ? "U06" : "R04"
                report.text = nil
                report.at = (
                    Double(puddle % 8) * 400 + Double(random.next() % 90),
                    Double(puddle / 8) * 400 + Double(random.next() % 90)
                )
                if number % 11 == 0 { report.photo = String(number / 22) }
                if number % 13 == 0 { report.thread = "chat-\(number % 5)" }
            }
        }
    }()

    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            let z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            return (z ^ (z >> 27)) >> 33
        }
    }

    /// The case and the role of a report.
    private struct Outcome: Hashable {
        /// The first report of its case.
        var first: String
        var role: ReportRole
        var links: Int
    }

    private func outcomes(_ bench: LaneBench) throws -> [String: Outcome] {
        var found: [String: Outcome] = [:]
        for value in try bench.cases().values.map(\.value) {
            for report in value.reports {
                #expect(found[report.reportID] == nil)
                found[report.reportID] = Outcome(
                    first: value.reports[0].reportID, role: report.role, links: value.links.count)
            }
        }
        return found
    }

    /// Publishes everything before the lanes start, so that batches have the size `records`.
    private func run(records: Int, crash: CrashPlan? = nil) throws -> [String: Outcome] {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        for (number, report) in Self.reports.enumerated() {
            if number % 10 == 0 { time.advance(milliseconds: 20_000) }
            try bench.publish(report.json, partition: 0)
        }
        try bench.start(crash: crash) { $0.pace.batchRecords = records }
        if crash != nil {
            #expect(bench.observer.wait { $0.crashed })
            bench.stop()
            if crash?.losesFiles == true { try bench.deleteFiles() }
            try bench.start { $0.pace.batchRecords = records }
        }
        #expect(bench.observer.wait(seconds: 60) { _ in bench.tally.consumed >= Self.reports.count })
        bench.stop()
        let tally = bench.tally
        #expect(tally.isConserved)
        #expect(tally.consumed == Self.reports.count)
        #expect(tally.merged > 300)
        #expect(tally.opened + tally.merged == Self.reports.count)
        try StoreAudit(bench: bench).run()
        return try outcomes(bench)
    }

    private static let expected = Result { try StormTests().run(records: 4000) }

    @Test(arguments: [1, 7, 100])
    func `the size of the batches changes nothing`(records: Int) throws {
        #expect(try run(records: records) == Self.expected.get())
    }

    @Test(arguments: [FaultInjectionPoint.applied, .logCommitted, .storeCommitted], [false, true])
    func `a crash in the middle changes nothing, with or without the file`(point: FaultInjectionPoint, losesFiles: Bool)
        throws
    {
        let plan = CrashPlan(point: point, visit: 3, losesFiles: losesFiles)
        #expect(try run(records: 90, crash: plan) == Self.expected.get())
    }
}
