internal import ChineseText
internal import HazardCore
internal import JSONText

/// Reads the `arguments` of a command and checks which arguments each kind requires.
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

    private var category: String?
    private var condition: String?
    private var departments: [DepartmentRole] = []
    private var department: String?
    private var result: CheckResult?
    private var code: CloseCode?
    private var into: CaseID?
    private var until: Instant?
    private var request: String?
    private var reports: [String] = []
    /// The argument `kind`: the kind of a link or of a reward.
    private var kindName: String?
    private var reward = RewardFields()
    /// The byte offset of the arguments in the whole document, or of the command when there are none.
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
        case .category: category = try reader.text(limit: 64).map(Masking.masked)
        case .condition: condition = try reader.text(limit: 64).map(Masking.masked)
        case .departments: departments = try DepartmentRoleText.readAll(&reader, &faults)
        case .department: department = try reader.identifier()
        case .result: result = try reader.value(of: WireNames.checkResult)
        case .code: code = try reader.value(of: Self.commandedCodes)
        case .into, .caseID: into = try reader.caseID()
        case .until: until = try reader.instant()
        case .request: request = try reader.identifier()
        case .reports:
            reports = try reader.strings(limit: 200) { reader throws(JSONFault) in try reader.identifier() }
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

    /// The codes that an operator may close with. Only a department or a verifier may report `not-found`.
    private static let commandedCodes = JSONNames<CloseCode>(
        [.solved, .notSolvable, .referred, .suggestionKept], name: \.rawValue)

    // MARK: - Required arguments

    func check(_ kind: CommandKind, role: CommandRole?, _ faults: inout FaultCollector) throws(JSONFault) {
        switch kind {
        case .classify: try require(.category, category != nil, &faults)
        case .dispatch: try require(.departments, !departments.isEmpty, &faults)
        case .waive: try require(.departments, !departments.isEmpty || department != nil, &faults)
        case .verify: try require(.result, result != nil, &faults)
        case .merge, .link: try require(.into, into != nil, &faults)
        case .split: try require(.reports, !reports.isEmpty, &faults)
        case .suspend: try require(.until, until != nil, &faults)
        case .approve, .refuse: try require(.request, request != nil, &faults)
        case .grant:
            try require(.rule, reward.rule != nil, &faults)
            guard role == .system else { return }
            try require(.programme, reward.programme != nil, &faults)
            try require(.account, reward.account != nil, &faults)
            try require(.reportID, reward.reportID != nil, &faults)
            try require(.entryID, reward.entryID != nil, &faults)
            try require(.kind, kindName.flatMap(RewardKind.init) != nil, &faults)
            try require(.amount, reward.amount.map { $0 > 0 } ?? false, &faults)
            try require(.unit, reward.unit != nil, &faults)
        case .claim, .clawBack:
            try require(.entryID, reward.entryID != nil, &faults)
            if role == .system { try require(.programme, reward.programme != nil, &faults) }
        case .erase:
            guard role != .system || reward.entryID == nil else {
                return try require(.programme, reward.programme != nil, &faults)
            }
            try require(.reportID, (reward.reportID == nil) != (reward.account == nil), &faults)
        case .rewardSettled:
            try require(.entryID, reward.entryID != nil, &faults)
            try require(.state, reward.state != nil, &faults)
        case .close, .forceClose, .cancel, .reject, .reopen, .urge, .supervise, .resume, .escalate, .reveal: return
        }
    }

    private func require(_ field: Field, _ isPresent: Bool, _ faults: inout FaultCollector) throws(JSONFault) {
        guard !isPresent else { return }
        let name = isGiven ? field.rawValue : CommandField.arguments.rawValue + "." + field.rawValue
        try faults.report(.missing(name, at: offset))
    }

    // MARK: - Values

    /// The command's action; nil when a required argument is missing, which `check` has reported.
    func action(for kind: CommandKind, role: CommandRole, caseID: CaseID) -> CommandAction? {
        switch kind {
        case .classify: category.map { .classify(category: $0, condition: condition) }
        case .dispatch: departments.isEmpty ? nil : .dispatch(departments)
        case .waive:
            departments.isEmpty && department == nil
                ? nil : .waive(departments.map(\.department) + (department.map { [$0] } ?? []))
        case .verify: result.map { .verify($0) }
        case .close: .close(code)
        case .forceClose: .forceClose(code)
        case .cancel: .cancel
        case .reject: .reject
        case .reopen: .reopen
        case .urge: .urge
        case .supervise: .supervise
        case .escalate: .escalate
        case .suspend: until.map { .suspend(until: $0) }
        case .resume: .resume
        case .approve: choice.map { .approve($0) }
        case .refuse: choice.map { .refuse($0) }
        case .merge: into.map { .merge(into: $0) }
        case .split: reports.isEmpty ? nil : .split(reports)
        case .link: into.map { .link($0, kindName.map(LinkKind.init) ?? .related) }
        case .reveal: .reveal(reports.isEmpty ? reward.reportID.map { [$0] } ?? [] : reports)
        case .erase: erasure(role)
        case .grant, .claim, .clawBack, .rewardSettled: rewardAction(for: kind, role: role, caseID: caseID)
        }
    }

    private var choice: RequestChoice? {
        request.map { RequestChoice(request: $0, departments: departments.map(\.department), until: until) }
    }

    /// Of a shard it can be a question to a ledger about one entry.
    private func erasure(_ role: CommandRole) -> CommandAction? {
        if role == .system, let entry = reward.entryID {
            return reward.programme.map { .ledger(.erase(entry: entry, programme: $0)) }
        }
        guard (reward.reportID == nil) != (reward.account == nil) else { return nil }
        return .erase(ErasureOrder(report: reward.reportID, account: reward.account))
    }

    private func rewardAction(for kind: CommandKind, role: CommandRole, caseID: CaseID) -> CommandAction? {
        if role == .system {
            switch kind {
            case .grant: return reward.request(kindName, category, caseID: caseID).map { .ledger(.grant($0)) }
            case .rewardSettled: return reward.answer.map { .rewardSettled($0) }
            default: break
            }
            guard let entry = reward.entryID, let programme = reward.programme else { return nil }
            return kind == .claim
                ? .ledger(.claim(entry: entry, programme: programme))
                : .ledger(.clawBack(entry: entry, programme: programme, reason: reward.maskedReason))
        }
        if kind == .grant {
            return reward.rule.map { .grant(GrantOrder(rule: $0, report: reward.reportID, amount: reward.amount)) }
        }
        return reward.entryID.map { kind == .claim ? .claim(entry: $0) : .clawBack(entry: $0) }
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
