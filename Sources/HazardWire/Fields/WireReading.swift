internal import HazardCore
internal import JSONText

/// An object while it is read, for a loop that the compiler specialises in this module.
///
/// Swift 6.3 specialises no generic function of `package` access in another module: `JSONReader.object` and `nextField`
/// cost 10 to 15 ns a field more than this.
struct OpenObject<Field: JSONFields> {
    let keys: JSONKeys<Field>
    var scope: ObjectScope

    /// The fault for a field that is required because of the value of another one.
    func missing(_ field: Field) -> JSONFault {
        .missing(field.rawValue, at: scope.offset)
    }
}

extension JSONReader {
    /// Opens the object that comes next; `next` then reads its fields.
    @inline(__always)
    mutating func open<Field: JSONFields>(_ type: Field.Type) throws(JSONFault) -> OpenObject<Field> {
        OpenObject(keys: Field.keys, scope: try openObject())
    }

    /// Reads the next key whose value is not null; the caller must read the value. Nil once the object is closed.
    @inline(__always)
    mutating func next<Field: JSONFields>(_ object: inout OpenObject<Field>) throws(JSONFault) -> Field? {
        let index = try nextIndex(&object.scope, object.keys.names.table, required: object.keys.required)
        if index >= 0 { return object.keys.names.values[index] }
        return index == NameTable.none ? Field.unknown : nil
    }
}

/// The forms of values in our messages.
extension JSONReader {
    /// Reads a time.
    mutating func instant() throws(JSONFault) -> Instant {
        let at = offset
        return try withString { bytes throws(JSONFault) in
            guard let instant = TimeText.parse(bytes) else { throw JSONFault(.badForm, at: at, .time) }
            return instant
        }
    }

    /// Reads an id.
    mutating func identifier() throws(JSONFault) -> String {
        let at = offset
        let text = try string()
        guard Identifier.isValid(text) else { throw JSONFault(.badForm, at: at, .identifier) }
        return text
    }

    /// Reads a case id.
    mutating func caseID() throws(JSONFault) -> CaseID {
        let at = offset
        guard let id = CaseID(try string()) else { throw JSONFault(.badForm, at: at, .caseID) }
        return id
    }

    /// Reads text of at most `limit` Unicode scalars; empty text counts as absent.
    mutating func text(limit: Int) throws(JSONFault) -> String? {
        let text = try string(limit: limit)
        return text.isEmpty ? nil : text
    }

    /// Reads text of 1 to `limit` Unicode scalars.
    mutating func name(limit: Int) throws(JSONFault) -> String {
        let at = offset
        guard let text = try text(limit: limit) else {
            throw JSONFault(.tooShort, at: at, .charactersIn(1...limit))
        }
        return text
    }

    /// Reads a SHA-256 in hex, in small or capital letters.
    ///
    /// - Returns: It in small letters.
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
        guard isHex else { throw JSONFault(.badForm, at: at, .sha256) }
        return isLower ? text : text.lowercased()
    }

    /// Reads an array of strings, each with `element`.
    mutating func strings(
        limit: Int = .max, _ element: (inout JSONReader) throws(JSONFault) -> String
    ) throws(JSONFault) -> [String] {
        var array = try array(limit: limit)
        var texts: [String] = []
        while try nextElement(&array) { texts.append(try element(&self)) }
        return texts
    }

    /// Reads an array of objects, each with `element`.
    mutating func list<Element>(
        limit: Int = .max, _ element: (inout JSONReader) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        var array = try array(limit: limit)
        var list: [Element] = []
        while try nextElement(&array) { list.append(try element(&self)) }
        return list
    }
}

/// The closed lists of values in our messages, by their names.
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
