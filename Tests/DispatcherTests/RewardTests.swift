import Wording
import CaseStore
import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// A programme's ledger belongs to one shard, whichever shard a case is on. It decides once, in order, and the fund is
/// never in debt.
@Suite struct RewardTests {
    @Test(arguments: TestedLog.here) func `cases of every shard ask one ledger, and each receives its answer`(
        _ log: TestedLog
    ) throws {
        let town = try RewardTown(opening: 1000, on: log)
        try town.play(9)
        #expect(Set(try town.cases().map(\.id.shard)) == [0, 1, 2])
        #expect(try town.counts() == [.granted: 5, .waiting: 4])
        #expect(try town.fund()?.balance == 0)
        for value in try town.cases() {
            #expect(value.state == .closed)
            #expect(value.history.last?.kind == "reward-settled")
            #expect(value.rewards.count == 1)
        }
        try town.audit()
    }

    @Test func `a rider's clues of one day are rewarded up to the cap, the rest is withheld with its reason`() throws {
        let town = try RewardTown(opening: 10_000)
        town.policy = try RewardTown.policy(opening: 10_000) { $0.dailyCap = 4 }
        try town.report(0..<7) { _ in "the-same" }
        try town.settle()
        try town.resolve()
        try town.settle()
        try town.verify()
        try town.settle()
        #expect(try town.counts() == [.granted: 4, .withheld: 3])
        #expect(Set(try town.entries().filter { $0.state == .withheld }.map(\.reason)) == ["daily-cap"])
        try town.audit()
    }

    /// Every fault injection point. Those of a step are taken early and late in the exchange between the cases and the
    /// ledger.
    static let plans = FaultInjectionPoint.allCases.enumerated().flatMap { number, point in
        let isOfStart = [.writerOpened, .storeOpened, .restoring, .restored, .started].contains(point)
        return (isOfStart ? [2] : [1, 6, 11]).map {
            CrashPlan(point: point, visit: $0, losesFiles: (number + $0) % 2 == 0 || point == .restoring)
        }
    }

    @Test(arguments: plans) func `a lane that crashes between request and answer loses and doubles nothing`(
        _ plan: CrashPlan
    ) throws {
        try crash(plan, on: .embedded)
    }

    /// A request whose commit is not confirmed, and an answer that the file has lost.
    static let brokerPlans = [
        CrashPlan(point: .decided, visit: 6), CrashPlan(point: .logCommitted, visit: 6, losesFiles: true),
    ]

    @Test(.enabled(if: KafkaBroker.isAvailable, "needs a broker"), arguments: brokerPlans)
    func `on Kafka too`(_ plan: CrashPlan) throws {
        try crash(plan, on: .kafka)
    }

    private func crash(_ plan: CrashPlan, on log: TestedLog) throws {
        let town = try RewardTown(opening: 1000, on: log)
        try town.report(0..<9)
        try town.settle()
        try town.resolve()
        try town.settle()
        try town.verify()
        if plan.losesFiles { try town.bench.deleteFiles() }
        try town.start(crash: plan)
        #expect(town.waitForQuiet())
        town.bench.stop()
        #expect(town.bench.observer.state.crashed)
        if plan.losesFiles { try town.bench.deleteFiles() }
        try town.settle()
        #expect(try town.counts() == [.granted: 5, .waiting: 4])
        #expect(try town.fund()?.balance == 0)
        try town.audit()
    }

    @Test func `a group that reads everything again grants no reward twice`() throws {
        let town = try RewardTown(opening: 1000)
        try town.play(6)
        let before = try town.ledger()
        let cases = try town.bench.cases().mapValues(\.body)
        town.bench.group = "another"
        town.startsFromOldest = true
        try town.bench.deleteFiles()
        let spoken = try town.bench.read(town.bench.topics.transfers).count
        try town.start()
        let inputs = try town.bench.topics.inputs.reduce(0) { try $0 + town.bench.read($1).count }
        // The ledger answers each request again, and the cases have each answer already.
        #expect(town.bench.waitForConsumed(inputs + 6))
        town.bench.stop()
        #expect(try town.bench.read(town.bench.topics.transfers).count == spoken + 6)
        #expect(try town.ledger() == before)
        #expect(try town.bench.cases().mapValues(\.body) == cases)
        #expect(town.bench.observer.state.tally.applied == 0)
    }

    @Test func `the ledger is rebuilt from its topic with the same balances`() throws {
        let town = try RewardTown(opening: 700)
        try town.play(6)
        let before = try balances(town)
        #expect(before.map(\.granted).reduce(0, +) == 600)
        #expect(before.map(\.waiting).reduce(0, +) == 600)
        try town.bench.deleteFiles()
        try town.settle()
        #expect(try balances(town) == before)
        try town.audit()
    }

    private func balances(_ town: RewardTown) throws -> [RewardBalance] {
        let home = KeyPartitioner.partition(of: RewardTown.programme.utf8, among: town.bench.shards)
        let reader = try StoreReader(path: "\(town.bench.storeDirectory)/shard-\(home).db", shard: home)
        let accounts = Set(try town.entries().map(\.account)).sorted()
        return try accounts.flatMap { try reader.balances(of: $0, in: RewardTown.programme) }
    }

    @Test func `a file ahead of the ledger's topic stops the shard and names the command`() throws {
        let town = try RewardTown()
        try town.play(3)
        let home = KeyPartitioner.partition(of: RewardTown.programme.utf8, among: town.bench.shards)
        try ShardRows.edit(
            path: "\(town.bench.storeDirectory)/shard-\(home).db",
            "UPDATE positions SET next = next + 100 WHERE topic = '\(town.bench.topics.rewards)'")
        try town.start()
        #expect(
            town.bench.observer.wait { seen in
                if case .stopped(let reason)? = seen.phases[home] {
                    return reason.en.contains("is ahead of \(town.bench.topics.rewards)")
                        && reason.en.contains("hazard rebuild")
                }
                return false
            })
        town.bench.stop()
    }
}
