import CaseStore
import HazardCore
import HazardWire
import Wording

/// The ledgers of the programmes whose home is this shard, during one step and within the store's open transaction
/// (`DECISIONS.md` #20).
///
/// A change goes into the store at once, so that later records of the batch see it. It goes into the log once, at the
/// end of the step, with its final value.
struct LedgerBook {
    /// The outcome of a request to the ledger.
    enum Outcome {
        case applied, repeated, refused
    }

    private let ledger: RewardLedger
    private let settings: LaneSettings
    private let store: ShardStore
    private let buffer: EncodeBuffer
    /// The keys that changed, in the order of their first change. A nil body is a tombstone.
    private var keys: [String] = []
    private var bodies: [String: [UInt8]?] = [:]
    /// Copies of the entries whose cases must receive an answer.
    private(set) var answers: [RewardEntry] = []

    init(settings: LaneSettings, store: ShardStore, buffer: EncodeBuffer) {
        ledger = RewardLedger(policy: settings.policy)
        self.settings = settings
        self.store = store
        self.buffer = buffer
    }

    /// The records for `hazard.rewards`.
    var records: [(key: String, body: [UInt8]?)] { keys.map { ($0, bodies[$0] ?? nil) } }

    // MARK: - Requests of cases

    mutating func grant(
        _ request: RewardRequest, by command: String, at now: Instant
    ) throws(LaneFault) -> Outcome {
        var facts = LedgerFacts()
        facts.existing = try entry(request.entryID, of: request.programme)
        facts.fund = try fund(of: request.programme)
        facts.isQueued = try !waiting(for: request.programme, limit: 1).isEmpty
        if let received = request.receivedAt {
            let reach = ledger.reach(of: request.programme)
            facts.others = try decoded { () throws(StoreFault) in
                try store.rewards(
                    of: request.account, in: request.programme, receivedFrom: received.adding(.zero - reach),
                    to: received.adding(reach))
            }
        }
        return try apply(ledger.grant(request, by: command, over: facts, at: now), for: request.programme, at: now)
    }

    mutating func claim(_ entryID: String, of programme: String, at now: Instant) throws(LaneFault) -> Outcome {
        guard let entry = try entry(entryID, of: programme) else { return .refused }
        guard let change = ledger.claim(entry, at: now) else {
            answers.append(entry)
            return .refused
        }
        return try apply(change, for: programme, at: now)
    }

    mutating func clawBack(
        _ entryID: String, of programme: String, reason: String?, at now: Instant
    ) throws(LaneFault) -> Outcome {
        guard let entry = try entry(entryID, of: programme) else { return .refused }
        let change = ledger.clawBack(entry, reason: reason, fund: try fund(of: programme), at: now)
        return try apply(change, for: programme, at: now)
    }

    // MARK: - Erasing

    /// Removes the account of one entry, whose case erased its reporter.
    mutating func erase(_ entryID: String, of programme: String, at now: Instant) throws(LaneFault) -> Outcome {
        guard let entry = try entry(entryID, of: programme)?.erased else { return .repeated }
        try put(entry)
        return .applied
    }

    /// Removes an account from all its entries, those of forgotten cases too.
    mutating func erase(account: String, at now: Instant) throws(LaneFault) {
        for found in try stored({ () throws(StoreFault) in try store.rewards(ofAccount: account) }) {
            _ = try erase(found.entryID, of: found.programme, at: now)
        }
    }

    // MARK: - Timers

    /// Ends rewards that were not claimed in time and removes entries whose retention has ended.
    ///
    /// Returns the number of entries that were due.
    mutating func decideTimers(at now: Instant) throws(LaneFault) -> Int {
        let due = try decoded { () throws(StoreFault) in
            try store.dueRewards(upTo: now, limit: settings.pace.timersPerStep)
        }
        for entry in due {
            // An earlier change in this step may have removed the entry.
            guard let entry = try self.entry(entry.entryID, of: entry.programme) else { continue }
            if let change = ledger.expire(entry, fund: try fund(of: entry.programme), at: now) {
                _ = try apply(change, for: entry.programme, at: now)
            } else if entry.wakeAt(retention: settings.caseRetention).map({ $0 <= now }) ?? false {
                try stored { () throws(StoreFault) in try store.removeReward(entry.entryID) }
                record(RewardCodec.key(entry), nil)
            }
        }
        return due.count
    }

    /// Adds what the configuration has newly put into the funds, and pays waiting entries.
    ///
    /// Returns the number of funds that changed.
    mutating func topUp(at now: Instant) throws(LaneFault) -> Int {
        var count = 0
        for programme in try stored({ () throws(StoreFault) in try store.fundedProgrammes() }) {
            let before = try fund(of: programme)
            let after = ledger.fund(of: programme, stored: before, at: now)
            let hasGrown = after != before
            if hasGrown, let after { try put(after) }
            // Also when the fund did not grow: another version of the program may have left entries waiting although
            // there is money.
            if try release(programme, at: now) || hasGrown { count += 1 }
        }
        return count
    }

    // MARK: - Applying changes

    private mutating func apply(
        _ change: LedgerChange, for programme: String, at now: Instant
    ) throws(LaneFault) -> Outcome {
        try write(change)
        guard !change.isRepeat else { return .repeated }
        if change.movesQueue { try release(programme, at: now) }
        return .applied
    }

    /// Pays waiting entries while the fund has money. Returns whether any entry was paid.
    @discardableResult
    private mutating func release(_ programme: String, at now: Instant) throws(LaneFault) -> Bool {
        var hasPaid = false
        while let fund = try fund(of: programme) {
            let change = ledger.release(try waiting(for: programme, limit: 100), from: fund, at: now)
            guard !change.entries.isEmpty else { break }
            try write(change)
            hasPaid = true
        }
        return hasPaid
    }

    private mutating func write(_ change: LedgerChange) throws(LaneFault) {
        for entry in change.entries {
            if !change.isRepeat { try put(entry) }
            if entry.reverses == nil { answers.append(entry) }
        }
        if let fund = change.fund { try put(fund) }
    }

    private mutating func put(_ entry: RewardEntry) throws(LaneFault) {
        let body = buffer.write { RewardCodec.encode(entry, zone: settings.policy.zone, to: &$0) }
        let retention = settings.caseRetention
        try stored { () throws(StoreFault) in
            try store.put(entry, body: body, wakeAt: entry.wakeAt(retention: retention))
        }
        record(RewardCodec.key(entry), body)
    }

    private mutating func put(_ fund: FundBalance) throws(LaneFault) {
        let body = buffer.write { RewardCodec.encode(fund, zone: settings.policy.zone, to: &$0) }
        try stored { () throws(StoreFault) in try store.put(fund, body: body) }
        record(RewardCodec.fundKey(fund.programme), body)
    }

    private mutating func record(_ key: String, _ body: [UInt8]?) {
        if bodies.updateValue(body, forKey: key) == nil { keys.append(key) }
    }

    // MARK: - Reading

    private func entry(_ entryID: String, of programme: String) throws(LaneFault) -> RewardEntry? {
        try decoded { () throws(StoreFault) in
            try store.reward(entryID, of: programme).map { [$0] } ?? []
        }.first
    }

    private func waiting(for programme: String, limit: Int) throws(LaneFault) -> [RewardEntry] {
        try decoded { () throws(StoreFault) in try store.waitingRewards(of: programme, limit: limit) }
    }

    private func fund(of programme: String) throws(LaneFault) -> FundBalance? {
        guard let body = try stored({ () throws(StoreFault) in try store.fund(of: programme) }) else { return nil }
        guard case .fund(let fund) = try content(of: RewardCodec.fundKey(programme), body) else { return nil }
        return fund
    }

    private func decoded(_ read: () throws(StoreFault) -> [[UInt8]]) throws(LaneFault) -> [RewardEntry] {
        var entries: [RewardEntry] = []
        for body in try stored(read) {
            if case .entry(let entry) = try content(of: "", body) { entries.append(entry) }
        }
        return entries
    }

    private func content(of key: String, _ body: [UInt8]) throws(LaneFault) -> RewardCodec.Content {
        do {
            return try RewardCodec.decode(key: key, body)
        } catch {
            let reason = LocalText(describing: error)
            throw .stop(
                LocalText(
                    zh: "分片 \(store.shard)：奖励台账中有一条已存记录无法读取：\(reason.zh)。请执行 `hazard rebuild`。",
                    en: "shard \(store.shard): a stored record of the ledger cannot be read: \(reason.en). "
                        + "Run `hazard rebuild`."))
        }
    }
}
