import CaseStore
import HazardCore
import HazardWire

/// The ledger of the programmes at home here, during one step, over the store's open transaction.
///
/// What changes goes into the store at once, so that later records of the batch see it; into the log it goes once, at the
/// step's end, with what it ends as.
struct LedgerBook {
    /// What became of a question to the ledger.
    enum Outcome {
        case applied, repeated, refused
    }

    private let ledger: RewardLedger
    private let settings: LaneSettings
    private let store: ShardStore
    private let scribe: EncodeBuffer
    /// Keys of what changed, in the order of their first change; nil is a tombstone.
    private var keys: [String] = []
    private var bodies: [String: [UInt8]?] = [:]
    /// Entries whose cases must be told, as they were then.
    private(set) var answers: [RewardEntry] = []

    init(settings: LaneSettings, store: ShardStore, scribe: EncodeBuffer) {
        ledger = RewardLedger(policy: settings.policy)
        self.settings = settings
        self.store = store
        self.scribe = scribe
    }

    /// The records for `hazard.rewards`.
    var records: [(key: String, body: [UInt8]?)] { keys.map { ($0, bodies[$0] ?? nil) } }

    // MARK: - What cases ask

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
        return try carryOut(ledger.grant(request, by: command, over: facts, at: now), for: request.programme, at: now)
    }

    mutating func claim(_ entryID: String, of programme: String, at now: Instant) throws(LaneFault) -> Outcome {
        guard let entry = try entry(entryID, of: programme) else { return .refused }
        guard let change = ledger.claim(entry, at: now) else {
            answers.append(entry)
            return .refused
        }
        return try carryOut(change, for: programme, at: now)
    }

    mutating func clawBack(
        _ entryID: String, of programme: String, reason: String?, at now: Instant
    ) throws(LaneFault) -> Outcome {
        guard let entry = try entry(entryID, of: programme) else { return .refused }
        let change = ledger.clawBack(entry, reason: reason, fund: try fund(of: programme), at: now)
        return try carryOut(change, for: programme, at: now)
    }

    // MARK: - What falls due

    /// Ends what was not fetched in time, and forgets what nobody needs any longer; answers how many there were.
    mutating func lookAtTimers(at now: Instant) throws(LaneFault) -> Int {
        let due = try decoded { () throws(StoreFault) in
            try store.dueRewards(upTo: now, limit: settings.pace.timersPerStep)
        }
        for entry in due {
            // One of the step's earlier changes may have dealt with it.
            guard let entry = try self.entry(entry.entryID, of: entry.programme) else { continue }
            if let change = ledger.expire(entry, fund: try fund(of: entry.programme), at: now) {
                _ = try carryOut(change, for: entry.programme, at: now)
            } else if entry.wakeAt(retention: settings.caseRetention).map({ $0 <= now }) ?? false {
                try stored { () throws(StoreFault) in try store.removeReward(entry.entryID) }
                note(RewardCodec.key(entry), nil)
            }
        }
        return due.count
    }

    /// Adds what the configuration has put into the funds since, and pays who waits; answers how many funds moved.
    mutating func topUp(at now: Instant) throws(LaneFault) -> Int {
        var count = 0
        for programme in try stored({ () throws(StoreFault) in try store.fundedProgrammes() }) {
            let before = try fund(of: programme)
            let after = ledger.fund(of: programme, stored: before, at: now)
            let hasGrown = after != before
            if hasGrown, let after { try put(after) }
            // Also when it did not grow: nobody waits while there is money, whatever ran here before.
            if try release(programme, at: now) || hasGrown { count += 1 }
        }
        return count
    }

    // MARK: - Carrying out

    private mutating func carryOut(
        _ change: LedgerChange, for programme: String, at now: Instant
    ) throws(LaneFault) -> Outcome {
        try write(change)
        guard !change.isRepeat else { return .repeated }
        if change.movesQueue { try release(programme, at: now) }
        return .applied
    }

    /// Pays those who wait, as long as there is money; answers whether anybody was paid.
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
        let body = scribe.write { RewardCodec.encode(entry, zone: settings.policy.zone, to: &$0) }
        let retention = settings.caseRetention
        try stored { () throws(StoreFault) in
            try store.put(entry, body: body, wakeAt: entry.wakeAt(retention: retention))
        }
        note(RewardCodec.key(entry), body)
    }

    private mutating func put(_ fund: FundBalance) throws(LaneFault) {
        let body = scribe.write { RewardCodec.encode(fund, zone: settings.policy.zone, to: &$0) }
        try stored { () throws(StoreFault) in try store.put(fund, body: body) }
        note(RewardCodec.fundKey(fund.programme), body)
    }

    private mutating func note(_ key: String, _ body: [UInt8]?) {
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
            throw .stop(
                "shard \(store.shard): a stored record of the ledger cannot be read: \(error). Run `hazard rebuild`")
        }
    }
}
