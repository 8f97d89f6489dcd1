internal import ChineseText
internal import HazardCore
internal import JSONText

/// The `arguments` of a command: which kind needs which, and how they are written.
struct CommandArgumentsText {
    enum Field: String, JSONFields {
        case category, condition, departments, department, result, code, into
        case caseID = "case_id"
        case until, request, reports, kind
        case entryID = "entry_id"
        case programme, account
        case reportID = "report_id"
        case rule, amount, unit, state, reason, place
        case receivedAt = "received_at"
        case claimUntil = "claim_until"
        case claimedAt = "claimed_at"
        case byHand = "by_hand"
        case entryVersion = "entry_version"
        case unknown

        static let keys = JSONKeys<Field>()
    }

    private var arguments = Command.Arguments()
    private var department: String?
    /// `kind`: of a link, or of a reward.
    private var kindName: String?
    private var reward = RewardArguments()
    /// Where the object stands, or the command when none was given; in the whole document.
    private let offset: Int
    private let isGiven: Bool

    init(at offset: Int, isGiven: Bool) {
        self.offset = offset
        self.isGiven = isGiven
    }

    static func read(
        _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) -> CommandArgumentsText {
        var text = CommandArgumentsText(at: faults.base + reader.offset, isGiven: true)
        _ = try reader.fields(Field.self, &faults) { field, reader, faults throws(JSONFault) in
            try text.take(field, &reader, &faults)
        }
        return text
    }

    private mutating func take(
        _ field: Field, _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        switch field {
        case .category: arguments.category = try reader.text(limit: 64).map(Masking.masked)
        case .condition: arguments.condition = try reader.text(limit: 64).map(Masking.masked)
        case .departments: arguments.departments = try DepartmentRoleText.readAll(&reader, &faults)
        case .department: department = try reader.identifier()
        case .result: arguments.result = try reader.value(of: WireNames.checkResult)
        case .code: arguments.code = try reader.value(of: Self.commandedCodes)
        case .into, .caseID: arguments.into = try reader.caseID()
        case .until: arguments.until = try reader.instant()
        case .request: arguments.request = try reader.identifier()
        case .reports:
            arguments.reports = try reader.strings(limit: 200) { reader throws(JSONFault) in try reader.identifier() }
        case .kind: kindName = try reader.identifier()
        case .entryID: reward.entryID = try reader.name(limit: 256)
        case .programme: reward.programme = try reader.identifier()
        case .account: reward.account = try reader.name(limit: 128)
        case .reportID: reward.reportID = try reader.identifier()
        case .rule: reward.rule = try reader.identifier()
        case .amount: reward.amount = try reader.int()
        case .unit: reward.unit = try reader.text(limit: 32)
        case .state: reward.state = try reader.value(of: WireNames.rewardState)
        case .reason: reward.reason = try reader.text(limit: 1000)
        case .place: reward.place = try reader.text(limit: 256)
        case .receivedAt: reward.receivedAt = try reader.instant()
        case .claimUntil: reward.claimUntil = try reader.instant()
        case .claimedAt: reward.claimedAt = try reader.instant()
        case .entryVersion: reward.version = try reader.int()
        case .byHand: reward.isByHand = try reader.bool()
        case .unknown: try reader.skipValue()
        }
    }

    /// What `close` may be given: `not-found` is a department's or a verifier's finding, never an operator's.
    private static let commandedCodes = JSONNames<CloseCode>(
        [.solved, .notSolvable, .referred, .suggestionKept], name: \.rawValue)

    // MARK: - Which kind needs which

    func check(_ kind: CommandKind, role: CommandRole?, _ faults: inout FaultCollector) throws(JSONFault) {
        switch kind {
        case .classify: try need(.category, arguments.category != nil, &faults)
        case .dispatch: try need(.departments, !arguments.departments.isEmpty, &faults)
        case .waive: try need(.departments, !arguments.departments.isEmpty || department != nil, &faults)
        case .verify: try need(.result, arguments.result != nil, &faults)
        case .merge, .link: try need(.into, arguments.into != nil, &faults)
        case .split: try need(.reports, !arguments.reports.isEmpty, &faults)
        case .suspend: try need(.until, arguments.until != nil, &faults)
        case .approve, .refuse: try need(.request, arguments.request != nil, &faults)
        case .grant:
            try need(.rule, reward.rule != nil, &faults)
            guard role == .system else { return }
            try need(.programme, reward.programme != nil, &faults)
            try need(.account, reward.account != nil, &faults)
            try need(.reportID, reward.reportID != nil, &faults)
        case .claim, .clawBack:
            try need(.entryID, reward.entryID != nil, &faults)
            if role == .system { try need(.programme, reward.programme != nil, &faults) }
        case .rewardSettled:
            try need(.entryID, reward.entryID != nil, &faults)
            try need(.state, reward.state != nil, &faults)
        case .close, .forceClose, .cancel, .reject, .reopen, .urge, .supervise, .resume, .escalate, .reveal: return
        }
    }

    private func need(_ field: Field, _ isThere: Bool, _ faults: inout FaultCollector) throws(JSONFault) {
        guard !isThere else { return }
        let name = isGiven ? field.rawValue : CommandField.arguments.rawValue + "." + field.rawValue
        try faults.report(.missing(name, at: offset))
    }

    // MARK: - Values

    func arguments(for kind: CommandKind) -> Command.Arguments {
        var result = arguments
        result.reward = reward(for: kind)
        if result.reward != nil { result.category = nil }
        switch kind {
        case .waive:
            if let department { result.departments.append(DepartmentRole(department, .co)) }
        case .link: result.linkKind = kindName
        case .reveal:
            if let report = reward.reportID, result.reports.isEmpty { result.reports = [report] }
        default: break
        }
        return result
    }

    private func reward(for kind: CommandKind) -> RewardArguments? {
        guard [.grant, .claim, .clawBack, .rewardSettled].contains(kind) else { return nil }
        var result = reward
        result.kind = kindName.flatMap(RewardKind.init)
        result.category = arguments.category
        result.unit = reward.unit.map(Masking.masked)
        result.place = reward.place.map(Masking.masked)
        result.reason = reward.reason.map(Masking.masked)
        return result
    }

    static func write(_ message: CommandMessage, zone: ZoneOffset, to writer: inout JSONWriter) {
        let arguments = message.command.arguments
        writer.optional("category", arguments.category ?? arguments.reward?.category)
        writer.optional("condition", arguments.condition)
        if !arguments.departments.isEmpty {
            writer.list("departments", arguments.departments) { writer, entry in
                writer.beginObject()
                writer.field("department", entry.department)
                writer.field("role", entry.role)
                writer.endObject()
            }
        }
        writer.optional("result", arguments.result)
        writer.optional("code", arguments.code)
        writer.optional("into", arguments.into?.text)
        writer.optional("until", arguments.until, zone)
        writer.optional("request", arguments.request)
        writer.optional("reports", arguments.reports)
        writer.optional("kind", arguments.linkKind ?? arguments.reward?.kind?.rawValue)
        guard let reward = arguments.reward else { return }
        writer.optional("entry_id", reward.entryID)
        writer.optional("programme", reward.programme)
        writer.optional("account", reward.account)
        writer.optional("report_id", reward.reportID)
        writer.optional("rule", reward.rule)
        writer.optional("amount", reward.amount.map { Int64($0) })
        writer.optional("unit", reward.unit)
        writer.optional("state", reward.state)
        writer.optional("reason", reward.reason)
        writer.optional("place", reward.place)
        writer.optional("received_at", reward.receivedAt, zone)
        writer.optional("claim_until", reward.claimUntil, zone)
        writer.optional("claimed_at", reward.claimedAt, zone)
        writer.optional("entry_version", reward.version.map { Int64($0) })
        if reward.isByHand { writer.field("by_hand", true) }
    }
}

/// `{department, role}` in a command.
private enum DepartmentRoleText: String, JSONFields {
    case department, role, unknown

    static let keys = JSONKeys<DepartmentRoleText>()

    static func readAll(
        _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) -> [DepartmentRole] {
        var all: [DepartmentRole] = []
        try reader.elements(limit: 50, &faults) { reader, faults throws(JSONFault) in
            var department: String?
            var role = TaskRole.co
            let at = try reader.fields(DepartmentRoleText.self, &faults) { field, reader, _ throws(JSONFault) in
                switch field {
                case .department: department = try reader.identifier()
                case .role: role = try reader.value(of: WireNames.taskRole)
                case .unknown: try reader.skipValue()
                }
            }
            guard let department else {
                return try faults.report(.missing(DepartmentRoleText.department.rawValue, at: at))
            }
            all.append(DepartmentRole(department, role))
        }
        return all
    }
}
