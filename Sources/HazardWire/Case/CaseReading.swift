internal import HazardCore
internal import JSONText

/// The fields of a case.
enum CaseField: String, JSONFields {
    case schemaVersion = "schema_version"
    case caseID = "case_id"
    case version, state, programme, kind, category, condition, priority, text, location, media
    case openedAt = "opened_at"
    case registeredAt = "registered_at"
    case dispatchedAt = "dispatched_at"
    case resolvedAt = "resolved_at"
    case closedAt = "closed_at"
    case dueAt = "due_at"
    case makeSafeDueAt = "make_safe_due_at"
    case makeSafeFrom = "make_safe_from"
    case madeSafeAt = "made_safe_at"
    case closeCode = "close_code"
    case flags, reports, tasks, decision, limits
    case closeRule = "close_rule"
    case rulesHash = "rules_hash"
    case rewards
    case movedRewards = "moved_rewards"
    case links, pauses
    case suspendedUntil = "suspended_until"
    case stageDueAt = "stage_due_at"
    case lastUrgedAt = "last_urged_at"
    case emergency
    case toldNumbers = "told_numbers"
    case requests, notices
    case noticeCount = "notice_count"
    case noticeRetryAt = "notice_retry_at"
    case history, unknown

    static let keys = JSONKeys<CaseField>(required: [
        .schemaVersion, .caseID, .version, .state, .programme, .kind, .category, .priority, .openedAt, .flags,
        .decision,
        .closeRule, .rulesHash,
    ])
}

/// Decodes a case.
enum CaseReading {
    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Case {
        var value = blank
        var version = SchemaVersion.ofCase
        var object = try reader.open(CaseField.self)
        while let field = try reader.next(&object) {
            if field == .schemaVersion {
                version = try reader.schemaVersion(upTo: SchemaVersion.ofCase)
            } else {
                try take(field, &value, &reader)
            }
        }
        if version < 2 { value.useWrittenSentences() }
        // A program from before this limit wrote the case, so the limit counts from the opening.
        if value.isWaitingEmergency, value.emergency == nil {
            value.watchEmergency(limit: EmergencyWait.usualLimit, at: value.openedAt)
        }
        return value
    }

    /// The initial value for decoding. Required fields replace each of these values.
    private static let blank = Case(
        id: CaseID(date: CivilDate(daysSince1970: 0), shard: 0, number: 1), state: .triage, programme: "",
        category: CaseCategory(code: "", id: "", name: ""),
        decision: CaseDecision(rule: "", closeRule: .all, rulesHash: ""), openedAt: Instant(milliseconds: 0))

    private static func take(
        _ field: CaseField, _ value: inout Case, _ reader: inout JSONReader
    ) throws(JSONFault) {
        switch field {
        case .schemaVersion: break
        case .caseID: value.id = try reader.caseID()
        case .version: value.version = try reader.int()
        case .state: value.state = try reader.value(of: WireNames.caseState)
        case .programme: value.programme = try reader.string()
        case .kind: value.kind = try reader.value(of: WireNames.reportKind)
        case .category: value.category = try CategoryText.read(&reader)
        case .condition: value.condition = try reader.string()
        case .priority: value.priority = try reader.value(of: WireNames.priority)
        case .text: value.text = try reader.string()
        case .location: value.location = try CasePlace.read(&reader)
        case .media: value.media = try reader.list(MediaText.readOwn)
        case .openedAt: value.openedAt = try reader.instant()
        case .registeredAt: value.registeredAt = try reader.instant()
        case .dispatchedAt: value.dispatchedAt = try reader.instant()
        case .resolvedAt: value.resolvedAt = try reader.instant()
        case .closedAt: value.closedAt = try reader.instant()
        case .dueAt: value.dueAt = try reader.instant()
        case .makeSafeDueAt: value.makeSafeDueAt = try reader.instant()
        case .makeSafeFrom: value.makeSafeFrom = try reader.instant()
        case .madeSafeAt: value.madeSafeAt = try reader.instant()
        case .closeCode: value.closeCode = try reader.value(of: WireNames.closeCode)
        case .flags: value.flags = try CaseFlagsText.read(&reader)
        case .reports: value.reports = try reader.list(CaseReportText.read)
        case .tasks: value.tasks = try reader.list(CaseTaskText.read)
        case .decision: try CaseDecisionText.read(&reader, into: &value.decision)
        case .limits: try CaseDecisionText.readLimits(&reader, into: &value.decision)
        case .closeRule: value.decision.closeRule = try reader.value(of: WireNames.closeRule)
        case .rulesHash: value.decision.rulesHash = try reader.string()
        case .links: value.links = try reader.list(CaseLinkText.read)
        case .rewards: value.rewards = try reader.list(CaseRewardText.read)
        case .movedRewards: value.movedRewards = try reader.list(MovedRewardText.read)
        case .pauses: value.pauses = try PauseText.readAll(&reader)
        case .suspendedUntil: value.suspendedUntil = try reader.instant()
        case .stageDueAt: value.stageDueAt = try reader.instant()
        case .lastUrgedAt: value.lastUrgedAt = try reader.instant()
        case .emergency: value.emergency = try EmergencyText.read(&reader)
        case .toldNumbers: value.toldNumbers = try reader.list(ToldNumberText.read)
        case .requests: value.requests = try reader.list(CaseRequestText.read)
        case .notices: value.notices = try reader.list(CaseNoticeText.read)
        case .noticeCount: value.noticeCount = try reader.int()
        case .noticeRetryAt: value.noticeRetryAt = try reader.instant()
        case .history: value.history = try reader.list(CaseEventText.read)
        case .unknown: try reader.skipValue()
        }
    }
}

extension Case {
    /// Marks the history and evidence of a case from before typed details as sentences that are shown as written.
    fileprivate mutating func useWrittenSentences() {
        for index in history.indices where history[index].detail == nil {
            let event = history[index]
            guard event.reason != nil || event.note != nil else { continue }
            history[index].detail = .written(reason: event.reason, note: event.note)
            (history[index].reason, history[index].note) = (nil, nil)
        }
    }
}
