internal import HazardCore
internal import JSONText

/// An entry of a case's `moved_rewards`: `{entry_id, case_id}`.
enum MovedRewardText: String, JSONFields {
    case entryID = "entry_id"
    case caseID = "case_id"
    case unknown

    static let keys = JSONKeys<MovedRewardText>(required: [.entryID, .caseID])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> MovedReward {
        let nowhere = CaseID(date: CivilDate(daysSince1970: 0), shard: 0, number: 1)
        var moved = MovedReward(entryID: "", caseID: nowhere)
        var object = try reader.open(MovedRewardText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .entryID: moved.entryID = try reader.string()
            case .caseID: moved.caseID = try reader.caseID()
            case .unknown: try reader.skipValue()
            }
        }
        return moved
    }

    static func write(_ moved: MovedReward, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("entry_id", moved.entryID)
        writer.field("case_id", moved.caseID.text)
        writer.endObject()
    }
}

/// An entry of a case's `rewards`. `state` is absent until the ledger answers.
enum CaseRewardText: String, JSONFields {
    case entryID = "entry_id"
    case reportID = "report_id"
    case programme, rule, kind, amount, unit, state, reason, at
    case settledAt = "settled_at"
    case claimUntil = "claim_until"
    case claimedAt = "claimed_at"
    case version, unknown

    static let keys = JSONKeys<CaseRewardText>(required: [.entryID, .reportID, .rule, .kind, .amount, .unit, .at])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseReward {
        let blank = RewardRule(id: "", kind: .points, trigger: .closed, amount: 0, unit: "")
        var reward = CaseReward(entryID: "", reportID: "", rule: blank, amount: 0, at: Instant(milliseconds: 0))
        var object = try reader.open(CaseRewardText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .entryID: reward.entryID = try reader.string()
            case .reportID: reward.reportID = try reader.string()
            case .programme: reward.programme = try reader.string()
            case .rule: reward.rule = try reader.string()
            case .kind: reward.kind = try reader.value(of: WireNames.rewardKind)
            case .amount: reward.amount = try reader.int()
            case .unit: reward.unit = try reader.string()
            case .state: reward.state = try reader.value(of: WireNames.rewardState)
            case .reason: reward.reason = try reader.string()
            case .at: reward.at = try reader.instant()
            case .settledAt: reward.settledAt = try reader.instant()
            case .claimUntil: reward.claimUntil = try reader.instant()
            case .claimedAt: reward.claimedAt = try reader.instant()
            case .version: reward.version = try reader.int()
            case .unknown: try reader.skipValue()
            }
        }
        return reward
    }

    static func write(_ reward: CaseReward, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("entry_id", reward.entryID)
        writer.field("report_id", reward.reportID)
        writer.optional("programme", reward.programme)
        writer.field("rule", reward.rule)
        writer.field("kind", reward.kind.rawValue)
        writer.field("amount", reward.amount)
        writer.field("unit", reward.unit)
        writer.optional("state", reward.state)
        writer.optional("reason", reward.reason)
        writer.field("at", reward.at, zone)
        writer.optional("settled_at", reward.settledAt, zone)
        writer.optional("claim_until", reward.claimUntil, zone)
        writer.optional("claimed_at", reward.claimedAt, zone)
        writer.optional("version", reward.version.map(Int64.init))
        writer.endObject()
    }
}
