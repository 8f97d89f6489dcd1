internal import JSONText

/// The fields of a report that its schema does not have: the members of `ext`, and unknown top-level fields.
///
/// They are stored as they are written and have no effect. There is room for `limit` bytes of them. Of a report with more,
/// the smallest fields are stored, as many as there is room for, and the others are dropped: which fields these are does
/// not depend on their order in the report. No report is refused because of such a field.
struct ReportExtras {
    /// The most bytes that are stored.
    static let limit = 16 * 1024

    /// The value of `ext` and where it starts.
    private var given: (json: [UInt8], at: Int)?
    private var fields: [ExtraField] = []
    /// The bytes of `given` and `fields` as one object. Each field is counted with a comma, so the first one's comma stands
    /// for one of the two braces.
    private var bytes = 1
    /// The smallest field that has no room; nil while everything has room.
    private var firstDropped: ExtraField?

    /// Reads the value of `ext`, an object.
    mutating func takeGiven(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) {
        let at = reader.offset
        guard try reader.kind() == .object else { throw JSONFault(.wrongType, at: at, .object) }
        let json = try reader.rawValue()
        given = (json: json, at: at)
        bytes += json.count - 1
        try makeRoomIfNeeded(&faults)
    }

    /// Reads the value of a top-level field that is not in the schema.
    mutating func takeUnknown(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) {
        let at = reader.keyOffset
        let name = faults.collectsAll ? faults.keyName : reader.keyName()
        add(ExtraField(name: name, json: try reader.rawValue(), at: at, isGiven: false), &faults)
        try makeRoomIfNeeded(&faults)
    }

    /// One JSON object; nil when there are no such fields.
    mutating func finished(_ faults: inout FaultCollector) throws(JSONFault) -> [UInt8]? {
        if bytes > Self.limit || firstDropped != nil { try makeRoom(&faults) }
        guard !fields.isEmpty else { return given?.json }
        try dropRepeatedNames(&faults)
        fields.sort { $0.at < $1.at }
        var inner = given?.json.dropFirst().dropLast() ?? []
        let isEmpty = inner.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if isEmpty { inner = [] }
        guard !fields.isEmpty else { return given?.json }
        let added = JSONWriter.bytes { writer in
            writer.beginObject()
            for field in fields {
                writer.key(field.name)
                writer.raw(field.json)
            }
            writer.endObject()
        }
        return [UInt8(ascii: "{")] + inner + (isEmpty ? [] : [UInt8(ascii: ",")]) + added.dropFirst()
    }

    // MARK: - Room

    private mutating func add(_ field: ExtraField, _ faults: inout FaultCollector) {
        if let firstDropped, !(field < firstDropped) {
            faults.unknown?.drop(at: field.at)
        } else if field.size >= Self.limit {
            drop(field, &faults)
        } else {
            fields.append(field)
            bytes += field.size
        }
    }

    /// Makes room before the fields take more than twice their limit: so what is held is bounded, and the cost of sorting is
    /// shared by many fields.
    private mutating func makeRoomIfNeeded(_ faults: inout FaultCollector) throws(JSONFault) {
        if bytes > 2 * Self.limit { try makeRoom(&faults) }
    }

    /// Drops the largest fields until the others have room.
    private mutating func makeRoom(_ faults: inout FaultCollector) throws(JSONFault) {
        if let given {
            bytes -= given.json.count - 1
            self.given = nil
            for member in try Self.members(of: given.json, at: given.at) { add(member, &faults) }
        }
        guard bytes > Self.limit else { return }
        fields.sort()
        var room = Self.limit - 1
        let kept = fields.firstIndex { field in
            room -= field.size
            return room < 0
        }
        for field in fields[(kept ?? fields.endIndex)...] {
            bytes -= field.size
            drop(field, &faults)
        }
        fields.removeSubrange((kept ?? fields.endIndex)...)
    }

    private mutating func drop(_ field: ExtraField, _ faults: inout FaultCollector) {
        firstDropped = min(firstDropped ?? field, field)
        faults.unknown?.drop(at: field.at)
    }

    /// Drops a top-level field whose name is also in `ext`: an object cannot have a name twice.
    private mutating func dropRepeatedNames(_ faults: inout FaultCollector) throws(JSONFault) {
        var names = Set(fields.filter(\.isGiven).map(\.name))
        if let given { names.formUnion(try Self.members(of: given.json, at: given.at).map(\.name)) }
        guard !names.isEmpty else { return }
        fields.removeAll { field in
            guard !field.isGiven, names.contains(field.name) else { return false }
            faults.unknown?.drop(at: field.at)
            return true
        }
    }

    private static func members(of json: [UInt8], at offset: Int) throws(JSONFault) -> [ExtraField] {
        try JSONReader.read(json) { reader throws(JSONFault) in
            var members: [ExtraField] = []
            var object = try reader.open(AnyField.self)
            while try reader.next(&object) != nil {
                let (at, name) = (offset + reader.keyOffset, reader.keyName())
                members.append(ExtraField(name: name, json: try reader.rawValue(), at: at, isGiven: true))
            }
            return members
        }
    }
}

/// One field outside the schema. The smaller one comes first, of equal ones by its name.
private struct ExtraField: Comparable {
    var name: String
    var json: [UInt8]
    /// The byte of its name in the report.
    var at: Int
    /// It is a member of `ext`.
    var isGiven: Bool

    /// With the quotes of its name, a colon and a comma.
    var size: Int { name.utf8.count + json.count + 4 }

    static func < (left: ExtraField, right: ExtraField) -> Bool {
        (left.size, left.name) < (right.size, right.name)
    }

    static func == (left: ExtraField, right: ExtraField) -> Bool {
        left.size == right.size && left.name == right.name
    }
}

/// An object without known fields.
private enum AnyField: String, JSONFields {
    case unknown

    static let keys = JSONKeys<AnyField>()
}
