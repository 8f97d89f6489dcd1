import Dispatcher
import HazardCore
import MessageLog
import TestSupport
import Testing

/// A lane may die anywhere, with its file or without: what follows is the same as if it had not.
@Suite struct CrashTests {
    /// Every point, the first three times that any lane comes there, with the files kept and lost.
    static let plans = FaultInjectionPoint.allCases.flatMap { point in
        (1...3).flatMap { visit in
            // A file that is kept has nothing to restore.
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

    /// Each point once, for a broker takes its time to move a shard.
    static let brokerPlans = FaultInjectionPoint.allCases.enumerated().map { number, point in
        CrashPlan(point: point, visit: 1 + number % 2, losesFiles: number % 2 == 0 || point == .restoring)
    }

    @Test(.enabled(if: KafkaBroker.isAvailable, "needs a broker"), arguments: brokerPlans)
    func `on Kafka too`(_ plan: CrashPlan) throws {
        let outcomes = try CrashRun(bench: KafkaBench.make()).run(plan)
        #expect(outcomes == (try Self.undisturbed.get()))
    }

    /// The same script without a crash.
    static let undisturbed = Result { try CrashRun(bench: EmbeddedBench.make()).run(nil) }
}

/// Plays the script, dying where the plan says in each of its two acts, and audits what is left.
struct CrashRun {
    let bench: LaneBench

    func run(_ plan: CrashPlan?) throws -> [String: Audit.Outcome] {
        let script = CrashScript(bench)
        let reports = script.reports
        // Something to restore: the first records are taken by lanes that live.
        let first = CrashScript.Act(entries: Array(reports.entries.prefix(12)))
        let rest = CrashScript.Act(entries: Array(reports.entries.dropFirst(12)))
        try play(first, nil)
        try play(rest, plan)
        let cases = try bench.cases().values.map(\.value)
        let ids = Dictionary(cases.flatMap { value in value.reports.map { ($0.reportID, value.id) } }) { one, _ in one }
        try play(try script.answers(ids), plan)
        return try Audit(bench: bench).run(goodReports: CrashScript.goodReports)
    }

    /// Publishes an act and runs lanes on it until all is done, the plan's crash included.
    private func play(_ act: CrashScript.Act, _ plan: CrashPlan?) throws {
        let target = bench.tally.consumed + act.consumed
        _ = try bench.log.append(act.entries.map(\.record))
        if let plan { try crash(plan, target) }
        try start(nil)
        #expect(wait(target))
        bench.stop()
        #expect(bench.tally.consumed == target)
    }

    /// Starts lanes until one has died as planned: those that find all done pass the points of a start once more.
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

    /// Until everything is consumed and the lanes run, or one died as planned.
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
