internal import HazardCore
internal import JSONText

/// A message from outside while its fields are read.
protocol InputDraft {
    associatedtype Field: JSONFields
    associatedtype Message

    init()

    /// Reads the value of a field.
    mutating func take(_ field: Field, _ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault)

    /// The message; nil only while faults are collected, when a field is missing or wrong. Its object starts at `offset`.
    mutating func finished(at offset: Int, _ faults: inout FaultCollector) throws(JSONFault) -> Message?
}

extension InputDraft {
    /// Reads a whole message.
    fileprivate static func read(
        _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) -> Message? {
        var draft = Self()
        let at = try draft.readFields(&reader, &faults)
        return try draft.finished(at: at, &faults)
    }

    @inline(__always)
    fileprivate mutating func readFields(
        _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) -> Int {
        try reader.fields(Field.self, &faults) { field, reader, faults throws(JSONFault) in
            try take(field, &reader, &faults)
        }
    }
}

/// Reads messages from outside: on the lane up to the first fault, for an answer to the sender up to the end.
enum InputDecoding {
    /// The most bytes of the value of a report, of feedback or of a command.
    static let limit = 900 * 1024

    /// Decodes a record's value; nil is a tombstone.
    ///
    /// - Throws: Why the record cannot be used.
    static func decode<Draft: InputDraft>(_ bytes: [UInt8]?, as _: Draft.Type) throws(Rejection) -> Draft.Message {
        var faults = FaultCollector(.decide)
        return try decode(try checked(bytes), as: Draft.self, &faults)
    }

    /// Decodes a message, and warns its sender of fields that have no effect or are not stored.
    ///
    /// - Throws: Why the message cannot be used.
    static func decode<Draft: InputDraft>(
        _ bytes: [UInt8], warning warnings: inout WireProblems, as _: Draft.Type
    ) throws(Rejection) -> Draft.Message {
        var faults = FaultCollector(.decideAndNote)
        let message = try decode(try checked(bytes), as: Draft.self, &faults)
        if let unknown = faults.unknown {
            warnings = unknown.warnings(in: bytes, hasExt: Draft.Field.self == ReportField.self)
        }
        return message
    }

    private static func decode<Draft: InputDraft>(
        _ bytes: [UInt8], as _: Draft.Type, _ faults: inout FaultCollector
    ) throws(Rejection) -> Draft.Message {
        let fault: JSONFault
        do throws(JSONFault) {
            let value = try JSONReader.read(bytes) { reader throws(JSONFault) in try Draft.read(&reader, &faults) }
            if let value { return value }
            fault = JSONFault(.empty, at: 0, .value)
        } catch {
            fault = error
        }
        throw Rejection(decisive(fault, in: bytes), in: bytes)
    }

    /// The problems of a record's value; empty when it can be used.
    static func problems<Draft: InputDraft>(_ bytes: [UInt8]?, as _: Draft.Type) -> WireProblems {
        let good: [UInt8]
        do throws(Rejection) {
            good = try checked(bytes)
        } catch {
            return WireProblems([WireProblem(error)])
        }
        if let fault = grammar(good) ?? VersionField.fault(in: good) {
            return WireProblems([WireProblem(fault, in: good)])
        }
        var faults = FaultCollector(.listFaults)
        do throws(JSONFault) {
            _ = try JSONReader.read(good) { reader throws(JSONFault) in try Draft.read(&reader, &faults) }
        } catch {
            return WireProblems([WireProblem(error, in: good)])
        }
        let wrong = faults.faults.filter { $0.code != .missingField }.map { WireProblem($0, in: good) }
        // A field that is present but wrong, or has a problem inside, is not also reported as missing.
        let missing = faults.faults.filter { $0.code == .missingField }.map { WireProblem($0, in: good) }
            .filter { absent in
                !wrong.contains { isSame($0.field, absent.field) || isSame(absent.field, $0.field) }
            }
        let all = (wrong + missing).sorted { ($0.offset, $0.field) < ($1.offset, $1.field) }
        return WireProblems(all, more: faults.total - faults.faults.count)
    }

    /// The fields that can be read, and the faults; bytes after a fault of the grammar are not read.
    static func readable<Draft: InputDraft>(_ bytes: [UInt8], as _: Draft.Type) -> (Draft, [JSONFault]) {
        var draft = Draft()
        var faults = FaultCollector(.listFaults)
        do throws(JSONFault) {
            try JSONReader.read(bytes) { reader throws(JSONFault) in
                let at = try draft.readFields(&reader, &faults)
                var whole = draft
                _ = try whole.finished(at: at, &faults)
            }
        } catch {
            return (draft, [error] + faults.faults)
        }
        return (draft, faults.faults)
    }

    /// Whether the path is that field or lies inside it.
    private static func isSame(_ path: String, _ field: String) -> Bool {
        guard path.hasPrefix(field), !field.isEmpty else { return false }
        let rest = path.dropFirst(field.count)
        return rest.isEmpty || rest.hasPrefix(".") || rest.hasPrefix("[")
    }

    private static func checked(_ bytes: [UInt8]?) throws(Rejection) -> [UInt8] {
        guard let bytes else { throw .tombstone }
        guard bytes.count <= limit else { throw .tooBig(bytes.count, limit: limit) }
        return bytes
    }

    /// The fault that decides the reason of a rejection: bad grammar anywhere, else a later version, else the first fault.
    ///
    /// So the order of the fields does not matter.
    static func decisive(
        _ fault: JSONFault, in bytes: [UInt8], upTo version: Int = SchemaVersion.current
    ) -> JSONFault {
        guard RejectionReason(fault.code) != .malformed else { return fault }
        return grammar(bytes) ?? VersionField.fault(in: bytes, upTo: version) ?? fault
    }

    private static func grammar(_ bytes: [UInt8]) -> JSONFault? {
        do throws(JSONFault) {
            try JSONReader.read(bytes) { reader throws(JSONFault) in try reader.skipValue() }
            return nil
        } catch {
            return error
        }
    }
}
