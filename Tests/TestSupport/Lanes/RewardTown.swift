internal import CaseStore
internal import Dispatcher
internal import Foundation
package import HazardCore
internal import HazardWire
internal import MessageLog
internal import Testing

/// A town on three shards whose programme pays from a fund, for tests of the ledger.
package final class RewardTown {
    package static let programme = "jianyang.sentinel"
    package static let amount = 200

    package let bench: LaneBench
    package var policy: Policy
    package var retention = Duration.days(400)
    package var startsFromOldest = false

    package init(opening: Int = 1000, stamped: TestTime? = nil, on log: TestedLog = .embedded) throws {
        bench =
            switch log {
            case .embedded: try EmbeddedBench.make(shards: 3, stamped: stamped)
            case .kafka: try KafkaBench.make(shards: 3)
            }
        policy = try Self.policy(opening: opening)
    }

    /// The shipped policy, with a programme that pays for verified reports.
    package static func policy(opening: Int, _ edit: (inout Incentive) -> Void = { _ in }) throws -> Policy {
        let shipped = try ShippedPolicy.load()
        var programmes = shipped.programmes
        var rule = RewardRule(id: "put-out", kind: .immediate, trigger: .verified, amount: amount, unit: "yuan")
        rule.terms.fromFund = true
        programmes[programme]?.incentive = Incentive()
        programmes[programme]?.incentive.fund = RewardFund(name: "fund", opening: opening, unit: "yuan")
        programmes[programme]?.incentive.rewards = [rule]
        if var incentive = programmes[programme]?.incentive {
            edit(&incentive)
            programmes[programme]?.incentive = incentive
        }
        return Policy(
            departments: Array(shipped.departments.values), categories: shipped.categories,
            programmes: Array(programmes.values), schemes: Array(shipped.schemes.values), routing: shipped.routing,
            basics: shipped.basics)
    }

    package func start(crash: CrashPlan? = nil) throws {
        try bench.start(crash: crash) { settings in
            settings.policy = policy
            settings.caseRetention = retention
            settings.startsFromOldest = startsFromOldest
            settings.pace.batchRecords = 2
            settings.pace.restoreRecords = 2
        }
    }

    /// Starts the lanes, waits until they have decided everything, and stops them.
    package func settle() throws {
        try start()
        #expect(waitForQuiet())
        bench.stop()
    }

    /// Waits until all input records are decided, including those that decisions wrote, or until a lane crashed as
    /// planned.
    package func waitForQuiet() -> Bool {
        let before = bench.tally.consumed - bench.observer.state.tally.consumed
        let shards = bench.shards
        // Reading the topics is slow, so it is done once for each step.
        var looked = -1
        return bench.observer.wait(seconds: 60) { seen in
            if seen.crashed { return true }
            let run = seen.phases.values.filter { $0 == .running }.count
            guard run == shards, seen.tally.consumed != looked else { return false }
            looked = seen.tally.consumed
            let waiting = try? bench.topics.inputs.reduce(0) { try $0 + bench.read($1).count }
            return before + seen.tally.consumed == waiting
        }
    }

    // MARK: - Texts

    /// Publishes reports of different hazards over all shards; `rider` gives each number's reporter.
    package func report(_ numbers: Range<Int>, rider: (Int) -> String = { "rider-\($0)" }) throws {
        for number in numbers {
            let at = ISO8601DateFormatter().string(
                from: Date(timeIntervalSince1970: Double(bench.time.wall) / 1000 - 60))
            let district = Samples.district(of: number % bench.shards, among: bench.shards)
            try bench.publish(
                #"{"schema_version":1,"report_id":"g1-\#(number)","programme":"\#(Self.programme)","channel":"phone","#
                    + #""reported_at":"\#(at)","text":"case \#(number)","category_hint":"E01","reporter":{"#
                    + #""ref":"\#(rider(number))","kind":"rider"},"location":{"district":"\#(district)","#
                    + #""lat":\#(30.0 + Double(number) / 100),"lon":104.5,"crs":"wgs84"}}"#,
                partition: number % bench.shards)
        }
    }

    /// Every department of every dispatched case resolves its task.
    package func resolve() throws {
        for value in try cases() where value.state == .dispatched {
            for task in value.tasks {
                for (kind, extra) in [("accept", ""), ("resolve", #","result":"solved""#)] {
                    try bench.publish(
                        Samples.feedback(
                            "\(task.department)-\(kind)", case: value.id.text, department: task.department, kind: kind,
                            extra: extra), to: bench.topics.feedback, partition: value.id.shard)
                }
            }
        }
    }

    /// Every resolved case is verified.
    package func verify() throws {
        for value in try cases() where value.state == .resolved {
            try command("verify", value, #","arguments":{"result":"pass"}"#)
        }
    }

    package func command(_ kind: String, _ value: Case, _ extra: String = "", role: String = "operator") throws {
        let text = Samples.command("\(kind)-\(value.version)", case: value.id.text, kind: kind, extra: extra)
        try bench.publish(
            text.replacingOccurrences(of: #""role":"operator""#, with: #""role":"\#(role)""#),
            to: bench.topics.commands,
            partition: value.id.shard)
    }

    /// Makes so many verified cases whose rewards are decided.
    package func play(_ count: Int) throws { try play(0..<count) }

    package func play(_ numbers: Range<Int>) throws {
        try report(numbers)
        try settle()
        try resolve()
        try settle()
        try verify()
        try settle()
    }

    // MARK: - Results

    package func cases() throws -> [Case] { try bench.cases().values.map(\.value).sorted { $0.id.text < $1.id.text } }

    /// The last record of each key of `hazard.rewards`.
    package func ledger() throws -> [String: [UInt8]] {
        var latest: [String: [UInt8]] = [:]
        for record in try bench.read(bench.topics.rewards) {
            latest[String(decoding: record.key ?? [], as: UTF8.self)] = record.value
        }
        return latest
    }

    package func entries() throws -> [RewardEntry] {
        try ledger().compactMap { key, body in
            if case .entry(let entry) = try RewardCodec.decode(key: key, body) { entry } else { nil }
        }.sorted { $0.entryID < $1.entryID }
    }

    package func fund() throws -> FundBalance? {
        let key = RewardCodec.fundKey(Self.programme)
        guard let body = try ledger()[key], case .fund(let fund) = try RewardCodec.decode(key: key, body) else {
            return nil
        }
        return fund
    }

    /// The number of entries in each state.
    package func counts() throws -> [RewardState: Int] {
        try Dictionary(entries().map { ($0.state, 1) }, uniquingKeysWith: +)
    }

    /// Checks the ledger's invariants, wherever a lane crashed.
    package func audit() throws {
        let entries = try entries()
        let home = KeyPartitioner.partition(of: Self.programme.utf8, among: bench.shards)
        var balances: [Int] = []
        for record in try bench.read(bench.topics.rewards) {
            #expect(record.partition == home)
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            guard let body = record.value else { continue }
            if case .fund(let fund) = try RewardCodec.decode(key: key, body) { balances.append(fund.balance) }
        }
        #expect(balances.allSatisfy { $0 >= 0 })
        let out = entries.filter { $0.state == .granted }.reduce(0) { $0 + $1.amount }
        if let fund = try fund() { #expect(fund.opening == fund.balance + out) }
        // Every case agrees with the ledger about its entries.
        func row(_ id: String, _ state: RewardState?, _ reason: String?, _ amount: Int) -> [String] {
            [id, state?.rawValue ?? "asked", reason ?? "-", String(amount)]
        }
        let known = try cases().flatMap(\.rewards).map { row($0.entryID, $0.state, $0.reason, $0.amount) }
        let expected = entries.filter { $0.reverses == nil }.map { row($0.entryID, $0.state, $0.reason, $0.amount) }
        #expect(Set(known) == Set(expected))
        // Shards send each command to one another once.
        let spoken = try bench.read(bench.topics.transfers).map { try CommandCodec.decode($0.value).command }
            .filter { $0.role == .system }.map(\.commandID)
        #expect(Set(spoken).count == spoken.count)
        #expect(bench.tally.isConserved)
        #expect(bench.tally.deadLetters == 0)
        try StoreAudit(bench: bench).run()
    }
}
