package import HazardCore
package import JSONText

/// The ledger on `hazard.rewards`: entries under `<programme>/<entry id>`, the balance under `<programme>/fund`.
package enum RewardCodec {
    /// What a record of the ledger holds.
    package enum Content: Hashable, Sendable {
        case entry(RewardEntry)
        case fund(FundBalance)
    }

    /// The record key of an entry.
    package static func key(_ entry: RewardEntry) -> String { entry.programme + "/" + entry.entryID }

    /// The record key of a programme's fund.
    package static func fundKey(_ programme: String) -> String { programme + "/fund" }

    package static func encode(_ entry: RewardEntry, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.schemaVersion()
        writer.field("entry_id", entry.entryID)
        writer.field("programme", entry.programme)
        writer.field("account", entry.account)
        writer.field("case_id", entry.caseID.text)
        writer.field("report_id", entry.reportID)
        writer.field("rule", entry.rule)
        writer.field("kind", entry.kind)
        writer.field("amount", entry.amount)
        writer.field("unit", entry.unit)
        writer.field("state", entry.state)
        writer.field("reason", entry.reason)
        writer.field("at", entry.at, zone)
        writer.field("claim_until", entry.claimUntil, zone)
        writer.field("reverses", entry.reverses)
        writer.field("claimed_at", entry.claimedAt, zone)
        writer.field("version", entry.version)
        writer.field("from_fund", entry.isFromFund)
        writer.field("category", entry.category)
        writer.field("place", entry.place)
        writer.field("received_at", entry.receivedAt, zone)
        writer.optional("by_hand", entry.byHand)
        writer.endObject()
    }

    package static func encode(_ fund: FundBalance, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.schemaVersion()
        writer.field("programme", fund.programme)
        writer.field("balance", fund.balance)
        writer.field("unit", fund.unit)
        writer.field("at", fund.at, zone)
        writer.field("opening", fund.opening)
        writer.endObject()
    }

    /// Reads a record of the ledger: an entry or a balance, by its key.
    ///
    /// - Throws: `newer` for a record of a later version, else `unreadable` with the field and the byte.
    package static func decode(key: String, _ bytes: [UInt8]) throws(WireFault) -> Content {
        if key.hasSuffix("/fund") {
            return .fund(try WireFault.read(bytes) { reader throws(JSONFault) in try FundField.read(&reader) })
        }
        return .entry(try WireFault.read(bytes) { reader throws(JSONFault) in try RewardField.read(&reader) })
    }
}

/// The fields of a ledger entry.
private enum RewardField: String, JSONFields {
    case schemaVersion = "schema_version"
    case entryID = "entry_id"
    case programme, account
    case caseID = "case_id"
    case reportID = "report_id"
    case rule, kind, amount, unit, state, reason, at
    case claimUntil = "claim_until"
    case claimedAt = "claimed_at"
    case reverses, version
    case fromFund = "from_fund"
    case category, place
    case receivedAt = "received_at"
    case byHand = "by_hand"
    case unknown

    static let keys = JSONKeys<RewardField>(required: [
        .schemaVersion, .entryID, .programme, .account, .caseID, .rule, .kind, .amount, .unit, .state, .at,
    ])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> RewardEntry {
        // Each of these values belongs to a required field, so every one is replaced.
        var entry = RewardEntry(
            entryID: "", programme: "", account: "",
            caseID: CaseID(date: CivilDate(daysSince1970: 0), shard: 0, number: 1),
            rule: RewardRule(id: "", kind: .points, trigger: .closed, amount: 0, unit: ""),
            at: Instant(milliseconds: 0))
        var object = try reader.open(RewardField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .schemaVersion: try reader.schemaVersion()
            case .entryID: entry.entryID = try reader.string()
            case .programme: entry.programme = try reader.string()
            case .account: entry.account = try reader.string()
            case .caseID: entry.caseID = try reader.caseID()
            case .reportID: entry.reportID = try reader.string()
            case .rule: entry.rule = try reader.string()
            case .kind: entry.kind = try reader.value(of: WireNames.rewardKind)
            case .amount: entry.amount = try reader.int()
            case .unit: entry.unit = try reader.string()
            case .state: entry.state = try reader.value(of: WireNames.rewardState)
            case .reason: entry.reason = try reader.string()
            case .at: entry.at = try reader.instant()
            case .claimUntil: entry.claimUntil = try reader.instant()
            case .claimedAt: entry.claimedAt = try reader.instant()
            case .reverses: entry.reverses = try reader.string()
            case .version: entry.version = try reader.int()
            case .fromFund: entry.isFromFund = try reader.bool()
            case .category: entry.category = try reader.string()
            case .place: entry.place = try reader.string()
            case .receivedAt: entry.receivedAt = try reader.instant()
            case .byHand: entry.byHand = try reader.strings { reader throws(JSONFault) in try reader.string() }
            case .unknown: try reader.skipValue()
            }
        }
        return entry
    }
}

/// The fields of a balance.
private enum FundField: String, JSONFields {
    case schemaVersion = "schema_version"
    case programme, balance, unit, at, opening, unknown

    static let keys = JSONKeys<FundField>(required: [.schemaVersion, .programme, .balance, .unit, .at, .opening])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> FundBalance {
        var fund = FundBalance(programme: "", balance: 0, unit: "", at: Instant(milliseconds: 0))
        var object = try reader.open(FundField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .schemaVersion: try reader.schemaVersion()
            case .programme: fund.programme = try reader.string()
            case .balance: fund.balance = try reader.int()
            case .unit: fund.unit = try reader.string()
            case .at: fund.at = try reader.instant()
            case .opening: fund.opening = try reader.int()
            case .unknown: try reader.skipValue()
            }
        }
        return fund
    }
}
