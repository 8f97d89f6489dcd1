internal import JSONText

/// The fields of a report that its schema does not have: the members of `ext`, then unknown top-level fields.
///
/// They are stored as they are written and have no effect.
struct ReportExtras {
    /// The most bytes of all together.
    static let limit = 16 * 1024

    private var given: (json: [UInt8], at: Int)?
    private var unknown: [Unknown] = []
    private var bytes = 0

    private struct Unknown {
        var name: String
        var json: [UInt8]
        var at: Int
    }

    /// Reads the value of `ext`, an object.
    mutating func takeGiven(_ reader: inout JSONReader) throws(JSONFault) {
        let at = reader.offset
        guard try reader.kind() == .object else { throw JSONFault(.wrongType, at: at, .object) }
        let json = try reader.rawValue()
        given = (json: json, at: at)
        try count(json.count, at: at)
    }

    /// Reads the value of a top-level field that is not in the schema.
    mutating func takeUnknown(_ reader: inout JSONReader, _ faults: FaultCollector) throws(JSONFault) {
        let at = reader.offset
        let name = faults.collectsAll ? faults.keyName : reader.keyName()
        let json = try reader.rawValue()
        unknown.append(Unknown(name: name, json: json, at: faults.base + at))
        try count(json.count + name.utf8.count + 4, at: at)
    }

    /// One JSON object; nil when there are no such fields.
    func finished() throws(JSONFault) -> [UInt8]? {
        guard !unknown.isEmpty else { return given?.json }
        try checkNames()
        var inner = given?.json.dropFirst().dropLast() ?? []
        let isEmpty = inner.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if isEmpty { inner = [] }
        let added = JSONWriter.bytes { writer in
            writer.beginObject()
            for field in unknown {
                writer.key(field.name)
                writer.raw(field.json)
            }
            writer.endObject()
        }
        return [UInt8(ascii: "{")] + inner + (isEmpty ? [] : [UInt8(ascii: ",")]) + added.dropFirst()
    }

    private mutating func count(_ more: Int, at offset: Int) throws(JSONFault) {
        bytes += more
        guard bytes <= Self.limit else {
            throw JSONFault(.tooLong, at: offset, .extras(atMost: Self.limit))
        }
    }

    /// Refuses a name that stands both in `ext` and beside it: the object would have a key twice.
    private func checkNames() throws(JSONFault) {
        guard let given else { return }
        let known = try JSONReader.read(given.json) { reader throws(JSONFault) in
            var names: Set<String> = []
            var object = try reader.open(AnyField.self)
            while try reader.next(&object) != nil {
                names.insert(reader.keyName())
                try reader.skipValue()
            }
            return names
        }
        for field in unknown where known.contains(field.name) {
            throw JSONFault(.contradiction, at: field.at, .eachNameOnce)
        }
    }
}

/// An object without known fields.
private enum AnyField: String, JSONFields {
    case unknown

    static let keys = JSONKeys<AnyField>()
}
