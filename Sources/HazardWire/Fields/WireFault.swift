internal import JSONText

/// Why a record that a dispatcher wrote cannot be read back: a case, a task, a ledger entry.
package struct WireFault: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: Code
    /// For people: what is wrong, at which field and byte. Never text of the record.
    package var sentence: String
    /// The field's path; nil when it is about the record as a whole.
    package var field: String?
    /// The byte in the value, from 0.
    package var offset: Int

    /// What to do about it.
    package enum Code: String, CaseIterable, Sendable {
        /// Written by a later version of this program: start that one.
        case newer
        /// Not what any version wrote.
        case unreadable
    }

    package var description: String { code.rawValue + ": " + sentence }

    init(_ fault: JSONFault, in bytes: [UInt8]) {
        let path = fault.path(in: bytes)
        code = fault.code == .unsupportedVersion ? .newer : .unreadable
        sentence = fault.sentence(in: bytes)
        if code == .newer { sentence += "; this program is older than the record: start the version that wrote it" }
        field = path.isEmpty ? nil : path
        offset = fault.offset
    }

    /// Reads a record of ours, telling a later version from a broken record whatever the order of its fields.
    static func read<Value>(
        _ bytes: [UInt8], upTo version: Int = SchemaVersion.current,
        _ body: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(WireFault) -> Value {
        do throws(JSONFault) {
            return try JSONReader.read(bytes, body)
        } catch {
            throw WireFault(InputDecoding.decisive(error, in: bytes, upTo: version), in: bytes)
        }
    }
}
