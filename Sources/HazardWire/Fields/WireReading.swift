internal import HazardCore
internal import JSONText

/// An object being read, by a loop that is specialised here.
///
/// Swift 6.3 specialises no generic function of `package` access in another module: `JSONReader.object` and `nextField`
/// cost 10 to 15 ns a field more than this.
struct OpenObject<Field: JSONFields> {
    let keys: JSONKeys<Field>
    var scope: ObjectScope

    /// The fault for a field that has to be there because of what another one says.
    func missing(_ field: Field) -> JSONFault {
        JSONFault(.missingField, at: scope.offset, field.rawValue)
    }
}

extension JSONReader {
    /// Opens the object that comes next; its fields follow with `next`.
    @inline(__always)
    mutating func open<Field: JSONFields>(_ type: Field.Type) throws(JSONFault) -> OpenObject<Field> {
        OpenObject(keys: Field.keys, scope: try openObject())
    }

    /// The next field that is not null, with its value due to be read; nil once the object is closed.
    @inline(__always)
    mutating func next<Field: JSONFields>(_ object: inout OpenObject<Field>) throws(JSONFault) -> Field? {
        let index = try nextIndex(&object.scope, object.keys.names.table, required: object.keys.required)
        if index >= 0 { return object.keys.names.values[index] }
        return index == NameTable.none ? Field.unknown : nil
    }
}

/// The forms that values of our messages have.
extension JSONReader {
    /// Takes a time.
    mutating func instant() throws(JSONFault) -> Instant {
        let at = offset
        return try withString { bytes throws(JSONFault) in
            guard let instant = Timestamp.parse(bytes) else { throw JSONFault(.badForm, at: at, Timestamp.form) }
            return instant
        }
    }

    /// Takes an id.
    mutating func identifier() throws(JSONFault) -> String {
        let at = offset
        let text = try string()
        guard Identifier.isValid(text) else { throw JSONFault(.badForm, at: at, Identifier.form) }
        return text
    }

    /// Takes a case id.
    mutating func caseID() throws(JSONFault) -> CaseID {
        let at = offset
        guard let id = CaseID(try string()) else {
            throw JSONFault(.badForm, at: at, "a case id such as 20261122-03-000123")
        }
        return id
    }

    /// Takes text of at most `limit` Unicode scalars; empty text counts as absent.
    mutating func text(limit: Int) throws(JSONFault) -> String? {
        let text = try string(limit: limit)
        return text.isEmpty ? nil : text
    }

    /// Takes text of 1 to `limit` Unicode scalars.
    mutating func name(limit: Int) throws(JSONFault) -> String {
        let at = offset
        guard let text = try text(limit: limit) else {
            throw JSONFault(.tooShort, at: at, "1 to \(limit) characters")
        }
        return text
    }

    /// Takes a SHA-256 in hex, given in either case, returned in small letters.
    mutating func sha256() throws(JSONFault) -> String {
        let at = offset
        let text = try string()
        var isLower = true
        var isHex = text.utf8.count == 64
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
            case UInt8(ascii: "A")...UInt8(ascii: "F"): isLower = false
            default: isHex = false
            }
        }
        guard isHex else { throw JSONFault(.badForm, at: at, "a SHA-256 as 64 hex digits") }
        return isLower ? text : text.lowercased()
    }

    /// Takes an array of strings, each read by `element`.
    mutating func strings(
        limit: Int = .max, _ element: (inout JSONReader) throws(JSONFault) -> String
    ) throws(JSONFault) -> [String] {
        var array = try array(limit: limit)
        var texts: [String] = []
        while try nextElement(&array) { texts.append(try element(&self)) }
        return texts
    }

    /// Takes an array of objects, each read by `element`.
    mutating func list<Element>(
        limit: Int = .max, _ element: (inout JSONReader) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        var array = try array(limit: limit)
        var list: [Element] = []
        while try nextElement(&array) { list.append(try element(&self)) }
        return list
    }
}

/// The closed lists of our messages by their names.
enum WireNames {
    static let channel = JSONNames<Channel>()
    static let reportKind = JSONNames<ReportKind>()
    static let reporterKind = JSONNames<ReporterKind>()
    static let language = JSONNames<ReportLanguage>()
    static let lifeRisk = JSONNames<LifeRisk>()
    static let actionTaken = JSONNames<ActionTaken>()
    static let coordinateSystem = JSONNames<CoordinateSystem>()
    static let roadClass = JSONNames<RoadClass>()
    static let feedbackRole = JSONNames<FeedbackRole>()
    static let feedbackKind = JSONNames<FeedbackKind>()
    static let taskResult = JSONNames<TaskResult>()
    static let commandRole = JSONNames<CommandRole>()
    static let commandKind = JSONNames<CommandKind>()
    static let checkResult = JSONNames<CheckResult>()
    static let closeCode = JSONNames<CloseCode>()
    static let taskRole = JSONNames<TaskRole>()
    static let caseState = JSONNames<CaseState>()
    static let taskState = JSONNames<TaskState>()
    static let taskEvent = JSONNames<TaskEventKind>()
    static let priority = JSONNames<Priority>()
    static let closeRule = JSONNames<CloseRule>()
    static let limitClock = JSONNames<LimitClock>()
    static let reportRole = JSONNames<ReportRole>()
    static let actorRole = JSONNames<ActorRole>()
    static let rewardKind = JSONNames<RewardKind>()
    static let rewardState = JSONNames<RewardState>()
    static let noticeKind = JSONNames<NoticeKind>()
    static let requestKind = JSONNames<RequestKind>()
    static let requestState = JSONNames<RequestState>()
}
