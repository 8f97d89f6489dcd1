import Dispatcher
import HazardCore
import MessageLog
import TestSupport
import Testing

/// A lane may crash at any point, with or without the loss of its file: the outcomes do not change.
@Suite struct CrashTests {
    /// Every fault injection point, at its first three visits, with the files kept and lost.
    static let plans = FaultInjectionPoint.allCases.flatMap { point in
        (1...3).flatMap { visit in
            // With kept files there is nothing to restore.
            [false, true].filter { $0 || point != .restoring }.map {
                CrashPlan(point: point, visit: visit, losesFiles: $0)
            }
        }
    }

    @Test(arguments: plans)
    func `a crash loses nothing, doubles nothing, and changes no outcome`(_ plan: CrashPlan) throws {
        let bench = try EmbeddedBench.make()
        let outcomes = try CrashRun(bench: bench).run(plan)
        #expect(outcomes == (try Self.undisturbed.get()))
    }

    /// Each point once, because a broker needs time to move a shard.
    static let brokerPlans = FaultInjectionPoint.allCases.enumerated().map { number, point in
        CrashPlan(point: point, visit: 1 + number % 2, losesFiles: number % 2 == 0 || point == .restoring)
    }

    @Test(.enabled(if: KafkaBroker.isAvailable, "needs a broker"), arguments: brokerPlans)
    func `on Kafka too`(_ plan: CrashPlan) throws {
        let outcomes = try CrashRun(bench: KafkaBench.make()).run(plan)
        #expect(outcomes == (try Self.undisturbed.get()))
    }

    /// The outcomes of the same script without a crash.
    static let undisturbed = Result { try CrashRun(bench: EmbeddedBench.make()).run(nil) }
}

/// Runs the script with the planned crash in each of its two parts, then audits the result.
struct CrashRun {
    let bench: LaneBench

    func run(_ plan: CrashPlan?) throws -> [String: Audit.Outcome] {
        let script = CrashScript(bench)
        let reports = script.reports
        // The first records are committed without a crash, so that there is something to restore.
        let first = CrashScript.Act(entries: Array(reports.entries.prefix(12)))
        let rest = CrashScript.Act(entries: Array(reports.entries.dropFirst(12)))
        try play(first, nil)
        try play(rest, plan)
        let cases = try bench.cases().values.map(\.value)
        let ids = Dictionary(cases.flatMap { value in value.reports.map { ($0.reportID, value.id) } }) { one, _ in one }
        try play(try script.answers(ids), plan)
        return try Audit(bench: bench).run(goodReports: CrashScript.goodReports)
    }

    /// Publishes a part of the script and runs lanes until everything is consumed, with the planned crash.
    private func play(_ act: CrashScript.Act, _ plan: CrashPlan?) throws {
        let target = bench.tally.consumed + act.consumed
        _ = try bench.log.append(act.entries.map(\.record))
        if let plan { try crash(plan, target) }
        try start(nil)
        #expect(wait(target))
        bench.stop()
        #expect(bench.tally.consumed == target)
    }

    /// Starts lanes until one has crashed as planned. Lanes that find nothing to do pass the points of a start again.
    private func crash(_ plan: CrashPlan, _ target: Int) throws {
        var left = plan
        for _ in 0..<4 {
            if left.losesFiles { try bench.deleteFiles() }
            try start(left)
            #expect(wait(target))
            bench.stop()
            let seen = bench.observer.state
            if seen.crashed {
                if left.losesFiles { try bench.deleteFiles() }
                return
            }
            left.visit -= seen.visits
        }
        Issue.record("no lane came to \(plan)")
    }

    private func start(_ plan: CrashPlan?) throws {
        try bench.start(crash: plan) { settings in
            settings.pace.batchRecords = 7
            settings.pace.restoreRecords = 2
        }
    }

    /// Waits until everything is consumed and the lanes run, or until one crashed as planned.
    private func wait(_ target: Int) -> Bool {
        let before = bench.tally.consumed - bench.observer.state.tally.consumed
        let shards = bench.shards
        return bench.observer.wait(seconds: 60) { seen in
            if seen.crashed { return true }
            let run = seen.phases.values.filter { $0 == .running }.count
            return before + seen.tally.consumed >= target && run == shards
        }
    }
}
